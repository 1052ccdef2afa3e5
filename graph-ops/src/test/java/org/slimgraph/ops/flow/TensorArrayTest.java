package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class TensorArrayTest extends FlowTester {

  private Output floats(float... values) {
    return tf.constant(Tensor.of(Shape.of(values.length), values));
  }

  private Output matrix(int rows, int columns, float... values) {
    return tf.constant(Tensor.of(Shape.of(rows, columns), values));
  }

  @Test
  void writtenElements_areReadAndStacked() {
    TensorArray array =
        tf.tensorArray(DataType.FLOAT, 2, o -> o.clearAfterRead(false))
            .write(1, floats(3, 4))
            .write(0, floats(1, 2));
    assertEquals(Shape.of(2), array.elementShape());
    Output stacked = array.stack();
    assertEquals(Shape.of(-1, 2), stacked.shape());
    assertEquals("TensorArrayStack/TensorArrayGatherV3:0", stacked.name());
    try (Session session = Session.open(graph)) {
      assertArrayEquals(new float[] {1, 2, 3, 4}, session.run(stacked).floats());
      assertArrayEquals(new float[] {3, 4}, session.run(array.read(1)).floats());
      assertEquals(Tensor.scalar(2), session.run(array.size()));
    }
  }

  @Test
  void builders_addTensorFlowsOps() {
    TensorArray array = tf.tensorArray(DataType.FLOAT, 3);
    assertEquals("TensorArrayV3", array.handle().operation().type());
    assertEquals("TensorArray:1", array.flow().name());
    assertEquals("TensorArrayCloseV3", array.close().type());
    assertEquals("TensorArrayGatherV3", array.stack().operation().type());
    assertEquals("TensorArrayConcatV3", array.concat().operation().type());
    Output value = matrix(3, 1, 1, 2, 3);
    Output lengths = tf.constant(Tensor.of(Shape.of(3), new long[] {1, 1, 1}));
    assertEquals("TensorArraySplitV3", array.split(value, lengths).flow().operation().type());
    Output scattered = array.unstack(value).flow();
    assertEquals("TensorArrayUnstack/TensorArrayScatter/TensorArrayScatterV3:0", scattered.name());
    assertEquals("TensorArrayScatterV3", scattered.operation().type());
    TensorArray other = tf.tensorArray(DataType.FLOAT, 1).write(0, value);
    tf.gradients(List.of(other.read(0)), List.of(value));
    Operation gradients =
        graph.operation("gradients/TensorArrayReadV3_grad/TensorArrayGrad/TensorArrayGradV3");
    assertEquals("TensorArrayGradV3", gradients.type());
    assertEquals("gradients", gradients.attrs().string("source"));
  }

  @Test
  void values_areKeptWhateverBecomesOfTheirBuffers() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(4), "x");
    TensorArray array = tf.tensorArray(DataType.FLOAT, 3);
    Output current = x;
    for (int i = 0; i < 3; i++) {
      current = tf.add(current, tf.constant(1f));
      array = array.write(i, current);
    }
    Output all = array.stack();
    float[] got = run(all, x, Tensor.of(Shape.of(4), new float[] {0, 1, 2, 3})).floats();
    assertArrayEquals(new float[] {1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6}, got);
  }

  @Test
  void unstackedRows_areElements() {
    TensorArray array = tf.tensorArray(DataType.FLOAT, 3).unstack(matrix(3, 2, 1, 2, 3, 4, 5, 6));
    Output two = array.read(2);
    assertEquals(Shape.of(2), two.shape());
    assertArrayEquals(new float[] {5, 6}, run(two).floats());
    assertArrayEquals(new float[] {5, 6, 1, 2}, run(array.gather(ints(2, 0))).floats());
  }

  @Test
  void split_thenConcat_givesTheSame() {
    Output lengths = tf.constant(Tensor.of(Shape.of(3), new long[] {0, 2, 1}));
    TensorArray array =
        tf.tensorArray(DataType.FLOAT, 3, o -> o.inferShape(false))
            .split(matrix(3, 2, 1, 2, 3, 4, 5, 6), lengths);
    Output all = array.concat();
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, run(all).floats());
    Output joinedLengths = all.operation().output(1);
    assertArrayEquals(new long[] {0, 2, 1}, run(joinedLengths).longs());
  }

  @Test
  void dynamicArray_grows() {
    TensorArray array =
        tf.tensorArray(DataType.INT32, 0, o -> o.dynamicSize(true))
            .write(0, tf.constant(7))
            .write(1, tf.constant(8));
    assertEquals("TensorArraySizeV3", array.size().operation().type());
    assertArrayEquals(new int[] {7, 8}, run(array.stack()).ints());
  }

  @Test
  void emptyArray_stacksToNoRows() {
    TensorArray array = tf.tensorArray(DataType.FLOAT, 0, o -> o.elementShape(Shape.of(3)));
    assertEquals(Shape.of(0, 3), run(array.stack()).shape());
    TensorArray unknown = tf.tensorArray(DataType.FLOAT, 0);
    fails("TensorArray has size zero, but element shape", () -> run(unknown.stack()));
  }

  @Test
  void unwrittenElement_isZerosIfItsShapeIsKnown() {
    TensorArray known = tf.tensorArray(DataType.FLOAT, 2, o -> o.elementShape(Shape.of(2)));
    assertArrayEquals(new float[] {0, 0}, run(known.read(1)).floats());
    TensorArray unknown = tf.tensorArray(DataType.FLOAT, 2);
    fails("Could not read from TensorArray index 1", () -> run(unknown.read(1)));
  }

  @Test
  void wrongUse_failsAsInTensorFlow() {
    TensorArray array = tf.tensorArray(DataType.FLOAT, 2, o -> o.tensorArrayName("abc"));
    TensorArray written = array.write(0, tf.constant(1f));
    fails(
        "Tried to write to index 2 but array is not resizeable and size is: 2",
        () -> run(array.write(2, tf.constant(1f)).flow()));
    fails(
        "TensorArray abc: Could not write to TensorArray index 0 because it has already been"
            + " written to.",
        () -> run(written.write(0, tf.constant(1f)).flow()));
    fails("Tried to read from index 2 but array size is: 2", () -> run(array.read(2)));
    fails(
        "TensorArray dtype is float but Op is trying to write dtype int32.",
        () ->
            run(
                graph
                    .opBuilder("TensorArrayWriteV3", "")
                    .input(array.handle())
                    .input(tf.constant(0))
                    .input(tf.constant(1))
                    .input(array.flow())
                    .build()
                    .output(0)));
    Output first = written.read(0);
    try (Scope waiting = tf.controlDependencies(first)) {
      fails("Could not read index 0 twice because it was cleared", () -> run(written.read(0)));
      fails(
          "because it has already been read.", () -> run(written.write(0, tf.constant(1f)).flow()));
    }
    try (Scope waiting = tf.controlDependencies(array.close())) {
      fails("has already been closed.", () -> run(array.write(0, tf.constant(1f)).flow()));
    }
    fails("Inconsistent shapes: saw [2] but expected []", () -> written.write(1, floats(1, 2)));
  }

  @Test
  void flow_carriesTheArrayThroughALoop() {
    TensorArray squares = tf.tensorArray(DataType.INT32, 5);
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(5)),
            v -> {
              Output square = tf.multiply(v.get(0), v.get(0));
              TensorArray next = squares.withFlow(v.get(1)).write(v.get(0), square);
              return List.of(tf.add(v.get(0), 1), next.flow());
            },
            List.of(tf.constant(0), squares.flow()));
    Output all = squares.withFlow(end.get(1)).stack();
    assertArrayEquals(new int[] {0, 1, 4, 9, 16}, run(all).ints());
    // Each run has an array of its own.
    assertArrayEquals(new int[] {0, 1, 4, 9, 16}, run(all).ints());
  }

  @Test
  void gradients_flowThroughElements() {
    Output x = matrix(2, 2, 1, 2, 3, 4);
    TensorArray array = tf.tensorArray(DataType.FLOAT, 3).unstack(x);
    Output y = tf.multiply(array.read(0), array.read(1));
    Output dx = tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
    assertEquals(Shape.of(2, 2), dx.shape());
    assertArrayEquals(new float[] {3, 4, 1, 2}, run(dx).floats());
  }

  @Test
  void gradients_ofElementReadTwice_addUp() {
    Output x = floats(1, 2);
    TensorArray array = tf.tensorArray(DataType.FLOAT, 1, o -> o.clearAfterRead(false)).write(0, x);
    Output y = tf.add(tf.multiply(array.read(0), tf.constant(3f)), array.stack());
    Output dx = tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
    assertArrayEquals(new float[] {4, 4}, run(dx).floats());
  }

  @Test
  void gradients_flowThroughConcatAndSplit() {
    Output x = floats(1, 2, 3);
    Output lengths = tf.constant(Tensor.of(Shape.of(2), new long[] {1, 2}));
    TensorArray array =
        tf.tensorArray(DataType.FLOAT, 2, o -> o.inferShape(false)).split(x, lengths);
    Output y = tf.multiply(array.concat(), floats(5, 6, 7));
    Output dx = tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
    assertArrayEquals(new float[] {5, 6, 7}, run(dx).floats());
  }

  @Test
  void gradients_ofUnreadElement_areZeros() {
    Output x = floats(1, 2);
    TensorArray array = tf.tensorArray(DataType.FLOAT, 2).write(0, x).write(1, floats(5, 6));
    Output dx = tf.gradients(List.of(array.read(1), x), List.of(x)).get(0).orElseThrow();
    assertArrayEquals(new float[] {1, 1}, run(dx).floats());
  }

  @Test
  void mapFn_appliesToEachRow() {
    Output x = matrix(3, 2, 1, 2, 3, 4, 5, 6);
    Output doubled = tf.mapFn(row -> tf.multiply(row, tf.constant(2f)), x);
    assertEquals(Shape.of(3, 2), doubled.shape());
    assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, run(doubled).floats());
    Output unknown = tf.placeholder(DataType.FLOAT, Shape.of(-1), "u");
    Output casts = tf.mapFn(e -> tf.cast(e, DataType.INT32), unknown, DataType.INT32, "casts");
    Tensor fed = Tensor.of(Shape.of(2), new float[] {1.5f, -2.5f});
    assertArrayEquals(new int[] {1, -2}, run(casts, unknown, fed).ints());
  }

  @Test
  void foldl_andScan_goFromFirstToLast() {
    Output x = ints(1, 2, 3);
    Output folded =
        tf.foldl((a, e) -> tf.subtract(tf.multiply(a, tf.constant(10)), e), x, tf.constant(1));
    assertEquals(Tensor.scalar(877), run(folded));
    Output sums = tf.scan((a, e) -> tf.add(a, e), x, tf.constant(0));
    assertArrayEquals(new int[] {1, 3, 6}, run(sums).ints());
  }

  @Test
  void shapeRules_useWhatTheHandleKnows() {
    TensorArray array = tf.tensorArray(DataType.FLOAT, 2, o -> o.elementShape(Shape.of(3)));
    fails(
        "must be equal",
        () ->
            graph
                .opBuilder("TensorArrayWriteV3", "")
                .input(array.handle())
                .input(tf.constant(0))
                .input(floats(1, 2))
                .input(array.flow())
                .build());
    Output read =
        graph
            .opBuilder("TensorArrayReadV3", "")
            .input(array.handle())
            .input(tf.constant(0))
            .input(array.flow())
            .attr("dtype", DataType.FLOAT)
            .build()
            .output(0);
    assertEquals(Shape.of(3), read.shape());
  }
}
