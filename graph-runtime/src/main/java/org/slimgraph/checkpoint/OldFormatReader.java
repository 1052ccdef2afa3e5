package org.slimgraph.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ExpansionBudget;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.TensorProtos;
import org.slimgraph.graphdef.proto.SavedSliceMeta;
import org.slimgraph.graphdef.proto.SavedTensorSliceMeta;
import org.slimgraph.graphdef.proto.SavedTensorSlices;
import org.slimgraph.graphdef.proto.TensorProto;
import org.slimgraph.tensor.Tensor;

/**
 * A checkpoint of format V1, which TensorFlow wrote until 0.12: one table, whose empty key holds
 * the table of contents and whose other keys hold slices, each a message with its elements.
 */
final class OldFormatReader extends CheckpointReader {
  private static final byte[] CONTENTS_KEY = {};

  private final Path file;
  private final TableReader table;

  private OldFormatReader(Path file, TableReader table, Map<String, CheckpointEntry> entries) {
    super(file, entries);
    this.file = file;
    this.table = table;
  }

  static OldFormatReader openFile(Path file) throws IOException {
    TableReader table = TableReader.open(file);
    ByteBuffer value =
        table
            .get(CONTENTS_KEY)
            .orElseThrow(
                () ->
                    SlimgraphException.dataLoss(
                        "%s is not a checkpoint: there is no entry under the empty key", file));
    SavedTensorSliceMeta contents = parse(value, "the table of contents", file).getMeta();
    checkVersion(contents.getVersions());
    Map<String, CheckpointEntry> entries = new LinkedHashMap<>();
    for (SavedSliceMeta tensor : contents.getTensorList()) {
      entries.put(tensor.getName(), entry(tensor, file));
    }
    return new OldFormatReader(file, table, entries);
  }

  private static SavedTensorSlices parse(ByteBuffer value, String what, Path file) {
    try {
      return SavedTensorSlices.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS,
          "Failed to parse " + what + " of checkpoint " + file + ": " + e.getMessage(),
          e);
    }
  }

  private static CheckpointEntry entry(SavedSliceMeta tensor, Path file) {
    try {
      return entry(
          tensor.getName(),
          tensor.getTypeValue(),
          tensor.getShape(),
          tensor.getSliceList().stream().map(TensorSlice::of).toList(),
          0,
          0,
          0,
          0);
    } catch (SlimgraphException e) {
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS,
          "Entry of " + tensor.getName() + " in checkpoint " + file + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  SlimgraphException missing(String name) {
    return SlimgraphException.notFound(
        "Tensor name \"%s\" not found in checkpoint files %s", name, file);
  }

  /** A tensor's elements take what the file holds, or more where the table is compressed. */
  @Override
  long storedBytes() throws IOException {
    long size = Files.size(file);
    return size > Long.MAX_VALUE / Long.SIZE ? Long.MAX_VALUE : size * Long.SIZE;
  }

  @Override
  Tensor readStored(CheckpointEntry entry) {
    throw SlimgraphException.dataLoss(
        "Tensor %s of checkpoint %s has no slices", entry.name(), file);
  }

  @Override
  Tensor readStored(CheckpointEntry entry, TensorSlice slice) throws IOException {
    String what = "slice '" + slice + "' of tensor " + entry.name();
    ByteBuffer value =
        table
            .get(SliceKey.of(entry.name(), slice))
            .orElseThrow(
                () ->
                    SlimgraphException.dataLoss(
                        "The %s is not in checkpoint %s, whose contents name it", what, file));
    TensorProto elements =
        parse(value, what, file).getData().getData().toBuilder()
            .setDtypeValue(entry.dataType().number())
            .setTensorShape(ShapeProtos.toProto(slice.of(entry.shape())))
            .build();
    try {
      return TensorProtos.toTensor(elements, ExpansionBudget.ofBytes(0));
    } catch (SlimgraphException e) {
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS,
          "The " + what + " of checkpoint " + file + " lacks elements: " + e.getMessage(),
          e);
    }
  }
}
