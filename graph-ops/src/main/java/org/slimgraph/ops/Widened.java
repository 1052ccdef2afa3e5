package org.slimgraph.ops;

import com.google.common.collect.ImmutableList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Runs kernels of wide types on narrow ones: HALF and BFLOAT16 are seen as FLOAT, the integers of 8
 * and 16 bits as INT32. Inputs are widened before the kernel looks at them, outputs narrowed after
 * it is done: floats to the nearest half or bfloat16 (as TF 1.15's arithmetic does), integers to
 * their low bits. One operation on two values so gives what arithmetic in the narrow type gives.
 */
public final class Widened implements KernelContext {
  /** The floating-point types that are computed as FLOAT. */
  public static final ImmutableList<DataType> HALVES =
      ImmutableList.of(DataType.HALF, DataType.BFLOAT16);

  /** The integer types that are computed as INT32. */
  public static final ImmutableList<DataType> SMALL_INTEGERS =
      ImmutableList.of(DataType.INT8, DataType.UINT8, DataType.INT16, DataType.UINT16);

  private final KernelContext narrow;
  private final @Nullable Tensor[] inputs;
  private final @Nullable Tensor[] outputs;
  private final @Nullable Tensor[] targets;

  private Widened(KernelContext narrow) {
    this.narrow = narrow;
    this.inputs = new Tensor[narrow.inputCount()];
    this.outputs = new Tensor[narrow.outputCount()];
    this.targets = new Tensor[narrow.outputCount()];
  }

  /** Returns a factory of kernels that compute narrow types as {@code wide} computes wide ones. */
  public static KernelFactory of(KernelFactory wide) {
    return attrs -> {
      var kernel = wide.create(attrs);
      return context -> {
        Widened widened = new Widened(context);
        kernel.compute(widened);
        widened.finish();
      };
    };
  }

  /** Returns the type that {@code type} is computed in: itself unless it is narrow. */
  public static DataType wide(DataType type) {
    if (HALVES.contains(type)) {
      return DataType.FLOAT;
    }
    return SMALL_INTEGERS.contains(type) ? DataType.INT32 : type;
  }

  /** Returns {@code tensor} in the type that it is computed in. */
  public static Tensor widen(Tensor tensor) {
    DataType wide = wide(tensor.dataType());
    if (wide == tensor.dataType()) {
      return tensor;
    }
    Object array = wide == DataType.FLOAT ? tensor.floats() : tensor.ints();
    return TensorStorage.wrap(wide, tensor.shape(), array);
  }

  /** Stores the elements of {@code wide} in {@code narrow}, a tensor of a narrow type. */
  private static void narrow(Tensor wide, Tensor narrow) {
    DataType type = narrow.dataType();
    switch (type) {
      case HALF:
      case BFLOAT16:
        narrowFloats(TensorStorage.floats(wide), type, TensorStorage.shorts(narrow), wide.size());
        break;
      case INT16:
      case UINT16:
        int[] ints = TensorStorage.ints(wide);
        short[] shorts = TensorStorage.shorts(narrow);
        for (int i = 0; i < wide.size(); i++) {
          shorts[i] = (short) ints[i];
        }
        break;
      default:
        int[] values = TensorStorage.ints(wide);
        byte[] bytes = TensorStorage.bytes(narrow);
        for (int i = 0; i < wide.size(); i++) {
          bytes[i] = (byte) values[i];
        }
    }
  }

  private static void narrowFloats(float[] floats, DataType type, short[] shorts, int count) {
    for (int i = 0; i < count; i++) {
      shorts[i] =
          type == DataType.HALF
              ? HalfFloat.floatToHalf(floats[i])
              : HalfFloat.floatToBfloat16(floats[i]);
    }
  }

  private void finish() {
    for (int i = 0; i < outputs.length; i++) {
      Tensor wide = outputs[i];
      if (wide != null) {
        Tensor target = targets[i];
        narrow(wide, target == null ? narrow.output(i, wide.shape()) : target);
      }
    }
  }

  @Override
  public String name() {
    return narrow.name();
  }

  @Override
  public int inputCount() {
    return narrow.inputCount();
  }

  @Override
  public Tensor input(int i) {
    Tensor input = inputs[i];
    if (input == null) {
      input = widen(narrow.input(i));
      inputs[i] = input;
    }
    return input;
  }

  @Override
  public Shape shape(int i) {
    return narrow.shape(i);
  }

  @Override
  public int outputCount() {
    return narrow.outputCount();
  }

  @Override
  public DataType outputType(int i) {
    return wide(narrow.outputType(i));
  }

  @Override
  public boolean isUsed(int i) {
    return narrow.isUsed(i);
  }

  @Override
  public Tensor output(int i, Shape shape) {
    DataType type = narrow.outputType(i);
    if (wide(type) == type) {
      return narrow.output(i, shape);
    }
    // Asked for at once so that a size that does not fit is refused before anything is computed.
    Tensor target = narrow.output(i, shape);
    Object array = TensorStorage.allocate(wide(type), target.size());
    Tensor output = TensorStorage.wrap(wide(type), shape, array);
    targets[i] = target;
    outputs[i] = output;
    return output;
  }

  @Override
  public void setOutput(int i, Tensor value) {
    if (value.dataType() == narrow.outputType(i)) {
      narrow.setOutput(i, value);
    } else {
      outputs[i] = value;
    }
  }

  @Override
  public Variable variable(int i) {
    return narrow.variable(i);
  }

  @Override
  public Variable variable(String container, String name, DataType type) {
    return narrow.variable(container, name, type);
  }

  @Override
  public void setReference(int i, Variable variable) {
    narrow.setReference(i, variable);
  }

  @Override
  public Tensor snapshot(Variable variable) {
    return narrow.snapshot(variable);
  }

  @Override
  public <T> T state(Class<T> type, Supplier<T> factory) {
    return narrow.state(type, factory);
  }

  @Override
  public <K, T> T prepared(K key, Function<? super K, ? extends T> make) {
    return narrow.prepared(key, make);
  }

  @Override
  public boolean exact() {
    return narrow.exact();
  }

  @Override
  public long version(int i) {
    return narrow.version(i);
  }

  @Override
  public Parallel parallel() {
    return narrow.parallel();
  }

  @Override
  public float[] scratch(int size) {
    return narrow.scratch(size);
  }
}
