package org.slimgraph.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.FileFormat;
import org.slimgraph.graphdef.ProtoFiles;

/**
 * The file {@code checkpoint} beside checkpoints, which says which of them is the latest.
 *
 * @param latest the prefix of the latest; relative to the folder unless absolute
 * @param all the prefixes of all that are kept, the oldest first
 * @param timestamps when each of {@code all} was written, in seconds since 1970; empty in files
 *     from before TF 1.10
 * @param lastPreserved when a checkpoint was last kept for good; 0 if that is not known
 */
public record CheckpointState(
    String latest, List<String> all, List<Double> timestamps, double lastPreserved) {
  /** The name of the file. */
  public static final String FILE_NAME = "checkpoint";

  /** Creates a state. */
  public CheckpointState {
    all = List.copyOf(all);
    timestamps = List.copyOf(timestamps);
  }

  /**
   * Returns what {@code file} says, if it exists.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is damaged
   * @throws IOException if reading fails
   */
  public static Optional<CheckpointState> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    org.slimgraph.graphdef.proto.CheckpointState proto =
        ProtoFiles.parse(
            ProtoFiles.readBytes(file),
            org.slimgraph.graphdef.proto.CheckpointState.getDefaultInstance(),
            FileFormat.TEXT);
    return Optional.of(
        new CheckpointState(
            proto.getModelCheckpointPath(),
            proto.getAllModelCheckpointPathsList(),
            proto.getAllModelCheckpointTimestampsList(),
            proto.getLastPreservedTimestamp()));
  }

  /**
   * Writes the state to {@code file}, all of it or nothing.
   *
   * @throws IOException if writing fails
   */
  public void write(Path file) throws IOException {
    org.slimgraph.graphdef.proto.CheckpointState proto =
        org.slimgraph.graphdef.proto.CheckpointState.newBuilder()
            .setModelCheckpointPath(latest)
            .addAllAllModelCheckpointPaths(all)
            .addAllAllModelCheckpointTimestamps(timestamps)
            .setLastPreservedTimestamp(lastPreserved)
            .build();
    Path temporary = BundleFiles.temporary(file);
    try {
      Files.writeString(temporary, ProtoFiles.toText(proto), StandardCharsets.UTF_8);
      BundleIndex.rename(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Returns the prefix of the latest checkpoint in {@code folder}: what its state file names, if
   * the files of that checkpoint exist.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the state file is damaged
   * @throws IOException if reading fails
   */
  public static Optional<Path> latestCheckpoint(Path folder) throws IOException {
    return latestCheckpoint(folder, FILE_NAME);
  }

  /** Returns the latest checkpoint, as {@link #latestCheckpoint(Path)}, by another state file. */
  public static Optional<Path> latestCheckpoint(Path folder, String stateFile) throws IOException {
    return read(folder.resolve(stateFile))
        .filter(state -> !state.latest().isEmpty() && state.latest().indexOf(0) < 0)
        .map(state -> folder.resolve(state.latest()))
        .filter(CheckpointReader::exists);
  }
}
