package org.slimgraph.slim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * Functions that find variables and give them values; part of {@link Slim}. TF: {@code
 * contrib/framework/python/ops/variables.py}.
 */
public interface VariableFunctions {

  /** Returns the builders of the graph. */
  Ops tf();

  /** Returns all global variables. */
  default List<Variable> getVariables() {
    return getVariables("");
  }

  /** Returns the global variables whose names the regular expression matches at their start. */
  default List<Variable> getVariables(String scope) {
    return tf().variablesIn(GraphKeys.GLOBAL_VARIABLES, scope);
  }

  /**
   * Returns the variables of a collection whose names are {@code scope}, anything, then {@code
   * suffix}, both of which are regular expressions.
   */
  default List<Variable> getVariables(
      String scope, String suffix, GraphKey<GraphElement> collection) {
    String ending = suffix.contains(":") ? suffix : suffix + ":";
    return tf().variablesIn(collection, scope + ".*" + ending);
  }

  /** Returns the global variables whose last name is {@code name}, in any scope. */
  default List<Variable> getVariablesByName(String name) {
    return getVariablesByName(name, "");
  }

  /** Returns the global variables whose last name is {@code name}, in {@code scope}. */
  default List<Variable> getVariablesByName(String name, String scope) {
    String ending = "/" + name + ":|^" + name + ":";
    return getVariables(scope, ending, GraphKeys.GLOBAL_VARIABLES);
  }

  /** Returns the global variables whose names end in {@code suffix}. */
  default List<Variable> getVariablesBySuffix(String suffix) {
    return getVariablesBySuffix(suffix, "");
  }

  /** Returns the global variables in {@code scope} whose names end in {@code suffix}. */
  default List<Variable> getVariablesBySuffix(String suffix, String scope) {
    return getVariables(scope, suffix, GraphKeys.GLOBAL_VARIABLES);
  }

  /** Returns all global variables. */
  default List<Variable> getVariablesToRestore() {
    return getVariables();
  }

  /**
   * Returns the global variables in the scopes {@code include} that are in none of {@code exclude}.
   *
   * @param include scopes, regular expressions; for all variables a list of {@code ""}
   */
  default List<Variable> getVariablesToRestore(List<String> include, List<String> exclude) {
    List<Variable> included = new ArrayList<>();
    include.forEach(scope -> included.addAll(getVariables(scope)));
    Set<Variable> excluded = new LinkedHashSet<>();
    exclude.forEach(scope -> excluded.addAll(getVariables(scope)));
    return included.stream().filter(variable -> !excluded.contains(variable)).toList();
  }

  /**
   * Returns the global variable {@code name}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is none
   */
  default Variable getUniqueVariable(String name) {
    List<Variable> candidates = getVariables(name);
    if (candidates.isEmpty()) {
      throw SlimgraphException.invalidArgument("Couldn't find variable %s", name);
    }
    return candidates.stream()
        .filter(candidate -> candidate.opName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                SlimgraphException.invalidArgument(
                    "Variable %s does not uniquely identify a variable", name));
  }

  /**
   * Returns those {@code variables} whose names hold a match of one of {@code include} and of none
   * of {@code exclude}.
   *
   * @param include regular expressions; for all variables a list of {@code ""}
   */
  default List<Variable> filterVariables(
      List<Variable> variables, List<String> include, List<String> exclude) {
    return VariableAssignments.filter(variables, include, exclude);
  }

  /**
   * Adds placeholders and assignments for the named global variables.
   *
   * @return the operation that assigns, with the values to feed it
   * @throws SlimgraphException INVALID_ARGUMENT if a name is none of a variable, or a value has not
   *     as many elements as the variable
   */
  default Assignment assignFromValues(Map<String, Tensor> values) {
    return VariableAssignments.fromValues(tf(), values);
  }

  /** Returns what gives the named global variables these values in a session. */
  default Consumer<Session> assignFromValuesFn(Map<String, Tensor> values) {
    return assignFromValues(values)::run;
  }

  /**
   * Adds assignments of what the checkpoint {@code prefix} holds for {@code variables}, and reads
   * it.
   *
   * @return the operation that assigns, with the values to feed it
   * @throws SlimgraphException INVALID_ARGUMENT if the checkpoint lacks a variable or it has
   *     another shape
   * @throws IOException if reading fails
   */
  default Assignment assignFromCheckpoint(Path prefix, List<Variable> variables)
      throws IOException {
    return assignFromCheckpoint(prefix, VariableAssignments.byName(variables), false);
  }

  /**
   * Adds assignments of what the checkpoint {@code prefix} holds, and reads it, as {@link
   * #assignFromCheckpoint(Path, List)}.
   *
   * @param variables by the names that they have in the checkpoint; several may share one
   * @param ignoreMissingVars whether variables that the checkpoint lacks are left out
   */
  default Assignment assignFromCheckpoint(
      Path prefix, Map<String, List<Variable>> variables, boolean ignoreMissingVars)
      throws IOException {
    return VariableAssignments.fromCheckpoint(tf(), prefix, variables, ignoreMissingVars);
  }

  /**
   * Returns what restores {@code variables} from the checkpoint {@code prefix} in a session, by a
   * saver.
   *
   * @param ignoreMissingVars whether variables that the checkpoint lacks are left out
   * @param reshapeVariables whether a variable may have another shape than in the checkpoint
   * @return absent if the checkpoint lacks all of them and that is allowed
   * @throws SlimgraphException INVALID_ARGUMENT if there are no variables
   * @throws IOException if reading fails
   */
  default Optional<Consumer<Session>> assignFromCheckpointFn(
      Path prefix, List<Variable> variables, boolean ignoreMissingVars, boolean reshapeVariables)
      throws IOException {
    return assignFromCheckpointFn(
        prefix, VariableAssignments.byName(variables), ignoreMissingVars, reshapeVariables);
  }

  /** As {@link #assignFromCheckpointFn(Path, List, boolean, boolean)}, by names in checkpoints. */
  default Optional<Consumer<Session>> assignFromCheckpointFn(
      Path prefix,
      Map<String, List<Variable>> variables,
      boolean ignoreMissingVars,
      boolean reshapeVariables)
      throws IOException {
    return VariableAssignments.restoring(
        tf(), prefix, variables, ignoreMissingVars, reshapeVariables);
  }
}
