package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Builders of reductions by segment; part of {@link MathOps}. Rows of {@code data}, along its first
 * dimensions, that have the same number in {@code segmentIds} become one row of the result.
 */
public interface SegmentBuilders extends Builders {

  /** Adds the sums of rows by segment, whose numbers must not decrease; 0 where one has no rows. */
  default Output segmentSum(Output data, Output segmentIds) {
    return segmentSum(data, segmentIds, "SegmentSum");
  }

  /** Adds the sums of rows by segment, whose numbers must not decrease; 0 where one has no rows. */
  default Output segmentSum(Output data, Output segmentIds, String name) {
    return Operands.call(tf(), "SegmentSum", data, segmentIds, name);
  }

  /**
   * Adds the means of rows by segment, whose numbers must not decrease; 0 where one has no rows.
   */
  default Output segmentMean(Output data, Output segmentIds) {
    return segmentMean(data, segmentIds, "SegmentMean");
  }

  /**
   * Adds the means of rows by segment, whose numbers must not decrease; 0 where one has no rows.
   */
  default Output segmentMean(Output data, Output segmentIds, String name) {
    return Operands.call(tf(), "SegmentMean", data, segmentIds, name);
  }

  /**
   * Adds the products of rows by segment, whose numbers must not decrease; 1 where one has no rows.
   */
  default Output segmentProd(Output data, Output segmentIds) {
    return segmentProd(data, segmentIds, "SegmentProd");
  }

  /**
   * Adds the products of rows by segment, whose numbers must not decrease; 1 where one has no rows.
   */
  default Output segmentProd(Output data, Output segmentIds, String name) {
    return Operands.call(tf(), "SegmentProd", data, segmentIds, name);
  }

  /**
   * Adds the largest elements of rows by segment, whose numbers must not decrease; 0 where one has
   * no rows.
   */
  default Output segmentMax(Output data, Output segmentIds) {
    return segmentMax(data, segmentIds, "SegmentMax");
  }

  /**
   * Adds the largest elements of rows by segment, whose numbers must not decrease; 0 where one has
   * no rows.
   */
  default Output segmentMax(Output data, Output segmentIds, String name) {
    return Operands.call(tf(), "SegmentMax", data, segmentIds, name);
  }

  /**
   * Adds the smallest elements of rows by segment, whose numbers must not decrease; 0 where one has
   * no rows.
   */
  default Output segmentMin(Output data, Output segmentIds) {
    return segmentMin(data, segmentIds, "SegmentMin");
  }

  /**
   * Adds the smallest elements of rows by segment, whose numbers must not decrease; 0 where one has
   * no rows.
   */
  default Output segmentMin(Output data, Output segmentIds, String name) {
    return Operands.call(tf(), "SegmentMin", data, segmentIds, name);
  }

  /**
   * Adds the sums of rows by segment, [numSegments, ...]; 0 where one has no rows. Rows of negative
   * segments are dropped.
   */
  default Output unsortedSegmentSum(Output data, Output segmentIds, Output numSegments) {
    return unsortedSegmentSum(data, segmentIds, numSegments, "UnsortedSegmentSum");
  }

  /**
   * Adds the sums of rows by segment, [numSegments, ...]; 0 where one has no rows. Rows of negative
   * segments are dropped.
   */
  default Output unsortedSegmentSum(
      Output data, Output segmentIds, Output numSegments, String name) {
    return graph()
        .opBuilder("UnsortedSegmentSum", name)
        .input(data)
        .input(segmentIds)
        .input(numSegments)
        .build()
        .output(0);
  }

  /**
   * Adds the products of rows by segment, [numSegments, ...]; 1 where one has no rows. Rows of
   * negative segments are dropped.
   */
  default Output unsortedSegmentProd(Output data, Output segmentIds, Output numSegments) {
    return unsortedSegmentProd(data, segmentIds, numSegments, "UnsortedSegmentProd");
  }

  /**
   * Adds the products of rows by segment, [numSegments, ...]; 1 where one has no rows. Rows of
   * negative segments are dropped.
   */
  default Output unsortedSegmentProd(
      Output data, Output segmentIds, Output numSegments, String name) {
    return graph()
        .opBuilder("UnsortedSegmentProd", name)
        .input(data)
        .input(segmentIds)
        .input(numSegments)
        .build()
        .output(0);
  }

  /**
   * Adds the largest elements of rows by segment, [numSegments, ...]; the lowest number where one
   * has no rows. Rows of negative segments are dropped.
   */
  default Output unsortedSegmentMax(Output data, Output segmentIds, Output numSegments) {
    return unsortedSegmentMax(data, segmentIds, numSegments, "UnsortedSegmentMax");
  }

  /**
   * Adds the largest elements of rows by segment, [numSegments, ...]; the lowest number where one
   * has no rows. Rows of negative segments are dropped.
   */
  default Output unsortedSegmentMax(
      Output data, Output segmentIds, Output numSegments, String name) {
    return graph()
        .opBuilder("UnsortedSegmentMax", name)
        .input(data)
        .input(segmentIds)
        .input(numSegments)
        .build()
        .output(0);
  }

  /**
   * Adds the smallest elements of rows by segment, [numSegments, ...]; the highest number where one
   * has no rows. Rows of negative segments are dropped.
   */
  default Output unsortedSegmentMin(Output data, Output segmentIds, Output numSegments) {
    return unsortedSegmentMin(data, segmentIds, numSegments, "UnsortedSegmentMin");
  }

  /**
   * Adds the smallest elements of rows by segment, [numSegments, ...]; the highest number where one
   * has no rows. Rows of negative segments are dropped.
   */
  default Output unsortedSegmentMin(
      Output data, Output segmentIds, Output numSegments, String name) {
    return graph()
        .opBuilder("UnsortedSegmentMin", name)
        .input(data)
        .input(segmentIds)
        .input(numSegments)
        .build()
        .output(0);
  }
}
