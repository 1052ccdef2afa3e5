package org.slimgraph.ops.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;

/** The options of {@code tf.whileLoop} with TF's defaults. Not thread-safe. */
public final class WhileOptions {
  List<Shape> shapeInvariants = List.of();
  int parallelIterations = 10;
  boolean backProp = true;
  @Nullable Output maximumIterations;
  String name = "while";

  WhileOptions() {}

  /**
   * Sets the shapes that the loop variables have in every iteration, where they change: unknown
   * dimensions may vary. Without it each variable keeps its initial shape.
   */
  public WhileOptions shapeInvariants(List<Shape> shapes) {
    shapeInvariants = List.copyOf(shapes);
    return this;
  }

  /**
   * Sets how many iterations may be in flight; 10 if not set.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is not positive
   */
  public WhileOptions parallelIterations(int count) {
    if (count < 1) {
      throw SlimgraphException.invalidArgument(
          "parallel_iterations must be a positive integer, but is %d", count);
    }
    parallelIterations = count;
    return this;
  }

  /** Sets whether gradients flow through the loop; true if not set. */
  public WhileOptions backProp(boolean flows) {
    backProp = flows;
    return this;
  }

  /** Ends the loop after {@code limit} iterations, an integer scalar, whatever the condition. */
  public WhileOptions maximumIterations(Output limit) {
    maximumIterations = limit;
    return this;
  }

  /** Sets the name; {@code while} if not set. */
  public WhileOptions name(String name) {
    this.name = name;
    return this;
  }
}
