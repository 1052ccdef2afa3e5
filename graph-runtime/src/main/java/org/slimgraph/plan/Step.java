package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Operation;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.OpTraits;

/**
 * One operation of a plan. Values are numbered through the plan; a step's outputs have consecutive
 * numbers.
 */
public final class Step {
  private final Operation operation;
  private final OpTraits traits;
  private final Kernel kernel;
  private final int[] inputs;
  private final int firstOutput;
  private final int outputCount;
  private final boolean isFetch;
  private final ImmutableList<Operation> operations;

  Step(
      Operation operation,
      OpTraits traits,
      Kernel kernel,
      int[] inputs,
      int firstOutput,
      int outputCount,
      boolean isFetch) {
    this(
        operation,
        traits,
        kernel,
        inputs,
        firstOutput,
        outputCount,
        isFetch,
        ImmutableList.of(operation));
  }

  Step(
      Operation operation,
      OpTraits traits,
      Kernel kernel,
      int[] inputs,
      int firstOutput,
      int outputCount,
      boolean isFetch,
      ImmutableList<Operation> operations) {
    this.operations = operations;
    this.operation = operation;
    this.traits = traits;
    this.kernel = kernel;
    this.inputs = inputs;
    this.firstOutput = firstOutput;
    this.outputCount = outputCount;
    this.isFetch = isFetch;
  }

  /** Returns the same step with its inputs at {@code inputs}. */
  Step withInputs(int[] inputs) {
    return new Step(
        operation, traits, kernel, inputs, firstOutput, outputCount, isFetch, operations);
  }

  /**
   * Returns the operation; for a fetch step, the one whose reference is read; for a fused one, the
   * first.
   */
  public Operation operation() {
    return operation;
  }

  /** Returns the operations that the step computes: one, or those that were fused into it. */
  public ImmutableList<Operation> operations() {
    return operations;
  }

  /** Returns the op's traits. */
  public OpTraits traits() {
    return traits;
  }

  /** Returns the kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** Returns the number of inputs. */
  public int inputCount() {
    return inputs.length;
  }

  /** Returns the value number of input {@code i}. */
  public int input(int i) {
    return inputs[i];
  }

  /** Returns the number of outputs. */
  public int outputCount() {
    return outputCount;
  }

  /** Returns the value number of output {@code i}. */
  public int output(int i) {
    return firstOutput + i;
  }

  /** Returns whether the step only reads a fetched reference. */
  public boolean isFetch() {
    return isFetch;
  }
}
