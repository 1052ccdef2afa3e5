package org.slimgraph.ops.state;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.state.OptimizerFastPaths.FastPath;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * One op that applies a gradient to a variable and its slots.
 *
 * @param type the op type
 * @param variables the names of the inputs that are changed, the variable first
 * @param arguments the names of the other inputs, in the op's order
 * @param flag the op's own boolean attribute with its default; "" for none
 * @param byHandle whether the variables are given by handle
 * @param formula what happens to an element
 * @param fastPath the loop for float variables, when {@code fastWhen} holds
 * @param fastWhen for which values of the flag the loop is right
 */
record OptimizerRow(
    String type,
    ImmutableList<String> variables,
    ImmutableList<String> arguments,
    String flag,
    boolean byHandle,
    OptimizerFormula formula,
    @Nullable FastPath fastPath,
    Predicate<Boolean> fastWhen) {
  private static final ImmutableList<DataType> TYPES =
      ImmutableList.of(DataType.FLOAT, DataType.DOUBLE, DataType.HALF, DataType.BFLOAT16);

  /** Starts a row from lists of names that are separated by spaces. */
  static OptimizerRow of(
      String type, String variables, String arguments, String flag, OptimizerFormula formula) {
    Splitter words = Splitter.on(' ');
    return new OptimizerRow(
        type,
        ImmutableList.copyOf(words.split(variables)),
        ImmutableList.copyOf(words.split(arguments)),
        flag,
        type.startsWith("Resource"),
        formula,
        null,
        value -> false);
  }

  /** Returns this row with a loop for float variables, for some values of its flag. */
  OptimizerRow fast(FastPath path, Predicate<Boolean> when) {
    return new OptimizerRow(type, variables, arguments, flag, byHandle, formula, path, when);
  }

  /** Returns whether the gradient holds some rows only. */
  boolean isSparse() {
    return arguments.contains("indices");
  }

  /** Returns the input that holds the gradient. */
  int gradientInput() {
    int delta = arguments.indexOf("delta");
    return variables.size() + (delta < 0 ? arguments.indexOf("grad") : delta);
  }

  /** Returns the input that holds the rows of a sparse gradient. */
  int indicesInput() {
    return variables.size() + arguments.indexOf("indices");
  }

  /** Returns the inputs that hold scalars, in order. */
  int[] settingInputs() {
    List<Integer> inputs = new ArrayList<>();
    for (int i = variables.size(); i < variables.size() + arguments.size(); i++) {
      if (i != gradientInput() && !(isSparse() && i == indicesInput())) {
        inputs.add(i);
      }
    }
    return inputs.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the name of input {@code i}. */
  String inputName(int i) {
    return i < variables.size() ? variables.get(i) : arguments.get(i - variables.size());
  }

  /** Returns the value of the op's own flag. */
  boolean flag(Attributes attrs) {
    return !flag.isEmpty() && attrs.bool(flag.substring(0, flag.indexOf(':')));
  }

  OpSpec spec() {
    OpSpec.Builder spec = OpSpec.of(type);
    variables.forEach(name -> spec.input(name + (byHandle ? ": resource" : ": Ref(T)")));
    arguments.forEach(name -> spec.input(name + ": " + typeOf(name)));
    spec.attr("T: numbertype");
    if (isSparse()) {
      spec.attr("Tindices: {int32, int64}");
    }
    spec.attr("use_locking: bool = false");
    if (!flag.isEmpty()) {
      spec.attr(flag);
    }
    if (byHandle) {
      spec.stateful();
    } else {
      spec.output("out: Ref(T)");
    }
    return spec.shape(this::infer)
        .notDifferentiable("it changes state")
        .traits(
            traits -> {
              for (int i = 0; i < variables.size(); i++) {
                traits.writes(i);
              }
              return traits;
            })
        .kernelAttr("T")
        .kernel(TYPES, attrs -> new OptimizerKernel(this, flag(attrs)))
        .build();
  }

  private static String typeOf(String argument) {
    return switch (argument) {
      case "indices" -> "Tindices";
      case "global_step" -> "int64";
      default -> "T";
    };
  }

  private List<Shape> infer(ShapeContext c) {
    DataType type = c.attrs().type("T");
    Shape shape = Shape.unknown();
    for (int i = 0; i < variables.size(); i++) {
      shape = ShapeRules.merge(shape, byHandle ? Handles.shape(c, i, type) : c.input(i));
    }
    for (int i : settingInputs()) {
      ShapeRules.withRank(c.input(i), 0);
    }
    Shape gradient = c.input(gradientInput());
    if (isSparse()) {
      Shape indices = ShapeRules.withRank(c.input(indicesInput()), 1);
      if (gradient.isRankKnown()) {
        ShapeRules.withRankAtLeast(gradient, 1);
        ShapeRules.mergeDim(indices.dim(0), gradient.dim(0));
        gradient = gradient.withDim(0, -1);
      }
    }
    shape = ShapeRules.merge(shape, gradient);
    return byHandle ? List.of() : List.of(shape);
  }
}
