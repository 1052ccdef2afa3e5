package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.array.Elements;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * The values of a TensorArray during one run. Each element is written once and, unless told
 * otherwise, read once; those of a gradient add up. Safe from any thread.
 *
 * <p>Behaviour as in TF 1.15, core/kernels/tensor_array.cc.
 */
final class TensorArrayStore {

  /**
   * How an array behaves.
   *
   * @param elementShape what is known of the elements' shapes
   * @param sameShapes whether the first element fixes the shape of all
   * @param grows whether writing behind the end makes the array longer
   * @param clears whether a value is forgotten when it was read
   * @param adds whether values written to one element add up
   */
  record Traits(
      String name,
      DataType type,
      Shape elementShape,
      boolean sameShapes,
      boolean grows,
      boolean clears,
      boolean adds) {}

  private static final class Slot {
    @Nullable Tensor value;
    Shape shape = Shape.unknown();
    boolean read;
    boolean cleared;
  }

  private final Traits traits;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, TensorArrayStore> gradients = new HashMap<>();
  private Shape elementShape;
  private boolean grows;
  private boolean closed;

  TensorArrayStore(Traits traits, int size) {
    this.traits = traits;
    this.elementShape = traits.elementShape();
    this.grows = traits.grows();
    growTo(size);
  }

  /** Returns the array behind the handle at input 0. */
  static TensorArrayStore of(KernelContext context) {
    if (TensorStorage.objects(context.input(0))[0] instanceof TensorArrayStore array) {
      return array;
    }
    throw SlimgraphException.invalidArgument("'%s' is given no TensorArray", context.name());
  }

  /** Returns a handle, of TF's static shape. */
  Tensor handle() {
    return TensorStorage.wrap(DataType.RESOURCE, Shape.of(2), new Object[] {this, this});
  }

  private void growTo(int size) {
    while (slots.size() < size) {
      slots.add(new Slot());
    }
  }

  private void checkOpen() {
    if (closed) {
      throw SlimgraphException.invalidArgument(
          "TensorArray %s has already been closed.", traits.name());
    }
  }

  synchronized int size() {
    checkOpen();
    return slots.size();
  }

  /** Returns the size, made {@code wanted} if the array is shorter and may grow. */
  synchronized int sizeFor(int wanted) {
    checkOpen();
    if (grows) {
      growTo(wanted);
    }
    return slots.size();
  }

  synchronized Shape elementShape() {
    return elementShape;
  }

  synchronized void close() {
    slots.clear();
    closed = true;
  }

  /** Stores {@code value}, which must not change any more. */
  synchronized void write(int index, Tensor value) {
    checkOpen();
    if (index < 0 || (index >= slots.size() && !grows)) {
      throw SlimgraphException.invalidArgument(
          "TensorArray %s: Tried to write to index %d but array is not resizeable and size is: %d",
          traits.name(), index, slots.size());
    }
    if (value.dataType() != traits.type()) {
      throw SlimgraphException.invalidArgument(
          "TensorArray dtype is %s but Op is trying to write dtype %s.",
          traits.type().tfName(), value.dataType().tfName());
    }
    growTo(index + 1);
    Slot slot = slots.get(index);
    if (slot.read) {
      throw refused(index, "because it has already been read.");
    }
    if (!elementShape.isCompatibleWith(value.shape())) {
      throw refused(
          index,
          "because the value shape is "
              + value.shape().toBrackets()
              + " which is incompatible with the TensorArray's inferred element shape: "
              + elementShape.toBrackets()
              + " (consider setting infer_shape=False).");
    }
    if (slot.value == null) {
      slot.value = value;
      slot.shape = value.shape();
    } else if (traits.adds()) {
      slot.value = sum(index, slot.value, value);
    } else {
      throw refused(index, "because it has already been written to.");
    }
    if (traits.sameShapes()) {
      elementShape = value.shape();
    }
  }

  private SlimgraphException refused(int index, String reason) {
    return SlimgraphException.invalidArgument(
        "TensorArray %s: Could not write to TensorArray index %d %s", traits.name(), index, reason);
  }

  private Tensor sum(int index, Tensor a, Tensor b) {
    if (!a.shape().equals(b.shape())) {
      throw SlimgraphException.invalidArgument(
          "TensorArray %s: Could not aggregate to TensorArray index %d because the existing shape"
              + " is %s but the new input shape is %s.",
          traits.name(), index, a.shape().toBrackets(), b.shape().toBrackets());
    }
    Tensor sum = copy(a);
    DataType type = a.dataType();
    Elements.add(type, 1, TensorStorage.array(b), 0, TensorStorage.array(sum), 0, a.size());
    return sum;
  }

  /** Returns the value at {@code index}; zeros if none was written but the shape is known. */
  synchronized Tensor read(int index, DataType type) {
    checkOpen();
    if (type != traits.type()) {
      throw SlimgraphException.invalidArgument(
          "TensorArray dtype is %s but Op requested dtype %s.",
          traits.type().tfName(), type.tfName());
    }
    if (index < 0 || index >= slots.size()) {
      throw SlimgraphException.invalidArgument(
          "Tried to read from index %d but array size is: %d", index, slots.size());
    }
    Slot slot = slots.get(index);
    if (slot.cleared) {
      throw SlimgraphException.invalidArgument(
          "TensorArray %s: Could not read index %d twice because it was cleared after a previous"
              + " read (perhaps try setting clear_after_read = false?).",
          traits.name(), index);
    }
    Tensor value = slot.value == null ? zeros(index, slot) : slot.value;
    slot.read = true;
    slot.cleared = traits.clears();
    slot.value = traits.clears() ? null : value;
    return value;
  }

  private Tensor zeros(int index, Slot slot) {
    Shape shape = slot.shape.isFullyDefined() ? slot.shape : elementShape;
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "TensorArray %s: Could not read from TensorArray index %d.  Furthermore, the element"
              + " shape is not fully defined: %s.  Nothing was written there; with the full"
              + " element_shape on the TensorArray, zeros would be read.",
          traits.name(), index, shape.toBrackets());
    }
    return Tensor.zeros(traits.type(), shape);
  }

  /** Returns the array of the gradients that {@code source} computes, made on first use. */
  synchronized TensorArrayStore gradient(String source) {
    checkOpen();
    grows = false;
    return gradients.computeIfAbsent(
        source,
        key -> {
          Traits of =
              new Traits(
                  traits.name() + "@" + key,
                  traits.type(),
                  elementShape,
                  traits.sameShapes(),
                  false,
                  true,
                  true);
          TensorArrayStore gradient = new TensorArrayStore(of, slots.size());
          for (int i = 0; i < slots.size(); i++) {
            gradient.slots.get(i).shape = slots.get(i).shape;
          }
          return gradient;
        });
  }

  /** Returns a copy that later steps of the run leave as it is. */
  static Tensor copy(Tensor value) {
    return copy(value, 0, value.shape());
  }

  /** Returns a copy of the elements from {@code from} on, as a tensor of shape {@code shape}. */
  static Tensor copy(Tensor value, int from, Shape shape) {
    int count = (int) shape.elementCount();
    Object array = TensorStorage.allocate(value.dataType(), count);
    TensorStorage.copy(value.dataType(), TensorStorage.array(value), from, array, 0, count);
    return TensorStorage.wrap(value.dataType(), shape, array);
  }
}
