package org.slimgraph.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.checkpoint.BundleFiles;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graphdef.MetaGraphs;
import org.slimgraph.graphdef.proto.SaverDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.KeptCheckpoints.Kept;
import org.slimgraph.variables.Variable;

/**
 * Saves variables to checkpoints and restores them. The work is done by operations of the graph, so
 * an exported graph saves and restores in TensorFlow too. Made by {@link TrainOps#saver}. Not
 * thread-safe. TF: tf.train.Saver.
 */
public final class Saver {
  private static final double MILLIS_PER_SECOND = 1000;

  private final Graph graph;
  private final SaverOptions options;
  private @Nullable SaverDef def;
  private @Nullable KeptCheckpoints kept;
  private boolean empty;

  Saver(Graph graph, SaverOptions options) {
    this.graph = graph;
    this.options = options;
    if (!options.deferBuild || options.saverDef != null) {
      build();
    }
  }

  /**
   * Builds the operations of a saver that was made with {@code deferBuild}; otherwise does nothing.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there are no variables and that is not allowed,
   *     or two of them have one name
   */
  public void build() {
    if (isBuilt()) {
      return;
    }
    SaverDef built = options.saverDef;
    if (built == null) {
      Map<String, List<Variable>> named =
          options.named == null ? Saveables.byName(listed()) : options.named;
      if (named.isEmpty()) {
        if (!options.allowEmpty) {
          throw SlimgraphException.invalidArgument("No variables to save");
        }
        empty = true;
        return;
      }
      built = new SaverGraph(Ops.on(graph), options, Saveables.of(named)).build();
    }
    check(built);
    def = built;
    kept = new KeptCheckpoints(built.getMaxToKeep(), built.getKeepCheckpointEveryNHours(), now());
  }

  private List<Variable> listed() {
    if (options.variables != null) {
      return options.variables;
    }
    List<Variable> all = new ArrayList<>();
    List<Object> members = new ArrayList<>(graph.collection(GraphKeys.GLOBAL_VARIABLES));
    members.addAll(graph.collection(GraphKeys.SAVEABLE_OBJECTS));
    for (Object member : members) {
      if (!(member instanceof Variable variable)) {
        throw SlimgraphException.unimplemented(
            "'%s' is no variable; a saver saves variables only", member);
      }
      all.add(variable);
    }
    return all;
  }

  private static void check(SaverDef def) {
    if (def.getSaveTensorName().isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "saver_def must specify the save_tensor_name: %s", def);
    }
    if (def.getRestoreOpName().isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "saver_def must specify the restore_op_name: %s", def);
    }
  }

  private boolean isBuilt() {
    return empty || def != null;
  }

  /**
   * Returns the description of the saver that meta graphs hold.
   *
   * @throws SlimgraphException FAILED_PRECONDITION if it is not built or empty
   */
  public SaverDef saverDef() {
    if (def == null) {
      throw SlimgraphException.failedPrecondition(
          empty
              ? "The saver is empty: there was no variable to save."
              : "`build()` should be called before save if defer_build==True");
    }
    return def;
  }

  /**
   * Saves to {@code path}, as {@link #save(Session, Path, Consumer)}.
   *
   * @return the checkpoint's prefix
   */
  public Optional<Path> save(Session session, Path path) throws IOException {
    return save(session, path, o -> {});
  }

  /** Saves to {@code path-globalStep}, as {@link #save(Session, Path, Consumer)}. */
  public Optional<Path> save(Session session, Path path, long globalStep) throws IOException {
    return save(session, path, o -> o.globalStep(globalStep));
  }

  /**
   * Saves the variables' values to the checkpoint {@code path}, or {@code path-step}; then writes
   * the state file, deletes what need not be kept, and writes the meta graph.
   *
   * @param path the checkpoint's prefix; its folder is made if only the last part of that is
   *     missing
   * @return the checkpoint's prefix; absent if the saver is empty
   * @throws SlimgraphException FAILED_PRECONDITION if the saver is not built or a variable has no
   *     value; INVALID_ARGUMENT if the folder cannot be made, or the state file's name has folders
   *     or is that of the checkpoint
   * @throws IOException if the state file or the meta graph cannot be written
   */
  public Optional<Path> save(Session session, Path path, Consumer<? super SaveOptions> set)
      throws IOException {
    SaveOptions save = new SaveOptions();
    set.accept(save);
    if (!isBuilt()) {
      throw SlimgraphException.failedPrecondition(
          "`build()` should be called before save if defer_build==True");
    }
    Path prefix = prefix(path, save);
    if (!empty) {
      run(session, path, prefix);
      if (save.writeState) {
        record(prefix, save);
      }
    }
    if (save.writeMetaGraph) {
      exportMetaGraph(metaGraphFile(prefix, save.metaGraphSuffix));
    }
    return empty ? Optional.empty() : Optional.of(prefix);
  }

  private Path prefix(Path path, SaveOptions save) {
    if (Path.of(save.latestFilename).getNameCount() > 1 || save.latestFilename.contains("/")) {
      throw SlimgraphException.invalidArgument(
          "'latest_filename' must not contain path components: '%s'", save.latestFilename);
    }
    String name = String.valueOf(path.getFileName());
    if (save.globalStep.isPresent()) {
      String pattern = options.padStepNumber ? "%s-%08d" : "%s-%d";
      return path.resolveSibling(
          String.format(Locale.ROOT, pattern, name, save.globalStep.getAsLong()));
    }
    if (name.equals(save.latestFilename) && !saverDefOrDefault().getSharded()) {
      throw SlimgraphException.invalidArgument(
          "'latest_filename' collides with 'save_path': '%s' and '%s'", save.latestFilename, path);
    }
    return path;
  }

  private SaverDef saverDefOrDefault() {
    return def == null ? SaverDef.getDefaultInstance() : def;
  }

  private void run(Session session, Path path, Path prefix) {
    SaverDef saver = saverDef();
    try {
      session
          .runner()
          .feed(saver.getFilenameTensorName(), Tensor.scalar(prefix.toString()))
          .fetch(saver.getSaveTensorName())
          .run();
    } catch (SlimgraphException e) {
      Path folder = path.getParent();
      boolean noFolder = folder != null && !Files.isDirectory(folder);
      if (noFolder
          && (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.FAILED_PRECONDITION)) {
        throw SlimgraphException.of(
            ErrorCode.INVALID_ARGUMENT,
            "Parent directory of " + path + " doesn't exist, can't save.",
            e);
      }
      throw e;
    }
  }

  private void record(Path prefix, SaveOptions save) throws IOException {
    KeptCheckpoints list = kept();
    list.add(prefix.toString(), now());
    Path folder = prefix.getParent();
    List<String> all = new ArrayList<>();
    for (String other : list.prefixes()) {
      all.add(stated(Path.of(other), folder));
    }
    String latest = stated(prefix, folder);
    if (all.isEmpty() || !all.get(all.size() - 1).equals(latest)) {
      all.add(latest);
    }
    Path file = prefix.resolveSibling(save.latestFilename);
    new CheckpointState(latest, all, List.of(), 0).write(file);
    Optional<String> deleted = list.takeDeleted();
    if (deleted.isPresent()) {
      BundleFiles.delete(Path.of(deleted.get()));
      Files.deleteIfExists(metaGraphFile(Path.of(deleted.get()), save.metaGraphSuffix));
    }
  }

  /** Returns the path as the state file in {@code folder} names it. */
  private String stated(Path prefix, @Nullable Path folder) {
    if (folder == null) {
      return prefix.toString();
    }
    boolean relative = options.saveRelativePaths || !folder.isAbsolute();
    return relative && folder.isAbsolute() == prefix.isAbsolute()
        ? folder.relativize(prefix).toString()
        : prefix.toString();
  }

  private static Path metaGraphFile(Path prefix, String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + "." + suffix);
  }

  /**
   * Gives the variables the values that the checkpoint {@code prefix} holds. They need no other
   * initialization; what else the checkpoint holds does not matter.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is no such checkpoint, or a type or shape
   *     differs; NOT_FOUND if it lacks a variable; DATA_LOSS if it is damaged; FAILED_PRECONDITION
   *     if the saver is not built
   */
  public void restore(Session session, Path prefix) {
    if (empty) {
      return;
    }
    SaverDef saver = saverDef();
    if (!CheckpointReader.exists(prefix)) {
      throw SlimgraphException.invalidArgument(
          "The passed save_path is not a valid checkpoint: %s", prefix);
    }
    try {
      session
          .runner()
          .feed(saver.getFilenameTensorName(), Tensor.scalar(prefix.toString()))
          .target(saver.getRestoreOpName())
          .run();
    } catch (SlimgraphException e) {
      switch (e.code()) {
        case NOT_FOUND:
          throw wrapped(e, "a Variable name or other graph key that is missing");
        case INVALID_ARGUMENT:
          throw wrapped(e, "a mismatch between the current graph and the graph");
        default:
          throw e;
      }
    }
  }

  private static SlimgraphException wrapped(SlimgraphException e, String cause) {
    return SlimgraphException.of(
        e.code(),
        "Restoring from checkpoint failed. This is most likely due to "
            + cause
            + " from the checkpoint. Please ensure that you have not altered the graph expected"
            + " based on the checkpoint. Original error:\n\n"
            + e.getMessage(),
        e);
  }

  /**
   * Writes the graph, its collections and this saver as a MetaGraphDef in binary form, all of it or
   * nothing.
   */
  public void exportMetaGraph(Path file) throws IOException {
    MetaGraphs.write(file, MetaGraphs.export(graph, saverDefOrDefault()));
  }

  /**
   * Returns the prefixes of the checkpoints that are kept and not yet deleted, the oldest first.
   */
  public List<Path> lastCheckpoints() {
    return kept == null ? List.of() : kept.prefixes().stream().map(Path::of).toList();
  }

  /**
   * Takes {@code prefixes}, of an earlier process, for the checkpoints that this saver keeps, so
   * that they are deleted in their turn. Those that do not exist are left out.
   *
   * @throws IOException if reading fails
   */
  public void recoverLastCheckpoints(List<Path> prefixes) throws IOException {
    List<Kept> found = new ArrayList<>();
    for (Path prefix : prefixes) {
      Optional<Instant> time = CheckpointReader.lastModified(prefix);
      if (time.isPresent()) {
        found.add(new Kept(prefix.toString(), seconds(time.get())));
      }
    }
    kept().set(found);
  }

  private KeptCheckpoints kept() {
    if (kept == null) {
      throw SlimgraphException.failedPrecondition("The saver has no operations to save with yet.");
    }
    return kept;
  }

  private double now() {
    return seconds(options.clock.instant());
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / MILLIS_PER_SECOND;
  }
}
