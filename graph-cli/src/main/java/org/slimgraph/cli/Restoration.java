package org.slimgraph.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.TensorSlice;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graphdef.proto.SaveSliceInfoDef;
import org.slimgraph.op.Attributes;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Gives the variables of a session the values that a checkpoint holds for them. */
final class Restoration {
  private Restoration() {}

  /**
   * Assigns every variable of {@code model} that the checkpoint {@code prefix} holds; the others
   * stay as they are.
   *
   * @throws SlimgraphException NOT_FOUND if it holds none of them; INVALID_ARGUMENT if a type or
   *     shape differs
   */
  static void restore(Model model, SessionState state, Path prefix) throws IOException {
    CheckpointReader checkpoint = CheckpointReader.open(prefix);
    List<String> missing = new ArrayList<>();
    int restored = 0;
    for (VariableInfo variable : VariableInfo.all(model)) {
      if (variable.node().isEmpty()) {
        continue;
      }
      if (checkpoint.entry(savedName(variable)).isEmpty()) {
        missing.add(variable.name());
        continue;
      }
      assign(variable.node().get(), value(checkpoint, variable), state);
      restored++;
    }
    if (restored == 0) {
      throw SlimgraphException.notFound(
          "Checkpoint %s holds none of the graph's variables: %s", prefix, missing);
    }
  }

  /** Part of a partitioned variable is saved as a slice under the name of the whole. */
  private static String savedName(VariableInfo variable) {
    return slice(variable).getFullName().isEmpty()
        ? variable.name()
        : slice(variable).getFullName();
  }

  private static SaveSliceInfoDef slice(VariableInfo variable) {
    return variable
        .def()
        .map(def -> def.getSaveSliceInfoDef())
        .orElse(SaveSliceInfoDef.getDefaultInstance());
  }

  private static Tensor value(CheckpointReader checkpoint, VariableInfo variable)
      throws IOException {
    SaveSliceInfoDef slice = slice(variable);
    return slice.getFullName().isEmpty()
        ? checkpoint.read(variable.name())
        : checkpoint.read(
            slice.getFullName(),
            new TensorSlice(slice.getVarOffsetList(), slice.getVarShapeList()));
  }

  private static void assign(Operation node, Tensor value, SessionState state) {
    Attributes attrs = node.attrs();
    Shape declared = attrs.shape("shape");
    // TF 1.x: the old op Variable states an unknown shape as a scalar's
    boolean unknown = node.type().equals("Variable") && declared.rank() == 0;
    if (!unknown && !declared.isCompatibleWith(value.shape())) {
      throw SlimgraphException.invalidArgument(
          "Assign requires shapes of both tensors to match. lhs shape= %s rhs shape= %s, in"
              + " variable '%s'",
          declared.toBrackets(), value.shape().toBrackets(), node.name());
    }
    String sharedName = attrs.string("shared_name");
    state
        .variable(
            attrs.string("container"),
            sharedName.isEmpty() ? node.name() : sharedName,
            attrs.type("dtype"))
        .assign(value);
  }
}
