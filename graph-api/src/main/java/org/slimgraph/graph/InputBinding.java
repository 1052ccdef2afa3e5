package org.slimgraph.graph;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.ArgDef;
import org.slimgraph.op.AttrDef;
import org.slimgraph.op.AttrValue;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;
import org.slimgraph.tensor.DataType;

/**
 * Matches the inputs and attributes given to a builder with an op's definition: derives type and
 * length attributes from the inputs, fills defaults, checks the rest.
 */
final class InputBinding {
  /** Far more tensors than one operation can have. */
  private static final int MAX_LENGTH = 1 << 24;

  private final OpDef def;
  private final String name;
  private final Map<String, AttrValue> attrs;

  private InputBinding(OpDef def, String name, Map<String, AttrValue> given) {
    this.def = def;
    this.name = name;
    this.attrs = new LinkedHashMap<>(given);
  }

  /**
   * Returns the complete attributes of an operation.
   *
   * @param inputs one entry an argument as the caller gave it: a single output or a list; or one
   *     entry a tensor, as in a GraphDef
   */
  static Attributes complete(
      OpDef def, String name, List<List<Output>> inputs, Map<String, AttrValue> given) {
    InputBinding binding = new InputBinding(def, name, given);
    binding.deriveFrom(inputs);
    return binding.finish(given);
  }

  private void deriveFrom(List<List<Output>> inputs) {
    List<List<Output>> arguments = arguments(inputs);
    for (int i = 0; i < arguments.size(); i++) {
      derive(def.inputs().get(i), arguments.get(i));
    }
  }

  /** Returns one entry an argument, with tensors that were given one by one put into lists. */
  private List<List<Output>> arguments(List<List<Output>> inputs) {
    if (inputs.size() == def.inputs().size()) {
      return inputs;
    }
    List<Output> flat = inputs.stream().flatMap(List::stream).toList();
    OptionalInt open = openLength(flat.size());
    if (open.isEmpty() || flat.size() != inputs.size()) {
      throw SlimgraphException.invalidArgument(
          "%s '%s' takes %d inputs (%s), not %d",
          def.name(),
          name,
          def.inputs().size(),
          def.inputs().stream().map(ArgDef::name).collect(Collectors.joining(", ")),
          inputs.size());
    }
    List<List<Output>> arguments = new ArrayList<>();
    int from = 0;
    for (ArgDef arg : def.inputs()) {
      int to = from + givenLength(arg).orElse(open.getAsInt());
      arguments.add(flat.subList(from, to));
      from = to;
    }
    return arguments;
  }

  /**
   * Returns the length that every list without a given length must have so that the arguments take
   * {@code total} tensors; empty when there is none. Lists of different attributes cannot be told
   * apart.
   */
  private OptionalInt openLength(int total) {
    long left = total;
    int open = 0;
    Set<String> attributes = new HashSet<>();
    for (ArgDef arg : def.inputs()) {
      OptionalInt given = givenLength(arg);
      if (given.isPresent()) {
        left -= given.getAsInt();
      } else {
        open++;
        attributes.add(arg.numberAttr() + arg.typeListAttr());
      }
    }
    if (open == 0) {
      return left == 0 ? OptionalInt.of(0) : OptionalInt.empty();
    }
    boolean even = attributes.size() == 1 && left >= 0 && left % open == 0;
    return even ? OptionalInt.of((int) left / open) : OptionalInt.empty();
  }

  /** Returns how many tensors {@code arg} takes; empty for a list whose attribute is not given. */
  private OptionalInt givenLength(ArgDef arg) {
    if (!arg.isList()) {
      return OptionalInt.of(1);
    } else if (attrs.get(arg.numberAttr()) instanceof AttrValue.Int length
        && length.value() >= 0
        && length.value() <= MAX_LENGTH) {
      return OptionalInt.of((int) length.value());
    } else if (attrs.get(arg.typeListAttr()) instanceof AttrValue.ListOf types) {
      return OptionalInt.of(types.values().size());
    }
    return OptionalInt.empty();
  }

  private void derive(ArgDef arg, List<Output> values) {
    if (!arg.typeListAttr().isEmpty()) {
      List<DataType> types = values.stream().map(v -> v.dataType().base()).toList();
      settle(arg, arg.typeListAttr(), AttrValue.list(types));
      return;
    }
    if (!arg.numberAttr().isEmpty()) {
      settle(arg, arg.numberAttr(), AttrValue.of((long) values.size()));
    } else if (values.size() != 1) {
      throw SlimgraphException.invalidArgument(
          "%s '%s': input '%s' takes one tensor, not %d",
          def.name(), name, arg.name(), values.size());
    }
    for (Output value : values) {
      if (!arg.typeAttr().isEmpty()) {
        settle(arg, arg.typeAttr(), AttrValue.of(value.dataType().base()));
      }
    }
  }

  private void settle(ArgDef arg, String attr, AttrValue value) {
    AttrValue earlier = attrs.putIfAbsent(attr, value);
    if (earlier != null && !earlier.equals(value)) {
      throw SlimgraphException.invalidArgument(
          "%s '%s': input '%s' has %s %s, but %s is already %s; convert one of them (tf.cast)",
          def.name(), name, arg.name(), attr, text(value), attr, text(earlier));
    }
  }

  private static String text(AttrValue value) {
    return value instanceof AttrValue.Type type ? type.value().tfName() : value.text();
  }

  private Attributes finish(Map<String, AttrValue> given) {
    ImmutableMap.Builder<String, AttrValue> complete = ImmutableMap.builder();
    for (AttrDef attr : def.attrs()) {
      AttrValue value = attrs.getOrDefault(attr.name(), attr.defaultOrNull());
      if (value == null) {
        throw SlimgraphException.invalidArgument(
            "%s '%s': attr '%s' (%s) must be given; it has no default",
            def.name(), name, attr.name(), attr.type());
      }
      AttrValue converted = converted(attr, value);
      attr.check(converted, def.name());
      complete.put(attr.name(), converted);
    }
    for (Map.Entry<String, AttrValue> entry : given.entrySet()) {
      if (entry.getKey().startsWith("_")) {
        complete.put(entry);
      } else if (def.findAttr(entry.getKey()).isEmpty()) {
        throw SlimgraphException.invalidArgument(
            "NodeDef mentions attr '%s' not in %s; operation '%s'", entry.getKey(), def, name);
      }
    }
    return new Attributes(def, complete.buildOrThrow());
  }

  /** Takes an integer for a float, as Python does. */
  private static AttrValue converted(AttrDef attr, AttrValue value) {
    return attr.type().equals("float") && value instanceof AttrValue.Int integer
        ? AttrValue.of((float) integer.value())
        : value;
  }

  /**
   * Checks that the flat inputs have the types that definition and attributes demand.
   *
   * @throws SlimgraphException INVALID_ARGUMENT naming the first input that does not fit
   */
  static void checkTypes(OpDef def, String name, Attributes attrs, List<Output> inputs) {
    List<DataType> expected = new ArrayList<>();
    for (ArgDef arg : def.inputs()) {
      int count = arg.count(attrs);
      for (int k = 0; k < count; k++) {
        expected.add(arg.typeAt(k, attrs));
      }
    }
    if (expected.size() != inputs.size()) {
      throw SlimgraphException.invalidArgument(
          "NodeDef expected inputs '%s' do not match %d inputs specified; %s; NodeDef: {{node %s}}",
          expected.stream().map(DataType::tfName).collect(Collectors.joining(", ")),
          inputs.size(),
          def,
          name);
    }
    for (int i = 0; i < expected.size(); i++) {
      DataType actual = inputs.get(i).dataType();
      DataType wanted = expected.get(i);
      boolean fits = actual == wanted || (actual.isRef() && actual.base() == wanted);
      if (!fits && actual != DataType.INVALID) {
        throw SlimgraphException.invalidArgument(
            "Input %d of node %s was passed %s from %s incompatible with expected %s.",
            i, name, actual.tfName(), inputs.get(i).name(), wanted.tfName());
      }
    }
  }
}
