package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.CustomGetter;
import org.slimgraph.variables.GetVariableOptions;
import org.slimgraph.variables.Variable;
import org.slimgraph.variables.VariableRequest;

/** Variables that belong to a model: members of GLOBAL_VARIABLES and MODEL_VARIABLES. */
final class ModelVariables {
  /** Makes every variable of a scope a model variable, whoever asks for it. */
  static final CustomGetter GETTER = ModelVariables::get;

  private ModelVariables() {}

  private static Variable get(Function<VariableRequest, Variable> getter, VariableRequest request) {
    return getter.apply(request.withOptions(ModelVariables::join));
  }

  private static void join(GetVariableOptions options) {
    Set<String> keys = new LinkedHashSet<>(options.collections().orElse(ImmutableList.of()));
    keys.add(GraphKeys.GLOBAL_VARIABLES.name());
    keys.add(GraphKeys.MODEL_VARIABLES.name());
    options.collections(keys);
  }

  /** Returns the model variable {@code name} of the current variable scope, made or shared. */
  static Variable get(Ops tf, String name, Shape shape, Consumer<GetVariableOptions> set) {
    return tf.getVariable(
        name,
        shape,
        o -> {
          set.accept(o);
          join(o);
        });
  }

  /** Adds {@code variable} to those of {@code keys} that do not hold it yet. */
  static void addOnce(Variable variable, Collection<String> keys) {
    for (String key : keys) {
      if (!variable.graph().collection(key).contains(variable)) {
        variable.graph().addToCollection(key, variable);
      }
    }
  }
}
