package org.slimgraph.graph;

import java.util.Collections;
import java.util.List;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.tensor.Shape;

/** A few ops for tests of graphs, whose real ops live in another module. */
final class TestOps {
  static final OpRegistry REGISTRY =
      new OpRegistry(
          List.of(
              op(OpDef.builder("NoOp")),
              op(OpDef.builder("FloatOutput").output("a: float")),
              op(OpDef.builder("IntOutput").output("a: int32")),
              op(OpDef.builder("TwoFloatOutputs").output("a: float").output("b: float")),
              op(OpDef.builder("RefOutput").output("a: Ref(float)").stateful()),
              op(OpDef.builder("RefInput").input("a: Ref(float)").output("b: float")),
              op(OpDef.builder("IntInput").input("a: int32")),
              op(OpDef.builder("FloatInput").input("a: float")),
              op(OpDef.builder("Identity").input("input: T").output("output: T").attr("T: type")),
              op(
                  OpDef.builder("Add")
                      .input("x: T")
                      .input("y: T")
                      .output("z: T")
                      .attr("T: {float, int32}")),
              op(
                  OpDef.builder("AddN")
                      .input("inputs: N * T")
                      .output("sum: T")
                      .attr("N: int >= 1")
                      .attr("T: {float, int32}")),
              op(
                  OpDef.builder("Concat")
                      .input("values: N * T")
                      .input("axis: int32")
                      .output("output: T")
                      .attr("N: int >= 2")
                      .attr("T: type")),
              op(
                  OpDef.builder("Stitch")
                      .input("indices: N * int32")
                      .input("data: N * T")
                      .output("merged: T")
                      .attr("N: int >= 1")
                      .attr("T: type")),
              op(
                  OpDef.builder("Pair")
                      .input("left: A")
                      .input("right: B")
                      .attr("A: list(type)")
                      .attr("B: list(type)")),
              op(OpDef.builder("DefaultAttrs").attr("float_val: float = 123.0"))));

  private TestOps() {}

  private static RegisteredOp op(OpDef.Builder builder) {
    OpDef def = builder.build();
    return new RegisteredOp(
        def, c -> Collections.nCopies(c.outputCount(), Shape.unknown()), null, null);
  }

  static Graph graph() {
    return new Graph(REGISTRY, Compat.TF_1_15);
  }

  static Operation noOp(Graph graph, String name) {
    return graph.opBuilder("NoOp", name).build();
  }

  static Output floats(Graph graph, String name) {
    return graph.opBuilder("FloatOutput", name).build().output(0);
  }

  static Output identity(Graph graph, Output input) {
    return graph.opBuilder("Identity", "").input(input).build().output(0);
  }
}
