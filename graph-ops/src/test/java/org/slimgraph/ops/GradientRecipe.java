package org.slimgraph.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** How one op is called to check its gradient: attributes, and inputs that vary or stay. */
final class GradientRecipe {

  /** One input: a shape to vary, or a value that stays. Several of one list stand together. */
  private record Input(boolean varies, Tensor value, int listed) {}

  final String type;
  private final Map<String, Object> attrs = new LinkedHashMap<>();
  private final List<Input> inputs = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private double low = -2;
  private double high = 2;
  private double apart;
  private int listed;
  private DataType dataType = DataType.DOUBLE;
  private int order = 2;
  private int only = -1;

  private GradientRecipe(String type) {
    this.type = type;
  }

  static GradientRecipe of(String type) {
    return new GradientRecipe(type);
  }

  /** Draws the next inputs from this range. */
  GradientRecipe range(double from, double to) {
    low = from;
    high = to;
    return this;
  }

  /** Lets the next inputs' elements lie on multiples of {@code step}, all different. */
  GradientRecipe apart(double step) {
    apart = step;
    return this;
  }

  /** Adds an input of this shape, by which the gradient is checked. */
  GradientRecipe in(long... dims) {
    Shape shape = Shape.of(dims);
    int count = (int) shape.elementCount();
    double[] values = new double[count];
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(places.isEmpty() ? 0 : random.nextInt(places.size() + 1), i);
    }
    for (int i = 0; i < count; i++) {
      values[i] = apart > 0 ? low + apart * (places.get(i) + 0.5) : random.nextDouble(low, high);
    }
    inputs.add(new Input(true, Tensor.of(shape, values), listed));
    return this;
  }

  /** Adds an input of {@code value} that stays as it is. */
  GradientRecipe with(Tensor value) {
    inputs.add(new Input(false, value, listed));
    return this;
  }

  GradientRecipe ints(int... values) {
    return with(Tensor.of(Shape.of(values.length), values));
  }

  GradientRecipe number(int value) {
    return with(Tensor.scalar(value));
  }

  /** Begins an input that is a list of tensors; {@link #endList} ends it. */
  GradientRecipe list() {
    listed = inputs.size() + 1;
    return this;
  }

  GradientRecipe endList() {
    listed = 0;
    return this;
  }

  GradientRecipe attr(String name, Object value) {
    attrs.put(name, value);
    return this;
  }

  GradientRecipe attrs(String name, Integer... values) {
    return attr(name, List.of(values).stream().map(Integer::longValue).toList());
  }

  /** States that the op has float kernels only, so that differences are coarse. */
  GradientRecipe floats() {
    dataType = DataType.FLOAT;
    return this;
  }

  /** States that TF has no second derivative, or none that is the first's derivative. */
  GradientRecipe once() {
    order = 1;
    return this;
  }

  /** Looks at this output only: gradients of the others are not those of the op. */
  GradientRecipe only(int output) {
    only = output;
    return this;
  }

  int order() {
    return order;
  }

  boolean isFloat() {
    return dataType == DataType.FLOAT;
  }

  /** Adds the op on placeholders, which {@code varying} gets, and returns its outputs. */
  List<Output> build(Ops tf, List<Output> varying) {
    OperationBuilder builder = tf.graph().opBuilder(type, type);
    List<Output> list = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      Output output = input.varies() ? placeholder(tf, input, varying) : tf.constant(input.value());
      if (input.listed() == 0) {
        builder.input(output);
        continue;
      }
      list.add(output);
      if (i + 1 == inputs.size() || inputs.get(i + 1).listed() != input.listed()) {
        builder.inputs(list);
        list = new ArrayList<>();
      }
    }
    attrs.forEach(builder::attr);
    List<Output> outputs = builder.build().outputs();
    return only < 0 ? outputs : List.of(outputs.get(only));
  }

  private Output placeholder(Ops tf, Input input, List<Output> varying) {
    Output placeholder = tf.placeholder(dataType, input.value().shape());
    varying.add(placeholder);
    return placeholder;
  }

  /** Returns where the inputs that vary are. */
  List<double[]> start() {
    return inputs.stream().filter(Input::varies).map(in -> in.value().doubles()).toList();
  }
}
