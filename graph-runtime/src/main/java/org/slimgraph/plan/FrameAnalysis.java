package org.slimgraph.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.kernel.OpTraits.ControlRole;

/**
 * The frames of a plan with control flow: which steps run in which frame, and who waits for whom.
 * Frame 0 is the graph outside of all loops. Immutable.
 */
public final class FrameAnalysis {

  /** An edge to a step: from a value to one of its inputs, or a control edge. */
  public record Edge(int step, boolean isControl) {}

  /**
   * One frame: the body of a loop, or the graph itself.
   *
   * @param name the loop's frame name; "" for the graph
   * @param parent the frame that the loop stands in; -1 for the graph
   */
  public record Frame(String name, int parent) {}

  private final Plan plan;
  private final List<Frame> frames = new ArrayList<>();
  private final Map<Frame, Integer> frameNumbers = new HashMap<>();
  private final int[] frameOf;
  private final int[] enters;
  private final List<List<Edge>> valueEdges = new ArrayList<>();
  private final List<List<Edge>> controlEdges = new ArrayList<>();
  private final int[] dataInputs;
  private final int[] controlInputs;
  private final boolean[] entered;

  /**
   * Finds the frames of {@code plan}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if an operation has inputs from different frames
   */
  public FrameAnalysis(Plan plan) {
    this.plan = plan;
    int steps = plan.steps().size();
    frameOf = new int[steps];
    dataInputs = new int[steps];
    controlInputs = new int[steps];
    entered = new boolean[plan.valueCount()];
    frame(new Frame("", -1));
    findFrames();
    connect();
    for (int s = 0; s < steps; s++) {
      outputFrame(s); // of steps that nobody reads, too
    }
    enters = new int[frames.size()];
    for (int s = 0; s < steps; s++) {
      if (role(s) == ControlRole.ENTER) {
        enters[outputFrame(s)]++;
        entered[plan.steps().get(s).output(0)] = true;
      }
    }
  }

  private int frame(Frame frame) {
    return frameNumbers.computeIfAbsent(
        frame,
        key -> {
          frames.add(key);
          return frames.size() - 1;
        });
  }

  private ControlRole role(int step) {
    return plan.steps().get(step).traits().control();
  }

  /** Returns the frame of what step {@code s} produces. */
  private int outputFrame(int s) {
    Step step = plan.steps().get(s);
    switch (role(s)) {
      case ENTER:
        return frame(new Frame(step.operation().attrs().string("frame_name"), frameOf[s]));
      case EXIT:
        int parent = frames.get(frameOf[s]).parent();
        if (parent < 0) {
          throw SlimgraphException.invalidArgument(
              "%s '%s' leaves a loop, but stands in none",
              step.operation().type(), step.operation().name());
        }
        return parent;
      default:
        return frameOf[s];
    }
  }

  private void findFrames() {
    int[] producer = new int[plan.valueCount()];
    Arrays.fill(producer, -1);
    Map<Operation, Integer> stepOf = new HashMap<>();
    for (int s = 0; s < plan.steps().size(); s++) {
      Step step = plan.steps().get(s);
      int from = -1;
      for (int i = 0; i < step.inputCount(); i++) {
        int p = producer[step.input(i)];
        if (p >= 0) {
          from = agree(s, from, p);
        }
      }
      if (!step.isFetch()) {
        for (Operation control : step.operation().controlInputs()) {
          Integer p = stepOf.get(control);
          from = p == null ? from : agree(s, from, p);
        }
        stepOf.put(step.operation(), s);
      }
      frameOf[s] = from < 0 ? 0 : outputFrame(from);
      for (int i = 0; i < step.outputCount(); i++) {
        producer[step.output(i)] = s;
      }
    }
  }

  private int agree(int step, int first, int second) {
    if (first >= 0 && outputFrame(first) != outputFrame(second)) {
      throw SlimgraphException.invalidArgument(
          "{{node %s}} has inputs from different frames. The input {{node %s}} is in frame '%s'."
              + " The input {{node %s}} is in frame '%s'.",
          plan.steps().get(step).operation().name(),
          plan.steps().get(second).operation().name(),
          frames.get(outputFrame(second)).name(),
          plan.steps().get(first).operation().name(),
          frames.get(outputFrame(first)).name());
    }
    return second;
  }

  private void connect() {
    for (int v = 0; v < plan.valueCount(); v++) {
      valueEdges.add(new ArrayList<>(2));
    }
    Map<Operation, Integer> stepOf = new HashMap<>();
    for (int s = 0; s < plan.steps().size(); s++) {
      controlEdges.add(new ArrayList<>(0));
      if (!plan.steps().get(s).isFetch()) {
        stepOf.put(plan.steps().get(s).operation(), s);
      }
    }
    for (int s = 0; s < plan.steps().size(); s++) {
      Step step = plan.steps().get(s);
      for (int i = 0; i < step.inputCount(); i++) {
        valueEdges.get(step.input(i)).add(new Edge(s, false));
        dataInputs[s]++;
      }
      if (!step.isFetch()) {
        for (Operation control : step.operation().controlInputs()) {
          Integer from = stepOf.get(control);
          if (from != null) {
            controlEdges.get(from).add(new Edge(s, true));
            controlInputs[s]++;
          }
        }
      }
    }
  }

  /** Returns the number of frames. */
  public int frameCount() {
    return frames.size();
  }

  /** Returns frame {@code f}. */
  public Frame frame(int f) {
    return frames.get(f);
  }

  /** Returns the number of Enter steps that feed frame {@code f}. */
  public int enters(int f) {
    return enters[f];
  }

  /** Returns whether an Enter step makes value {@code v}. */
  public boolean isEntered(int v) {
    return entered[v];
  }

  /** Returns the frame in which the outputs of step {@code s} are seen. */
  public int frameOfOutputs(int s) {
    return outputFrame(s);
  }

  /** Returns the steps that read value {@code v}. */
  public List<Edge> readers(int v) {
    return valueEdges.get(v);
  }

  /** Returns the steps that wait for step {@code s}. */
  public List<Edge> waiting(int s) {
    return controlEdges.get(s);
  }

  /** Returns the number of data inputs of step {@code s}. */
  public int dataInputs(int s) {
    return dataInputs[s];
  }

  /** Returns the number of control inputs of step {@code s}. */
  public int controlInputs(int s) {
    return controlInputs[s];
  }
}
