package org.slimgraph.ops.array;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Rounds values to those that an integer of a few bits would stand for between two bounds: fixed,
 * variable, or one pair a channel. TF: tf.fake_quant_with_min_max_args, _vars, _vars_per_channel.
 */
final class FakeQuantization {
  private static final String NO_SECOND_GRADIENT = "TF registers no gradient for it";

  static final OpSpec ARGS =
      withBits(withBounds(OpSpec.of("FakeQuantWithMinMaxArgs").input("inputs: float"), "outputs"))
          .shape(ShapeRules::unchanged)
          .gradient(FakeQuantization::gradientOfArgs)
          .kernel(FakeQuantization::args)
          .build();

  static final OpSpec ARGS_GRADIENT =
      withBits(
              withBounds(
                  OpSpec.of("FakeQuantWithMinMaxArgsGradient")
                      .input("gradients: float")
                      .input("inputs: float"),
                  "backprops"))
          .shape(c -> List.of(ShapeRules.merge(c.input(0), c.input(1))))
          .notDifferentiable(NO_SECOND_GRADIENT)
          .kernel(FakeQuantization::argsGradient)
          .build();

  static final OpSpec VARS = forward("FakeQuantWithMinMaxVars", false);
  static final OpSpec VARS_GRADIENT = backward("FakeQuantWithMinMaxVarsGradient", false);
  static final OpSpec PER_CHANNEL = forward("FakeQuantWithMinMaxVarsPerChannel", true);
  static final OpSpec PER_CHANNEL_GRADIENT =
      backward("FakeQuantWithMinMaxVarsPerChannelGradient", true);

  private FakeQuantization() {}

  private static OpSpec.Builder withBounds(OpSpec.Builder spec, String output) {
    return spec.output(output + ": float").attr("min: float = -6.0").attr("max: float = 6.0");
  }

  private static OpSpec.Builder withBits(OpSpec.Builder spec) {
    return spec.attr("num_bits: int = 8").attr("narrow_range: bool = false");
  }

  private static OpSpec forward(String type, boolean perChannel) {
    return withBits(
            OpSpec.of(type)
                .input("inputs: float")
                .input("min: float")
                .input("max: float")
                .output("outputs: float"))
        .shape(c -> List.of(checked(c, c.input(0), 1, perChannel)))
        .gradient(g -> gradient(g, type + "Gradient"))
        .kernel(attrs -> vars(attrs, perChannel))
        .build();
  }

  private static OpSpec backward(String type, boolean perChannel) {
    return withBits(
            OpSpec.of(type)
                .input("gradients: float")
                .input("inputs: float")
                .input("min: float")
                .input("max: float")
                .output("backprops_wrt_input: float")
                .output("backprop_wrt_min: float")
                .output("backprop_wrt_max: float"))
        .shape(c -> inferGradient(c, perChannel))
        .notDifferentiable(NO_SECOND_GRADIENT)
        .kernel(attrs -> varsGradient(attrs, perChannel))
        .build();
  }

  private static Shape checked(ShapeContext c, Shape inputs, int min, boolean perChannel) {
    if (!perChannel) {
      ShapeRules.withRank(c.input(min), 0);
      ShapeRules.withRank(c.input(min + 1), 0);
      return inputs;
    }
    ShapeRules.withRankAtLeast(inputs, 1);
    long channels =
        ShapeRules.mergeDim(
            ShapeRules.withRank(c.input(min), 1).dim(0),
            ShapeRules.withRank(c.input(min + 1), 1).dim(0));
    if (!inputs.isRankKnown()) {
      return inputs;
    }
    int last = inputs.rank() - 1;
    return inputs.withDim(last, ShapeRules.mergeDim(inputs.dim(last), channels));
  }

  private static List<Shape> inferGradient(ShapeContext c, boolean perChannel) {
    Shape inputs = checked(c, ShapeRules.merge(c.input(0), c.input(1)), 2, perChannel);
    if (!perChannel) {
      return List.of(inputs, Shape.scalar(), Shape.scalar());
    }
    long channels = ShapeRules.mergeDim(c.input(2).dim(0), c.input(3).dim(0));
    Shape bounds = Shape.of(inputs.isRankKnown() ? inputs.dim(inputs.rank() - 1) : channels);
    return List.of(inputs, bounds, bounds);
  }

  private static void checkBits(Attributes attrs) {
    long bits = attrs.integer("num_bits");
    if (bits < 2 || bits > 16) {
      throw SlimgraphException.invalidArgument(
          "num_bits must be between 2 and 16, inclusive, not %d", bits);
    }
  }

  private static QuantizedRange fixed(Attributes attrs) {
    checkBits(attrs);
    float min = attrs.real("min");
    float max = attrs.real("max");
    if (!(min < max)) {
      throw SlimgraphException.invalidArgument(
          "min has to be smaller than max, was: %s >= %s", min, max);
    }
    return QuantizedRange.of(attrs, min, max);
  }

  private static Kernel args(Attributes attrs) {
    QuantizedRange range = fixed(attrs);
    return context -> {
      float[] in = context.floats(0);
      float[] out = context.outputFloats(0, context.shape(0));
      for (int i = 0; i < context.input(0).size(); i++) {
        out[i] = range.quantized(in[i]);
      }
    };
  }

  private static Kernel argsGradient(Attributes attrs) {
    QuantizedRange range = fixed(attrs);
    return context -> {
      checkSameShape(context);
      float[] gradients = context.floats(0);
      float[] in = context.floats(1);
      float[] out = context.outputFloats(0, context.shape(1));
      for (int i = 0; i < context.input(1).size(); i++) {
        out[i] = gradients[i] * (range.contains(in[i]) ? 1f : 0f);
      }
    };
  }

  private static void checkSameShape(KernelContext context) {
    if (!context.shape(0).equals(context.shape(1))) {
      throw SlimgraphException.invalidArgument("gradient and input must be the same size");
    }
  }

  /** Returns the ranges of an operation: one, or one a channel. */
  private static QuantizedRange[] ranges(
      KernelContext context, Attributes attrs, int min, boolean perChannel) {
    Shape inputs = context.shape(min - 1);
    if (perChannel && inputs.rank() == 0) {
      throw SlimgraphException.invalidArgument("inputs must have at least one dimension");
    }
    int count = perChannel ? (int) inputs.dim(inputs.rank() - 1) : 1;
    for (int i = min; i < min + 2; i++) {
      Shape want = perChannel ? Shape.of(count) : Shape.scalar();
      if (!context.shape(i).equals(want)) {
        throw SlimgraphException.invalidArgument(
            "%s has incorrect size, expected %s was %s",
            i == min ? "min" : "max", want.toBrackets(), context.shape(i).toBrackets());
      }
    }
    QuantizedRange[] ranges = new QuantizedRange[count];
    for (int i = 0; i < count; i++) {
      ranges[i] = QuantizedRange.of(attrs, context.floats(min)[i], context.floats(min + 1)[i]);
    }
    return ranges;
  }

  private static Kernel vars(Attributes attrs, boolean perChannel) {
    checkBits(attrs);
    return context -> {
      QuantizedRange[] ranges = ranges(context, attrs, 1, perChannel);
      float[] in = context.floats(0);
      float[] out = context.outputFloats(0, context.shape(0));
      for (int i = 0; i < context.input(0).size(); i++) {
        QuantizedRange range = ranges[i % ranges.length];
        out[i] = range.isZero() ? 0f : range.quantized(in[i]);
      }
    };
  }

  private static Kernel varsGradient(Attributes attrs, boolean perChannel) {
    checkBits(attrs);
    return context -> {
      checkSameShape(context);
      QuantizedRange[] ranges = ranges(context, attrs, 2, perChannel);
      float[] gradients = context.floats(0);
      float[] in = context.floats(1);
      float[] out = context.outputFloats(0, context.shape(1));
      double[] below = new double[ranges.length];
      double[] above = new double[ranges.length];
      for (int i = 0; i < context.input(1).size(); i++) {
        int channel = i % ranges.length;
        QuantizedRange range = ranges[channel];
        boolean passes = range.isZero() || range.contains(in[i]);
        out[i] = gradients[i] * (passes ? 1f : 0f);
        if (!range.isZero()) {
          below[channel] += in[i] < range.min() ? gradients[i] : 0;
          above[channel] += in[i] > range.max() ? gradients[i] : 0;
        }
      }
      store(below, context.outputFloats(1, context.shape(2)));
      store(above, context.outputFloats(2, context.shape(3)));
    };
  }

  private static void store(double[] sums, float[] out) {
    for (int i = 0; i < sums.length; i++) {
      out[i] = (float) sums[i];
    }
  }

  private static void gradientOfArgs(GradientContext g) {
    var builder =
        g.tf()
            .graph()
            .opBuilder("FakeQuantWithMinMaxArgsGradient", "FakeQuantWithMinMaxArgsGradient")
            .input(g.dy(0))
            .input(g.input(0));
    for (String attr : List.of("min", "max", "num_bits", "narrow_range")) {
      builder.attr(attr, g.op().attrs().get(attr));
    }
    g.set(0, builder.build().output(0));
  }

  private static void gradient(GradientContext g, String type) {
    var builder = g.tf().graph().opBuilder(type, type).input(g.dy(0));
    for (int i = 0; i < 3; i++) {
      builder.input(g.input(i));
    }
    for (String attr : Arrays.asList("num_bits", "narrow_range")) {
      builder.attr(attr, g.op().attrs().get(attr));
    }
    var op = builder.build();
    for (int i = 0; i < 3; i++) {
      g.set(i, op.output(i));
    }
  }

  static Output args(
      Ops tf, Output inputs, float min, float max, int bits, boolean narrowRange, String name) {
    return tf.graph()
        .opBuilder("FakeQuantWithMinMaxArgs", name)
        .input(inputs)
        .attr("min", min)
        .attr("max", max)
        .attr("num_bits", bits)
        .attr("narrow_range", narrowRange)
        .build()
        .output(0);
  }

  static Output vars(
      Ops tf,
      String type,
      Output inputs,
      Output min,
      Output max,
      int bits,
      boolean narrowRange,
      String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(inputs)
        .input(min)
        .input(max)
        .attr("num_bits", bits)
        .attr("narrow_range", narrowRange)
        .build()
        .output(0);
  }
}
