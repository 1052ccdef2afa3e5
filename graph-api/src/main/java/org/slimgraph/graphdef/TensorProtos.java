package org.slimgraph.graphdef;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.ResourceHandleProto;
import org.slimgraph.graphdef.proto.TensorProto;
import org.slimgraph.graphdef.proto.VariantTensorDataProto;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Tensors to and from their messages. The elements of RESOURCE and VARIANT tensors are {@link
 * ResourceHandleProto} and {@link VariantTensorDataProto} messages.
 */
public final class TensorProtos {
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  /** What an element without a fixed size takes in its array: a reference. */
  private static final int REFERENCE_BYTES = 8;

  private TensorProtos() {}

  /** Returns the value of one message, read with a budget of its own. */
  public static Tensor toTensor(TensorProto proto) {
    return toTensor(proto, ExpansionBudget.standard());
  }

  /**
   * Returns the value of a message: its raw bytes if it has any, else its typed list, whose last
   * value repeats; an empty list stands for zeros.
   *
   * @param budget pays for elements that the message does not hold
   * @throws SlimgraphException INVALID_ARGUMENT if type, shape and data do not fit together;
   *     RESOURCE_EXHAUSTED if the shape claims more than 2 GiB or than the budget has
   */
  public static Tensor toTensor(TensorProto proto, ExpansionBudget budget) {
    DataType type = elementType(proto);
    Shape shape = ShapeProtos.toShape(proto.getTensorShape());
    int size = elementCount(type, shape);
    ByteString content = proto.getTensorContent();
    if (content.isEmpty()) {
      return fromList(proto, type, shape, size, budget);
    }
    if (type == DataType.STRING) {
      return TensorStorage.wrap(type, shape, strings(content, size));
    }
    long expected = (long) size * type.byteSize();
    if (type.byteSize() == 0 || content.size() != expected) {
      throw SlimgraphException.invalidArgument(
          "Field tensor_content has %d bytes, but %s of shape %s takes %d",
          content.size(), type.tfName(), shape.toBrackets(), expected);
    }
    return TensorStorage.read(type, shape, content.asReadOnlyByteBuffer());
  }

  private static DataType elementType(TensorProto proto) {
    DataType type = DataType.of(proto.getDtypeValue());
    if (type == DataType.INVALID || type.isRef()) {
      throw SlimgraphException.invalidArgument(
          "Field dtype of a tensor must be a value type, not %s", type.protoName());
    }
    return type;
  }

  private static int elementCount(DataType type, Shape shape) {
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "Field tensor_shape of a tensor must be fully defined, not %s", shape.toBrackets());
    }
    long count = shape.elementCount();
    int width = type.byteSize() == 0 ? REFERENCE_BYTES : type.byteSize();
    if (count > MAX_BYTES / width) {
      throw SlimgraphException.resourceExhausted(
          "A tensor message of type %s and shape %s claims more than 2 GiB",
          type.tfName(), shape.toBrackets());
    }
    return (int) count;
  }

  private static Tensor fromList(
      TensorProto proto, DataType type, Shape shape, int size, ExpansionBudget budget) {
    TypedList list = TypedList.of(type);
    int given = Math.min(list.count(proto), size);
    int width = type.byteSize() == 0 ? REFERENCE_BYTES : type.byteSize();
    budget.spend((long) (size - given) * width);
    Object array = TensorStorage.allocate(type, size);
    for (int i = 0; i < given; i++) {
      list.get(proto, i, array);
    }
    if (given == 0 && size > 0 && array instanceof Object[] objects && type != DataType.STRING) {
      objects[0] =
          type == DataType.RESOURCE
              ? ResourceHandleProto.getDefaultInstance()
              : VariantTensorDataProto.getDefaultInstance();
      given = 1;
    }
    if (given > 0) {
      repeatLast(type, array, given, size);
    }
    return TensorStorage.wrap(type, shape, array);
  }

  /** Fills the elements from {@code given} on with the one before, by copies that double. */
  private static void repeatLast(DataType type, Object array, int given, int size) {
    int filled = 1;
    while (given - 1 + filled < size) {
      int count = Math.min(filled, size - (given - 1 + filled));
      TensorStorage.copy(type, array, given - 1, array, given - 1 + filled, count);
      filled += count;
    }
  }

  /** Reads all lengths as varints, then all bytes: TF's raw form of strings. */
  private static byte[][] strings(ByteString content, int size) {
    if (size > content.size()) {
      throw SlimgraphException.invalidArgument(
          "Field tensor_content of %d bytes cannot hold %d strings", content.size(), size);
    }
    CodedInputStream in = content.newCodedInput();
    try {
      int[] lengths = new int[size];
      for (int i = 0; i < size; i++) {
        lengths[i] = in.readRawVarint32();
      }
      byte[][] strings = new byte[size][];
      for (int i = 0; i < size; i++) {
        strings[i] = in.readRawBytes(lengths[i]);
      }
      if (in.isAtEnd()) {
        return strings;
      }
    } catch (IOException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT,
          "Field tensor_content is damaged at byte " + in.getTotalBytesRead() + ": no string list",
          e);
    }
    throw SlimgraphException.invalidArgument(
        "Field tensor_content has bytes behind its %d strings, from byte %d on",
        size, in.getTotalBytesRead());
  }

  /**
   * Returns the message for a tensor, in the form that TF's Python client writes: a single element
   * and strings in a typed list, more as raw bytes. Elements that are all the same are written
   * once.
   */
  public static TensorProto toProto(Tensor tensor) {
    DataType type = tensor.dataType();
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setDtypeValue(type.number())
            .setTensorShape(ShapeProtos.toProto(tensor.shape()));
    boolean uniform = TensorStorage.isUniform(tensor);
    if (type.byteSize() > 0 && !uniform) {
      return proto.setTensorContent(ByteString.copyFrom(tensor.bytes())).build();
    }
    return listed(tensor, uniform ? Math.min(tensor.size(), 1) : tensor.size(), proto);
  }

  /** Returns the message with one entry an element, as definitions of ops have it. */
  static TensorProto toListedProto(Tensor tensor) {
    return listed(
        tensor,
        tensor.size(),
        TensorProto.newBuilder()
            .setDtypeValue(tensor.dataType().number())
            .setTensorShape(ShapeProtos.toProto(tensor.shape())));
  }

  private static TensorProto listed(Tensor tensor, int count, TensorProto.Builder proto) {
    TypedList list = TypedList.of(tensor.dataType());
    for (int i = 0; i < count; i++) {
      list.add(TensorStorage.array(tensor), i, proto);
    }
    return proto.build();
  }
}
