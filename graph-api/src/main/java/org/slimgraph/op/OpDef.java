package org.slimgraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slimgraph.error.SlimgraphException;

/**
 * The definition of an op: its name, inputs, outputs and attributes, written in the words of TF's
 * own definitions. Immutable.
 *
 * <pre>{@code
 * OpDef.builder("Softplus")
 *     .input("features: T").output("activations: T")
 *     .attr("T: {half, bfloat16, float, double}")
 *     .build();
 * }</pre>
 */
public final class OpDef {
  private final String name;
  private final ImmutableList<ArgDef> inputs;
  private final ImmutableList<ArgDef> outputs;
  private final ImmutableMap<String, AttrDef> attrs;
  private final boolean stateful;
  private final boolean commutative;
  private final boolean aggregate;
  private final boolean allowsUninitializedInput;
  private final int deprecatedSince;
  private final String deprecation;

  private OpDef(Builder builder) {
    this.name = builder.name;
    this.attrs =
        builder.attrs.stream()
            .map(text -> DefinitionParser.attr(text, builder.name))
            .collect(ImmutableMap.toImmutableMap(AttrDef::name, Function.identity()));
    this.inputs = args(builder.inputs);
    this.outputs = args(builder.outputs);
    this.stateful = builder.stateful;
    this.commutative = builder.commutative;
    this.aggregate = builder.aggregate;
    this.allowsUninitializedInput = builder.allowsUninitializedInput;
    this.deprecatedSince = builder.deprecatedSince;
    this.deprecation = builder.deprecation;
  }

  private ImmutableList<ArgDef> args(List<String> texts) {
    return texts.stream()
        .map(text -> DefinitionParser.arg(text, name, attrs))
        .collect(ImmutableList.toImmutableList());
  }

  /** Starts a definition. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Returns the op type, such as {@code "Conv2D"}. */
  public String name() {
    return name;
  }

  /** Returns the declared inputs in order. */
  public ImmutableList<ArgDef> inputs() {
    return inputs;
  }

  /** Returns the declared outputs in order. */
  public ImmutableList<ArgDef> outputs() {
    return outputs;
  }

  /** Returns the declared attributes in order. */
  public ImmutableList<AttrDef> attrs() {
    return attrs.values().asList();
  }

  /** Returns the declared attribute {@code attr}, if there is one. */
  public Optional<AttrDef> findAttr(String attr) {
    return Optional.ofNullable(attrs.get(attr));
  }

  /** Returns whether two runs of equal operations may differ (state, random numbers). */
  public boolean isStateful() {
    return stateful;
  }

  /** Returns whether the inputs may be swapped. */
  public boolean isCommutative() {
    return commutative;
  }

  /** Returns whether the op accepts N inputs and produces their aggregate. */
  public boolean isAggregate() {
    return aggregate;
  }

  /** Returns whether a reference input may be uninitialised, as for Assign. */
  public boolean allowsUninitializedInput() {
    return allowsUninitializedInput;
  }

  /** Returns the GraphDef version from which on the op is refused; 0 when it is not deprecated. */
  public int deprecatedSince() {
    return deprecatedSince;
  }

  /** Returns why the op is deprecated and what to use; "" when it is not. */
  public String deprecation() {
    return deprecation;
  }

  @Override
  public String toString() {
    return "Op<name=" + name + ">";
  }

  /** Collects a definition. */
  public static final class Builder {
    private final String name;
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<String> attrs = new ArrayList<>();
    private boolean stateful;
    private boolean commutative;
    private boolean aggregate;
    private boolean allowsUninitializedInput;
    private int deprecatedSince;
    private String deprecation = "";

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Adds an input: {@code "x: T"}, {@code "values: N * T"}, {@code "ref: Ref(T)"}, {@code "data:
     * float"} or {@code "components: Tcomponents"} with a list(type) attribute.
     */
    public Builder input(String text) {
      inputs.add(text);
      return this;
    }

    /** Adds an output, written as an input is. */
    public Builder output(String text) {
      outputs.add(text);
      return this;
    }

    /**
     * Adds an attribute: {@code "T: {float, double}"}, {@code "N: int >= 1"}, {@code "padding:
     * {'SAME', 'VALID'}"}, {@code "dilations: list(int) = [1, 1, 1, 1]"}, {@code "dtype: type"}, …
     */
    public Builder attr(String text) {
      attrs.add(text);
      return this;
    }

    /** Marks the op as stateful. */
    public Builder stateful() {
      stateful = true;
      return this;
    }

    /** Marks the op as commutative. */
    public Builder commutative() {
      commutative = true;
      return this;
    }

    /** Marks the op as an aggregate. */
    public Builder aggregate() {
      aggregate = true;
      return this;
    }

    /** Lets reference inputs be uninitialised. */
    public Builder allowsUninitializedInput() {
      allowsUninitializedInput = true;
      return this;
    }

    /** Refuses the op in graphs of producer {@code version} and later. */
    public Builder deprecated(int version, String explanation) {
      deprecatedSince = version;
      deprecation = explanation;
      return this;
    }

    /**
     * Builds the definition.
     *
     * @throws SlimgraphException INVALID_ARGUMENT if a text is not in TF's form
     */
    public OpDef build() {
      return new OpDef(this);
    }
  }
}
