package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * What users get wrong is answered with TensorFlow's code and its words. A row an error; the tests
 * of a type have those of its own.
 */
class MessagesTest {

  /** A mistake: it builds what it needs, and fails in the end. */
  private interface Mistake {
    void make(Ops tf);
  }

  /** A mistake, the code it must have, and words of its message. */
  private record Row(ErrorCode code, String words, Mistake mistake) {
    @Override
    public String toString() {
      return words;
    }
  }

  private static Row invalid(String words, Mistake mistake) {
    return new Row(ErrorCode.INVALID_ARGUMENT, words, mistake);
  }

  private static Row notFound(String words, Mistake mistake) {
    return new Row(ErrorCode.NOT_FOUND, words, mistake);
  }

  /** A mistake that only a run shows. */
  private static Row atRun(String words, Function<Ops, Output> fetch) {
    return invalid(words, tf -> run(tf, fetch.apply(tf), Feeds.none()));
  }

  private static void run(Ops tf, Output fetch, Feeds feeds) {
    try (Session session = Session.open(tf.graph())) {
      session.run(fetch, feeds);
    }
  }

  private static Output unknown(Ops tf) {
    return tf.placeholder(DataType.FLOAT, Shape.unknown());
  }

  private static Output fedUnknown(Ops tf, Tensor value) {
    return tf.placeholderWithDefault(tf.constant(value), Shape.unknown());
  }

  private static Output other() {
    return Ops.on(new Graph()).constant(1f);
  }

  private static void load(String text) {
    GraphDefs.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Row> names() {
    return Stream.of(
        invalid(
            "The name 'a' refers to an Operation, not a Tensor. Tensor names must be of the form"
                + " \"<op_name>:<output_index>\".",
            tf -> tf.constant(1f, "a").graph().output("a")),
        invalid("looks like an (invalid) Operation name", tf -> tf.graph().output("nowhere")),
        invalid("appears to refer to a Tensor, not a Operation", tf -> tf.graph().operation("a:0")),
        notFound("refers to an Operation not in the graph", tf -> tf.graph().operation("a")),
        notFound(
            "refers to a Tensor which does not exist. The operation, 'a', does not exist in the"
                + " graph.",
            tf -> tf.graph().output("a:0")),
        notFound("exists but only has 1 outputs", tf -> tf.constant(1f, "a").graph().output("a:1")),
        invalid(
            "looks a like a Tensor name, but is not a valid one", tf -> tf.graph().output("a:b")));
  }

  static Stream<Row> building() {
    return Stream.of(
        invalid("must be from the same graph as", tf -> tf.add(tf.constant(1f), other())),
        invalid(
            "not an element of this graph",
            tf -> tf.controlDependencies(other().operation()).close()),
        invalid("Must have at least one Tensor", tf -> tf.tuple(List.of())),
        invalid(
            "Add 'y': input 'y' has T int32, but T is already float; convert one of them (tf.cast)",
            tf ->
                tf.graph()
                    .opBuilder("Add", "y")
                    .input(tf.constant(1f))
                    .input(tf.constant(1))
                    .build()),
        invalid(
            "Value for attr 'T' of string is not in the list of allowed values",
            tf -> tf.nn().relu(tf.constant("text"))),
        invalid(
            "colour",
            tf ->
                tf.graph()
                    .opBuilder("Neg", "y")
                    .input(tf.constant(1f))
                    .attr("colour", "red")
                    .build()),
        invalid(
            "'DstT'",
            tf -> tf.graph().opBuilder("Cast", "y").input(tf.constant(1f)).attr("DstT", 3).build()),
        invalid("'DstT'", tf -> tf.graph().opBuilder("Cast", "y").input(tf.constant(1f)).build()),
        notFound(
            "Op type not registered 'NoSuchOp'",
            tf -> tf.graph().opBuilder("NoSuchOp", "y").build()),
        invalid(
            "Add 'y' takes 2 inputs (x, y), not 1",
            tf -> tf.graph().opBuilder("Add", "y").input(tf.constant(1f)).build()),
        invalid(
            "Dimensions must be equal, but are 3 and 4",
            tf -> tf.add(tf.zeros(Shape.of(2, 3)), tf.zeros(Shape.of(4)))),
        invalid(
            "Negative dimension size caused by subtracting 5 from 3",
            tf ->
                tf.nn()
                    .conv2d(
                        tf.zeros(Shape.of(1, 3, 3, 1)),
                        tf.zeros(Shape.of(5, 5, 1, 1)),
                        o -> o.padding(Padding.VALID))),
        invalid(
            "pred must be a bool tensor",
            tf -> tf.cond(tf.constant(1f), () -> tf.constant(1f), () -> tf.constant(2f))),
        invalid(
            "must have the same type",
            tf -> tf.cond(tf.constant(true), () -> tf.constant(1f), () -> tf.constant(2))),
        invalid(
            "No loop variables provided",
            tf -> tf.whileLoop(v -> tf.constant(true), v -> v, List.of())));
  }

  static Stream<Row> gradients() {
    return Stream.of(
        invalid(
            "Passed 2 grad_ys for 1 ys",
            tf -> {
              Output x = tf.constant(1f);
              tf.gradients(List.of(tf.square(x)), List.of(x), List.of(x, x));
            }),
        invalid(
            "must be numeric to obtain a default gradient",
            tf -> {
              Output x = tf.constant(true);
              tf.gradients(List.of(tf.logicalNot(x)), List.of(x));
            }),
        invalid(
            "Gradients of complex tensors must set grad_ys",
            tf -> {
              Output x = tf.placeholder(DataType.COMPLEX64, Shape.of(1));
              tf.gradients(List.of(tf.identity(x)), List.of(x));
            }));
  }

  static Stream<Row> running() {
    return Stream.of(
        atRun(
            "Current implementation does not yet support strides in the batch and depth"
                + " dimensions.",
            tf ->
                tf.nn()
                    .conv2d(
                        fedUnknown(tf, Tensor.zeros(DataType.FLOAT, Shape.of(2, 3, 3, 1))),
                        tf.zeros(Shape.of(1, 1, 1, 1)),
                        o -> o.strides(2, 1, 1, 1).padding(Padding.VALID))),
        atRun(
            "Input to reshape is a tensor with 4 values, but the requested shape has 21",
            tf ->
                tf.reshape(
                    fedUnknown(tf, Tensor.zeros(DataType.FLOAT, Shape.of(4))),
                    tf.constant(new int[] {3, 7}))),
        atRun(
            "Incompatible shapes: [2,3] vs. [4]",
            tf ->
                tf.add(
                    fedUnknown(tf, Tensor.zeros(DataType.FLOAT, Shape.of(2, 3))),
                    fedUnknown(tf, Tensor.zeros(DataType.FLOAT, Shape.of(4))))),
        atRun(
            "LossTensor is inf or nan : Tensor had NaN values",
            tf -> tf.checkNumerics(tf.constant(Float.NaN), "LossTensor is inf or nan")),
        atRun(
            "m : Tensor had Inf and NaN values",
            tf ->
                tf.checkNumerics(
                    tf.constant(new float[] {Float.NaN, Float.POSITIVE_INFINITY}), "m")),
        atRun(
            "You must feed a value for placeholder tensor 'x' with dtype float and shape [?,3]",
            tf -> tf.identity(tf.placeholder(DataType.FLOAT, Shape.of(-1, 3), "x"))),
        invalid(
            "Cannot feed value of shape (3,) for Tensor 'x:0', which has shape '(4,)'",
            tf -> {
              Output x = tf.placeholder(DataType.FLOAT, Shape.of(4), "x");
              run(tf, tf.identity(x), Feeds.of(x, Tensor.vector(1f, 2f, 3f)));
            }),
        invalid(
            "Expects arg[0] to be float but int32 is provided",
            tf -> {
              Output x = unknown(tf);
              run(tf, tf.identity(x), Feeds.of(x, Tensor.vector(1)));
            }),
        invalid("is not an element of this graph", tf -> run(tf, other(), Feeds.none())),
        new Row(
            ErrorCode.FAILED_PRECONDITION,
            "Attempting to use uninitialized value v",
            tf -> run(tf, tf.variable(Tensor.scalar(1f), o -> o.name("v")).value(), Feeds.none())),
        new Row(
            ErrorCode.FAILED_PRECONDITION,
            "Error while reading resource variable v from Container: localhost. This could mean"
                + " that the variable was uninitialized.",
            tf ->
                run(
                    tf,
                    tf.variable(Tensor.scalar(1f), o -> o.name("v").useResource(true)).value(),
                    Feeds.none())),
        new Row(
            ErrorCode.FAILED_PRECONDITION,
            "Attempted to use a closed Session.",
            tf -> {
              Output x = tf.constant(1f);
              Session session = Session.open(tf.graph());
              session.close();
              session.run(x);
            }));
  }

  static Stream<Row> loading() {
    return Stream.of(
        invalid(
            "GraphDef min consumer version 9000 above current version 134",
            tf -> load("versions { min_consumer: 9000 }")),
        invalid(
            "GraphDef producer version -1 below min producer 0",
            tf -> load("versions { producer: -1 }")),
        invalid(
            "Node 'y': Unknown input node 'x'",
            tf ->
                load(
                    "node { name: 'y' op: 'Neg' input: 'x' attr { key: 'T' value { type: DT_FLOAT } } }")),
        invalid(
            "Node 'a b': Node name contains invalid characters",
            tf -> load("node { name: 'a b' op: 'NoOp' }")),
        invalid(
            "Node 'a' is not unique",
            tf -> load("node { name: 'a' op: 'NoOp' } node { name: 'a' op: 'NoOp' }")));
  }

  static Stream<Row> slim() {
    return Stream.of(
        invalid("has undefined rank", tf -> Slim.on(tf).batchNorm(unknown(tf))),
        invalid(
            "undefined `axis` dimension",
            tf -> Slim.on(tf).batchNorm(tf.placeholder(DataType.FLOAT, Shape.of(2, 3, 3, -1)))),
        invalid(
            "Convolution expects input with rank 4, got 5",
            tf -> Slim.on(tf).conv2d(tf.zeros(Shape.of(1, 2, 2, 2, 1)), 3, 3)));
  }

  @ParameterizedTest
  @MethodSource({"names", "building", "gradients", "running", "loading", "slim"})
  void mistakes_areAnsweredInTensorFlowsWords(Row row) {
    Ops tf = Ops.on(new Graph());
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> row.mistake().make(tf), row.words());
    assertTrue(e.getMessage().contains(row.words()), e.getMessage());
    assertEquals(row.code(), e.code(), e.getMessage());
  }
}
