package org.slimgraph.slim;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * Lists what a model is made of, with sizes: slim's model_analyzer. TF 1.15: {@code
 * contrib/slim/python/slim/model_analyzer.py}.
 */
public final class ModelAnalyzer {
  private static final String LINE = "---------\n";

  private ModelAnalyzer() {}

  /**
   * What was found.
   *
   * @param totalSize the number of elements, unknown sizes not counted
   * @param totalBytes the bytes of these elements
   * @param text a line for each member, and the totals
   */
  public record Analysis(long totalSize, long totalBytes, String text) {}

  /** Returns the elements and bytes of variables: {@code w:0 (float 3x3x4) [36, bytes: 144]}. */
  public static Analysis analyzeVars(List<Variable> variables) {
    StringBuilder text = new StringBuilder(LINE);
    text.append("Variables: name (type shape) [size]\n").append(LINE);
    long total = 0;
    long totalBytes = 0;
    for (Variable variable : variables) {
      Output value = variable.value();
      long size = size(value);
      long bytes = bytes(value);
      text.append(
          String.format(
              Locale.ROOT,
              "%s %s [%d, bytes: %d]\n",
              variable.name(),
              description(value),
              size,
              bytes));
      total += size;
      totalBytes += bytes;
    }
    text.append("Total size of variables: ").append(total).append('\n');
    text.append("Total bytes of variables: ").append(totalBytes).append('\n');
    return new Analysis(total, totalBytes, text.toString());
  }

  /** Returns the elements and bytes of what all operations of a graph give. */
  public static Analysis analyzeOps(Graph graph) {
    StringBuilder text = new StringBuilder(LINE);
    text.append("Operations: name -> (type shapes) [size]\n").append(LINE);
    long total = 0;
    long totalBytes = 0;
    for (Operation operation : graph.operations()) {
      long size = operation.outputs().stream().mapToLong(ModelAnalyzer::size).sum();
      String outputs =
          operation.outputs().stream()
              .map(ModelAnalyzer::description)
              .collect(Collectors.joining(", "));
      text.append(String.format(Locale.ROOT, "%s -> %s [%d]\n", operation.name(), outputs, size));
      total += size;
      totalBytes += operation.outputs().stream().mapToLong(ModelAnalyzer::bytes).sum();
    }
    text.append("Total size of operations: ").append(total).append('\n');
    return new Analysis(total, totalBytes, text.toString());
  }

  private static long size(Output output) {
    return output.shape().isFullyDefined() ? output.shape().elementCount() : 0;
  }

  private static long bytes(Output output) {
    return size(output) * output.dataType().base().byteSize();
  }

  /** Returns type and sizes, as {@code (float 3x3x4)}; an unknown size is a question mark. */
  private static String description(Output output) {
    Shape shape = output.shape();
    String type = output.dataType().base().tfName();
    String sizes =
        shape.isRankKnown()
            ? LongStream.of(shape.dims())
                .mapToObj(size -> size < 0 ? "?" : String.valueOf(size))
                .collect(Collectors.joining("x"))
            : "<unknown>";
    return "(" + type + " " + sizes + ")";
  }
}
