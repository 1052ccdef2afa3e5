package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.bitwise}: functions of the bits of integers of one type that broadcast. */
public final class BitwiseBuilders implements Builders {
  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public BitwiseBuilders(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /** Adds the bits that are set in both. */
  public Output bitwiseAnd(Output x, Output y) {
    return bitwiseAnd(x, y, "BitwiseAnd");
  }

  /** Adds the bits that are set in both. */
  public Output bitwiseAnd(Output x, Output y, String name) {
    return Operands.call(tf, "BitwiseAnd", x, y, name);
  }

  /** Adds the bits that are set in either. */
  public Output bitwiseOr(Output x, Output y) {
    return bitwiseOr(x, y, "BitwiseOr");
  }

  /** Adds the bits that are set in either. */
  public Output bitwiseOr(Output x, Output y, String name) {
    return Operands.call(tf, "BitwiseOr", x, y, name);
  }

  /** Adds the bits that are set in one of both. */
  public Output bitwiseXor(Output x, Output y) {
    return bitwiseXor(x, y, "BitwiseXor");
  }

  /** Adds the bits that are set in one of both. */
  public Output bitwiseXor(Output x, Output y, String name) {
    return Operands.call(tf, "BitwiseXor", x, y, name);
  }

  /** Adds the bits that are not set. */
  public Output invert(Output x) {
    return invert(x, "Invert");
  }

  /** Adds the bits that are not set. */
  public Output invert(Output x, String name) {
    return tf.graph().opBuilder("Invert", name).input(x).build().output(0);
  }

  /** Adds {@code x} moved left by {@code y} bits, at least 0 and less than the type has. */
  public Output leftShift(Output x, Output y) {
    return leftShift(x, y, "LeftShift");
  }

  /** Adds {@code x} moved left by {@code y} bits, at least 0 and less than the type has. */
  public Output leftShift(Output x, Output y, String name) {
    return Operands.call(tf, "LeftShift", x, y, name);
  }

  /**
   * Adds {@code x} moved right by {@code y} bits, at least 0 and less than the type has; the sign
   * stays.
   */
  public Output rightShift(Output x, Output y) {
    return rightShift(x, y, "RightShift");
  }

  /**
   * Adds {@code x} moved right by {@code y} bits, at least 0 and less than the type has; the sign
   * stays.
   */
  public Output rightShift(Output x, Output y, String name) {
    return Operands.call(tf, "RightShift", x, y, name);
  }
}
