package org.slimgraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The attributes of one operation, typed access included; attributes that were not given answer
 * with the op's default. Immutable.
 */
public final class Attributes {
  private final OpDef def;
  private final ImmutableMap<String, AttrValue> values;

  /** Creates the attributes {@code values} of an operation defined by {@code def}. */
  public Attributes(OpDef def, ImmutableMap<String, AttrValue> values) {
    this.def = def;
    this.values = values;
  }

  /** Returns the attributes that were given, in order, hidden ones ({@code _class}) included. */
  public ImmutableMap<String, AttrValue> given() {
    return values;
  }

  /** Returns the value of {@code name}, given or default; absent when there is neither. */
  public Optional<AttrValue> find(String name) {
    return Optional.ofNullable(lookup(name));
  }

  private @Nullable AttrValue lookup(String name) {
    AttrValue value = values.get(name);
    if (value == null) {
      AttrDef attr = def.findAttr(name).orElse(null);
      return attr == null ? null : attr.defaultOrNull();
    }
    return value;
  }

  /**
   * Returns the value of {@code name}.
   *
   * @throws SlimgraphException NOT_FOUND if the operation has no such attribute
   */
  public AttrValue get(String name) {
    AttrValue value = lookup(name);
    if (value == null) {
      throw SlimgraphException.notFound(
          "No attr named '%s' in an operation of type %s", name, def.name());
    }
    return value;
  }

  private <T extends AttrValue> T get(String name, Class<T> kind) {
    AttrValue value = get(name);
    if (!kind.isInstance(value)) {
      throw SlimgraphException.invalidArgument(
          "Attr '%s' of %s is %s, a %s", name, def.name(), value.text(), value.kind().text());
    }
    return kind.cast(value);
  }

  /** Returns an int attribute. */
  public long integer(String name) {
    return get(name, AttrValue.Int.class).value();
  }

  /** Returns a float attribute. */
  public float real(String name) {
    return get(name, AttrValue.Float.class).value();
  }

  /** Returns a bool attribute. */
  public boolean bool(String name) {
    return get(name, AttrValue.Bool.class).value();
  }

  /** Returns a string attribute, decoded as UTF-8. */
  public String string(String name) {
    return get(name, AttrValue.Str.class).bytes().toStringUtf8();
  }

  /** Returns a type attribute. */
  public DataType type(String name) {
    return get(name, AttrValue.Type.class).value();
  }

  /** Returns a shape attribute. */
  public Shape shape(String name) {
    return get(name, AttrValue.ShapeOf.class).value();
  }

  /** Returns a tensor attribute. */
  public Tensor tensor(String name) {
    return get(name, AttrValue.TensorOf.class).value();
  }

  private ImmutableList<AttrValue> list(String name) {
    return get(name, AttrValue.ListOf.class).values();
  }

  /** Returns a list(int) attribute. */
  public long[] integers(String name) {
    return list(name).stream().mapToLong(v -> ((AttrValue.Int) v).value()).toArray();
  }

  /** Returns a list(int) attribute whose values fit 32 bits. */
  public int[] ints(String name) {
    return list(name).stream()
        .mapToInt(v -> Math.toIntExact(((AttrValue.Int) v).value()))
        .toArray();
  }

  /** Returns a list(float) attribute. */
  public float[] reals(String name) {
    ImmutableList<AttrValue> list = list(name);
    float[] reals = new float[list.size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = ((AttrValue.Float) list.get(i)).value();
    }
    return reals;
  }

  /** Returns a list(string) attribute, decoded as UTF-8. */
  public ImmutableList<String> strings(String name) {
    return list(name).stream()
        .map(v -> ((AttrValue.Str) v).bytes().toStringUtf8())
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns a list(type) attribute. */
  public ImmutableList<DataType> types(String name) {
    return list(name).stream()
        .map(v -> ((AttrValue.Type) v).value())
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns a list(shape) attribute. */
  public ImmutableList<Shape> shapes(String name) {
    return list(name).stream()
        .map(v -> ((AttrValue.ShapeOf) v).value())
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
