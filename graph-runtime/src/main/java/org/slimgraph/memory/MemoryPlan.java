package org.slimgraph.memory;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.TensorStorage;

/**
 * Assigns buffers to slots so that two buffers in one slot are never needed at the same time.
 *
 * <p>Buffers are taken in the order in which steps fill them; each takes the free slot of its type
 * that fits best, else the largest free one, which grows, else a new one. Slots hold one type each:
 * Java arrays cannot be reinterpreted.
 */
public final class MemoryPlan {
  private final int[] slotOf;
  private final ImmutableList<Slot> slots;

  private MemoryPlan(int[] slotOf, ImmutableList<Slot> slots) {
    this.slotOf = slotOf;
    this.slots = slots;
  }

  /**
   * One array of the arena.
   *
   * @param type the element type
   * @param elements how many elements it holds
   */
  public record Slot(DataType type, int elements) {}

  private static final class OpenSlot {
    static final Comparator<OpenSlot> BY_SIZE =
        Comparator.<OpenSlot>comparingInt(slot -> slot.elements)
            .thenComparingInt(slot -> slot.number);

    final int number;
    final DataType type;
    int elements;
    int freeAfter = -1;

    OpenSlot(int number, DataType type) {
      this.number = number;
      this.type = type;
    }

    /** Returns what stands before all slots of {@code elements}. */
    static OpenSlot smallest(int elements) {
      OpenSlot bound = new OpenSlot(-1, DataType.INVALID);
      bound.elements = elements;
      return bound;
    }
  }

  /** Returns a plan for {@code lifetimes}. */
  public static MemoryPlan of(List<Lifetime> lifetimes) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lifetimes.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> lifetimes.get(i).first()));
    List<OpenSlot> open = new ArrayList<>();
    Map<DataType, TreeSet<OpenSlot>> free = new EnumMap<>(DataType.class);
    Queue<OpenSlot> taken = new PriorityQueue<>(Comparator.comparingInt(slot -> slot.freeAfter));
    int[] slotOf = new int[lifetimes.size()];
    for (int i : order) {
      Lifetime lifetime = lifetimes.get(i);
      while (!taken.isEmpty() && taken.peek().freeAfter < lifetime.first()) {
        OpenSlot over = taken.remove();
        free.computeIfAbsent(over.type, type -> new TreeSet<>(OpenSlot.BY_SIZE)).add(over);
      }
      OpenSlot slot = choose(free.get(lifetime.type()), lifetime.elements());
      if (slot == null) {
        slot = new OpenSlot(open.size(), lifetime.type());
        open.add(slot);
      }
      slot.elements = Math.max(slot.elements, lifetime.elements());
      slot.freeAfter = lifetime.last();
      taken.add(slot);
      slotOf[i] = slot.number;
    }
    return new MemoryPlan(
        slotOf,
        open.stream()
            .map(slot -> new Slot(slot.type, slot.elements))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Takes the smallest slot that holds {@code elements}, or else the largest there is. */
  private static @Nullable OpenSlot choose(@Nullable TreeSet<OpenSlot> free, int elements) {
    if (free == null || free.isEmpty()) {
      return null;
    }
    OpenSlot best = free.ceiling(OpenSlot.smallest(elements));
    if (best == null) {
      best = free.ceiling(OpenSlot.smallest(free.last().elements));
    }
    free.remove(best);
    return best;
  }

  /** Returns the slot of buffer {@code i}. */
  public int slotOf(int i) {
    return slotOf[i];
  }

  /** Returns the slots. */
  public ImmutableList<Slot> slots() {
    return slots;
  }

  /** Returns the bytes that an arena of this plan takes. */
  public long bytes() {
    return slots.stream()
        .mapToLong(slot -> (long) slot.elements() * Math.max(slot.type().byteSize(), 4))
        .sum();
  }

  /**
   * Allocates the arrays of one arena, one a slot.
   *
   * @throws SlimgraphException RESOURCE_EXHAUSTED if the memory does not hold them
   */
  public Object[] allocate() {
    try {
      return slots.stream()
          .map(slot -> TensorStorage.allocate(slot.type(), slot.elements()))
          .toArray();
    } catch (OutOfMemoryError e) {
      throw SlimgraphException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "OOM when allocating the " + bytes() + " bytes of a run; give Java more memory (-Xmx)",
          e);
    }
  }

  /**
   * Checks that no two buffers of one slot are needed at the same time and that each fits.
   *
   * @throws SlimgraphException INTERNAL naming the two
   */
  public void verify(List<Lifetime> lifetimes) {
    for (int i = 0; i < lifetimes.size(); i++) {
      Lifetime a = lifetimes.get(i);
      Slot slot = slots.get(slotOf[i]);
      if (slot.type() != a.type() || slot.elements() < a.elements()) {
        throw SlimgraphException.internal("Buffer %d (%s) does not fit slot %s", i, a, slot);
      }
      for (int k = i + 1; k < lifetimes.size(); k++) {
        if (slotOf[i] == slotOf[k] && a.overlaps(lifetimes.get(k))) {
          throw SlimgraphException.internal(
              "Buffers %d (%s) and %d (%s) share a slot", i, a, k, lifetimes.get(k));
        }
      }
    }
  }
}
