package org.slimgraph.ops.flow;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * An array of tensors that a run fills and reads element by element, as loops do. TF:
 * tf.TensorArray.
 *
 * <p>Every change gives a new {@code TensorArray} with a new {@link #flow}; use that one from then
 * on, or the change may not happen, or too late. A loop carries the flow as a loop variable:
 *
 * <pre>{@code
 * TensorArray squares = tf.tensorArray(DataType.FLOAT, 10);
 * List<Output> end =
 *     tf.whileLoop(
 *         v -> tf.less(v.get(0), tf.constant(10)),
 *         v -> {
 *           Output x = tf.cast(v.get(0), DataType.FLOAT);
 *           TensorArray next = squares.withFlow(v.get(1)).write(v.get(0), tf.multiply(x, x));
 *           return List.of(tf.add(v.get(0), 1), next.flow());
 *         },
 *         List.of(tf.constant(0), squares.flow()));
 * Output all = squares.withFlow(end.get(1)).stack();
 * }</pre>
 */
public final class TensorArray {

  /** What is known of the elements: shared by all that stand for one array, as it is learnt. */
  private static final class Elements {
    final DataType type;
    final boolean inferShape;
    Shape shape;

    Elements(DataType type, boolean inferShape, Shape shape) {
      this.type = type;
      this.inferShape = inferShape;
      this.shape = shape;
    }

    void learn(Shape written) {
      if (!shape.isCompatibleWith(written)) {
        throw SlimgraphException.invalidArgument(
            "Inconsistent shapes: saw %s but expected %s (and infer_shape=%s)",
            written.toBrackets(), shape.toBrackets(), inferShape ? "True" : "False");
      }
      if (inferShape) {
        shape = shape.merge(written);
      }
    }
  }

  private final Ops tf;
  private final Output handle;
  private final Output flow;
  private final Optional<Output> size;
  private final Elements elements;

  private TensorArray(
      Ops tf, Output handle, Output flow, Optional<Output> size, Elements elements) {
    this.tf = tf;
    this.handle = handle;
    this.flow = flow;
    this.size = size;
    this.elements = elements;
  }

  static TensorArray create(Ops tf, DataType type, Output size, TensorArrayOptions options) {
    try (NameScope scope = tf.nameScope(options.name)) {
      Operation array =
          tf.graph()
              .opBuilder("TensorArrayV3", scope.name())
              .input(size)
              .attr("dtype", type)
              .attr("element_shape", options.elementShape)
              .attr("identical_element_shapes", options.inferShape)
              .attr("dynamic_size", options.dynamicSize)
              .attr("clear_after_read", options.clearAfterRead)
              .attr("tensor_array_name", options.tensorArrayName)
              .build();
      return new TensorArray(
          tf,
          array.output(0),
          array.output(1),
          options.dynamicSize ? Optional.empty() : Optional.of(size),
          new Elements(type, options.inferShape, options.elementShape));
    }
  }

  /** Returns the gradients of the array that {@code g}'s operation works on. */
  static TensorArray ofGradients(GradientContext g, Output flow) {
    DataType type =
        g.op().attrs().find("T").isPresent()
            ? g.op().attrs().type("T")
            : g.op().attrs().type("dtype");
    Elements elements = new Elements(type, false, Shape.unknown());
    return new TensorArray(g.tf(), g.input(0), flow, Optional.empty(), elements)
        .gradient(source(g.dy(0).operation().name()));
  }

  /** Returns which call of gradients is at work: the name up to its scope {@code gradients...}. */
  private static String source(String name) {
    List<String> parts = List.of(name.split("/", -1));
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).startsWith("gradients")) {
        return String.join("/", parts.subList(0, i + 1));
      }
    }
    return "gradients";
  }

  private TensorArray gradient(String source) {
    try (NameScope scope = tf.nameScope("TensorArrayGrad");
        Scope beside = tf.colocateWith(handle)) {
      Output gradients =
          tf.graph()
              .opBuilder("TensorArrayGradV3", "")
              .input(handle)
              .input(flow)
              .attr("source", source)
              .build()
              .output(0);
      try (Scope waiting = tf.controlDependencies(gradients)) {
        Output flowOfGradients = tf.identity(flow, "gradient_flow");
        return new TensorArray(tf, gradients, flowOfGradients, Optional.empty(), elements);
      }
    }
  }

  /** Returns the element type. */
  public DataType dataType() {
    return elements.type;
  }

  /** Returns the handle that the array's operations take. */
  public Output handle() {
    return handle;
  }

  /** Returns the flow, a float scalar that depends on all changes so far. */
  public Output flow() {
    return flow;
  }

  /** Returns the same array after what {@code flow} depends on. */
  public TensorArray withFlow(Output flow) {
    return new TensorArray(tf, handle, flow, size, elements);
  }

  /** Returns what is known of the elements' shape. */
  public Shape elementShape() {
    return elements.shape;
  }

  /**
   * Adds an operation that writes one element.
   *
   * @param index int32 scalar; an element may be written once only
   * @param value a tensor of the array's type
   */
  public TensorArray write(Output index, Output value) {
    elements.learn(value.shape());
    try (NameScope scope = tf.nameScope("TensorArrayWrite")) {
      return changed(
          tf.graph()
              .opBuilder("TensorArrayWriteV3", "")
              .input(handle)
              .input(index)
              .input(value)
              .input(flow)
              .build());
    }
  }

  /** Adds an operation that writes element {@code index}. */
  public TensorArray write(int index, Output value) {
    return write(tf.constant(index), value);
  }

  /**
   * Adds an operation that reads one element.
   *
   * @param index int32 scalar; an element may be read once only, unless clearAfterRead is false
   */
  public Output read(Output index) {
    Output value =
        tf.graph()
            .opBuilder("TensorArrayReadV3", "")
            .input(handle)
            .input(index)
            .input(flow)
            .attr("dtype", elements.type)
            .build()
            .output(0);
    value.setShape(elements.shape);
    return value;
  }

  /** Adds an operation that reads element {@code index}. */
  public Output read(int index) {
    return read(tf.constant(index));
  }

  /** Adds operations that give all elements, of one shape, as the rows of a tensor. */
  public Output stack() {
    try (NameScope scope = tf.nameScope("TensorArrayStack");
        Scope beside = tf.colocateWith(handle)) {
      return gather(tf.range(tf.constant(0), size(), tf.constant(1)));
    }
  }

  /** Adds an operation that gives the elements at {@code indices}, an int32 vector, as rows. */
  public Output gather(Output indices) {
    Output rows =
        tf.graph()
            .opBuilder("TensorArrayGatherV3", "")
            .input(handle)
            .input(indices)
            .input(flow)
            .attr("dtype", elements.type)
            .attr("element_shape", elements.shape)
            .build()
            .output(0);
    rows.setShape(Shape.of(-1).concat(elements.shape));
    return rows;
  }

  /** Adds an operation that joins all elements along their first dimension. */
  public Output concat() {
    Shape shape = elements.shape;
    boolean known = shape.isRankKnown() && shape.rank() > 0;
    Output all =
        tf.graph()
            .opBuilder("TensorArrayConcatV3", "")
            .input(handle)
            .input(flow)
            .attr("dtype", elements.type)
            .attr("element_shape_except0", known ? shape.slice(1) : Shape.unknown())
            .build()
            .output(0);
    if (known) {
      all.setShape(Shape.of(-1).concat(shape.slice(1)));
    }
    return all;
  }

  /** Adds operations that write the rows of {@code value} to the elements 0, 1, ... */
  public TensorArray unstack(Output value) {
    try (NameScope scope = tf.nameScope("TensorArrayUnstack")) {
      Output rows = Functional.rows(tf, value);
      return scatter(tf.range(tf.constant(0), rows, tf.constant(1)), value);
    }
  }

  /** Adds an operation that writes the rows of {@code value} to the elements {@code indices}. */
  public TensorArray scatter(Output indices, Output value) {
    if (value.shape().rank() > 0) {
      elements.learn(value.shape().slice(1));
    }
    try (NameScope scope = tf.nameScope("TensorArrayScatter")) {
      return changed(
          tf.graph()
              .opBuilder("TensorArrayScatterV3", "")
              .input(handle)
              .input(indices)
              .input(value)
              .input(flow)
              .build());
    }
  }

  /**
   * Adds an operation that writes pieces of {@code value} to the elements 0, 1, ...
   *
   * @param lengths int64 vector: the size of each piece along the first dimension
   */
  public TensorArray split(Output value, Output lengths) {
    try (NameScope scope = tf.nameScope("TensorArraySplit")) {
      return changed(
          tf.graph()
              .opBuilder("TensorArraySplitV3", "")
              .input(handle)
              .input(value)
              .input(lengths)
              .input(flow)
              .build());
    }
  }

  /** Returns the number of elements, an int32 scalar. */
  public Output size() {
    return size.orElseGet(
        () ->
            tf.graph()
                .opBuilder("TensorArraySizeV3", "")
                .input(handle)
                .input(flow)
                .build()
                .output(0));
  }

  /** Adds an operation that drops all elements and refuses every later use in the run. */
  public Operation close() {
    return tf.graph().opBuilder("TensorArrayCloseV3", "").input(handle).build();
  }

  private TensorArray changed(Operation change) {
    return withFlow(change.output(0));
  }

  @Override
  public String toString() {
    return "TensorArray(" + handle.name() + ", flow=" + flow.name() + ")";
  }
}
