package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.slimgraph.slim.LayerTester.random;
import static org.slimgraph.slim.Slim.BATCH_NORM;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/**
 * Builds layers in all their ways, runs them here for a few training steps, and lets TensorFlow run
 * the same graphs: outputs and variables must be the same.
 */
@Tag("conformance")
class SlimConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STEPS = 3;
  private static final String TRAINING = "training";

  @TempDir Path folder;

  private final ArrayNode cases = JSON.createArrayNode();

  @Test
  void layers_giveTheSameInTensorFlow() throws IOException {
    Oracle oracle = Oracle.open();
    for (Compat compat : Compat.values()) {
      batchNorms(compat);
      convolutions(compat);
    }
    Path file = folder.resolve("layers.json");
    JSON.writeValue(file.toFile(), JSON.createObjectNode().set("cases", cases));
    Oracle.Answer answer =
        oracle.ask("verify", "--no-opt", "--threads", "1", "--in", file.toString());
    assertEquals("{}", answer.json().path("differences").toString(), answer.text());
    assertEquals(0, answer.status(), answer.text());
  }

  private void batchNorms(Compat compat) throws IOException {
    Map<String, Consumer<BatchNormOptions>> ways = new LinkedHashMap<>();
    ways.put("default", o -> {});
    ways.put("scale", o -> o.scale(true));
    ways.put("plain", o -> o.fused(false).scale(true));
    ways.put("bare", o -> o.fused(false).center(false));
    ways.put("fused", o -> o.fused(true).center(false));
    ways.put("inference", o -> o.isTraining(false).scale(true));
    ways.put("forced", o -> o.updatesCollections(null));
    ways.put("forced_plain", o -> o.updatesCollections(null).fused(false));
    ways.put("forced_fused", o -> o.updatesCollections(null).fused(true));
    ways.put("list", o -> o.updatesCollectionsList(List.of("update_ops")));
    ways.put("own_key", o -> o.updatesCollections(GraphKey.of("update_ops")).epsilon(1e-6));
    ways.put("zero_debias", o -> o.zeroDebiasMovingMean(true));
    ways.put("zero_debias_plain", o -> o.zeroDebiasMovingMean(true).fused(false).scale(true));
    long[][] shapes = {{6, 3, 2, 4}, {6, 4}, {6, 3, 4}};
    for (Map.Entry<String, Consumer<BatchNormOptions>> way : ways.entrySet()) {
      for (long[] dims : shapes) {
        if (compat == Compat.TF_1_0 && way.getKey().endsWith("fused") && dims.length == 3) {
          continue;
        }
        Consumer<BatchNormOptions> options =
            o -> {
              o.decay(0.9);
              way.getValue().accept(o);
            };
        String name = compat + " " + way.getKey() + " rank " + dims.length;
        add(name, compat, dims, t -> t.slim.batchNorm(t.graph.output("x:0"), options));
      }
    }
    predicates(compat);
    add(
        compat + " weighted",
        compat,
        new long[] {3, 2, 4},
        t ->
            t.slim.batchNorm(
                t.graph.output("x:0"),
                o -> o.batchWeights(t.tf.constant(new float[] {1, .5f, 2}))));
    add(
        compat + " by handle",
        compat,
        new long[] {6, 3, 4},
        t -> {
          try (var scope = t.tf.variableScope(o -> o.name("net").useResource(true))) {
            return t.slim.batchNorm(t.graph.output("x:0"));
          }
        });
  }

  /** Layers that a run tells whether to train, and renormalisation. */
  private void predicates(Compat compat) throws IOException {
    Map<String, Consumer<BatchNormOptions>> ways = new LinkedHashMap<>();
    ways.put("default", o -> o.scale(true));
    ways.put("plain", o -> o.fused(false));
    ways.put("fused", o -> o.fused(true).center(false));
    ways.put("forced", o -> o.updatesCollections(null));
    ways.put("forced_plain", o -> o.updatesCollections(null).fused(false).scale(true));
    ways.put("forced_fused", o -> o.updatesCollections(null).fused(true));
    ways.put("list", o -> o.updatesCollectionsList(List.of("update_ops")));
    ways.put("list_plain", o -> o.updatesCollectionsList(List.of("update_ops")).fused(false));
    ways.put("zero_debias", o -> o.zeroDebiasMovingMean(true));
    ways.put("zero_debias_plain", o -> o.zeroDebiasMovingMean(true).fused(false));
    if (compat == Compat.TF_1_15) {
      ways.put("renorm", o -> o.renorm(true).renormDecay(0.8).scale(true));
    }
    for (Map.Entry<String, Consumer<BatchNormOptions>> way : ways.entrySet()) {
      for (long[] dims : new long[][] {{6, 3, 2, 4}, {6, 4}}) {
        for (boolean byHandle : new boolean[] {false, true}) {
          String name = compat + " told " + way.getKey() + " rank " + dims.length;
          add(
              byHandle ? name + " by handle" : name,
              compat,
              dims,
              t -> {
                Output training = t.tf.placeholder(DataType.BOOL, Shape.scalar(), TRAINING);
                try (var scope = t.tf.variableScope(o -> o.name("net").useResource(byHandle))) {
                  return t.slim.batchNorm(
                      t.graph.output("x:0"),
                      o -> way.getValue().accept(o.decay(0.9).isTraining(training)));
                }
              });
        }
      }
    }
    if (compat == Compat.TF_1_15) {
      add(
          compat + " renorm clipped",
          compat,
          new long[] {6, 3, 2, 4},
          t ->
              t.slim.batchNorm(
                  t.graph.output("x:0"),
                  o ->
                      o.renorm(true)
                          .renormClipping(
                              Map.of(
                                  "rmax", t.tf.constant(1.1f),
                                  "rmin", t.tf.constant(0.9f),
                                  "dmax", t.tf.constant(0.2f)))));
    }
  }

  private void convolutions(Compat compat) throws IOException {
    Map<String, Consumer<Conv2dOptions>> ways = new LinkedHashMap<>();
    ways.put("default", o -> o.biasesInitializer(Initializers.constant(.1, -.2, .3)));
    ways.put("strided", o -> o.stride(2, 1).padding(Padding.VALID));
    ways.put("dilated", o -> o.rate(2));
    ways.put("dilated valid", o -> o.rate(2, 1).padding(Padding.VALID).activation(null));
    ways.put("normalized", o -> o.normalizer(BATCH_NORM, bn -> bn.decay(0.9)));
    for (Map.Entry<String, Consumer<Conv2dOptions>> way : ways.entrySet()) {
      for (long[] dims : new long[][] {{2, 7, 8, 3}, {-1, -1, -1, 3}}) {
        String name = compat + " conv " + way.getKey() + (dims[0] < 0 ? " dynamic" : "");
        add(name, compat, dims, t -> t.slim.conv2d(t.graph.output("x:0"), 3, 3, way.getValue()));
      }
    }
  }

  /** Builds and runs a layer of x, and adds what it gave as a case for TensorFlow. */
  private void add(String name, Compat compat, long[] dims, Function<LayerTester, Output> layer)
      throws IOException {
    LayerTester t = new LayerTester(compat);
    t.graph.setSeed(7);
    t.placeholder(dims);
    Output y = layer.apply(t);
    Operation init = t.tf.globalVariablesInitializer();
    ObjectNode golden = cases.addObject();
    golden.put("name", name).put("graph_pb", GraphDefs.toBytes(t.graph));
    golden.putArray("init").add(init.name());
    golden.put("rtol", 2e-5).put("atol", 2e-5);
    ArrayNode steps = golden.putArray("steps");
    long[] fed = dims.clone();
    for (int i = 0; i < fed.length; i++) {
      fed[i] = fed[i] < 0 ? 5 + i : fed[i];
    }
    try (Session session = Session.open(t.graph)) {
      session.runner().target(init).run();
      for (int i = 0; i < STEPS; i++) {
        addStep(steps, t, session, y, random(10 + i, fed), i != 1);
        addVariables(steps.addObject(), t, session);
      }
    }
  }

  /**
   * Adds the runs that make a step; {@code trains} is told to layers that listen. A layer that is
   * told not to train reads averages that TF 1.0 updates all the same, in no order that TF
   * promises, so then the output is fetched in a run of its own.
   */
  private static void addStep(
      ArrayNode steps, LayerTester t, Session session, Output y, Tensor x, boolean trains) {
    if (trains) {
      addRun(steps.addObject(), t, session, Optional.of(y), x, true, t.updateOps());
    } else {
      addRun(steps.addObject(), t, session, Optional.of(y), x, false, List.of());
      if (!t.updateOps().isEmpty() && !readsWhatTfLeavesUnwritten(t)) {
        addRun(steps.addObject(), t, session, Optional.empty(), x, false, t.updateOps());
      }
    }
  }

  /**
   * TF 1.15's CPU kernel leaves the statistics of a fused layer in inference unwritten, and the
   * update multiplies them by zero: right unless the memory happens to hold a NaN.
   */
  private static boolean readsWhatTfLeavesUnwritten(LayerTester t) {
    return t.graph.compat() == Compat.TF_1_15
        && t.graph.findOperation(TRAINING).isPresent()
        && t.updateOps().get(0).operation().type().startsWith("AssignSub");
  }

  private static void addRun(
      ObjectNode step,
      LayerTester t,
      Session session,
      Optional<Output> fetch,
      Tensor x,
      boolean trains,
      List<? extends GraphElement> updates) {
    ObjectNode feeds = step.putObject("feeds");
    feeds.set("x:0", json(x));
    ArrayNode targets = step.putArray("targets");
    var runner = session.runner().feed("x:0", x);
    if (t.graph.findOperation(TRAINING).isPresent()) {
      Tensor training = Tensor.scalar(trains);
      feeds.set(TRAINING + ":0", json(training));
      runner.feed(TRAINING + ":0", training);
    }
    for (GraphElement update : updates) {
      targets.add(update.operation().name());
      runner.target(update);
    }
    fetch.ifPresent(runner::fetch);
    List<Tensor> results = runner.run();
    ObjectNode fetches = step.putObject("fetches");
    fetch.ifPresent(y -> fetches.set(y.name(), json(results.get(0))));
  }

  /** Adds a run that fetches all variables. */
  private static void addVariables(ObjectNode step, LayerTester t, Session session) {
    ObjectNode fetches = step.putObject("fetches");
    for (Variable variable : t.variables(GraphKeys.GLOBAL_VARIABLES)) {
      fetches.set(variable.value().name(), json(session.run(variable.value())));
    }
  }

  private static ObjectNode json(Tensor tensor) {
    ObjectNode node = JSON.createObjectNode().put("dtype", "DT_" + tensor.dataType().name());
    ArrayNode shape = node.putArray("shape");
    for (long dim : tensor.shape().dims()) {
      shape.add(dim);
    }
    return node.put("b64", Base64.getEncoder().encodeToString(tensor.bytes()));
  }
}
