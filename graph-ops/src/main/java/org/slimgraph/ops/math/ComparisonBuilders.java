package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Builders of comparisons and logic, element by element; part of {@link MathOps}. The arguments
 * have one type and broadcast; results are booleans. Any comparison with NaN is false, except
 * {@code notEqual}.
 */
public interface ComparisonBuilders extends Builders {

  /** Adds {@code x < y}. */
  default Output less(Output x, Output y) {
    return less(x, y, "Less");
  }

  /** Adds {@code x < y}. */
  default Output less(Output x, Output y, String name) {
    return Operands.call(tf(), "Less", x, y, name);
  }

  /** Adds {@code x < y}, with a constant {@code y}. */
  default Output less(Output x, Number y) {
    return Operands.call(tf(), "Less", x, y, "Less");
  }

  /** Adds {@code x <= y}. */
  default Output lessEqual(Output x, Output y) {
    return lessEqual(x, y, "LessEqual");
  }

  /** Adds {@code x <= y}. */
  default Output lessEqual(Output x, Output y, String name) {
    return Operands.call(tf(), "LessEqual", x, y, name);
  }

  /** Adds {@code x <= y}, with a constant {@code y}. */
  default Output lessEqual(Output x, Number y) {
    return Operands.call(tf(), "LessEqual", x, y, "LessEqual");
  }

  /** Adds {@code x > y}. */
  default Output greater(Output x, Output y) {
    return greater(x, y, "Greater");
  }

  /** Adds {@code x > y}. */
  default Output greater(Output x, Output y, String name) {
    return Operands.call(tf(), "Greater", x, y, name);
  }

  /** Adds {@code x > y}, with a constant {@code y}. */
  default Output greater(Output x, Number y) {
    return Operands.call(tf(), "Greater", x, y, "Greater");
  }

  /** Adds {@code x >= y}. */
  default Output greaterEqual(Output x, Output y) {
    return greaterEqual(x, y, "GreaterEqual");
  }

  /** Adds {@code x >= y}. */
  default Output greaterEqual(Output x, Output y, String name) {
    return Operands.call(tf(), "GreaterEqual", x, y, name);
  }

  /** Adds {@code x >= y}, with a constant {@code y}. */
  default Output greaterEqual(Output x, Number y) {
    return Operands.call(tf(), "GreaterEqual", x, y, "GreaterEqual");
  }

  /** Adds {@code x == y}; NaN equals nothing. */
  default Output equal(Output x, Output y) {
    return equal(x, y, "Equal");
  }

  /** Adds {@code x == y}; NaN equals nothing. */
  default Output equal(Output x, Output y, String name) {
    return Operands.call(tf(), "Equal", x, y, name);
  }

  /** Adds {@code x == y}; NaN equals nothing, with a constant {@code y}. */
  default Output equal(Output x, Number y) {
    return Operands.call(tf(), "Equal", x, y, "Equal");
  }

  /** Adds {@code x != y}. */
  default Output notEqual(Output x, Output y) {
    return notEqual(x, y, "NotEqual");
  }

  /** Adds {@code x != y}. */
  default Output notEqual(Output x, Output y, String name) {
    return Operands.call(tf(), "NotEqual", x, y, name);
  }

  /** Adds {@code x != y}, with a constant {@code y}. */
  default Output notEqual(Output x, Number y) {
    return Operands.call(tf(), "NotEqual", x, y, "NotEqual");
  }

  /** Adds {@code x && y} of booleans. */
  default Output logicalAnd(Output x, Output y) {
    return logicalAnd(x, y, "LogicalAnd");
  }

  /** Adds {@code x && y} of booleans. */
  default Output logicalAnd(Output x, Output y, String name) {
    return Operands.call(tf(), "LogicalAnd", x, y, name);
  }

  /** Adds {@code x || y} of booleans. */
  default Output logicalOr(Output x, Output y) {
    return logicalOr(x, y, "LogicalOr");
  }

  /** Adds {@code x || y} of booleans. */
  default Output logicalOr(Output x, Output y, String name) {
    return Operands.call(tf(), "LogicalOr", x, y, name);
  }

  /** Adds whether exactly one of two booleans is true, as TF composes it. */
  default Output logicalXor(Output x, Output y) {
    return logicalXor(x, y, "LogicalXor");
  }

  /** Adds whether exactly one of two booleans is true, as TF composes it. */
  default Output logicalXor(Output x, Output y, String name) {
    Output either = logicalOr(x, y);
    Output notBoth = tf().logicalNot(logicalAnd(x, y));
    return logicalAnd(either, notBoth, name);
  }
}
