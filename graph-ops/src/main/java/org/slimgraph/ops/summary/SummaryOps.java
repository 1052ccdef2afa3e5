package org.slimgraph.ops.summary;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.SummaryMetadata;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Builders of {@code tf.summary}. Each summary gets the name of the tag as its scope, made unique,
 * and the scope as its tag; characters that names cannot have become underscores. Run what {@link
 * #mergeAll} returns and give it to {@link org.slimgraph.summary.FileWriter#addSummary}.
 */
public final class SummaryOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          AudioSummaries.V1,
          AudioSummaries.V2,
          HistogramSummary.SPEC,
          ImageSummary.SPEC,
          MergeSummary.SPEC,
          ScalarSummary.SPEC,
          TensorSummaryV2.SPEC);

  private static final Pattern ILLEGAL =
      Pattern.compile("[^-/\\w.]", Pattern.UNICODE_CHARACTER_CLASS);

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public SummaryOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /**
   * Shows a number.
   *
   * @param tensor real scalar
   * @return string scalar, a Summary message
   */
  public Output scalar(String name, Output tensor) {
    return scalar(name, tensor, o -> {});
  }

  /** Shows a number, as {@link #scalar(String, Output)}. */
  public Output scalar(String name, Output tensor, Consumer<SummaryOptions> options) {
    return build("ScalarSummary", "tags", name, options, (op, o) -> op.input(tensor));
  }

  /**
   * Shows the distribution of values.
   *
   * @param values real, of any shape
   * @return string scalar, a Summary message; running fails with INVALID_ARGUMENT if a value is not
   *     finite
   */
  public Output histogram(String name, Output values) {
    return histogram(name, values, o -> {});
  }

  /** Shows the distribution of values, as {@link #histogram(String, Output)}. */
  public Output histogram(String name, Output values, Consumer<SummaryOptions> options) {
    return build("HistogramSummary", "tag", name, options, (op, o) -> op.input(values));
  }

  /**
   * Shows images. Floats are scaled image by image: those without negative values so that the
   * largest is white, others with 0 in the middle; pixels that are not finite are shown red.
   *
   * @param tensor [batch, height, width, channels] with 1, 3 or 4 channels; uint8, half, float or
   *     double
   * @return string scalar, a Summary message
   */
  public Output image(String name, Output tensor) {
    return image(name, tensor, o -> {});
  }

  /** Shows images, as {@link #image(String, Output)}. */
  public Output image(String name, Output tensor, Consumer<SummaryOptions> options) {
    return build(
        "ImageSummary",
        "tag",
        name,
        options,
        (op, o) -> op.input(tensor).attr("max_images", (long) o.maxOutputs()));
  }

  /**
   * Plays sounds.
   *
   * @param tensor float [batch, frames] or [batch, frames, channels], -1 to 1
   * @param sampleRate float scalar, frames a second
   * @return string scalar, a Summary message
   */
  public Output audio(String name, Output tensor, Output sampleRate) {
    return audio(name, tensor, sampleRate, o -> {});
  }

  /** Plays sounds, as {@link #audio(String, Output, Output)}. */
  public Output audio(
      String name, Output tensor, Output sampleRate, Consumer<SummaryOptions> options) {
    return build(
        "AudioSummaryV2",
        "tag",
        name,
        options,
        (op, o) -> op.input(tensor).input(sampleRate).attr("max_outputs", (long) o.maxOutputs()));
  }

  /**
   * Shows text, as Markdown.
   *
   * @param tensor string, of rank 0 to 2
   * @return string scalar, a Summary message
   * @throws SlimgraphException INVALID_ARGUMENT if the tensor is not of strings
   */
  public Output text(String name, Output tensor) {
    return text(name, tensor, o -> {});
  }

  /** Shows text, as {@link #text(String, Output)}. */
  public Output text(String name, Output tensor, Consumer<SummaryOptions> options) {
    if (tensor.dataType() != DataType.STRING) {
      throw SlimgraphException.invalidArgument(
          "Expected tensor %s to have dtype string, got %s",
          tensor.name(), tensor.dataType().tfName());
    }
    SummaryMetadata metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("text"))
            .build();
    return tensorSummary(name, tensor, metadata, options);
  }

  /**
   * Keeps a tensor for the plugin that {@code metadata} names.
   *
   * @param tensor of any type and shape
   * @return string scalar, a Summary message
   */
  public Output tensorSummary(
      String name, Output tensor, SummaryMetadata metadata, Consumer<SummaryOptions> options) {
    return build(
        "TensorSummaryV2",
        "tag",
        name,
        options,
        (op, o) ->
            op.input(tensor)
                .input(
                    tf.constant(
                        Tensor.scalar(ProtoFiles.toBytes(metadata)),
                        "serialized_summary_metadata")));
  }

  /** Adds what an op takes besides the tag. */
  @FunctionalInterface
  private interface Rest {
    void add(OperationBuilder op, SummaryOptions options);
  }

  private Output build(
      String type, String tagInput, String name, Consumer<SummaryOptions> set, Rest rest) {
    SummaryOptions options = new SummaryOptions();
    set.accept(options);
    String family = clean(options.family());
    String base = family.isEmpty() ? clean(name) : family + "/" + clean(name);
    Output summary;
    try (NameScope scope = tf.nameScope(base)) {
      String unique = scope.name().substring(0, scope.name().length() - 1);
      String tag = family.isEmpty() ? unique : family + "/" + unique;
      OperationBuilder op =
          tf.graph().opBuilder(type, scope.name()).input(tf.constant(Tensor.scalar(tag), tagInput));
      rest.add(op, options);
      summary = op.build().output(0);
    }
    collect(summary, options.collections());
    return summary;
  }

  private void collect(Output summary, List<GraphKey<GraphElement>> collections) {
    collections.forEach(key -> graph().addToCollection(key, summary));
  }

  private static String clean(String name) {
    String legal = ILLEGAL.matcher(name).replaceAll("_");
    int start = 0;
    while (start < legal.length() && legal.charAt(start) == '/') {
      start++;
    }
    return legal.substring(start);
  }

  /**
   * Merges summaries.
   *
   * @return string scalar, a Summary message of all values; running fails with INVALID_ARGUMENT if
   *     two of them have one tag
   */
  public Output merge(List<Output> inputs) {
    return merge(inputs, "", List.of());
  }

  /**
   * Merges summaries, as {@link #merge(List)}.
   *
   * @param name the scope of the op; "" for "Merge"
   * @param collections what gets the merged summary
   */
  public Output merge(List<Output> inputs, String name, List<GraphKey<GraphElement>> collections) {
    String cleaned = clean(name);
    Graph graph = graph();
    try (NameScope scope = tf.nameScope(cleaned.isEmpty() ? "Merge" : cleaned)) {
      Output merged =
          graph
              .opBuilder("MergeSummary", cleaned.isEmpty() ? "MergeSummary" : cleaned)
              .inputs(inputs)
              .build()
              .output(0);
      collect(merged, collections);
      return merged;
    }
  }

  /** Merges all summaries of the collection SUMMARIES; nothing if there are none. */
  public Optional<Output> mergeAll() {
    return mergeAll(GraphKeys.SUMMARIES);
  }

  /** Merges all summaries of a collection; nothing if there are none. */
  public Optional<Output> mergeAll(GraphKey<GraphElement> key) {
    List<Output> summaries =
        tf.collection(key).stream()
            .map(
                element ->
                    element instanceof Output output ? output : element.operation().output(0))
            .toList();
    return summaries.isEmpty() ? Optional.empty() : Optional.of(merge(summaries));
  }
}
