package org.slimgraph.cli;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.VariableDef;
import org.slimgraph.op.AttrValue;

/**
 * A variable: a node that holds a value, and what the collections of a meta graph say about it.
 *
 * @param name the node's name
 * @param op its type; "" if a collection names a node that the graph does not have
 * @param node the node, if the graph has it
 * @param def the entry of the collections, if there is one
 * @param trainable whether optimizers change it, if the file says so
 * @param collections the collections it is in
 */
record VariableInfo(
    String name,
    String op,
    Optional<Operation> node,
    Optional<VariableDef> def,
    Optional<Boolean> trainable,
    ImmutableList<String> collections) {

  /** The op types of variables. */
  private static final List<String> TYPES = List.of("VariableV2", "Variable", "VarHandleOp");

  private static final Comparator<VariableInfo> BY_NODE =
      Comparator.comparingInt(
          variable -> variable.node().map(Operation::id).orElse(Integer.MAX_VALUE));

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  /**
   * Returns the variables of {@code model}, in the order of nodes; those without one at the end.
   */
  static ImmutableList<VariableInfo> all(Model model) {
    Map<String, VariableDef> defs = new LinkedHashMap<>();
    ListMultimap<String, String> keys = ArrayListMultimap.create();
    for (Map.Entry<String, CollectionDef> entry : CollectionEntries.byKey(model.def()).entrySet()) {
      for (VariableDef def : CollectionEntries.variables(entry.getKey(), entry.getValue())) {
        String name = operationName(def.getVariableName());
        defs.putIfAbsent(name, def);
        keys.put(name, entry.getKey());
      }
    }
    boolean flagged = statesTrainable(model.def().getMetaInfoDef().getTensorflowVersion());
    ImmutableList.Builder<VariableInfo> variables = ImmutableList.builder();
    defs.forEach(
        (name, def) ->
            variables.add(ofDef(def, model.graph().findOperation(name), keys.get(name), flagged)));
    for (Operation node : model.graph().operations()) {
      if (TYPES.contains(node.type()) && !defs.containsKey(node.name())) {
        variables.add(ofNode(node));
      }
    }
    return variables.build().stream().sorted(BY_NODE).collect(ImmutableList.toImmutableList());
  }

  private static VariableInfo ofDef(
      VariableDef def, Optional<Operation> node, List<String> keys, boolean flagged) {
    boolean trainable =
        keys.contains(GraphKeys.TRAINABLE_VARIABLES.name()) || (flagged && def.getTrainable());
    return new VariableInfo(
        operationName(def.getVariableName()),
        node.map(Operation::type).orElse(""),
        node,
        Optional.of(def),
        Optional.of(trainable),
        ImmutableList.copyOf(keys));
  }

  private static VariableInfo ofNode(Operation node) {
    return new VariableInfo(
        node.name(),
        node.type(),
        Optional.of(node),
        Optional.empty(),
        Optional.empty(),
        ImmutableList.of());
  }

  private static String operationName(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }

  /** Returns whether TF of this version writes the flag; before 1.9 only the collection tells. */
  private static boolean statesTrainable(String version) {
    Matcher numbers = VERSION.matcher(version);
    if (!numbers.matches()) {
      return true;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major > 1 || (major == 1 && Integer.parseInt(numbers.group(2)) >= 9);
  }

  /** Returns whether the variable is held by handle. */
  boolean isResource() {
    return def.map(VariableDef::getIsResource).orElse(op.equals("VarHandleOp"));
  }

  /** Returns the type attribute of the node. */
  Optional<AttrValue> dtype() {
    return node.flatMap(operation -> operation.attrs().find("dtype"));
  }

  /** Returns the shape attribute of the node. */
  Optional<AttrValue> shape() {
    return node.flatMap(operation -> operation.attrs().find("shape"));
  }
}
