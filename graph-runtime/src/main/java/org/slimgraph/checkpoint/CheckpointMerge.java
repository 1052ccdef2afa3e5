package org.slimgraph.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.BundleEntryProto;

/** Makes one checkpoint of several, whose data files become its shards. */
public final class CheckpointMerge {
  private CheckpointMerge() {}

  /**
   * Moves the data files of {@code parts} to {@code merged} and writes an index of all their
   * tensors; slices of one tensor in several parts come together.
   *
   * @param parts checkpoints of format V2, in the order that their data files are numbered in
   * @param deleteOldFolders whether folders of the parts that are left empty are deleted
   * @throws SlimgraphException INVALID_ARGUMENT if two parts hold the same tensor; NOT_FOUND if a
   *     part is missing; DATA_LOSS if an index is damaged
   * @throws IOException if reading, writing or moving fails
   */
  public static void merge(List<Path> parts, Path merged, boolean deleteOldFolders)
      throws IOException {
    BundleIndex index = new BundleIndex();
    List<Path> dataFiles = new ArrayList<>();
    for (Path part : parts) {
      collect(part, index, dataFiles);
    }
    Path folder = merged.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    for (int shard = 0; shard < dataFiles.size(); shard++) {
      BundleIndex.rename(dataFiles.get(shard), BundleFiles.data(merged, shard, dataFiles.size()));
    }
    index.write(merged, dataFiles.size());
    for (Path part : parts) {
      if (!BundleFiles.index(part).equals(BundleFiles.index(merged))) {
        Files.delete(BundleFiles.index(part));
      }
      if (deleteOldFolders) {
        deleteIfEmpty(part.getParent());
      }
    }
  }

  private static void collect(Path part, BundleIndex index, List<Path> dataFiles)
      throws IOException {
    if (!(CheckpointReader.open(part) instanceof BundleReader checked)) {
      throw SlimgraphException.invalidArgument(
          "Checkpoint %s is of the old format and cannot be merged", part);
    }
    int firstShard = dataFiles.size();
    for (int shard = 0; shard < checked.shards(); shard++) {
      dataFiles.add(BundleFiles.data(part, shard, checked.shards()));
    }
    TableReader.open(BundleFiles.index(part))
        .forEach(
            (key, value) -> {
              if (key.length > 0) {
                index.add(ByteString.copyFrom(key), moved(value, firstShard));
              }
            });
  }

  private static BundleEntryProto moved(ByteBuffer value, int firstShard) {
    try {
      BundleEntryProto entry = BundleEntryProto.parseFrom(value);
      return entry.getSlicesCount() > 0
          ? entry
          : entry.toBuilder().setShardId(entry.getShardId() + firstShard).build();
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.dataLoss("not an entry: " + e.getMessage());
    }
  }

  private static void deleteIfEmpty(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // others' files are there, and stay
    }
  }
}
