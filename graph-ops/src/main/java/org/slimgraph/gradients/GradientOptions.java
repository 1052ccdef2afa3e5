package org.slimgraph.gradients;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.Output;

/** Optional parameters of tf.gradients, with TF's defaults. */
public final class GradientOptions {

  /** How several gradients of one tensor are added. */
  public enum Aggregation {
    /** One AddN. */
    ADD_N,
    /** Pairwise, so that the parts can be freed early. */
    EXPERIMENTAL_TREE,
    /** One AccumulateNV2 of more than two parts of known shape; else pairwise. */
    EXPERIMENTAL_ACCUMULATE_N
  }

  /** What a tensor gets that the ys do not depend on. */
  public enum Unconnected {
    /** Nothing. */
    NONE,
    /** Zeros. */
    ZERO
  }

  private ImmutableList<Output> gradYs = ImmutableList.of();
  private ImmutableList<Output> stopGradients = ImmutableList.of();
  private String name = "gradients";
  private boolean colocateWithOps;
  private boolean gate;
  private Aggregation aggregation = Aggregation.ADD_N;
  private Unconnected unconnected = Unconnected.NONE;

  GradientOptions() {}

  /** Sets what flows into each y, instead of ones. */
  public GradientOptions gradYs(List<Output> gradients) {
    gradYs = ImmutableList.copyOf(gradients);
    return this;
  }

  /** Sets tensors through which nothing flows. */
  public GradientOptions stopGradients(List<Output> outputs) {
    stopGradients = ImmutableList.copyOf(outputs);
    return this;
  }

  /** Sets the name scope. */
  public GradientOptions name(String scope) {
    name = scope;
    return this;
  }

  /** Colocates each operation's gradient with the operation. */
  public GradientOptions colocateGradientsWithOps(boolean colocate) {
    colocateWithOps = colocate;
    return this;
  }

  /** Lets all gradients of an operation be computed before any is used. */
  public GradientOptions gateGradients(boolean gate) {
    this.gate = gate;
    return this;
  }

  /** Sets how several gradients of one tensor are added. */
  public GradientOptions aggregationMethod(Aggregation method) {
    aggregation = method;
    return this;
  }

  /** Sets what an unconnected x gets. */
  public GradientOptions unconnectedGradients(Unconnected value) {
    unconnected = value;
    return this;
  }

  ImmutableList<Output> gradYs() {
    return gradYs;
  }

  ImmutableList<Output> stopGradients() {
    return stopGradients;
  }

  String name() {
    return name;
  }

  boolean colocateWithOps() {
    return colocateWithOps;
  }

  boolean gate() {
    return gate;
  }

  Aggregation aggregation() {
    return aggregation;
  }

  Unconnected unconnected() {
    return unconnected;
  }
}
