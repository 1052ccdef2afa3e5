package org.slimgraph.ops;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.kernel.OpTraits;
import org.slimgraph.kernel.RunnableOp;
import org.slimgraph.op.AttrDef;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.op.ShapeFunction;
import org.slimgraph.op.ValueFunction;
import org.slimgraph.tensor.DataType;

/**
 * All that is known of an op: TF's definition, shape rule, gradient, kernels, traits. Stated once
 * in the op's file. Immutable.
 */
public final class OpSpec {
  private static final String NOT_REGISTERED = "TF registers no gradient";

  private final OpDef def;
  private final ShapeFunction shape;
  private final @Nullable ValueFunction partialValue;
  private final @Nullable Gradient gradient;
  private final String notDifferentiable;
  private final OpTraits traits;
  private final String kernelAttr;
  private final ImmutableMap<DataType, KernelFactory> kernels;
  private final String graphOnly;
  private final boolean mayBeFed;

  private OpSpec(Builder builder, OpDef def, ShapeFunction shape) {
    this.def = def;
    this.shape = shape;
    this.partialValue = builder.partialValue;
    this.gradient = builder.gradient;
    this.notDifferentiable = builder.notDifferentiable;
    this.traits = builder.traits;
    this.kernels = ImmutableMap.copyOf(builder.kernels);
    this.graphOnly = builder.graphOnly;
    this.mayBeFed = builder.mayBeFed;
    this.kernelAttr = builder.kernelAttr == null ? firstTypeAttr(def) : builder.kernelAttr;
  }

  private static String firstTypeAttr(OpDef def) {
    return def.attrs().stream()
        .filter(attr -> attr.type().equals("type"))
        .map(AttrDef::name)
        .findFirst()
        .orElse("");
  }

  /** Starts the specification of the op {@code type}. */
  public static Builder of(String type) {
    return new Builder(OpDef.builder(type));
  }

  /** Returns the op type. */
  public String type() {
    return def.name();
  }

  /** Returns the definition. */
  public OpDef def() {
    return def;
  }

  /** Returns the gradient; absent if {@link #notDifferentiable} says why. */
  public Optional<Gradient> gradient() {
    return Optional.ofNullable(gradient);
  }

  /**
   * Returns whether gradients may not even arrive at the op: TF registers nothing for it, neither a
   * gradient nor that there is none.
   */
  public boolean refusesGradients() {
    return notDifferentiable.startsWith(NOT_REGISTERED);
  }

  /** Returns why no gradient flows through the op; "" if one does. */
  public String notDifferentiable() {
    return notDifferentiable;
  }

  /** Returns why the op cannot run; "" if it can. */
  public String graphOnly() {
    return graphOnly;
  }

  /** Returns whether runs are meant to feed the op's output, so that it is no constant. */
  public boolean mayBeFed() {
    return mayBeFed;
  }

  /** Returns the kernels by the type that selects them; INVALID stands for all types. */
  public ImmutableMap<DataType, KernelFactory> kernels() {
    return kernels;
  }

  /** Returns what plans must know. */
  public OpTraits traits() {
    return traits;
  }

  /** Returns what building a graph needs. */
  public RegisteredOp registered() {
    return new RegisteredOp(def, shape, partialValue, ConstantFolding.of(this));
  }

  /** Returns what running needs. */
  public RunnableOp runnable() {
    return new RunnableOp(def, traits, kernelAttr, kernels, graphOnly);
  }

  @Override
  public String toString() {
    return def.toString();
  }

  /** Collects a specification. Not thread-safe. */
  public static final class Builder {
    private final OpDef.Builder def;
    private @Nullable ShapeFunction shape;
    private @Nullable ValueFunction partialValue;
    private @Nullable Gradient gradient;
    private String notDifferentiable = "";
    private OpTraits traits = OpTraits.PLAIN;
    private @Nullable String kernelAttr;
    private final Map<DataType, KernelFactory> kernels = new LinkedHashMap<>();
    private String graphOnly = "";
    private boolean mayBeFed;

    private Builder(OpDef.Builder def) {
      this.def = def;
    }

    /** Adds an input, as in {@link OpDef.Builder#input}. */
    public Builder input(String text) {
      def.input(text);
      return this;
    }

    /** Adds an output, as in {@link OpDef.Builder#output}. */
    public Builder output(String text) {
      def.output(text);
      return this;
    }

    /** Adds an attribute, as in {@link OpDef.Builder#attr}. */
    public Builder attr(String text) {
      def.attr(text);
      return this;
    }

    /** Sets flags of the definition. */
    public Builder def(Consumer<OpDef.Builder> flags) {
      flags.accept(def);
      return this;
    }

    /** Marks the op as stateful. */
    public Builder stateful() {
      def.stateful();
      return this;
    }

    /** Sets the shape rule. */
    public Builder shape(ShapeFunction rule) {
      shape = rule;
      return this;
    }

    /** Sets what is known of the value before running, for integer vectors that describe shapes. */
    public Builder partialValue(ValueFunction rule) {
      partialValue = rule;
      return this;
    }

    /** Sets the gradient. */
    public Builder gradient(Gradient function) {
      gradient = function;
      return this;
    }

    /**
     * States why no gradient flows through the op. Where the reason begins with "TF registers no
     * gradient", gradients that arrive are refused, as TF does; else they end at the op.
     */
    public Builder notDifferentiable(String reason) {
      notDifferentiable = reason;
      return this;
    }

    /** Sets what plans must know. */
    public Builder traits(UnaryOperator<OpTraits.Builder> set) {
      traits = set.apply(OpTraits.builder()).build();
      return this;
    }

    /** Selects kernels by the type attribute {@code attr}; without it, by the first of the op. */
    public Builder kernelAttr(String attr) {
      kernelAttr = attr;
      return this;
    }

    /** Adds the kernel for {@code type}. */
    public Builder kernel(DataType type, KernelFactory factory) {
      kernels.put(type, factory);
      return this;
    }

    /** Adds one kernel for each of {@code types}. */
    public Builder kernel(Iterable<DataType> types, KernelFactory factory) {
      types.forEach(type -> kernel(type, factory));
      return this;
    }

    /** Adds the kernel for every type that has none of its own. */
    public Builder kernel(KernelFactory factory) {
      return kernel(DataType.INVALID, factory);
    }

    /** States that runs are meant to feed the output: shape rules see no constant in it. */
    public Builder mayBeFed() {
      mayBeFed = true;
      return this;
    }

    /** States why the op cannot run. */
    public Builder graphOnly(String reason) {
      graphOnly = reason;
      return this;
    }

    /** Builds the specification. */
    public OpSpec build() {
      OpDef built = def.build();
      ShapeFunction rule = shape;
      if (rule == null) {
        throw new IllegalStateException("Op " + built.name() + " states no shape rule");
      }
      return new OpSpec(this, built, rule);
    }
  }
}
