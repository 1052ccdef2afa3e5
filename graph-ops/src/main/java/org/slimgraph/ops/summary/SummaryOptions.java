package org.slimgraph.ops.summary;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;

/** Options of the builders of {@link SummaryOps}, with TF's defaults. Not thread-safe. */
public final class SummaryOptions {
  private ImmutableList<GraphKey<GraphElement>> collections = ImmutableList.of(GraphKeys.SUMMARIES);
  private String family = "";
  private int maxOutputs = 3;

  SummaryOptions() {}

  /** Sets the collections that get the summary. Default: SUMMARIES. */
  public SummaryOptions collections(List<GraphKey<GraphElement>> keys) {
    collections = ImmutableList.copyOf(keys);
    return this;
  }

  /** Sets the name of the group that TensorBoard shows the summary in. Default: none. */
  public SummaryOptions family(String family) {
    this.family = family;
    return this;
  }

  /** Sets how many images or sounds of the batch are shown at most. Default: 3. */
  public SummaryOptions maxOutputs(int count) {
    maxOutputs = count;
    return this;
  }

  ImmutableList<GraphKey<GraphElement>> collections() {
    return collections;
  }

  String family() {
    return family;
  }

  int maxOutputs() {
    return maxOutputs;
  }
}
