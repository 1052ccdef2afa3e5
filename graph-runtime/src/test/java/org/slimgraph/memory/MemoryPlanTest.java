package org.slimgraph.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;

class MemoryPlanTest {

  private static Lifetime floats(int elements, int first, int last) {
    return new Lifetime(DataType.FLOAT, elements, first, last);
  }

  @Test
  void of_chain_needsTwoSlots() {
    List<Lifetime> chain = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chain.add(floats(100, i, i + 1));
    }
    MemoryPlan plan = MemoryPlan.of(chain);
    assertEquals(2, plan.slots().size());
    assertEquals(800, plan.bytes());
    plan.verify(chain);
  }

  @Test
  void of_bufferReadByTheStepThatFillsTheNext_isNotShared() {
    MemoryPlan plan = MemoryPlan.of(List.of(floats(10, 0, 1), floats(10, 1, 2)));
    assertNotEquals(plan.slotOf(0), plan.slotOf(1));
  }

  @Test
  void of_otherType_isNotShared() {
    MemoryPlan plan =
        MemoryPlan.of(List.of(floats(10, 0, 1), new Lifetime(DataType.INT32, 10, 5, 6)));
    assertEquals(2, plan.slots().size());
  }

  @Test
  void of_largerBuffer_growsAFreeSlot() {
    MemoryPlan plan = MemoryPlan.of(List.of(floats(10, 0, 1), floats(50, 2, 3)));
    assertEquals(List.of(new MemoryPlan.Slot(DataType.FLOAT, 50)), plan.slots());
  }

  @Test
  void of_emptyBuffer_isFine() {
    MemoryPlan plan = MemoryPlan.of(List.of(floats(0, 0, 3)));
    assertEquals(0, ((float[]) plan.allocate()[0]).length);
  }

  @Test
  void allocate_moreThanThereIs_exhaustsResources() {
    List<Lifetime> lifetimes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lifetimes.add(floats(1 << 30, i, 400));
    }
    MemoryPlan plan = MemoryPlan.of(lifetimes);
    SlimgraphException e = assertThrows(SlimgraphException.class, plan::allocate);
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
  }

  @Test
  void of_manyBuffersAtOnce_takesNoTimeSquared() {
    List<Lifetime> lifetimes = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      lifetimes.add(floats(1 + i % 7, i, 300_000));
    }
    MemoryPlan plan =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> MemoryPlan.of(lifetimes));
    assertEquals(300_000, plan.slots().size());
  }

  @Test
  void of_randomLifetimes_neverOverlap() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      List<Lifetime> lifetimes = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int first = random.nextInt(100);
        lifetimes.add(floats(1 + random.nextInt(1000), first, first + random.nextInt(20)));
      }
      MemoryPlan.of(lifetimes).verify(lifetimes);
    }
  }

  @Test
  void verify_overlap_isNamed() {
    MemoryPlan plan = MemoryPlan.of(List.of(floats(10, 0, 1), floats(10, 2, 3)));
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> plan.verify(List.of(floats(10, 0, 2), floats(10, 2, 3))));
    assertTrue(e.getMessage().contains("share a slot"), e.getMessage());
  }
}
