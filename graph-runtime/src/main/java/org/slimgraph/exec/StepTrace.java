package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.proto.AllocationDescription;
import org.slimgraph.graphdef.proto.AllocatorMemoryUsed;
import org.slimgraph.graphdef.proto.DeviceStepStats;
import org.slimgraph.graphdef.proto.NodeExecStats;
import org.slimgraph.graphdef.proto.NodeOutput;
import org.slimgraph.graphdef.proto.StepStats;
import org.slimgraph.graphdef.proto.TensorDescription;
import org.slimgraph.plan.Step;
import org.slimgraph.tensor.Tensor;

/**
 * Notes when each step of one run began and ended, and what it gave. Steps run one after the other
 * on the calling thread, so there is one device and one lane; what the workers do inside a step is
 * part of it. Mutable; used by the thread of the run.
 */
public final class StepTrace {
  /** Notes nothing; the one that runs have unless a trace is asked for. */
  public static final StepTrace NONE = new StepTrace(false);

  private static final String DEVICE = "/job:localhost/replica:0/task:0/device:CPU:0";
  private static final String ALLOCATOR = "cpu";

  private final boolean on;
  private final long startNanos = System.nanoTime();
  private final long startMicros = System.currentTimeMillis() * 1000;
  private final String thread = Thread.currentThread().getName();
  private final List<NodeExecStats> nodes = new ArrayList<>();

  private StepTrace(boolean on) {
    this.on = on;
  }

  /** Returns a trace of a run that begins now on this thread. */
  public static StepTrace begin() {
    return new StepTrace(true);
  }

  /** Returns whether anything is noted. */
  boolean isOn() {
    return on;
  }

  /** Returns the time in nanoseconds since the trace began. */
  long now() {
    return System.nanoTime() - startNanos;
  }

  /**
   * Notes an execution that ends now.
   *
   * @param begin when it began
   * @param values what its outputs are; entries that are no tensors are left out
   */
  void note(Step step, long begin, List<@Nullable Object> values) {
    long end = now();
    NodeExecStats.Builder stats =
        NodeExecStats.newBuilder()
            .setNodeName(step.operation().name())
            .setTimelineLabel(label(step.operation()))
            .setScheduledMicros(startMicros + begin / 1000)
            .setScheduledNanos(startMicros * 1000 + begin)
            .setAllStartMicros(startMicros + begin / 1000)
            .setAllStartNanos(startMicros * 1000 + begin)
            .setOpEndRelMicros((end - begin) / 1000)
            .setOpEndRelNanos(end - begin)
            .setAllEndRelMicros((end - begin) / 1000)
            .setAllEndRelNanos(end - begin);
    long bytes = 0;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Tensor tensor) {
        stats.addOutput(output(i, tensor));
        bytes += bytes(tensor);
      }
    }
    stats.addMemory(
        AllocatorMemoryUsed.newBuilder()
            .setAllocatorName(ALLOCATOR)
            .setTotalBytes(bytes)
            .setPeakBytes(bytes));
    nodes.add(stats.build());
  }

  private static NodeOutput output(int slot, Tensor tensor) {
    return NodeOutput.newBuilder()
        .setSlot(slot)
        .setTensorDescription(
            TensorDescription.newBuilder()
                .setDtypeValue(tensor.dataType().number())
                .setShape(ShapeProtos.toProto(tensor.shape()))
                .setAllocationDescription(
                    AllocationDescription.newBuilder()
                        .setAllocatorName(ALLOCATOR)
                        .setRequestedBytes(bytes(tensor))
                        .setAllocatedBytes(bytes(tensor))))
        .build();
  }

  private static long bytes(Tensor tensor) {
    return (long) tensor.size() * tensor.dataType().byteSize();
  }

  /** TF's label: the name, the type and the inputs, written as in a GraphDef. */
  private static String label(Operation op) {
    List<String> inputs = new ArrayList<>();
    for (Output input : op.inputs()) {
      String name = input.operation().name();
      inputs.add(input.index() == 0 ? name : name + ":" + input.index());
    }
    op.controlInputs().forEach(control -> inputs.add("^" + control.name()));
    return op.name() + " = " + op.type() + "(" + String.join(", ", inputs) + ")";
  }

  /** Returns all that was noted. */
  public StepStats stats() {
    return StepStats.newBuilder()
        .addDevStats(
            DeviceStepStats.newBuilder()
                .setDevice(DEVICE)
                .addAllNodeStats(nodes)
                .putThreadNames(0, thread))
        .build();
  }
}
