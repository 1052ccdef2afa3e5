package org.slimgraph.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.BundleEntryProto;
import org.slimgraph.graphdef.proto.BundleHeaderProto;
import org.slimgraph.graphdef.proto.VersionDef;

/** The entries of an index that is being made. Mutable; belongs to one thread. */
final class BundleIndex {
  private final SortedMap<ByteString, BundleEntryProto> entries =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());

  /**
   * Adds an entry; one that only lists slices may come several times and gathers them.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is an entry under the key already that
   *     does not go with it
   */
  void add(ByteString key, BundleEntryProto entry) {
    BundleEntryProto known = entries.get(key);
    if (known == null) {
      entries.put(key, entry);
      return;
    }
    if (known.getSlicesCount() == 0 || entry.getSlicesCount() == 0) {
      throw SlimgraphException.invalidArgument("Adding duplicate key: %s", key.toStringUtf8());
    }
    if (known.getDtypeValue() != entry.getDtypeValue()
        || !known.getShape().equals(entry.getShape())) {
      throw SlimgraphException.invalidArgument(
          "Slices of tensor %s differ in the type or shape of the whole", key.toStringUtf8());
    }
    entries.put(key, known.toBuilder().addAllSlices(entry.getSlicesList()).build());
  }

  /** Writes the index of {@code prefix}, in place of an older one, all of it or nothing. */
  void write(Path prefix, int shards) throws IOException {
    BundleHeaderProto header =
        BundleHeaderProto.newBuilder()
            .setNumShards(shards)
            .setVersion(VersionDef.newBuilder().setProducer(CheckpointReader.VERSION))
            .build();
    Path index = BundleFiles.index(prefix);
    Path temporary = BundleFiles.temporary(index);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW))) {
        TableWriter table = new TableWriter(out);
        table.add(new byte[0], ProtoFiles.toBytes(header));
        for (Map.Entry<ByteString, BundleEntryProto> entry : entries.entrySet()) {
          Message value = entry.getValue();
          table.add(entry.getKey().toByteArray(), ProtoFiles.toBytes(value));
        }
        table.finish();
      }
      rename(temporary, index);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
