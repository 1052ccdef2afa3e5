package org.slimgraph.variables;

import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Builds the operations of one variable {@code w}.
 *
 * <pre>
 * by reference: w (VariableV2)   w/Initializer/… or w/initial_value   w/Assign   w/read
 * by handle:    w (VarHandleOp)  w/Initializer/…  w/IsInitialized/VarIsInitializedOp
 *               w/Assign (AssignVariableOp)  w/Read/ReadVariableOp
 * </pre>
 *
 * <p>All of it is built with no control inputs, so that initializing never waits for a step. TF
 * 1.15: {@code RefVariable._init_from_args}, {@code ResourceVariable._init_from_args}.
 */
final class VariableCreation {
  private final Graph graph;
  private final VariableOptions options;

  private VariableCreation(Graph graph, VariableOptions options) {
    this.graph = graph;
    this.options = options;
  }

  static Variable create(Graph graph, InitialValue initialValue, VariableOptions options) {
    return new VariableCreation(graph, options).create(initialValue);
  }

  static Variable create(
      Graph graph, InitialValue initialValue, Consumer<VariableOptions> options) {
    VariableOptions set = new VariableOptions();
    options.accept(set);
    return create(graph, initialValue, set);
  }

  private Variable create(InitialValue initialValue) {
    Variable variable;
    try (Scope independent = graph.clearControlDependencies();
        NameScope scope = graph.nameScope(options.name())) {
      variable =
          options.useResource() ? byHandle(scope, initialValue) : byReference(scope, initialValue);
    }
    graph.addToCollections(options.allCollections(), variable);
    return variable;
  }

  private Variable byReference(NameScope scope, InitialValue initialValue) {
    Output initial;
    Output ref;
    if (initialValue.isBuilt()) {
      try (Scope colocated = graph.colocateWithFuture(opName(scope))) {
        initial = build(initialValue);
        ref = reference(scope, initial);
      }
    } else {
      initial = checked(initialValue.build());
      ref = reference(scope, initial);
    }
    try (Scope colocated = graph.colocateWith(ref)) {
      Operation assign =
          graph
              .opBuilder("Assign", "Assign")
              .input(ref)
              .input(initial)
              .attr("validate_shape", options.validateShape())
              .build();
      Output read = graph.opBuilder("Identity", "read").input(ref).build().output(0);
      return variable(Variable.Kind.REFERENCE, ref, read, assign, initial);
    }
  }

  private Output reference(NameScope scope, Output initial) {
    return graph
        .opBuilder("VariableV2", scope.name())
        .attr("shape", variableShape(initial))
        .attr("dtype", initial.dataType().base())
        .build()
        .output(0);
  }

  private Variable byHandle(NameScope scope, InitialValue initialValue) {
    Output initial;
    Output handle;
    DataType dtype;
    try (Scope colocated = graph.colocateWithFuture(opName(scope))) {
      initial = build(initialValue);
      dtype = initial.dataType().base();
      handle =
          graph
              .opBuilder("VarHandleOp", scope.name())
              .attr("shared_name", opName(scope))
              .attr("dtype", dtype)
              .attr("shape", variableShape(initial))
              .build()
              .output(0);
    }
    try (NameScope inner = graph.nameScope("IsInitialized")) {
      graph.opBuilder("VarIsInitializedOp", "VarIsInitializedOp").input(handle).build();
    }
    Operation assign;
    try (Scope apart = graph.clearColocation()) {
      assign = graph.opBuilder("AssignVariableOp", "Assign").input(handle).input(initial).build();
    }
    Output read;
    try (NameScope inner = graph.nameScope("Read")) {
      read =
          graph
              .opBuilder("ReadVariableOp", "ReadVariableOp")
              .input(handle)
              .attr("dtype", dtype)
              .build()
              .output(0);
    }
    return variable(Variable.Kind.RESOURCE, handle, read, assign, initial);
  }

  private Variable variable(
      Variable.Kind kind, Output handle, Output read, Operation assign, Output initial) {
    return new Variable(
        kind, handle, read, assign, initial, options.trainable(), options.constraint());
  }

  private Output build(InitialValue initialValue) {
    try (NameScope inner = graph.nameScope("Initializer");
        Scope anywhere = graph.device("")) {
      return checked(initialValue.build());
    }
  }

  private Output checked(Output initial) {
    if (initial.operation().controlFlowContext().isPresent()) {
      throw SlimgraphException.invalidArgument(
          "Initializer for variable %s is from inside a control-flow construct, such as a loop or"
              + " conditional. When creating a variable inside a loop or conditional, use a lambda"
              + " as the initializer.",
          options.name());
    }
    if (options.validateShape() && !initial.shape().isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "initial_value must have a shape specified: %s; variable '%s'", initial, options.name());
    }
    return initial;
  }

  private Shape variableShape(Output initial) {
    return options.validateShape() ? initial.shape() : Shape.unknown();
  }

  private static String opName(NameScope scope) {
    return scope.name().substring(0, scope.name().length() - 1);
  }
}
