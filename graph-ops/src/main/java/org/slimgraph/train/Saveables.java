package org.slimgraph.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slimgraph.checkpoint.CheckpointWriter;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.variables.Variable;

/**
 * What a saver saves: variables with the names and slices that they have in checkpoints, in order
 * of the names' bytes. TF 1.15: {@code validate_and_slice_inputs} of training/saving.
 */
final class Saveables {

  /**
   * One variable.
   *
   * @param name the name of the tensor in checkpoints
   * @param slice which slice of that tensor the variable is, in TF's text form; "" if it is whole
   */
  record Saveable(String name, String slice, Variable variable) {}

  private Saveables() {}

  /** Returns the variables under their own names; slices of one under the name of the whole. */
  static Map<String, List<Variable>> byName(List<Variable> variables) {
    Map<String, List<Variable>> byName = new LinkedHashMap<>();
    List<Variable> sorted = new ArrayList<>(variables);
    sorted.sort(Comparator.comparing(Variable::name));
    for (Variable variable : sorted) {
      if (variable.slice().isEmpty()) {
        if (byName.putIfAbsent(variable.opName(), List.of(variable)) != null) {
          throw SlimgraphException.invalidArgument(
              "At least two variables have the same name: %s", variable.opName());
        }
      } else {
        String fullName = variable.slice().get().fullName();
        List<Variable> parts = byName.computeIfAbsent(fullName, key -> new ArrayList<>());
        if (!parts.isEmpty() && parts.get(0).slice().isEmpty()) {
          throw SlimgraphException.invalidArgument(
              "Mixing slices and non-slices with the same name: %s", fullName);
        }
        parts.add(variable);
      }
    }
    return byName;
  }

  static List<Saveable> of(Map<String, List<Variable>> byName) {
    Map<String, List<Variable>> sorted = new TreeMap<>(CheckpointWriter.NAME_ORDER);
    sorted.putAll(byName);
    Set<Operation> seen = new HashSet<>();
    List<Saveable> saveables = new ArrayList<>();
    sorted.forEach(
        (name, variables) -> {
          for (Variable variable : variables) {
            if (!seen.add(variable.operation())) {
              throw SlimgraphException.invalidArgument(
                  "The same saveable will be restored with two names: %s", name);
            }
            saveables.add(saveable(name, variable, variables.size() > 1));
          }
        });
    return saveables;
  }

  private static Saveable saveable(String name, Variable variable, boolean oneOfSeveral) {
    if (variable.kind() == Variable.Kind.COMPUTED) {
      throw SlimgraphException.invalidArgument(
          "names_to_saveables must be a dict mapping string names to Tensors/Variables. Not a"
              + " variable: %s",
          variable);
    }
    if (variable.slice().isPresent()) {
      return new Saveable(name, variable.slice().get().shapeAndSlice().toString(), variable);
    }
    if (oneOfSeveral) {
      throw SlimgraphException.invalidArgument(
          "Slices must all be from the same tensor: %s is no slice of %s", variable.opName(), name);
    }
    return new Saveable(name, "", variable);
  }
}
