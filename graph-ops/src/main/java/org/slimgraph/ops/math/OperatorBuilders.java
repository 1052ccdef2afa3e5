package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Python's operators; part of {@link MathOps}. They build other ops and names than the functions
 * do: {@code tf.plus(x, y)} is {@code x + y}, an AddV2 called {@code add}, where {@code tf.add} is
 * an Add called {@code Add}. A Java number on either side becomes a constant of the other operand's
 * type, called {@code add/y} or {@code add/x}.
 */
public interface OperatorBuilders extends Builders {

  /** Adds Python's {@code x + y}. */
  default Output plus(Output x, Output y) {
    return Operator.ADD.of(tf(), x, y);
  }

  /** Adds Python's {@code x + y}. */
  default Output plus(Output x, Number y) {
    return Operator.ADD.of(tf(), x, y);
  }

  /** Adds Python's {@code x + y}. */
  default Output plus(Number x, Output y) {
    return Operator.ADD.of(tf(), x, y);
  }

  /** Adds Python's {@code x - y}. */
  default Output minus(Output x, Output y) {
    return Operator.SUB.of(tf(), x, y);
  }

  /** Adds Python's {@code x - y}. */
  default Output minus(Output x, Number y) {
    return Operator.SUB.of(tf(), x, y);
  }

  /** Adds Python's {@code x - y}. */
  default Output minus(Number x, Output y) {
    return Operator.SUB.of(tf(), x, y);
  }

  /** Adds Python's {@code x * y}. */
  default Output times(Output x, Output y) {
    return Operator.MUL.of(tf(), x, y);
  }

  /** Adds Python's {@code x * y}. */
  default Output times(Output x, Number y) {
    return Operator.MUL.of(tf(), x, y);
  }

  /** Adds Python's {@code x * y}. */
  default Output times(Number x, Output y) {
    return Operator.MUL.of(tf(), x, y);
  }

  /** Adds Python's {@code x / y}. */
  default Output over(Output x, Output y) {
    return Operator.TRUEDIV.of(tf(), x, y);
  }

  /** Adds Python's {@code x / y}. */
  default Output over(Output x, Number y) {
    return Operator.TRUEDIV.of(tf(), x, y);
  }

  /** Adds Python's {@code x / y}. */
  default Output over(Number x, Output y) {
    return Operator.TRUEDIV.of(tf(), x, y);
  }

  /** Adds Python's {@code x // y}. */
  default Output floorOver(Output x, Output y) {
    return Operator.FLOORDIV.of(tf(), x, y);
  }

  /** Adds Python's {@code x // y}. */
  default Output floorOver(Output x, Number y) {
    return Operator.FLOORDIV.of(tf(), x, y);
  }

  /** Adds Python's {@code x // y}. */
  default Output floorOver(Number x, Output y) {
    return Operator.FLOORDIV.of(tf(), x, y);
  }

  /** Adds Python's {@code x % y}. */
  default Output modulo(Output x, Output y) {
    return Operator.MOD.of(tf(), x, y);
  }

  /** Adds Python's {@code x % y}. */
  default Output modulo(Output x, Number y) {
    return Operator.MOD.of(tf(), x, y);
  }

  /** Adds Python's {@code x % y}. */
  default Output modulo(Number x, Output y) {
    return Operator.MOD.of(tf(), x, y);
  }

  /** Adds Python's {@code x ** y}. */
  default Output toThePower(Output x, Output y) {
    return Operator.POW.of(tf(), x, y);
  }

  /** Adds Python's {@code x ** y}. */
  default Output toThePower(Output x, Number y) {
    return Operator.POW.of(tf(), x, y);
  }

  /** Adds Python's {@code x ** y}. */
  default Output toThePower(Number x, Output y) {
    return Operator.POW.of(tf(), x, y);
  }

  /** Adds Python's {@code -x}: a Neg. */
  default Output negate(Output x) {
    return tf().negative(x);
  }
}
