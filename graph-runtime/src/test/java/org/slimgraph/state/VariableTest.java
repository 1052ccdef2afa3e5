package org.slimgraph.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.FailedPreconditionException;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

class VariableTest {
  private final Variable variable = new Variable("v", DataType.FLOAT_REF);

  private void addOne() {
    variable.update(
        (current, next) -> {
          for (int i = 0; i < current.size(); i++) {
            TensorStorage.floats(next)[i] = TensorStorage.floats(current)[i] + 1;
          }
        });
  }

  private float[] value() {
    Snapshot snapshot = variable.hold();
    try {
      return snapshot.tensor().floats();
    } finally {
      snapshot.release();
    }
  }

  @Test
  void hold_uninitialized_saysSoAsTf() {
    FailedPreconditionException e = assertThrows(FailedPreconditionException.class, variable::hold);
    assertEquals("Attempting to use uninitialized value v", e.getMessage());
    assertFalse(variable.isInitialized());
  }

  @Test
  void assign_copies_theValue() {
    Tensor value = Tensor.vector(1f, 2f);
    variable.assign(value);
    addOne();
    assertArrayEquals(new float[] {1, 2}, value.floats());
    assertArrayEquals(new float[] {2, 3}, value());
    assertEquals(2, variable.writes());
  }

  @Test
  void update_whileHeld_leavesTheSnapshotAlone() {
    variable.assign(Tensor.vector(1f, 2f));
    Snapshot before = variable.hold();
    addOne();
    addOne();
    assertArrayEquals(new float[] {1, 2}, before.tensor().floats());
    assertArrayEquals(new float[] {3, 4}, value());
    before.release();
    assertArrayEquals(new float[] {3, 4}, value());
  }

  @Test
  void update_notHeld_writesInPlace() {
    variable.assign(Tensor.vector(1f));
    Snapshot before = variable.hold();
    Object array = TensorStorage.array(before.tensor());
    before.release();
    addOne();
    Snapshot after = variable.hold();
    assertSame(array, TensorStorage.array(after.tensor()));
    after.release();
  }

  @Test
  void update_heldEveryTime_swapsTwoBuffers() {
    variable.assign(Tensor.vector(0f));
    Object[] arrays = new Object[4];
    for (int i = 0; i < arrays.length; i++) {
      Snapshot read = variable.hold();
      arrays[i] = TensorStorage.array(read.tensor());
      addOne();
      read.release();
    }
    assertNotSame(arrays[0], arrays[1]);
    assertSame(arrays[0], arrays[2]);
    assertSame(arrays[1], arrays[3]);
    assertArrayEquals(new float[] {4}, value());
  }

  @Test
  void updateInPlace_whileHeld_startsFromACopy() {
    variable.assign(Tensor.vector(1f, 2f, 3f));
    Snapshot before = variable.hold();
    variable.updateInPlace(next -> TensorStorage.floats(next)[1] = 9);
    assertArrayEquals(new float[] {1, 9, 3}, value());
    assertArrayEquals(new float[] {1, 2, 3}, before.tensor().floats());
    before.release();
  }

  @Test
  void assign_otherShape_changesTheShape() {
    variable.assign(Tensor.vector(1f, 2f));
    variable.assign(Tensor.of(Shape.of(2, 1), new float[] {5, 6}));
    assertEquals(Shape.of(2, 1), variable.shape().orElseThrow());
    assertArrayEquals(new float[] {5, 6}, value());
  }

  @Test
  void assign_otherType_isRefused() {
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> variable.assign(Tensor.vector(1)));
    assertEquals("Variable 'v' holds float and cannot be assigned int32", e.getMessage());
  }
}
