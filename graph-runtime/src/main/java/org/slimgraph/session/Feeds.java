package org.slimgraph.session;

import com.google.common.collect.ImmutableMap;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Tensor;

/**
 * Values for outputs, as TF's feed_dict.
 *
 * @param values what each output is in the run
 */
public record Feeds(ImmutableMap<Output, Tensor> values) {

  /** Returns no feeds. */
  public static Feeds none() {
    return new Feeds(ImmutableMap.of());
  }

  /** Returns the feed of one output. */
  public static Feeds of(Output output, Tensor value) {
    return new Feeds(ImmutableMap.of(output, value));
  }

  /** Returns the feeds of two outputs. */
  public static Feeds of(Output output1, Tensor value1, Output output2, Tensor value2) {
    return new Feeds(ImmutableMap.of(output1, value1, output2, value2));
  }

  /** Returns these feeds and one more. */
  public Feeds and(Output output, Tensor value) {
    return new Feeds(
        ImmutableMap.<Output, Tensor>builder().putAll(values).put(output, value).buildOrThrow());
  }
}
