package org.slimgraph.op;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;

/**
 * One declared input or output of an op: a tensor, a list of tensors of one type ({@code N * T}),
 * or a list of tensors of listed types.
 *
 * @param name as in TF's definition
 * @param type the fixed type, or INVALID when an attribute gives it
 * @param typeAttr the attribute that holds the type, or ""
 * @param numberAttr the attribute that holds the length of a list of equal types, or ""
 * @param typeListAttr the attribute that holds the list of types, or ""
 * @param isRef whether the tensor is a reference to a variable's buffer
 */
public record ArgDef(
    String name,
    DataType type,
    String typeAttr,
    String numberAttr,
    String typeListAttr,
    boolean isRef) {

  /** More tensors than any real operation takes or gives; a file that claims more is refused. */
  public static final int MAX_TENSORS = 1 << 20;

  /** Returns whether the argument stands for a list of tensors. */
  public boolean isList() {
    return !numberAttr.isEmpty() || !typeListAttr.isEmpty();
  }

  /**
   * Returns the number of tensors the argument stands for under {@code attrs}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is more than {@link #MAX_TENSORS}
   */
  public int count(Attributes attrs) {
    if (!numberAttr.isEmpty()) {
      long count = attrs.integer(numberAttr);
      if (count > MAX_TENSORS) {
        throw SlimgraphException.invalidArgument(
            "Attr '%s' of %d is too large: '%s' can stand for %d tensors at most",
            numberAttr, count, name, MAX_TENSORS);
      }
      return (int) count;
    }
    return typeListAttr.isEmpty() ? 1 : attrs.types(typeListAttr).size();
  }

  /** Returns the type of the {@code i}-th tensor of the argument under {@code attrs}. */
  public DataType typeAt(int i, Attributes attrs) {
    DataType base;
    if (!typeListAttr.isEmpty()) {
      base = attrs.types(typeListAttr).get(i);
    } else {
      base = typeAttr.isEmpty() ? type : attrs.type(typeAttr);
    }
    return isRef && !base.isRef() ? base.ref() : base;
  }
}
