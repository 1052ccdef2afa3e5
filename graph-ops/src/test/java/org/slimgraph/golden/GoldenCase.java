package org.slimgraph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * One graph, its runs in one session, and what TensorFlow made of them.
 *
 * @param group the name of the file
 * @param name unique in the group
 * @param graph a GraphDef in binary form
 * @param inferred for each node, what is known of its outputs after the import
 * @param init operations to run before the steps, one run each
 * @param steps the runs, in order
 * @param tolerance how far values may be off
 * @param error what goes wrong, if anything does
 * @param gradient which names play which part in tf.gradients, if the case is about that
 */
public record GoldenCase(
    String group,
    String name,
    ByteString graph,
    ImmutableMap<String, ImmutableList<InferredOutput>> inferred,
    ImmutableList<String> init,
    ImmutableList<Step> steps,
    Tolerance tolerance,
    Optional<ExpectedError> error,
    Optional<GradientNames> gradient) {

  /** What is known of an output before running. */
  public record InferredOutput(DataType type, Shape shape) {}

  /**
   * One run.
   *
   * @param fetches tensors by name, absent in and after a run that fails
   * @param laneDependent flat indices of elements that are not compared, by tensor name
   */
  public record Step(
      ImmutableMap<String, Tensor> feeds,
      ImmutableList<String> targets,
      ImmutableMap<String, Optional<Tensor>> fetches,
      ImmutableMap<String, ImmutableList<Integer>> laneDependent) {}

  /** Accepts {@code |got - want| <= absolute + relative * |want|}. */
  public record Tolerance(double relative, double absolute) {}

  /** When a case fails. */
  public enum Phase {
    /** While the graph is added. */
    IMPORT,
    /** In one of the {@code init} runs. */
    INIT,
    /** In a step. */
    RUN
  }

  /**
   * The error that ends a case.
   *
   * @param step the step that fails, 0 in other phases
   */
  public record ExpectedError(Phase phase, int step, ErrorCode code, String message) {
    /** Where the words for users end and what TensorFlow adds about node and op begins. */
    private static final Pattern ADDED =
        Pattern.compile(
            "\\n| for '| (in|from) Op<|; Op<| not in Op<| in binary running|with these attrs| \\(Co");

    /** Returns the beginning of the message that does not depend on TensorFlow's own texts. */
    String words() {
      return ADDED.split(message, 2)[0];
    }
  }

  /** The arguments of {@code tf.gradients(y, xs, gradY)} and the names of its results. */
  public record GradientNames(
      String y, String gradY, ImmutableList<String> xs, ImmutableList<String> dxs) {}

  /** Returns this case with another end. */
  GoldenCase withError(Optional<ExpectedError> other) {
    return new GoldenCase(group, name, graph, inferred, init, steps, tolerance, other, gradient);
  }

  /** Reads a case of {@code group}. */
  static GoldenCase of(String group, JsonNode json) {
    return new GoldenCase(
        group,
        json.get("name").asText(),
        ByteString.copyFrom(Base64.getDecoder().decode(json.get("graph_pb").asText())),
        map(json.path("inferred"), node -> list(node, GoldenCase::inferredOutput)),
        list(json.path("init"), JsonNode::asText),
        list(json.get("steps"), GoldenCase::step),
        new Tolerance(json.path("rtol").asDouble(), json.path("atol").asDouble()),
        json.hasNonNull("error") ? Optional.of(error(json.get("error"))) : Optional.empty(),
        json.has("dxs") ? Optional.of(gradient(json)) : Optional.empty());
  }

  private static InferredOutput inferredOutput(JsonNode json) {
    JsonNode shape = json.get("shape");
    return new InferredOutput(
        TensorJson.type(json.get("dtype")),
        shape == null || shape.isNull() ? Shape.unknown() : TensorJson.shape(shape));
  }

  private static Step step(JsonNode json) {
    return new Step(
        map(json.path("feeds"), TensorJson::tensor),
        list(json.path("targets"), JsonNode::asText),
        map(
            json.path("fetches"),
            node -> node.isNull() ? Optional.empty() : Optional.of(TensorJson.tensor(node))),
        map(json.path("lane_dependent"), node -> list(node, JsonNode::asInt)));
  }

  private static ExpectedError error(JsonNode json) {
    return new ExpectedError(
        Phase.valueOf(json.get("phase").asText().toUpperCase(Locale.ROOT)),
        json.path("step").asInt(),
        ErrorCode.valueOf(json.get("code").asText()),
        json.path("message").asText());
  }

  private static GradientNames gradient(JsonNode json) {
    return new GradientNames(
        json.get("y").asText(),
        json.get("grad_y").asText(),
        list(json.get("xs"), JsonNode::asText),
        list(json.get("dxs"), JsonNode::asText));
  }

  private static <T> ImmutableList<T> list(JsonNode json, Function<JsonNode, T> element) {
    ImmutableList.Builder<T> list = ImmutableList.builder();
    json.forEach(node -> list.add(element.apply(node)));
    return list.build();
  }

  private static <T> ImmutableMap<String, T> map(JsonNode json, Function<JsonNode, T> value) {
    ImmutableMap.Builder<String, T> map = ImmutableMap.builder();
    json.properties().forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
    return map.buildOrThrow();
  }

  @Override
  public String toString() {
    return group + "/" + name;
  }
}
