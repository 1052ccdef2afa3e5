package org.slimgraph.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.Example;
import org.slimgraph.graphdef.proto.Feature;
import org.slimgraph.graphdef.proto.FeatureList;
import org.slimgraph.graphdef.proto.FeatureLists;
import org.slimgraph.graphdef.proto.Features;
import org.slimgraph.graphdef.proto.SequenceExample;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Serialised Example and SequenceExample messages out of tensors, for {@link RecordWriter}; {@link
 * ExampleParser} is the way back. Shapes are not kept: a feature is a list.
 */
public final class Examples {
  private Examples() {}

  /**
   * Returns an Example.
   *
   * @param features FLOAT, integer (written as int64) or STRING tensors by name
   * @throws SlimgraphException INVALID_ARGUMENT if a tensor is of another type
   */
  public static byte[] example(Map<String, Tensor> features) {
    return bytes(Example.newBuilder().setFeatures(features(features)).build());
  }

  /**
   * Returns a SequenceExample.
   *
   * @param context features of the whole, as of {@link #example}
   * @param sequences tensors whose first dimension counts the frames
   * @throws SlimgraphException INVALID_ARGUMENT if a tensor is of another type, or a sequence is a
   *     scalar
   */
  public static byte[] sequenceExample(Map<String, Tensor> context, Map<String, Tensor> sequences) {
    FeatureLists.Builder lists = FeatureLists.newBuilder();
    sequences.forEach((name, tensor) -> lists.putFeatureList(name, frames(name, tensor)));
    return bytes(
        SequenceExample.newBuilder().setContext(features(context)).setFeatureLists(lists).build());
  }

  private static byte[] bytes(Message message) {
    return ProtoFiles.toBytes(message);
  }

  private static Features features(Map<String, Tensor> tensors) {
    Features.Builder features = Features.newBuilder();
    tensors.forEach(
        (name, tensor) -> features.putFeature(name, feature(name, tensor, 0, tensor.size())));
    return features.build();
  }

  private static FeatureList frames(String name, Tensor tensor) {
    if (tensor.shape().rank() == 0) {
      throw SlimgraphException.invalidArgument("Sequence %s is a scalar and has no frames", name);
    }
    FeatureList.Builder list = FeatureList.newBuilder();
    int frames = (int) tensor.shape().dim(0);
    int size = frames == 0 ? 0 : tensor.size() / frames;
    for (int i = 0; i < frames; i++) {
      list.addFeature(feature(name, tensor, i * size, size));
    }
    return list.build();
  }

  private static Feature feature(String name, Tensor tensor, int from, int count) {
    Feature.Builder feature = Feature.newBuilder();
    if (tensor.dataType() == DataType.STRING) {
      byte[][] values = tensor.byteStrings();
      feature.getBytesListBuilder();
      for (int i = from; i < from + count; i++) {
        feature.getBytesListBuilder().addValue(ByteString.copyFrom(values[i]));
      }
    } else if (tensor.dataType() == DataType.FLOAT) {
      float[] values = tensor.floats();
      feature.getFloatListBuilder();
      for (int i = from; i < from + count; i++) {
        feature.getFloatListBuilder().addValue(values[i]);
      }
    } else if (tensor.dataType().isInteger()) {
      long[] values = tensor.longs();
      feature.getInt64ListBuilder();
      for (int i = from; i < from + count; i++) {
        feature.getInt64ListBuilder().addValue(values[i]);
      }
    } else {
      throw SlimgraphException.invalidArgument(
          "Feature %s: examples hold float, int64 and string, not %s",
          name, tensor.dataType().tfName());
    }
    return feature.build();
  }
}
