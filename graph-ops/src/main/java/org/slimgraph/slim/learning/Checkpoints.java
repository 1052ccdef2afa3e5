package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.checkpoint.BundleFiles;
import org.slimgraph.checkpoint.CheckpointEntry;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.checkpoint.CheckpointWriter;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * The checkpoints of one training, {@code model.ckpt-STEP} in its folder. Besides the variables a
 * checkpoint holds what else decides how training goes on, in entries whose names no operation can
 * have, so that TensorFlow reads the checkpoint and overlooks them: docs/adr/0003.
 */
final class Checkpoints {
  private static final String OWN = "_slimgraph/";
  private static final String STREAMS = OWN + "random/";
  private static final String POSITION = OWN + "batches";
  private static final String NAME = "model.ckpt-";

  private final Path folder;
  private final int maxToKeep;
  private final Clock clock;
  private final List<Variable> variables;

  Checkpoints(Path folder, int maxToKeep, Clock clock, List<Variable> variables) {
    this.folder = folder;
    this.maxToKeep = maxToKeep;
    this.clock = clock;
    this.variables =
        ImmutableList.sortedCopyOf(
            Comparator.comparing(Variable::opName, CheckpointWriter.NAME_ORDER), variables);
  }

  /** Returns the prefix of the latest whole checkpoint, if there is one. */
  Optional<Path> latest() throws IOException {
    return CheckpointState.latestCheckpoint(folder);
  }

  /** Writes a checkpoint, then says that it is the latest, then deletes those that are too many. */
  Path save(Session session, long step, Optional<Tensor> position) throws IOException {
    Files.createDirectories(folder);
    Path prefix = folder.resolve(NAME + step);
    try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
      List<Tensor> values =
          session.run(variables.stream().map(Variable::value).toList(), Feeds.none());
      for (int i = 0; i < variables.size(); i++) {
        writer.add(variables.get(i).opName(), values.get(i));
      }
      if (position.isPresent()) {
        writer.add(POSITION, position.get());
      }
      for (var stream : session.state().randomStreams().entrySet()) {
        writer.add(STREAMS + stream.getKey(), Tensor.of(Shape.of(2), stream.getValue()));
      }
      writer.finish();
    }
    announce(prefix);
    return prefix;
  }

  private void announce(Path prefix) throws IOException {
    Path file = folder.resolve(CheckpointState.FILE_NAME);
    String name = NAME + prefix.getFileName().toString().substring(NAME.length());
    List<String> all = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    Optional<CheckpointState> before = CheckpointState.read(file);
    double now = clock.millis() / 1000.0;
    if (before.isPresent()) {
      List<Double> known = before.get().timestamps();
      for (int i = 0; i < before.get().all().size(); i++) {
        if (!before.get().all().get(i).equals(name)) {
          all.add(before.get().all().get(i));
          times.add(i < known.size() ? known.get(i) : now);
        }
      }
    }
    all.add(name);
    times.add(now);
    List<String> surplus = new ArrayList<>();
    while (maxToKeep > 0 && all.size() > maxToKeep) {
      surplus.add(all.remove(0));
      times.remove(0);
    }
    new CheckpointState(name, all, times, before.map(CheckpointState::lastPreserved).orElse(now))
        .write(file);
    for (String old : surplus) {
      BundleFiles.delete(folder.resolve(old));
    }
  }

  /**
   * Restores what {@link #save} wrote; a checkpoint of TensorFlow has the variables only.
   *
   * @throws SlimgraphException NOT_FOUND if a variable is missing; INVALID_ARGUMENT if one has
   *     another type or shape
   */
  void restore(Session session, Path prefix, Optional<Batches> batches) throws IOException {
    CheckpointReader checkpoint = CheckpointReader.open(prefix);
    restoreVariables(session, checkpoint, variables);
    if (batches.isPresent() && checkpoint.entry(POSITION).isPresent()) {
      batches.get().restore(checkpoint.read(POSITION));
    }
    Map<String, long[]> streams = new LinkedHashMap<>();
    for (CheckpointEntry entry : checkpoint.entries()) {
      if (entry.name().startsWith(STREAMS)) {
        Tensor position = checkpoint.read(entry.name());
        if (position.dataType() != DataType.INT64 || position.size() != 2) {
          throw SlimgraphException.dataLoss(
              "Checkpoint %s: %s is no position of a random stream", prefix, entry.name());
        }
        streams.put(entry.name().substring(STREAMS.length()), position.longs());
      }
    }
    session.state().restoreRandomStreams(streams);
  }

  /** Gives {@code variables} their values in {@code checkpoint}. */
  static void restoreVariables(
      Session session, CheckpointReader checkpoint, List<Variable> variables) throws IOException {
    for (Variable variable : variables) {
      variable.load(checkpoint.read(variable.opName()), session);
    }
  }
}
