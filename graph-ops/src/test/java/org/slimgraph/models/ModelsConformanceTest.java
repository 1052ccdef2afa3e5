package org.slimgraph.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.MetaGraphs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.TensorflowJs;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.ops.StandardOps;

/**
 * Runs models of public projects and compares with what TensorFlow 1.15.0, or TensorFlow.js, gave.
 * The files stand outside this repository, in the folder {@code models} of what the system property
 * {@code slimgraph.shared} names.
 */
@Tag("conformance")
class ModelsConformanceTest {
  /** The op types that are missing here and keep a model from running. */
  private static final ImmutableSet<String> MISSING = ImmutableSet.of();

  private static final ImmutableList<String> FROZEN =
      ImmutableList.of(
          "kws_Basic_LSTM_S",
          "kws_CNN_S",
          "kws_DS_CNN_S",
          "kws_GRU_S",
          "tfonnx_ae0",
          "tfonnx_fc_layers",
          "tfonnx_gru",
          "tfonnx_lstm");

  private static final String UNMICST = "meta/unmicst_CytoplasmIncell/model.ckpt.meta";

  private static final ImmutableList<String> TENSORFLOW_JS =
      ImmutableList.of("blazeface", "emotion", "handlandmark-lite", "iris");

  /** What is said of a graph in which a variable was frozen under an op that changes it. */
  private static final ImmutableMap<String, String> REFUSALS =
      ImmutableMap.of(
          "emptyArrayTests__scatter_mul__rank2_emptyIndices_emptyUpdates.pb",
          "Input 0 of node ScatterMul was passed float from in_0:0",
          "reductions__scatter_add_vector.pb",
          "Input 0 of node Assign was passed float from Variable:0",
          "scatter_nd_add__unique_idxs__rank3shape_2indices.pb",
          "Input 0 of node Assign was passed float from Variable:0",
          "scatter_nd_sub__unique_idxs__rank2shape_2indices.pb",
          "Input 0 of node Assign was passed float from Variable:0");

  private static Path models;

  @BeforeAll
  static void findModels() {
    models = Path.of(System.getProperty("slimgraph.shared", ""), "models");
    boolean present = Files.isDirectory(models);
    if (!present) {
      System.out.println("SKIPPED: no real models to run, " + models + " is missing");
    }
    assumeTrue(present, "the models are missing");
  }

  /** A graph and where its reference is. */
  private record Model(String name, Graph graph, Path reference) {
    DynamicTest test() {
      return dynamicTest(name, () -> Reference.read(reference).check(graph));
    }

    ImmutableSet<String> missing() {
      return graph.operations().stream()
          .map(Operation::type)
          .filter(type -> StandardOps.find(type).isEmpty())
          .collect(ImmutableSet.toImmutableSet());
    }
  }

  private static List<Model> smallGraphs() throws IOException {
    List<Model> graphs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(models.resolve("micro"))) {
      for (Path file : files.filter(file -> file.endsWith("graph.pb")).sorted().toList()) {
        String name = models.relativize(file.getParent()).toString();
        graphs.add(new Model(name, GraphDefs.read(file), file.getParent()));
      }
    }
    return graphs;
  }

  private static List<Model> nets() throws IOException {
    Path references = models.resolve("refs");
    List<Model> nets = new ArrayList<>();
    for (String name : FROZEN) {
      Graph graph = GraphDefs.read(models.resolve("frozen").resolve(name + ".pb"));
      nets.add(new Model(name, graph, references.resolve(name)));
    }
    for (String name : TENSORFLOW_JS) {
      Path file = models.resolve("tfjs").resolve(name).resolve(name + ".json");
      byte[] bytes = Files.readAllBytes(file);
      GraphDef topology = (GraphDef) ProtoFiles.parseModel(bytes);
      Graph graph = GraphDefs.toGraph(TensorflowJs.withWeights(topology, bytes, file));
      nets.add(new Model(name, graph, references.resolve("tfjs_" + name.replace('-', '_'))));
    }
    return nets;
  }

  @TestFactory
  Stream<DynamicTest> smallGraphs_whoseOpsAreHere_giveTensorFlowsValues() throws IOException {
    return smallGraphs().stream().filter(graph -> graph.missing().isEmpty()).map(Model::test);
  }

  @TestFactory
  Stream<DynamicTest> nets_whoseOpsAreHere_giveTheRecordedValues() throws IOException {
    return nets().stream().filter(net -> net.missing().isEmpty()).map(Model::test);
  }

  /** Models that are restored from a checkpoint, and trained: the folder of a reference each. */
  @TestFactory
  Stream<DynamicTest> restoredModels_giveTheRecordedValues() {
    return Stream.of(
        restored("half_plus_two", "saved_model/half_plus_two", "variables"),
        restored("unmicst_CytoplasmIncell", UNMICST, ""),
        restored("unmicst_CytoplasmIncell_update_ops", UNMICST, ""));
  }

  private static DynamicTest restored(String name, String model, String checkpoints) {
    return dynamicTest(
        name,
        () -> {
          Path file = models.resolve(model);
          Path folder = Files.isDirectory(file) ? file : file.getParent();
          Path reference = models.resolve("refs").resolve(name);
          Reference.read(reference, folder.resolve(checkpoints))
              .check(MetaGraphs.read(file).graph());
        });
  }

  @Test
  void models_thatDoNotRun_lackTheseOps() throws IOException {
    Set<String> missing = new TreeSet<>();
    count("small graphs", smallGraphs(), missing);
    count("nets", nets(), missing);
    assertEquals(new TreeSet<>(MISSING), missing);
  }

  private static void count(String what, List<Model> all, Set<String> missing) {
    List<Model> waiting = all.stream().filter(model -> !model.missing().isEmpty()).toList();
    waiting.forEach(model -> missing.addAll(model.missing()));
    System.out.println(what + ": " + (all.size() - waiting.size()) + " of " + all.size() + " run");
    waiting.forEach(model -> System.out.println("  not " + model.name() + ": " + model.missing()));
  }

  @TestFactory
  Stream<DynamicTest> variablesFrozenUnderReferences_areRefused() {
    return REFUSALS.entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> refused(entry.getKey(), entry.getValue())));
  }

  private static void refused(String file, String words) throws IOException {
    GraphDef def =
        (GraphDef) ProtoFiles.readModel(models.resolve("rejected_by_tf115").resolve(file));
    String message = words + " incompatible with expected float_ref.";
    assertInvalid(message, () -> GraphDefs.importStrictly(def, new Graph().importer()));
    assertInvalid(message, () -> GraphDefs.toGraph(def));
  }

  private static void assertInvalid(String message, Executable reading) {
    SlimgraphException e = assertThrows(SlimgraphException.class, reading);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @TestFactory
  Stream<DynamicTest> damagedGraphs_areRefusedOrRead() throws IOException {
    try (Stream<Path> files = Files.list(models.resolve("hostile"))) {
      return files.filter(Files::isRegularFile).sorted().toList().stream()
          .map(file -> dynamicTest(file.getFileName().toString(), () -> survives(file)));
    }
  }

  /** No file is worse than a refusal, and only those that hold a graph are read. */
  private static void survives(Path file) throws IOException {
    boolean readable =
        Set.of("empty.pb", "one_byte_flipped_kws.pb").contains(file.getFileName().toString());
    try {
      int size = GraphDefs.read(file).operations().size();
      assertTrue(readable, () -> file + " was read, " + size + " operations");
    } catch (SlimgraphException e) {
      assertTrue(Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.DATA_LOSS).contains(e.code()));
    }
  }
}
