package org.slimgraph.data;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.FileFormat;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.Feature;
import org.slimgraph.graphdef.proto.SequenceExample;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Turns serialised Example and SequenceExample messages into tensors: says which features there
 * are, of which type and shape. Immutable; start from {@link #of}. TF: tf.parse_single_example,
 * tf.parse_single_sequence_example.
 *
 * <p>As a function it parses the first component of an element, as {@link Dataset#ofRecords} makes
 * them, and returns the features in the order in which they were named.
 */
public final class ExampleParser implements UnaryOperator<List<Tensor>> {
  private final ImmutableList<Wanted> features;

  private enum Kind {
    FIXED,
    VARIABLE,
    SEQUENCE
  }

  /** A feature to look for; its default only if it is FIXED. */
  private record Wanted(
      Kind kind, String name, DataType type, Shape shape, @Nullable Tensor defaultValue) {}

  private ExampleParser(ImmutableList<Wanted> features) {
    this.features = features;
  }

  /** Returns a parser that looks for no feature. */
  public static ExampleParser of() {
    return new ExampleParser(ImmutableList.of());
  }

  /**
   * Returns a parser that looks for one more feature, which every example must have. TF:
   * tf.FixedLenFeature.
   *
   * @param type FLOAT, INT64 or STRING
   * @throws SlimgraphException INVALID_ARGUMENT if the type is another one, the shape not fully
   *     defined or the name used already
   */
  public ExampleParser fixed(String name, DataType type, Shape shape) {
    return with(new Wanted(Kind.FIXED, name, type, defined(name, shape), null));
  }

  /**
   * Returns a parser that looks for one more feature and takes {@code defaultValue}, of its type
   * and shape, where an example has none.
   */
  public ExampleParser fixed(String name, Tensor defaultValue) {
    return with(
        new Wanted(Kind.FIXED, name, defaultValue.dataType(), defaultValue.shape(), defaultValue));
  }

  /**
   * Returns a parser that looks for one more feature of any number of values: a vector, empty where
   * an example has none. TF: tf.VarLenFeature, whose sparse tensor holds the same values.
   */
  public ExampleParser variable(String name, DataType type) {
    return with(new Wanted(Kind.VARIABLE, name, type, Shape.of(-1), null));
  }

  /**
   * Returns a parser that looks for a feature list of a SequenceExample, which it must have. TF:
   * tf.FixedLenSequenceFeature.
   *
   * @param shape of each frame; the tensor has a first dimension of frames before
   */
  public ExampleParser sequence(String name, DataType type, Shape shape) {
    return with(new Wanted(Kind.SEQUENCE, name, type, defined(name, shape), null));
  }

  private static Shape defined(String name, Shape shape) {
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "Feature %s needs a fully defined shape, not %s", name, shape.toBrackets());
    }
    return shape;
  }

  private ExampleParser with(Wanted wanted) {
    if (wanted.type() != DataType.FLOAT
        && wanted.type() != DataType.INT64
        && wanted.type() != DataType.STRING) {
      throw SlimgraphException.invalidArgument(
          "Feature %s: examples hold float, int64 and string, not %s",
          wanted.name(), wanted.type().tfName());
    }
    if (features.stream().anyMatch(feature -> feature.name().equals(wanted.name()))) {
      throw SlimgraphException.invalidArgument("Feature %s is named twice", wanted.name());
    }
    return new ExampleParser(ImmutableList.<Wanted>builder().addAll(features).add(wanted).build());
  }

  @Override
  public List<Tensor> apply(List<Tensor> element) {
    byte[][] serialized = element.get(0).byteStrings();
    if (serialized.length != 1) {
      throw SlimgraphException.invalidArgument(
          "An example is one string, not %s; parse before batching",
          element.get(0).shape().toBrackets());
    }
    return parse(serialized[0]).values().asList();
  }

  /**
   * Returns the features of an Example or SequenceExample by name.
   *
   * @throws SlimgraphException DATA_LOSS if the message is damaged; INVALID_ARGUMENT if a feature
   *     is missing, or of another type or number of values
   */
  public ImmutableMap<String, Tensor> parse(byte[] serialized) {
    // An Example is a SequenceExample without sequences: their first fields are the same.
    SequenceExample example =
        ProtoFiles.parse(serialized, SequenceExample.getDefaultInstance(), FileFormat.BINARY);
    Map<String, Feature> context = example.getContext().getFeatureMap();
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    for (Wanted wanted : features) {
      tensors.put(
          wanted.name(),
          wanted.kind() == Kind.SEQUENCE
              ? sequence(wanted, example)
              : single(wanted, context.getOrDefault(wanted.name(), Feature.getDefaultInstance())));
    }
    return tensors.buildOrThrow();
  }

  private static Tensor single(Wanted wanted, Feature feature) {
    if (feature.getKindCase() != Feature.KindCase.KIND_NOT_SET) {
      return tensor(wanted, List.of(feature), wanted.shape());
    }
    if (wanted.kind() == Kind.VARIABLE) {
      return Tensor.zeros(wanted.type(), Shape.of(0));
    }
    Tensor defaultValue = wanted.defaultValue();
    if (defaultValue == null) {
      throw missing("Feature", wanted);
    }
    return defaultValue;
  }

  private static Tensor sequence(Wanted wanted, SequenceExample example) {
    if (!example.getFeatureLists().containsFeatureList(wanted.name())) {
      throw missing("Feature list", wanted);
    }
    List<Feature> frames =
        example.getFeatureLists().getFeatureListOrThrow(wanted.name()).getFeatureList();
    return tensor(wanted, frames, Shape.of(frames.size()).concat(wanted.shape()));
  }

  private static SlimgraphException missing(String what, Wanted wanted) {
    return SlimgraphException.invalidArgument(
        "%s: %s (data type: %s) is required but could not be found.",
        what, wanted.name(), wanted.type().tfName());
  }

  /** Puts the values of all {@code frames} in one tensor, each of the wanted number of values. */
  private static Tensor tensor(Wanted wanted, List<Feature> frames, Shape shape) {
    int expected = (int) Math.min(wanted.shape().elementCount(), Integer.MAX_VALUE);
    List<ByteString> strings = new ArrayList<>();
    List<Float> floats = new ArrayList<>();
    List<Long> longs = new ArrayList<>();
    int size = 0;
    for (Feature frame : frames) {
      checkType(wanted, frame);
      int count =
          frame.getBytesList().getValueCount()
              + frame.getFloatList().getValueCount()
              + frame.getInt64List().getValueCount();
      if (expected >= 0 && count != expected) {
        throw SlimgraphException.invalidArgument(
            "Key: %s.  Number of %s values != expected.  values size: %d but output shape: %s",
            wanted.name(), wanted.type().tfName(), count, wanted.shape().toBrackets());
      }
      size += count;
      strings.addAll(frame.getBytesList().getValueList());
      floats.addAll(frame.getFloatList().getValueList());
      longs.addAll(frame.getInt64List().getValueList());
    }
    Object array = TensorStorage.allocate(wanted.type(), size);
    for (int i = 0; i < size; i++) {
      if (array instanceof float[] to) {
        to[i] = floats.get(i);
      } else if (array instanceof long[] to) {
        to[i] = longs.get(i);
      } else if (array instanceof byte[][] to) {
        to[i] = strings.get(i).toByteArray();
      }
    }
    return TensorStorage.wrap(
        wanted.type(), wanted.kind() == Kind.VARIABLE ? Shape.of(size) : shape, array);
  }

  private static void checkType(Wanted wanted, Feature feature) {
    DataType type = null;
    switch (feature.getKindCase()) {
      case BYTES_LIST:
        type = DataType.STRING;
        break;
      case FLOAT_LIST:
        type = DataType.FLOAT;
        break;
      case INT64_LIST:
        type = DataType.INT64;
        break;
      case KIND_NOT_SET:
        break;
    }
    if (type != wanted.type()) {
      throw SlimgraphException.invalidArgument(
          "Feature: %s.  Data types don't match. Data type: %s but expected type: %s",
          wanted.name(), type == null ? "none" : type.tfName(), wanted.type().tfName());
    }
  }
}
