package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.checkpoint.CheckpointEntry;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.checkpoint.ShapeAndSlice;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.MetaGraph;
import org.slimgraph.graphdef.MetaGraphs;
import org.slimgraph.graphdef.proto.SaverDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;
import org.slimgraph.variables.VariableSlice;

class SaverTest {
  @TempDir Path folder;

  private final Ops tf = Ops.on(new Graph());
  private final TestClock clock = new TestClock();

  /** A clock that the test sets. */
  private static final class TestClock extends Clock {
    private Instant now = Instant.ofEpochSecond(1_000_000);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  private static Variable scalar(Ops tf, String name, float value) {
    return tf.variable(Tensor.scalar(value), o -> o.name(name));
  }

  private static float value(Session session, Variable variable) {
    return session.run(variable.value()).floats()[0];
  }

  private Session initialized() {
    return initialized(tf);
  }

  private static Session initialized(Ops tf) {
    Operation init = tf.globalVariablesInitializer();
    Session session = Session.open(tf.graph());
    session.run(init);
    return session;
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private static SlimgraphException assertFails(ErrorCode code, String words, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(code, e.code());
    return e;
  }

  @Test
  void v31_listOfVariables_isSavedAndRestored_withoutInitializing() throws IOException {
    Variable v0 = scalar(tf, "v0", 10);
    Variable v1 = scalar(tf, "v1", 20);
    Saver saver = tf.train().saver(o -> o.varList(List.of(v0, v1)).restoreSequentially(true));
    try (Session session = initialized()) {
      assertEquals(Optional.of(path("basics")), saver.save(session, path("basics")));
    }

    Ops again = Ops.on(new Graph());
    Variable w0 = scalar(again, "v0", 1000);
    Variable w1 = scalar(again, "v1", 2000);
    Saver restorer = again.train().saver(o -> o.varList(List.of(w0, w1)));
    try (Session session = Session.open(again.graph())) {
      assertThrows(SlimgraphException.class, () -> value(session, w0));
      restorer.restore(session, path("basics"));
      assertEquals(List.of(10f, 20f), List.of(value(session, w0), value(session, w1)));
    }
    try (Session session = initialized(again)) {
      assertEquals(1000, value(session, w0));
      restorer.restore(session, path("basics"));
      assertEquals(List.of(10f, 20f), List.of(value(session, w0), value(session, w1)));
    }
  }

  @Test
  void handles_areSavedAndRestored() throws IOException {
    Variable v = tf.variable(Tensor.scalar(3f), o -> o.name("v").useResource(true));
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("handle"));
      session.run(v.assign(tf.constant(Tensor.scalar(4f))));
      saver.restore(session, path("handle"));
      assertEquals(3, value(session, v));
    }
  }

  @Test
  void v32_pathWithoutCheckpoint_isRefused() {
    Variable v = scalar(tf, "v0", 0);
    Saver saver = tf.train().saver(o -> o.varList(List.of(v)));
    try (Session session = Session.open(tf.graph())) {
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "The passed save_path is not a valid checkpoint: invalid path",
          () -> saver.restore(session, Path.of("invalid path")));
    }
  }

  @Test
  void v33_sameVariableOrName_twice_isRefused() {
    Variable v0 = scalar(tf, "v0", 10);
    Variable v1 = scalar(tf, "v1", 20);
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "The same saveable will be restored with two names: v1",
        () -> tf.train().saver(o -> o.varList(Map.of("v0", v0, "v1", v0))));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "At least two variables have the same name: v1",
        () -> tf.train().saver(o -> o.varList(List.of(v0, v1, v1))));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "No variables to save",
        () -> Ops.on(new Graph()).train().saver());
  }

  @Test
  void v34_anotherShape_isRefused_unlessReshaped() throws IOException {
    tf.variable(Tensor.of(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}), o -> o.name("v"));
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("reshape"));
    }
    for (boolean useResource : new boolean[] {false, true}) {
      Ops other = Ops.on(new Graph());
      Variable v =
          other.variable(
              Tensor.of(Shape.of(3, 2), new float[6]), o -> o.name("v").useResource(useResource));
      Saver strict = other.train().saver();
      Saver reshaping = other.train().saver(o -> o.reshape(true));
      try (Session session = Session.open(other.graph())) {
        // TF 1.x: an assignment by handle takes any shape.
        if (!useResource) {
          assertFails(
              ErrorCode.INVALID_ARGUMENT,
              "a mismatch between the current graph and the graph",
              () -> strict.restore(session, path("reshape")));
        }
        reshaping.restore(session, path("reshape"));
        Tensor restored = session.run(v.value());
        assertEquals(Shape.of(3, 2), restored.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, restored.floats());
      }
    }
  }

  @Test
  void v35_globalStep_endsTheName() throws IOException {
    scalar(tf, "v", 1);
    Saver plain = tf.train().saver();
    Saver padded = tf.train().saver(o -> o.padStepNumber(true));
    try (Session session = initialized()) {
      assertEquals(Optional.of(path("ckpt-5")), plain.save(session, path("ckpt"), 5));
      assertEquals(Optional.of(path("ckpt-00000005")), padded.save(session, path("ckpt"), 5));
    }
    assertTrue(CheckpointReader.exists(path("ckpt-5")));
    assertTrue(Files.exists(path("ckpt-00000005.meta")));
    assertEquals(Optional.of(path("ckpt-00000005")), CheckpointState.latestCheckpoint(folder));
  }

  @Test
  void v36_noVariables_saveNothing_ifAllowed() throws IOException {
    tf.constant(Tensor.scalar(1f));
    Saver saver = tf.train().saver(o -> o.allowEmpty(true));
    try (Session session = Session.open(tf.graph())) {
      assertEquals(Optional.empty(), saver.save(session, path("empty")));
      saver.restore(session, path("empty"));
    }
    assertFalse(CheckpointReader.exists(path("empty")));
  }

  @Test
  void v37_missingVariable_isNotFound() throws IOException {
    scalar(tf, "a", 1);
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("one"));
    }
    Ops other = Ops.on(new Graph());
    scalar(other, "a", 1);
    scalar(other, "b", 2);
    Saver both = other.train().saver();
    try (Session session = Session.open(other.graph())) {
      SlimgraphException e =
          assertFails(
              ErrorCode.NOT_FOUND,
              "Key b not found in checkpoint",
              () -> both.restore(session, path("one")));
      assertTrue(
          e.getMessage()
              .contains(
                  "Restoring from checkpoint failed. This is most likely due to a Variable name or"
                      + " other graph key that is missing from the checkpoint."),
          e.getMessage());
    }
  }

  @Test
  void v38_changedShape_isNamedAMismatch() throws IOException {
    scalar(tf, "a", 1);
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("scalar"));
    }
    Ops other = Ops.on(new Graph());
    other.variable(Tensor.of(Shape.of(1), new float[1]), o -> o.name("a"));
    Saver changed = other.train().saver();
    try (Session session = Session.open(other.graph())) {
      SlimgraphException e =
          assertFails(
              ErrorCode.INVALID_ARGUMENT,
              "a mismatch between the current graph and the graph",
              () -> changed.restore(session, path("scalar")));
      assertTrue(
          e.getMessage().contains("Assign requires shapes of both tensors to match."),
          e.getMessage());
    }
  }

  @Test
  void v39_oneMissingFolder_isMade_twoAreRefused() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("new").resolve("ckpt"));
      assertTrue(CheckpointReader.exists(path("new").resolve("ckpt")));
      Path deep = path("missing").resolve("folder").resolve("ckpt");
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Parent directory of " + deep + " doesn't exist, can't save.",
          () -> saver.save(session, deep));
    }
  }

  @Test
  void v43_latestCheckpoint_needsTheIndex() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("ckpt"), 1);
    }
    assertEquals(Optional.of(path("ckpt-1")), CheckpointState.latestCheckpoint(folder));
    Files.delete(path("ckpt-1.index"));
    assertEquals(Optional.empty(), CheckpointState.latestCheckpoint(folder));
  }

  @Test
  void stateFileName_withFoldersOrOfTheCheckpoint_isRefused() {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "'latest_filename' must not contain path components",
          () -> saver.save(session, path("ckpt"), o -> o.latestFilename("a/b")));
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "'latest_filename' collides with 'save_path'",
          () -> saver.save(session, path("checkpoint")));
    }
  }

  @Test
  void uninitialized_isNotSaved() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver();
    try (Session session = Session.open(tf.graph())) {
      assertFails(
          ErrorCode.FAILED_PRECONDITION,
          "Attempting to use uninitialized value v",
          () -> saver.save(session, path("ckpt")));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void maxToKeep_deletesTheOldest() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver(o -> o.maxToKeep(2));
    try (Session session = initialized()) {
      saver.save(session, path("s1"));
      saver.save(session, path("s2"));
      assertEquals(List.of(path("s1"), path("s2")), saver.lastCheckpoints());
      saver.save(session, path("s1"));
      assertEquals(List.of(path("s2"), path("s1")), saver.lastCheckpoints());
      saver.save(session, path("s3"));
    }
    assertEquals(List.of(path("s1"), path("s3")), saver.lastCheckpoints());
    assertFalse(CheckpointReader.exists(path("s2")));
    assertFalse(Files.exists(path("s2.meta")));
    assertFalse(Files.exists(path("s2.data-00000-of-00001")));
    assertTrue(CheckpointReader.exists(path("s1")));
  }

  @Test
  void maxToKeepZero_keepsAllAndNoList() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver(o -> o.maxToKeep(0));
    try (Session session = initialized()) {
      for (int step = 1; step <= 7; step++) {
        saver.save(session, path("s"), step);
      }
    }
    assertEquals(List.of(), saver.lastCheckpoints());
    assertTrue(CheckpointReader.exists(path("s-1")));
    CheckpointState state = CheckpointState.read(path(CheckpointState.FILE_NAME)).orElseThrow();
    assertEquals(List.of(path("s-7").toString()), state.all());
  }

  @Test
  void keepEveryNHours_keepsOneOfEachSpan() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver(o -> o.maxToKeep(1).keepCheckpointEveryNHours(1).clock(clock));
    try (Session session = initialized()) {
      for (int step = 1; step <= 5; step++) {
        clock.pass(Duration.ofMinutes(40));
        saver.save(session, path("s"), step);
      }
    }
    // Saved after 40, 80, 120, 160, 200 minutes; the marks are 60, then 120.
    List<Boolean> exist =
        Stream.of(1, 2, 3, 4, 5).map(step -> CheckpointReader.exists(path("s-" + step))).toList();
    assertEquals(List.of(false, true, false, true, true), exist);
  }

  @Test
  void recoveredCheckpoints_areDeletedInTurn() throws IOException {
    scalar(tf, "v", 1);
    Saver first = tf.train().saver();
    Saver second = tf.train().saver(o -> o.maxToKeep(2));
    try (Session session = initialized()) {
      first.save(session, path("s"), 1);
      first.save(session, path("s"), 2);
      second.recoverLastCheckpoints(List.of(path("s-1"), path("gone"), path("s-2")));
      assertEquals(List.of(path("s-1"), path("s-2")), second.lastCheckpoints());
      second.save(session, path("s"), 3);
    }
    assertFalse(CheckpointReader.exists(path("s-1")));
    assertTrue(CheckpointReader.exists(path("s-2")));
  }

  @Test
  void stateFile_namesPathsAsAsked() throws IOException {
    scalar(tf, "v", 1);
    Saver absolute = tf.train().saver();
    Saver relative = tf.train().saver(o -> o.saveRelativePaths(true));
    try (Session session = initialized()) {
      absolute.save(session, path("s"), 1);
      assertEquals(
          "model_checkpoint_path: \""
              + path("s-1")
              + "\"\nall_model_checkpoint_paths: \""
              + path("s-1")
              + "\"\n",
          Files.readString(path("checkpoint"), StandardCharsets.UTF_8));
      relative.save(session, path("s"), 2);
      assertEquals(
          "model_checkpoint_path: \"s-2\"\nall_model_checkpoint_paths: \"s-2\"\n",
          Files.readString(path("checkpoint"), StandardCharsets.UTF_8));
    }
  }

  @Test
  void names_areThoseOfTensorFlow() {
    scalar(tf, "b", 1);
    scalar(tf, "a", 2);
    Saver saver = tf.train().saver();
    List<String> names =
        tf.graph().operations().stream()
            .map(Operation::name)
            .filter(name -> name.startsWith("save/"))
            .toList();
    assertEquals(
        List.of(
            "save/filename/input",
            "save/filename",
            "save/Const",
            "save/SaveV2/tensor_names",
            "save/SaveV2/shape_and_slices",
            "save/SaveV2",
            "save/control_dependency",
            "save/RestoreV2/tensor_names",
            "save/RestoreV2/shape_and_slices",
            "save/RestoreV2",
            "save/Assign",
            "save/Assign_1",
            "save/restore_all"),
        names);
    assertEquals("a", tf.graph().operation("save/Assign").input(0).operation().name());
    assertEquals("/device:CPU:0", tf.graph().operation("save/RestoreV2").device());
    assertEquals(
        SaverDef.newBuilder()
            .setFilenameTensorName("save/Const:0")
            .setSaveTensorName("save/control_dependency:0")
            .setRestoreOpName("save/restore_all")
            .setMaxToKeep(5)
            .setKeepCheckpointEveryNHours(10000)
            .setVersion(SaverDef.CheckpointFormatVersion.V2)
            .build(),
        saver.saverDef());
  }

  @Test
  void sharded_writesOneDataFileADevice() throws IOException {
    scalar(tf, "a", 1);
    try (Scope device = tf.device("/cpu:0")) {
      scalar(tf, "b", 2);
    }
    Saver saver = tf.train().saver(o -> o.sharded(true));
    try (Session session = initialized()) {
      saver.save(session, path("shards"));
      session.run(tf.variablesInitializer(tf.globalVariables()));
      saver.restore(session, path("shards"));
    }
    assertTrue(Files.exists(path("shards.data-00001-of-00002")));
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().contains("_temp_")));
    }
    assertEquals(2, CheckpointReader.open(path("shards")).read("b").floats()[0]);
  }

  @Test
  void slices_areSavedAsOneTensor() throws IOException {
    Variable top =
        tf.variable(Tensor.of(Shape.of(1, 2), new float[] {1, 2}), o -> o.name("w/part_0"));
    Variable bottom =
        tf.variable(Tensor.of(Shape.of(2, 2), new float[] {3, 4, 5, 6}), o -> o.name("w/part_1"));
    top.setSlice(new VariableSlice("w", ShapeAndSlice.parse("3 2 0,1:0,2")));
    bottom.setSlice(new VariableSlice("w", ShapeAndSlice.parse("3 2 1,2:0,2")));
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("sliced"));
    }
    CheckpointReader reader = CheckpointReader.open(path("sliced"));
    assertEquals(List.of("w"), reader.entries().stream().map(CheckpointEntry::name).toList());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, reader.read("w").floats());

    MetaGraph read = MetaGraphs.read(path("sliced.meta"));
    Ops again = Ops.on(read.graph());
    try (Session session = Session.open(read.graph())) {
      Saver restorer = again.train().saver();
      restorer.restore(session, path("sliced"));
      assertArrayEquals(
          new float[] {3, 4, 5, 6}, session.run(again.globalVariables().get(1).value()).floats());
    }
  }

  @Test
  void metaGraph_givesVariablesAndSaverBack() throws IOException {
    Variable w = scalar(tf, "w", 7);
    tf.variable(Tensor.scalar(1L), o -> o.name("step").trainable(false));
    tf.graph().addToCollection(GraphKeys.LOSSES, w.value());
    Saver saver = tf.train().saver();
    try (Session session = initialized()) {
      saver.save(session, path("ckpt"), 3);
    }
    MetaGraph read = MetaGraphs.read(path("ckpt-3.meta"));
    assertEquals("1.15.0", read.def().getMetaInfoDef().getTensorflowVersion());
    Ops again = Ops.on(read.graph());
    assertEquals(
        List.of("w:0", "step:0"), again.globalVariables().stream().map(Variable::name).toList());
    assertEquals(List.of("w:0"), again.trainableVariables().stream().map(Variable::name).toList());
    assertTrue(again.globalVariables().get(0) == again.trainableVariables().get(0));
    assertEquals(1, again.collection(GraphKeys.LOSSES).size());
    Saver restorer = again.train().saver(o -> o.saverDef(read.def().getSaverDef()));
    try (Session session = Session.open(read.graph())) {
      restorer.restore(session, path("ckpt-3"));
      assertEquals(7, value(session, again.globalVariables().get(0)));
    }
  }

  @Test
  void deferredBuild_needsBuild() throws IOException {
    scalar(tf, "v", 1);
    Saver saver = tf.train().saver(o -> o.deferBuild(true));
    scalar(tf, "late", 2);
    try (Session session = initialized()) {
      assertFails(
          ErrorCode.FAILED_PRECONDITION,
          "`build()` should be called before save if defer_build==True",
          () -> saver.save(session, path("ckpt")));
      saver.build();
      saver.save(session, path("ckpt"));
    }
    assertEquals(2, CheckpointReader.open(path("ckpt")).entries().size());
  }
}
