package org.slimgraph.ops.math;

import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Builders of the reductions over axes; part of {@link MathOps}. The result has the type of the
 * input and its shape without the reduced dimensions, which {@link ReduceOptions#keepDims} leaves
 * in place with size 1. Axes are counted from 0, negative ones from -1 at the end; one that the
 * input does not have is an INVALID_ARGUMENT error.
 */
public interface ReductionBuilders extends Builders {

  private Output reduce(String type, Output input, Consumer<ReduceOptions> options) {
    ReduceOptions chosen = new ReduceOptions(type);
    options.accept(chosen);
    return chosen.build(tf(), input);
  }

  /** Adds the sum of all elements. */
  default Output reduceSum(Output input) {
    return reduce("Sum", input, options -> {});
  }

  /** Adds the sum along one axis: Python's {@code axis=1}. */
  default Output reduceSum(Output input, int axis) {
    return reduce("Sum", input, options -> options.axis(axis));
  }

  /** Adds the sum along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceSum(Output input, int... axes) {
    return reduce("Sum", input, options -> options.axes(axes));
  }

  /** Adds the sum along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceSum(Output input, Output axes) {
    return reduce("Sum", input, options -> options.axes(axes));
  }

  /** Adds the sum as {@code options} say. */
  default Output reduceSum(Output input, Consumer<ReduceOptions> options) {
    return reduce("Sum", input, options);
  }

  /** Adds the mean of all elements. */
  default Output reduceMean(Output input) {
    return reduce("Mean", input, options -> {});
  }

  /** Adds the mean along one axis: Python's {@code axis=1}. */
  default Output reduceMean(Output input, int axis) {
    return reduce("Mean", input, options -> options.axis(axis));
  }

  /** Adds the mean along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceMean(Output input, int... axes) {
    return reduce("Mean", input, options -> options.axes(axes));
  }

  /** Adds the mean along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceMean(Output input, Output axes) {
    return reduce("Mean", input, options -> options.axes(axes));
  }

  /** Adds the mean as {@code options} say. */
  default Output reduceMean(Output input, Consumer<ReduceOptions> options) {
    return reduce("Mean", input, options);
  }

  /** Adds the product of all elements. */
  default Output reduceProd(Output input) {
    return reduce("Prod", input, options -> {});
  }

  /** Adds the product along one axis: Python's {@code axis=1}. */
  default Output reduceProd(Output input, int axis) {
    return reduce("Prod", input, options -> options.axis(axis));
  }

  /** Adds the product along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceProd(Output input, int... axes) {
    return reduce("Prod", input, options -> options.axes(axes));
  }

  /** Adds the product along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceProd(Output input, Output axes) {
    return reduce("Prod", input, options -> options.axes(axes));
  }

  /** Adds the product as {@code options} say. */
  default Output reduceProd(Output input, Consumer<ReduceOptions> options) {
    return reduce("Prod", input, options);
  }

  /** Adds the largest of all elements. */
  default Output reduceMax(Output input) {
    return reduce("Max", input, options -> {});
  }

  /** Adds the largest along one axis: Python's {@code axis=1}. */
  default Output reduceMax(Output input, int axis) {
    return reduce("Max", input, options -> options.axis(axis));
  }

  /** Adds the largest along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceMax(Output input, int... axes) {
    return reduce("Max", input, options -> options.axes(axes));
  }

  /** Adds the largest along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceMax(Output input, Output axes) {
    return reduce("Max", input, options -> options.axes(axes));
  }

  /** Adds the largest as {@code options} say. */
  default Output reduceMax(Output input, Consumer<ReduceOptions> options) {
    return reduce("Max", input, options);
  }

  /** Adds the smallest of all elements. */
  default Output reduceMin(Output input) {
    return reduce("Min", input, options -> {});
  }

  /** Adds the smallest along one axis: Python's {@code axis=1}. */
  default Output reduceMin(Output input, int axis) {
    return reduce("Min", input, options -> options.axis(axis));
  }

  /** Adds the smallest along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceMin(Output input, int... axes) {
    return reduce("Min", input, options -> options.axes(axes));
  }

  /** Adds the smallest along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceMin(Output input, Output axes) {
    return reduce("Min", input, options -> options.axes(axes));
  }

  /** Adds the smallest as {@code options} say. */
  default Output reduceMin(Output input, Consumer<ReduceOptions> options) {
    return reduce("Min", input, options);
  }

  /** Adds the conjunction of all elements. */
  default Output reduceAll(Output input) {
    return reduce("All", input, options -> {});
  }

  /** Adds the conjunction along one axis: Python's {@code axis=1}. */
  default Output reduceAll(Output input, int axis) {
    return reduce("All", input, options -> options.axis(axis));
  }

  /** Adds the conjunction along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceAll(Output input, int... axes) {
    return reduce("All", input, options -> options.axes(axes));
  }

  /** Adds the conjunction along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceAll(Output input, Output axes) {
    return reduce("All", input, options -> options.axes(axes));
  }

  /** Adds the conjunction as {@code options} say. */
  default Output reduceAll(Output input, Consumer<ReduceOptions> options) {
    return reduce("All", input, options);
  }

  /** Adds the disjunction of all elements. */
  default Output reduceAny(Output input) {
    return reduce("Any", input, options -> {});
  }

  /** Adds the disjunction along one axis: Python's {@code axis=1}. */
  default Output reduceAny(Output input, int axis) {
    return reduce("Any", input, options -> options.axis(axis));
  }

  /** Adds the disjunction along several axes: Python's {@code axis=[0, 1]}. */
  default Output reduceAny(Output input, int... axes) {
    return reduce("Any", input, options -> options.axes(axes));
  }

  /** Adds the disjunction along the axes that {@code axes}, an integer tensor, names. */
  default Output reduceAny(Output input, Output axes) {
    return reduce("Any", input, options -> options.axes(axes));
  }

  /** Adds the disjunction as {@code options} say. */
  default Output reduceAny(Output input, Consumer<ReduceOptions> options) {
    return reduce("Any", input, options);
  }
}
