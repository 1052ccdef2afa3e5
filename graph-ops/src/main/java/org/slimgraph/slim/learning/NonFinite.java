package org.slimgraph.slim.learning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Finds the operation that first made a value that is not finite: repeats a step and looks at all
 * values on the way, in the order in which operations run, which is the order in which they were
 * made. What lies in a conditional or a loop is left out; there the first operation behind it is
 * named.
 */
final class NonFinite {
  private final Session session;
  private final Feeds feeds;

  NonFinite(Session session, Feeds feeds) {
    this.session = session;
    this.feeds = feeds;
  }

  /** Returns a description of the first such operation on the way to {@code result}, if any. */
  Optional<String> find(Output result) {
    List<Output> outputs = observable(result.operation());
    List<Tensor> values = session.run(outputs, feeds);
    for (int i = 0; i < outputs.size(); i++) {
      Counts counts = Counts.of(values.get(i));
      if (!counts.isFinite()) {
        return Optional.of(describe(outputs.get(i), counts, outputs, values));
      }
    }
    return Optional.empty();
  }

  /** Returns the floating-point values that can be looked at, up to checks that would fail. */
  private static List<Output> observable(Operation end) {
    Graph graph = end.graph();
    Set<Operation> needed = new HashSet<>();
    need(end, needed);
    Set<Operation> behindChecks = new HashSet<>();
    List<Output> outputs = new ArrayList<>();
    for (Operation op : graph.operations()) {
      if (!needed.contains(op)) {
        continue;
      }
      if (op.type().equals("CheckNumerics")
          || op.inputs().stream().anyMatch(in -> behindChecks.contains(in.operation()))
          || op.controlInputs().stream().anyMatch(behindChecks::contains)) {
        behindChecks.add(op);
      } else if (graph.isFetchable(op) && op.controlFlowContext().isEmpty()) {
        op.outputs().stream()
            .filter(output -> Counts.TYPES.contains(output.dataType()))
            .forEach(outputs::add);
      }
    }
    return outputs;
  }

  private static void need(Operation end, Set<Operation> needed) {
    List<Operation> open = new ArrayList<>(List.of(end));
    while (!open.isEmpty()) {
      Operation op = open.remove(open.size() - 1);
      if (needed.add(op)) {
        op.inputs().forEach(input -> open.add(input.operation()));
        open.addAll(op.controlInputs());
      }
    }
  }

  private static String describe(
      Output output, Counts counts, List<Output> outputs, List<Tensor> values) {
    Operation op = output.operation();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "The first operation whose value is not finite is %s '%s': output %s %s",
            op.type(),
            op.name(),
            output.name(),
            counts));
    for (Output input : op.inputs()) {
      int i = outputs.indexOf(input);
      text.append(
          String.format(
              Locale.ROOT,
              "%n  input  %s %s",
              input.name(),
              i < 0
                  ? input.dataType().tfName() + " " + input.shape().toBrackets()
                  : Counts.of(values.get(i))));
    }
    return text.append(String.format(Locale.ROOT, "%n  created at %s", op.site())).toString();
  }

  /** How many values of a tensor are not finite, and the range of the others. */
  private record Counts(Tensor tensor, int nans, int infinities, double least, double greatest) {
    static final Set<DataType> TYPES = Set.of(DataType.FLOAT, DataType.DOUBLE, DataType.HALF);

    static Counts of(Tensor tensor) {
      IntToDoubleFunction at = elements(tensor);
      int nans = 0;
      int infinities = 0;
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < tensor.size(); i++) {
        double value = at.applyAsDouble(i);
        if (Double.isNaN(value)) {
          nans++;
        } else if (Double.isInfinite(value)) {
          infinities++;
        } else {
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
      }
      return new Counts(tensor, nans, infinities, least, greatest);
    }

    private static IntToDoubleFunction elements(Tensor tensor) {
      return switch (tensor.dataType()) {
        case FLOAT -> {
          float[] values = TensorStorage.floats(tensor);
          yield i -> values[i];
        }
        case DOUBLE -> {
          double[] values = TensorStorage.doubles(tensor);
          yield i -> values[i];
        }
        case HALF -> {
          short[] values = TensorStorage.shorts(tensor);
          yield i -> HalfFloat.halfToFloat(values[i]);
        }
        default -> i -> 0;
      };
    }

    boolean isFinite() {
      return nans == 0 && infinities == 0;
    }

    @Override
    public String toString() {
      String type = tensor.dataType().tfName() + " " + tensor.shape().toBrackets();
      String range =
          least > greatest
              ? ""
              : String.format(Locale.ROOT, ", finite ones from %.6g to %.6g", least, greatest);
      return String.format(
          Locale.ROOT, "%s has %d NaN and %d infinite values%s", type, nans, infinities, range);
    }
  }
}
