package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.array.MirrorMode;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Operations that move elements and change shapes, without choosing by index. */
final class ArrayRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          ArrayRecipes::reshape,
          ArrayRecipes::reshape,
          ArrayRecipes::transpose,
          ArrayRecipes::expandAndSqueeze,
          ArrayRecipes::concat,
          ArrayRecipes::stack,
          ArrayRecipes::split,
          ArrayRecipes::slice,
          ArrayRecipes::stridedSlice,
          ArrayRecipes::tile,
          ArrayRecipes::pad,
          ArrayRecipes::reverse,
          ArrayRecipes::broadcastTo,
          ArrayRecipes::shapes,
          ArrayRecipes::ranges,
          ArrayRecipes::passedOn,
          ArrayRecipes::matrices,
          ArrayRecipes::blocks);

  private ArrayRecipes() {}

  private static void reshape(RandomGraph g) {
    Value x = g.any(0);
    List<Long> dims = new ArrayList<>();
    long rest = x.size();
    while (rest > 1 && g.chance(2)) {
      long divisor = g.oneOf(2L, 3L, 5L, 7L);
      if (rest % divisor == 0) {
        dims.add(g.below(dims.size() + 1), divisor);
        rest /= divisor;
      }
    }
    if (rest != 1 || g.chance(3)) {
      dims.add(g.below(dims.size() + 1), rest);
    }
    Shape shape = Shape.of(dims);
    long[] asked = shape.dims();
    if (x.size() > 0 && asked.length > 0 && g.chance(2)) {
      asked[g.below(asked.length)] = -1;
    }
    if (g.chance(3)) {
      Value like = g.same(g.oneOf(DataType.FLOAT, DataType.INT32), shape);
      g.add(g.tf.reshape(x.output(), g.tf.shape(like.output())), shape, x.numbers());
    } else {
      g.add(g.tf.reshape(x.output(), g.integers(asked)), shape, x.numbers());
    }
  }

  private static void transpose(RandomGraph g) {
    Value x = g.any(2);
    int[] perm = g.permutation(x.rank());
    Shape shape = Shape.of(Arrays.stream(perm).mapToLong(x::dim).toArray());
    g.add(g.tf.transpose(x.output(), perm), shape, x.numbers());
  }

  private static void expandAndSqueeze(RandomGraph g) {
    Value x = g.any(0);
    int axis = g.below(x.rank() + 1);
    Value y =
        g.add(g.tf.expandDims(x.output(), axis), Shapes.inserted(x.shape(), axis, 1), x.numbers());
    if (g.chance(2)) {
      g.add(g.tf.squeeze(y.output(), new int[] {axis}), x.shape(), x.numbers());
    } else if (y.output().shape().isRankKnown() && g.chance(2)) {
      long[] kept = Arrays.stream(y.shape().dims()).filter(d -> d != 1).toArray();
      g.add(g.tf.squeeze(y.output()), Shape.of(kept), x.numbers());
    }
  }

  private static void concat(RandomGraph g) {
    Value x = g.any(1);
    int axis = g.below(x.rank());
    Value y = g.same(x.type(), x.shape().withDim(axis, g.below(4)));
    Value z = g.chance(2) ? x : y;
    Numbers numbers = x.numbers().or(y.numbers());
    Shape shape = x.shape().withDim(axis, x.dim(axis) + y.dim(axis) + z.dim(axis));
    int named = g.chance(3) ? axis - x.rank() : axis;
    g.add(g.tf.concat(List.of(x.output(), y.output(), z.output()), named), shape, numbers);
  }

  private static void stack(RandomGraph g) {
    Value x = g.any(0);
    Value y = g.same(x.type(), x.shape());
    int axis = g.below(x.rank() + 1);
    Numbers numbers = x.numbers().or(y.numbers());
    Shape shape = Shapes.inserted(x.shape(), axis, 2);
    Output stacked = g.tf.stack(List.of(x.output(), y.output()), axis);
    g.add(stacked, shape, numbers);
    if (g.chance(3)) {
      g.tf.unstack(stacked, 2, axis).forEach(part -> g.add(part, x.shape(), numbers));
    }
  }

  private static void split(RandomGraph g) {
    Value x = g.any(1);
    int axis = g.below(x.rank());
    if (g.chance(2)) {
      int first = g.below((int) x.dim(axis) + 1);
      int[] sizes = {first, 0, (int) x.dim(axis) - first};
      List<Output> parts = g.tf.split(x.output(), sizes, axis);
      for (int i = 0; i < 3; i++) {
        g.add(parts.get(i), x.shape().withDim(axis, sizes[i]), x.numbers());
      }
      return;
    }
    int parts = g.oneOf(1, 2, 3, (int) Math.max(1, x.dim(axis)));
    if (x.dim(axis) % parts == 0 && parts < 20) {
      Shape shape = x.shape().withDim(axis, x.dim(axis) / parts);
      g.tf.split(x.output(), parts, axis).forEach(part -> g.add(part, shape, x.numbers()));
    }
  }

  private static void slice(RandomGraph g) {
    Value x = g.any(1);
    int[] begin = new int[x.rank()];
    int[] size = new int[x.rank()];
    Shape shape = x.shape();
    for (int i = 0; i < begin.length; i++) {
      int dim = (int) x.dim(i);
      begin[i] = g.below(dim + 1);
      int most = dim - begin[i];
      int taken = g.below(most + 1);
      boolean all = g.chance(3);
      size[i] = all ? -1 : taken;
      shape = shape.withDim(i, all ? most : taken);
    }
    g.add(g.tf.slice(x.output(), begin, size), shape, x.numbers());
  }

  private static void stridedSlice(RandomGraph g) {
    Value x = g.any(1);
    int specs = 1 + g.below(x.rank());
    int[] begin = new int[specs];
    int[] end = new int[specs];
    int[] strides = new int[specs];
    Shape shape = x.shape();
    for (int i = 0; i < specs; i++) {
      int dim = (int) x.dim(i);
      int from = g.below(dim + 1);
      int to = g.below(dim + 2);
      strides[i] = g.oneOf(1, 1, 2, 3);
      // Behind the end is the end; from behind counts from the end.
      begin[i] = from > 0 && from < dim && g.chance(3) ? from - dim : from;
      end[i] = to;
      int length = Math.max(0, Math.min(to, dim) - from);
      shape = shape.withDim(i, (length + strides[i] - 1) / strides[i]);
    }
    g.add(g.tf.stridedSlice(x.output(), begin, end, strides), shape, x.numbers());
  }

  private static void tile(RandomGraph g) {
    Value x = g.any(1);
    int[] multiples = new int[x.rank()];
    Shape shape = x.shape();
    for (int i = 0; i < multiples.length; i++) {
      multiples[i] = x.size() > 100 ? 1 : g.below(3);
      shape = shape.withDim(i, x.dim(i) * multiples[i]);
    }
    g.add(g.tf.tile(x.output(), multiples), shape, x.numbers());
  }

  private static void pad(RandomGraph g) {
    Value x = g.any(1);
    MirrorMode mode = g.oneOf(MirrorMode.values());
    boolean mirror = g.chance(2) && x.size() > 0;
    int[][] paddings = new int[x.rank()][2];
    Shape shape = x.shape();
    for (int i = 0; i < paddings.length; i++) {
      int most = (int) x.dim(i) - (mode == MirrorMode.REFLECT ? 1 : 0);
      for (int side = 0; side < 2; side++) {
        paddings[i][side] = g.below(Math.max(0, Math.min(2, mirror ? most : 2)) + 1);
      }
      shape = shape.withDim(i, x.dim(i) + paddings[i][0] + paddings[i][1]);
    }
    Output y = mirror ? g.tf.pad(x.output(), paddings, mode) : g.tf.pad(x.output(), paddings);
    g.add(y, shape, x.numbers());
  }

  private static void reverse(RandomGraph g) {
    Value x = g.any(1);
    if (x.size() == 0) {
      // TF 1.x: the process of TensorFlow divides by zero and ends.
      return;
    }
    int[] axes = IntStream.range(0, x.rank()).filter(i -> g.chance(2)).toArray();
    g.add(g.tf.reverse(x.output(), axes), x.shape(), x.numbers());
  }

  private static void broadcastTo(RandomGraph g) {
    Value x = g.number(0);
    Shape shape = g.shapeOfRank(g.below(2)).concat(x.shape());
    for (int i = shape.rank() - x.rank(); i < shape.rank(); i++) {
      shape = shape.dim(i) == 1 && g.chance(2) ? shape.withDim(i, 3) : shape;
    }
    g.add(g.tf.broadcastTo(x.output(), g.integers(shape.dims())), shape, x.numbers());
  }

  private static void shapes(RandomGraph g) {
    Value x = g.any(0);
    DataType type = g.oneOf(DataType.INT32, DataType.INT64);
    Numbers sizes = Numbers.exact(type, Math.max(x.size(), 1), 0);
    switch (g.below(4)) {
      case 0 -> g.add(g.tf.shape(x.output(), type), Shape.of(x.rank()), sizes);
      case 1 -> g.add(g.tf.size(x.output(), type), Shape.scalar(), sizes);
      case 2 -> g.add(g.tf.rank(x.output()), Shape.scalar(), Numbers.exact(DataType.INT32, 8, 0));
      default -> {
        Output filled = g.tf.fill(g.tf.shape(x.output(), type), g.tf.constant(1.5f));
        g.add(filled, x.shape(), Numbers.exact(DataType.FLOAT, 1.5, -1));
      }
    }
  }

  private static void ranges(RandomGraph g) {
    Ops tf = g.tf;
    int count = 1 + g.below(9);
    if (g.chance(2)) {
      Output numbers = tf.range(-3, count, g.chance(2) ? 1 : 2);
      long length = numbers.shape().dim(0);
      g.add(numbers, Shape.of(length), Numbers.exact(DataType.INT32, 10, 0));
    } else {
      Output numbers = tf.linspace(tf.constant(-1f), tf.constant(2f), tf.constant(count));
      g.add(numbers, Shape.of(count), Numbers.exact(DataType.FLOAT, 2, 0).smooth(2, 1));
    }
  }

  private static void passedOn(RandomGraph g) {
    Value x = g.any(0);
    Ops tf = g.tf;
    Output y =
        switch (g.below(6)) {
          case 0 -> tf.stopGradient(x.output());
          case 1 -> tf.ensureShape(x.output(), Shape.ofRank(x.rank()));
          case 2 -> tf.placeholderWithDefault(x.output(), Shape.unknown());
          case 3 ->
              x.isFloating() ? tf.checkNumerics(x.output(), "check") : tf.identity(x.output());
          default -> tf.identity(x.output());
        };
    g.add(y, x.shape(), x.numbers());
  }

  private static void matrices(RandomGraph g) {
    Value x = g.real(2);
    int last = x.rank() - 1;
    long rows = x.dim(last - 1);
    long columns = x.dim(last);
    Shape diagonal = x.shape().slice(0, last - 1).concat(Shape.of(Math.min(rows, columns)));
    Ops tf = g.tf;
    switch (g.below(4)) {
      case 0 -> {
        int lower = g.below((int) Math.min(rows, 2) + 2) - 1;
        int upper = g.below((int) Math.min(columns, 2) + 2) - 1;
        g.add(tf.matrixBandPart(x.output(), lower, upper), x.shape(), x.numbers());
      }
      case 1 -> {
        if (rows > 0 && columns > 0) {
          g.add(tf.matrixDiagPart(x.output()), diagonal, x.numbers());
        }
      }
      case 2 -> {
        if (columns < 10) {
          g.add(tf.matrixDiag(x.output()), x.shape().concat(Shape.of(columns)), x.numbers());
        }
      }
      default -> {
        Value d = g.same(x.type(), diagonal);
        g.add(tf.matrixSetDiag(x.output(), d.output()), x.shape(), x.numbers().or(d.numbers()));
      }
    }
  }

  private static void blocks(RandomGraph g) {
    int block = 2;
    long batch = 1 + g.below(2);
    long height = 2L * (1 + g.below(3));
    long width = 2L * (1 + g.below(3));
    Ops tf = g.tf;
    Value x = g.same(DataType.FLOAT, Shape.of(batch, height, width, 4));
    Output sides = tf.constant(new int[] {2, 2});
    Output nothing = tf.reshape(tf.constant(new int[4]), Shape.of(2, 2));
    switch (g.below(3)) {
      case 0 ->
          g.add(
              tf.spaceToDepth(x.output(), block),
              Shape.of(batch, height / 2, width / 2, 16),
              x.numbers());
      case 1 ->
          g.add(
              tf.depthToSpace(x.output(), block),
              Shape.of(batch, height * 2, width * 2, 1),
              x.numbers());
      default -> {
        Value y =
            g.add(
                tf.spaceToBatchNd(x.output(), sides, nothing),
                Shape.of(batch * 4, height / 2, width / 2, 4),
                x.numbers());
        g.add(tf.batchToSpaceNd(y.output(), sides, nothing), x.shape(), x.numbers());
      }
    }
  }
}
