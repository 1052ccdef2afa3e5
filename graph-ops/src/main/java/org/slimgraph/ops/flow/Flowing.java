package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;

/**
 * A gradient on its way through conditionals and loops: one tensor, or the values, places and whole
 * shape of some rows, which all take the same way.
 */
record Flowing(List<Output> tensors) {
  Flowing {
    tensors = List.copyOf(tensors);
  }

  private static Flowing rows(IndexedSlices rows) {
    return new Flowing(List.of(rows.values(), rows.indices(), rows.denseShape()));
  }

  /** Returns what arrived at output {@code i} of {@code g}'s operation. */
  static Flowing at(GradientContext g, int i) {
    return g.rows(i).map(Flowing::rows).orElseGet(() -> new Flowing(List.of(g.dy(i))));
  }

  boolean isRows() {
    return tensors.size() > 1;
  }

  /** Returns what becomes of all tensors. */
  Flowing map(UnaryOperator<Output> step) {
    return new Flowing(tensors.stream().map(step).toList());
  }

  /** Returns the rows of a tensor, all of them, if it is one. */
  Flowing asRows(Ops tf) {
    if (isRows()) {
      return this;
    }
    Output whole = tensors.get(0);
    Output shape = FlowZeros.shape(tf, whole);
    Output count = tf.gather(shape, tf.constant(0));
    Output all = tf.range(tf.constant(0), count, tf.constant(1));
    return new Flowing(List.of(whole, all, shape));
  }

  /** Returns the whole tensor, with zeros between the rows. */
  Flowing asWhole(Ops tf) {
    return isRows() ? new Flowing(List.of(slices().toDense(tf))) : this;
  }

  private IndexedSlices slices() {
    return new IndexedSlices(tensors.get(0), tensors.get(1), tensors.get(2));
  }

  /** Returns the Merge of two, of which one is live: rows if either is. */
  static Flowing merge(Ops tf, Flowing a, Flowing b, String name) {
    boolean rows = a.isRows() || b.isRows();
    Flowing first = rows ? a.asRows(tf) : a;
    Flowing second = rows ? b.asRows(tf) : b;
    List<Output> merged = new ArrayList<>();
    for (int i = 0; i < first.tensors().size(); i++) {
      Output left = first.tensors().get(i);
      Output right = second.tensors().get(i);
      merged.add(Merge.of(tf, List.of(left, like(tf, right, left)), name));
    }
    return new Flowing(merged);
  }

  /** Places and shapes may be of either integer type. */
  private static Output like(Ops tf, Output value, Output other) {
    return value.dataType().base() == other.dataType().base()
        ? value
        : tf.cast(value, other.dataType().base());
  }

  /** Lets this flow into input {@code i} of {@code g}'s operation. */
  void flowInto(GradientContext g, int i) {
    if (isRows()) {
      g.set(i, slices());
    } else {
      g.set(i, tensors.get(0));
    }
  }
}
