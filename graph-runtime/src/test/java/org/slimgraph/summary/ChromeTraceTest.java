package org.slimgraph.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.slimgraph.graphdef.proto.DeviceStepStats;
import org.slimgraph.graphdef.proto.NodeExecStats;
import org.slimgraph.graphdef.proto.RunMetadata;
import org.slimgraph.graphdef.proto.StepStats;

class ChromeTraceTest {

  private static NodeExecStats node(String name, String label, long start, long duration) {
    return NodeExecStats.newBuilder()
        .setNodeName(name)
        .setTimelineLabel(label)
        .setAllStartMicros(start)
        .setOpEndRelMicros(duration)
        .build();
  }

  @Test
  void nodes_areBars_inputsArrows() {
    DeviceStepStats device =
        DeviceStepStats.newBuilder()
            .setDevice("/cpu:0")
            .putThreadNames(0, "main \"1\"\n")
            .addNodeStats(node("x", "x = Const()", 100, 5))
            .addNodeStats(node("y", "y = Add(x:1, w, ^x)", 110, 0))
            .build();
    RunMetadata metadata =
        RunMetadata.newBuilder().setStepStats(StepStats.newBuilder().addDevStats(device)).build();
    assertEquals(
        """
        {"traceEvents": [
        {"ph": "M", "name": "process_name", "pid": 0, "tid": 0, "args": {"name": "/cpu:0"}},
        {"ph": "M", "name": "thread_name", "pid": 0, "tid": 0, "args": {"name": "main \\"1\\"\\u000a"}},
        {"ph": "X", "name": "Const", "pid": 0, "tid": 0, "cat": "Op", "ts": 100, "dur": 5, "args": {"name": "x", "op": "Const"}},
        {"ph": "X", "name": "Add", "pid": 0, "tid": 0, "cat": "Op", "ts": 110, "dur": 1, "args": {"name": "y", "op": "Add", "input0": "x:1", "input1": "w", "input2": "^x"}},
        {"ph": "s", "name": "x:1", "pid": 0, "tid": 0, "cat": "DataFlow", "id": 0, "ts": 105},
        {"ph": "t", "name": "x:1", "pid": 0, "tid": 0, "cat": "DataFlow", "id": 0, "ts": 110},
        {"ph": "s", "name": "^x", "pid": 0, "tid": 0, "cat": "ControlFlow", "id": 1, "ts": 105},
        {"ph": "t", "name": "^x", "pid": 0, "tid": 0, "cat": "ControlFlow", "id": 1, "ts": 110}
        ]}
        """,
        ChromeTrace.of(metadata));
  }

  @Test
  void nothing_isAnEmptyTrace() {
    assertEquals("{\"traceEvents\": [\n]}\n", ChromeTrace.of(RunMetadata.getDefaultInstance()));
  }
}
