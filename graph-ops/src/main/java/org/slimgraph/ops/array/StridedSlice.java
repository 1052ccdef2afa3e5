package org.slimgraph.ops.array;

import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
import java.util.Optional;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** What Python's {@code x[begin:end:stride, …]} cuts out. TF: tf.strided_slice, Tensor indexing. */
final class StridedSlice {
  static final OpSpec SPEC =
      OpSpec.of("StridedSlice")
          .input("input: T")
          .input("begin: Index")
          .input("end: Index")
          .input("strides: Index")
          .output("output: T")
          .attr("T: type")
          .attr("Index: {int32, int64}")
          .attr("begin_mask: int = 0")
          .attr("end_mask: int = 0")
          .attr("ellipsis_mask: int = 0")
          .attr("new_axis_mask: int = 0")
          .attr("shrink_axis_mask: int = 0")
          .shape(StridedSlice::infer)
          .partialValue(StridedSlice::known)
          .gradient(StridedSlice::gradient)
          .kernel(StridedSlice::kernel)
          .build();

  private StridedSlice() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape parameters = Shape.ofRank(1);
    for (int i = 1; i <= 3; i++) {
      parameters = ShapeRules.merge(ShapeRules.withRank(c.input(i), 1), parameters);
    }
    Optional<Tensor> strides = c.constant(3);
    if (!c.input(0).isRankKnown() || parameters.dim(0) < 0 || strides.isEmpty()) {
      return List.of(Shape.unknown());
    }
    return List.of(
        SliceSpec.of(c.attrs(), c.input(0), c.constant(1), c.constant(2), strides.get()).shape());
  }

  private static Optional<Shape> known(ShapeContext c) {
    Optional<Shape> in = Vectors.input(c, 0);
    Optional<Tensor> begin = c.constant(1);
    Optional<Tensor> end = c.constant(2);
    Optional<Tensor> strides = c.constant(3);
    if (in.isEmpty() || c.input(0).rank() != 1 || strides.isEmpty()) {
      return Optional.empty();
    }
    SliceSpec spec = SliceSpec.of(c.attrs(), Shape.of(in.get().rank()), begin, end, strides.get());
    if (!spec.processing().isFullyDefined() || spec.shape().rank() > 1) {
      return Optional.empty();
    }
    long[] elements = new long[(int) spec.processing().dim(0)];
    if (elements.length > 0 && spec.begin(0) < 0) {
      return Optional.empty(); // one element, but at an index that is not known yet
    }
    for (int i = 0; i < elements.length; i++) {
      elements[i] = in.get().dim((int) (spec.begin(0) + i * spec.stride(0)));
    }
    return Optional.of(Shape.of(elements));
  }

  /** What the move depends on. */
  private record Key(
      Shape shape,
      DataType type,
      ImmutableLongArray begin,
      ImmutableLongArray end,
      ImmutableLongArray strides) {}

  /** A slice and its move. */
  private record Prepared(SliceSpec spec, View.Move move) {}

  private static Kernel kernel(Attributes attrs) {
    return context -> {
      Tensor in = context.input(0);
      Key key =
          new Key(
              in.shape(),
              in.dataType(),
              ImmutableLongArray.copyOf(context.input(1).longs()),
              ImmutableLongArray.copyOf(context.input(2).longs()),
              ImmutableLongArray.copyOf(context.input(3).longs()));
      Prepared prepared = context.prepared(key, k -> prepare(k, attrs, context));
      Tensor out = context.output(0, prepared.spec().shape());
      prepared.move().run(in, out, context.parallel());
    };
  }

  private static Prepared prepare(Key key, Attributes attrs, KernelContext context) {
    SliceSpec spec =
        SliceSpec.of(
            attrs,
            key.shape(),
            Optional.of(context.input(1)),
            Optional.of(context.input(2)),
            context.input(3));
    View view = spec.view(View.of(key.shape()));
    return new Prepared(spec, view.to(View.of(spec.processing()), key.type()));
  }

  private static void gradient(GradientContext g) {
    Output shape = g.tf().shape(g.input(0), g.input(1).dataType());
    g.set(
        0,
        SliceSpec.copyMasks(
                g.op(), g.tf().graph().opBuilder("StridedSliceGrad", "StridedSliceGrad"))
            .input(shape)
            .input(g.input(1))
            .input(g.input(2))
            .input(g.input(3))
            .input(g.dy(0))
            .build()
            .output(0));
  }

  static Output stridedSlice(
      Ops tf, Output input, Output begin, Output end, Output strides, SliceMasks m, String name) {
    return m.set(tf.graph().opBuilder("StridedSlice", name))
        .input(input)
        .input(begin)
        .input(end)
        .input(strides)
        .build()
        .output(0);
  }

  /** Builds {@code vector[begin:]}. */
  static Output from(Ops tf, Output vector, int begin) {
    SliceMasks toEnd = SliceMasks.none().withEnd(1);
    return stridedSlice(
        tf, vector, new int[] {begin}, new int[] {0}, new int[] {1}, toEnd, "strided_slice");
  }

  static Output stridedSlice(
      Ops tf, Output input, int[] begin, int[] end, int[] strides, SliceMasks m, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return stridedSlice(
          tf,
          input,
          tf.constant(Tensor.vector(begin), "stack"),
          tf.constant(Tensor.vector(end), "stack_1"),
          tf.constant(Tensor.vector(strides), "stack_2"),
          m,
          scope.name());
    }
  }
}
