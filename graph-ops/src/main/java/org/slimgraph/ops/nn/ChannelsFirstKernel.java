package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.StridedCopy;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Runs a kernel for images with the channels last on others: transposes images on the way in and
 * out, so that each loop is written for one layout. Vectors of sizes are reordered alike; values of
 * any other rank pass as they are.
 *
 * <p>Transposed images live in memory that a step keeps from run to run.
 */
final class ChannelsFirstKernel implements Kernel {
  private final Kernel kernel;
  private final int[] toChannelsLast;
  private final int[] toChannelsFirst;
  private final IntPredicate inputs;
  private final IntPredicate outputs;

  /**
   * Creates a kernel for images, or volumes, with the channels first.
   *
   * @param kernel a kernel for images with the channels last
   * @param rank the dimensions of an image: 4, or 5 for volumes
   * @param inputs which inputs are images or their sizes
   * @param outputs which outputs are images
   */
  ChannelsFirstKernel(Kernel kernel, int rank, IntPredicate inputs, IntPredicate outputs) {
    this.kernel = kernel;
    toChannelsLast = new int[rank];
    toChannelsFirst = new int[rank];
    for (int d = 1; d < rank; d++) {
      toChannelsLast[d] = d == rank - 1 ? 1 : d + 1;
      toChannelsFirst[toChannelsLast[d]] = d;
    }
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public void compute(KernelContext context) {
    context.prepared(this, key -> new View()).run(context);
  }

  private static void transpose(Tensor from, Tensor to, int[] order, Parallel parallel) {
    Object source = TensorStorage.array(from);
    Object target = TensorStorage.array(to);
    if (from.shape().rank() == order.length) {
      int[] dims = new int[order.length];
      for (int d = 0; d < dims.length; d++) {
        dims[d] = Math.toIntExact(from.shape().dim(d));
      }
      StridedCopy.transpose(dims, order).run(source, 0, target, 0, parallel);
    } else {
      for (int i = 0; i < order.length; i++) {
        TensorStorage.copy(from.dataType(), source, order[i], target, i, 1);
      }
    }
  }

  private static Shape reordered(Shape shape, int[] order) {
    if (shape.rank() != order.length) {
      return shape;
    }
    return Shape.of(Arrays.stream(order).mapToLong(shape::dim).toArray());
  }

  private boolean hasLayout(Shape shape) {
    int rank = toChannelsLast.length;
    return shape.rank() == rank || (shape.rank() == 1 && shape.dim(0) == rank);
  }

  /** What the NHWC kernel sees of a step. Used by one run at a time. */
  private final class View implements KernelContext {
    private @Nullable KernelContext step;
    private @Nullable Tensor[] images = new Tensor[0];
    private @Nullable Tensor[] results = new Tensor[0];
    private @Nullable Object[] arrays = new Object[0];
    private @Nullable Object preparedKey;
    private @Nullable Object prepared;

    void run(KernelContext context) {
      step = context;
      images = new Tensor[context.inputCount()];
      results = new Tensor[context.outputCount()];
      if (arrays.length == 0) {
        arrays = new Object[images.length + results.length];
      }
      try {
        kernel.compute(this);
        for (int i = 0; i < results.length; i++) {
          Tensor result = results[i];
          if (result != null) {
            Tensor output = context.output(i, reordered(result.shape(), toChannelsFirst));
            transpose(result, output, toChannelsFirst, parallel());
          }
        }
      } finally {
        step = null;
      }
    }

    private KernelContext step() {
      if (step == null) {
        throw new IllegalStateException("No step is running");
      }
      return step;
    }

    private Tensor kept(int place, DataType type, Shape shape) {
      int size = Math.toIntExact(shape.elementCount());
      Object array = arrays[place];
      if (array == null || TensorStorage.capacity(type, array) < size) {
        array = TensorStorage.allocate(type, size);
        arrays[place] = array;
      }
      return TensorStorage.wrap(type, shape, array);
    }

    @Override
    public Tensor input(int i) {
      Tensor image = images[i];
      if (image != null) {
        return image;
      }
      Tensor input = step().input(i);
      if (!inputs.test(i) || !hasLayout(input.shape())) {
        return input;
      }
      image = kept(i, input.dataType(), reordered(input.shape(), toChannelsLast));
      transpose(input, image, toChannelsLast, parallel());
      images[i] = image;
      return image;
    }

    @Override
    public Tensor output(int i, Shape shape) {
      if (!outputs.test(i) || !hasLayout(shape)) {
        return step().output(i, shape);
      }
      Tensor result = kept(images.length + i, outputType(i), shape);
      results[i] = result;
      return result;
    }

    @Override
    public void setOutput(int i, Tensor value) {
      if (!outputs.test(i) || !hasLayout(value.shape())) {
        step().setOutput(i, value);
      } else {
        results[i] = value;
      }
    }

    @Override
    @SuppressWarnings("unchecked") // a kernel always asks for one type
    public <K, T> T prepared(K key, Function<? super K, ? extends T> make) {
      Object known = prepared;
      if (known == null || !key.equals(preparedKey)) {
        known = make.apply(key);
        prepared = known;
        preparedKey = key;
      }
      return (T) known;
    }

    @Override
    public String name() {
      return step().name();
    }

    @Override
    public int inputCount() {
      return step().inputCount();
    }

    @Override
    public int outputCount() {
      return step().outputCount();
    }

    @Override
    public DataType outputType(int i) {
      return step().outputType(i);
    }

    @Override
    public boolean isUsed(int i) {
      return step().isUsed(i);
    }

    @Override
    public Variable variable(int i) {
      return step().variable(i);
    }

    @Override
    public Variable variable(String container, String name, DataType type) {
      return step().variable(container, name, type);
    }

    @Override
    public void setReference(int i, Variable variable) {
      step().setReference(i, variable);
    }

    @Override
    public Tensor snapshot(Variable variable) {
      return step().snapshot(variable);
    }

    @Override
    public <T> T state(Class<T> type, Supplier<T> factory) {
      return step().state(type, factory);
    }

    @Override
    public boolean exact() {
      return step().exact();
    }

    @Override
    public long version(int i) {
      return step().version(i);
    }

    @Override
    public Parallel parallel() {
      return step().parallel();
    }

    @Override
    public float[] scratch(int size) {
      return step().scratch(size);
    }
  }
}
