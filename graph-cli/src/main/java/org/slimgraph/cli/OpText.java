package org.slimgraph.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slimgraph.op.ArgDef;
import org.slimgraph.op.AttrDef;
import org.slimgraph.op.AttrValue;
import org.slimgraph.op.OpDef;
import org.slimgraph.ops.OpSpec;

/** Prints one op for a reader. */
final class OpText {
  private final PrintWriter out;

  OpText(PrintWriter out) {
    this.out = out;
  }

  /** Prints the signature, the attributes, and what is implemented. */
  void print(OpSpec spec) {
    OpDef def = spec.def();
    out.printf(
        Locale.ROOT, "%s(%s) -> (%s)%n", def.name(), args(def.inputs()), args(def.outputs()));
    def.attrs().forEach(attr -> out.println("  " + text(attr)));
    List<String> flags = flags(def);
    if (!flags.isEmpty()) {
      out.println(String.join(", ", flags));
    }
    out.println("kernels: " + OpsCommand.kernels(spec));
    out.println(
        "gradient: " + (spec.gradient().isPresent() ? "yes" : "no: " + spec.notDifferentiable()));
  }

  private static String args(List<ArgDef> args) {
    return args.stream()
        .map(arg -> arg.name() + ": " + type(arg))
        .collect(Collectors.joining(", "));
  }

  private static String type(ArgDef arg) {
    String type = arg.typeAttr().isEmpty() ? arg.type().tfName() : arg.typeAttr();
    if (!arg.typeListAttr().isEmpty()) {
      type = arg.typeListAttr();
    }
    if (!arg.numberAttr().isEmpty()) {
      type = arg.numberAttr() + " * " + type;
    }
    return arg.isRef() ? "Ref(" + type + ")" : type;
  }

  private static String text(AttrDef attr) {
    StringBuilder text = new StringBuilder(attr.name()).append(": ").append(attr.type());
    if (!attr.allowed().isEmpty()) {
      text.append(
          attr.allowed().stream().map(OpText::plain).collect(Collectors.joining(", ", " {", "}")));
    }
    if (attr.hasMinimum()) {
      text.append(attr.isList() ? ", at least " : " >= ").append(attr.minimum());
      text.append(attr.isList() ? " elements" : "");
    }
    attr.defaultValue().ifPresent(value -> text.append(" = ").append(plain(value)));
    return text.toString();
  }

  private static String plain(AttrValue value) {
    return value instanceof AttrValue.Type type ? type.value().tfName() : value.text();
  }

  private static List<String> flags(OpDef def) {
    List<String> flags = new ArrayList<>();
    if (def.isStateful()) {
      flags.add("stateful");
    }
    if (def.isCommutative()) {
      flags.add("commutative");
    }
    if (def.isAggregate()) {
      flags.add("aggregate");
    }
    if (def.allowsUninitializedInput()) {
      flags.add("allows uninitialized input");
    }
    if (def.deprecatedSince() > 0) {
      flags.add(
          "deprecated since graph version " + def.deprecatedSince() + ": " + def.deprecation());
    }
    return flags;
  }
}
