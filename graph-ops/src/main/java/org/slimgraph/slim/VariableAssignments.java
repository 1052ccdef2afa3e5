package org.slimgraph.slim;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.TensorSlice;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.Saver;
import org.slimgraph.variables.Variable;
import org.slimgraph.variables.VariableSlice;

/** Assigns variables from values and checkpoints, with slim's rules and messages. */
final class VariableAssignments {
  private static final Logger LOG = System.getLogger(VariableAssignments.class.getName());

  private VariableAssignments() {}

  static List<Variable> filter(
      List<Variable> variables, List<String> include, List<String> exclude) {
    return variables.stream()
        .filter(variable -> matchesAny(variable, include))
        .filter(variable -> !matchesAny(variable, exclude))
        .toList();
  }

  private static boolean matchesAny(Variable variable, List<String> patterns) {
    return patterns.stream()
        .anyMatch(pattern -> Pattern.compile(pattern).matcher(variable.opName()).find());
  }

  /** Returns the variables by their names in checkpoints; slices by the name of the whole. */
  static Map<String, List<Variable>> byName(List<Variable> variables) {
    Map<String, List<Variable>> byName = new LinkedHashMap<>();
    for (Variable variable : variables) {
      String name = variable.slice().map(VariableSlice::fullName).orElse(variable.opName());
      byName.computeIfAbsent(name, key -> new ArrayList<>()).add(variable);
    }
    return byName;
  }

  static Assignment fromValues(Ops tf, Map<String, Tensor> values) {
    Collected collected = new Collected(tf);
    values.forEach(
        (name, value) -> {
          Variable variable = find(tf, name);
          collected.add(variable, reshaped(name, value, variable.shape()));
        });
    return collected.build();
  }

  private static Variable find(Ops tf, String name) {
    List<Variable> found = tf.variablesIn(GraphKeys.GLOBAL_VARIABLES, name);
    if (found.isEmpty()) {
      throw SlimgraphException.invalidArgument("Variable %s wasn't found", name);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    return found.stream()
        .filter(variable -> variable.opName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                SlimgraphException.invalidArgument(
                    "Variable %s doesn't uniquely identify a variable", name));
  }

  private static Tensor reshaped(String name, Tensor value, Shape shape) {
    if (value.shape().elementCount() != shape.elementCount()) {
      throw SlimgraphException.invalidArgument(
          "cannot reshape array of size %d into shape %s for variable %s",
          value.size(), shape, name);
    }
    return value.reshaped(shape);
  }

  static Assignment fromCheckpoint(
      Ops tf, Path prefix, Map<String, List<Variable>> variables, boolean ignoreMissing)
      throws IOException {
    CheckpointReader checkpoint = CheckpointReader.open(prefix);
    Collected collected = new Collected(tf);
    for (Map.Entry<String, List<Variable>> entry : variables.entrySet()) {
      String name = entry.getKey();
      if (checkpoint.entry(name).isEmpty()) {
        String message = "Checkpoint is missing variable [" + name + "]";
        if (!ignoreMissing) {
          throw SlimgraphException.invalidArgument(message);
        }
        LOG.log(Level.WARNING, message);
        continue;
      }
      for (Variable variable : entry.getValue()) {
        collected.add(variable, value(checkpoint, name, variable));
      }
    }
    return collected.build();
  }

  private static Tensor value(CheckpointReader checkpoint, String name, Variable variable)
      throws IOException {
    if (variable.slice().isPresent()) {
      TensorSlice slice = variable.slice().get().shapeAndSlice().slice();
      return checkpoint.read(name, slice);
    }
    Tensor value = checkpoint.read(name);
    if (!variable.shape().equals(value.shape())) {
      throw SlimgraphException.invalidArgument(
          "Total size of new array must be unchanged for %s lh_shape: [%s], rh_shape: [%s]",
          name, value.shape(), variable.shape());
    }
    return value;
  }

  static Optional<Consumer<Session>> restoring(
      Ops tf,
      Path prefix,
      Map<String, List<Variable>> variables,
      boolean ignoreMissing,
      boolean reshape)
      throws IOException {
    if (variables.isEmpty()) {
      throw SlimgraphException.invalidArgument("var_list cannot be empty");
    }
    Map<String, List<Variable>> available = new LinkedHashMap<>(variables);
    if (ignoreMissing) {
      CheckpointReader checkpoint = CheckpointReader.open(prefix);
      for (String name : variables.keySet()) {
        if (checkpoint.entry(name).isEmpty()) {
          LOG.log(Level.WARNING, "Variable {0} missing in checkpoint {1}", name, prefix);
          available.remove(name);
        }
      }
    }
    if (available.isEmpty()) {
      LOG.log(Level.WARNING, "No Variables to restore");
      return Optional.empty();
    }
    Saver saver = tf.train().saver(o -> o.partitionedVarList(available).reshape(reshape));
    return Optional.of(session -> saver.restore(session, prefix));
  }

  /** The assignments so far. */
  private static final class Collected {
    private final Ops tf;
    private final List<GraphElement> assigns = new ArrayList<>();
    private final Map<Output, Tensor> feeds = new LinkedHashMap<>();

    Collected(Ops tf) {
      this.tf = tf;
    }

    void add(Variable variable, Tensor value) {
      Output placeholder =
          tf.placeholder(variable.dataType(), variable.shape(), "placeholder/" + variable.opName());
      assigns.add(variable.assign(placeholder));
      feeds.put(placeholder, value);
    }

    Assignment build() {
      return new Assignment(tf.group(assigns), feeds);
    }
  }
}
