package org.slimgraph.op;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;

/**
 * One declared attribute of an op.
 *
 * @param name as in TF's definition
 * @param type "int", "list(type)", … in TF's words
 * @param defaultOrNull the value of an attribute that is not given; null when it must be given
 * @param allowed the values a type or string (or each element of such a list) may take; empty means
 *     any
 * @param minimum the least value of an int or the least length of a list; {@link Long#MIN_VALUE}
 *     when there is none
 */
public record AttrDef(
    String name,
    String type,
    @Nullable AttrValue defaultOrNull,
    ImmutableList<AttrValue> allowed,
    long minimum) {

  /** Returns the value of an attribute that is not given; absent when it must be given. */
  public Optional<AttrValue> defaultValue() {
    return Optional.ofNullable(defaultOrNull);
  }

  /** Returns whether a minimum is declared. */
  public boolean hasMinimum() {
    return minimum != Long.MIN_VALUE;
  }

  /** Returns whether the attribute is a list. */
  public boolean isList() {
    return type.startsWith("list(");
  }

  private String elementType() {
    return isList() ? type.substring(5, type.length() - 1) : type;
  }

  /**
   * Checks {@code value} against this definition.
   *
   * @throws SlimgraphException INVALID_ARGUMENT naming the value, the rule and the op
   */
  public void check(AttrValue value, String opType) {
    if (value.kind() == AttrValue.Kind.PLACEHOLDER) {
      return;
    }
    if (isList() != (value.kind() == AttrValue.Kind.LIST)) {
      throw wrongKind(value, opType);
    }
    if (value instanceof AttrValue.ListOf list) {
      if (hasMinimum() && list.values().size() < minimum) {
        throw SlimgraphException.invalidArgument(
            "Length for attr '%s' of %d must be at least minimum %d; Op<name=%s>",
            name, list.values().size(), minimum, opType);
      }
      for (AttrValue element : list.values()) {
        checkElement(element, opType);
      }
    } else {
      checkElement(value, opType);
      if (hasMinimum() && ((AttrValue.Int) value).value() < minimum) {
        throw SlimgraphException.invalidArgument(
            "Value for attr '%s' of %s must be at least minimum %d; Op<name=%s>",
            name, value.text(), minimum, opType);
      }
    }
  }

  private void checkElement(AttrValue element, String opType) {
    if (!element.kind().text().equals(elementType())) {
      throw wrongKind(element, opType);
    }
    if (!allowed.isEmpty() && !allowed.contains(element)) {
      throw SlimgraphException.invalidArgument(
          "Value for attr '%s' of %s is not in the list of allowed values: %s; Op<name=%s>",
          name,
          plain(element),
          allowed.stream().map(AttrDef::plain).collect(Collectors.joining(", ")),
          opType);
    }
  }

  private static String plain(AttrValue value) {
    return value instanceof AttrValue.Type type ? type.value().tfName() : value.text();
  }

  private SlimgraphException wrongKind(AttrValue value, String opType) {
    return SlimgraphException.invalidArgument(
        "AttrValue had value with type '%s' when '%s' expected for attr '%s' of op %s",
        value.kind().text(), type, name, opType);
  }
}
