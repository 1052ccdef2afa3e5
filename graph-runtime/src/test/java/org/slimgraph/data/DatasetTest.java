package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

final class DatasetTest {

  private static Dataset numbers(int count) {
    return Dataset.ofSlices(Tensor.vector(IntStream.range(0, count).toArray()));
  }

  /** Returns the numbers of the next elements, batched or not. */
  private static List<Integer> take(DatasetIterator iterator, int elements) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < elements && iterator.hasNext(); i++) {
      for (int number : iterator.next().get(0).ints()) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static List<Integer> all(Dataset dataset) {
    try (DatasetIterator iterator = dataset.iterator()) {
      return take(iterator, Integer.MAX_VALUE);
    }
  }

  @Test
  void slices_pairComponents() {
    List<List<Tensor>> elements =
        Dataset.ofSlices(
                Tensor.of(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}), Tensor.vector(7L, 8L))
            .toList();
    assertEquals(2, elements.size());
    assertEquals(Tensor.vector(4, 5, 6f).shape(), elements.get(1).get(0).shape());
    assertEquals(5f, elements.get(1).get(0).floats()[1]);
    assertEquals(Shape.scalar(), elements.get(1).get(1).shape());
    assertEquals(8, elements.get(1).get(1).longs()[0]);
  }

  @Test
  void slices_ofUnequalCount_areRefused() {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> Dataset.ofSlices(Tensor.vector(1, 2), Tensor.vector(1, 2, 3)));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains("[[2], [3]]"), e.getMessage());
    assertThrows(SlimgraphException.class, () -> Dataset.ofSlices(Tensor.scalar(1)));
  }

  @Test
  void batch_keepsOrDropsTheRemainder() {
    assertEquals(List.of(0, 1, 2, 3, 4), all(numbers(5).batch(2, false)));
    assertEquals(List.of(0, 1, 2, 3), all(numbers(5).batch(2, true)));
    assertEquals(Shape.of(1), numbers(5).batch(2, false).toList().get(2).get(0).shape());
    assertEquals(List.of(), all(numbers(0).batch(2, false)));
  }

  @Test
  void batch_afterRepeat_goesOverTheEndOfAPass() {
    assertEquals(List.of(0, 1, 2, 0, 1, 2), all(numbers(3).repeat(2).batch(2, true)));
    try (DatasetIterator iterator = numbers(3).repeat().batch(2, true).iterator()) {
      assertEquals(List.of(0, 1, 2, 0), take(iterator, 2));
      assertEquals(new DatasetPosition(1, 1), iterator.state());
    }
  }

  @Test
  void batch_ofUnequalShapes_namesComponentAndElement() {
    Dataset uneven =
        numbers(3)
            .map(e -> List.of(Tensor.zeros(DataType.FLOAT, Shape.of(e.get(0).ints()[0] / 2))));
    try (DatasetIterator iterator = uneven.batch(3, false).iterator()) {
      SlimgraphException e = assertThrows(SlimgraphException.class, iterator::next);
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      assertTrue(e.getMessage().contains("element 2 had float[1]"), e.getMessage());
      assertSame(e, assertThrows(SlimgraphException.class, iterator::hasNext));
    }
  }

  @Test
  void size_isThatOfWhatComesOut() {
    assertEquals(OptionalLong.of(3), numbers(5).shuffle(1).batch(2, false).size());
    assertEquals(OptionalLong.of(7), numbers(5).repeat(3).batch(2, true).prefetch(1).size());
    assertEquals(OptionalLong.empty(), numbers(5).repeat().size());
    assertEquals(OptionalLong.of(0), numbers(0).repeat().size());
  }

  @Test
  void repeat_ofNothing_ends() {
    assertEquals(List.of(), all(numbers(0).repeat()));
    assertEquals(List.of(), all(numbers(5).repeat(0)));
    assertEquals(List.of(), all(numbers(1).batch(2, true).repeat()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 101, Integer.MAX_VALUE})
  void shuffle_isAPermutationOfEachPass(int bufferSize) {
    List<Integer> shuffled = all(numbers(100).shuffle(bufferSize, 5).repeat(2));
    List<Integer> first = shuffled.subList(0, 100);
    List<Integer> second = shuffled.subList(100, 200);
    assertEquals(100, new HashSet<>(first).size());
    assertEquals(100, new HashSet<>(second).size());
    assertEquals(bufferSize == 1, first.equals(second));
    for (int i = 0; i < 100 && bufferSize < 100; i++) {
      assertTrue(first.get(i) < i + bufferSize, "element " + first.get(i) + " at " + i);
    }
    assertEquals(shuffled, all(numbers(100).shuffle(bufferSize, 5).repeat(2)));
    if (bufferSize > 1) {
      assertNotEquals(shuffled, all(numbers(100).shuffle(bufferSize, 6).repeat(2)));
    }
  }

  @Test
  void shuffle_ofAWhole_putsEveryElementEverywhere() {
    int[][] seen = new int[4][4];
    for (int seed = 0; seed < 4000; seed++) {
      List<Integer> order = all(numbers(4).shuffle(seed));
      for (int i = 0; i < 4; i++) {
        seen[i][order.get(i)]++;
      }
    }
    for (int[] row : seen) {
      for (int count : row) {
        // Binomial with mean 1000 and deviation 27.
        assertTrue(count > 850 && count < 1150, "seen " + count + " times");
      }
    }
  }

  @Test
  void shuffle_behindRepeat_isRefused() {
    assertThrows(IllegalStateException.class, () -> numbers(3).repeat().shuffle(1));
    assertThrows(IllegalStateException.class, () -> numbers(3).repeat().repeat());
    assertThrows(IllegalStateException.class, () -> numbers(3).repeat().toList());
    assertThrows(IllegalArgumentException.class, () -> numbers(3).batch(0, true));
    assertThrows(IllegalArgumentException.class, () -> numbers(3).prefetch(0));
  }

  @Test
  void augment_dependsOnSeedPassAndElement_notOnOrder() {
    Augmentation noise =
        (element, random) -> List.of(element.get(0), Tensor.scalar(random.nextInt(1 << 30)));
    int[][] plain = noisePerElement(numbers(20).augment(3, noise).repeat(2));
    int[][] shuffled = noisePerElement(numbers(20).shuffle(9).augment(3, noise).repeat(2));
    int[][] before = noisePerElement(numbers(20).augment(3, noise).shuffle(4).repeat(2));
    int[][] otherSeed = noisePerElement(numbers(20).augment(4, noise).repeat(2));
    for (int i = 0; i < 20; i++) {
      assertEquals(plain[0][i], shuffled[0][i]);
      assertEquals(plain[1][i], shuffled[1][i]);
      assertEquals(plain[1][i], before[1][i]);
      assertNotEquals(plain[0][i], plain[1][i]);
      assertNotEquals(plain[0][i], otherSeed[0][i]);
    }
  }

  /** Returns what the noise of each of 20 elements was in two passes. */
  private static int[][] noisePerElement(Dataset dataset) {
    int[][] noise = new int[2][20];
    List<List<Tensor>> elements = dataset.toList();
    for (int i = 0; i < 40; i++) {
      noise[i / 20][elements.get(i).get(0).ints()[0]] = elements.get(i).get(1).ints()[0];
    }
    return noise;
  }

  private static Dataset everything(int elements) {
    return numbers(elements)
        .shuffle(10, 1)
        .augment(
            2,
            (element, random) ->
                List.of(Tensor.scalar(element.get(0).ints()[0] * 1000 + random.nextInt(1000))))
        .repeat()
        .batch(4, true)
        .prefetch(3);
  }

  @Test
  void restore_goesOnExactly_fromEveryPosition() {
    List<List<Integer>> batches = new ArrayList<>();
    List<DatasetPosition> positions = new ArrayList<>();
    try (DatasetIterator iterator = everything(13).iterator()) {
      for (int i = 0; i < 30; i++) {
        positions.add(iterator.state());
        // Looking ahead must not move the position.
        assertTrue(iterator.hasNext());
        assertEquals(positions.get(i), iterator.state());
        batches.add(take(iterator, 1));
      }
      for (int i = 29; i >= 0; i -= 7) {
        iterator.restore(positions.get(i));
        assertEquals(positions.get(i), iterator.state());
        assertEquals(batches.get(i), take(iterator, 1));
      }
    }
    for (int i = 0; i < 30; i++) {
      try (DatasetIterator resumed = everything(13).iterator()) {
        resumed.restore(DatasetPosition.of(positions.get(i).toTensor()));
        for (int j = i; j < Math.min(i + 6, 30); j++) {
          assertEquals(batches.get(j), take(resumed, 1), "batch " + j + " from " + i);
        }
      }
    }
  }

  @Test
  void restore_computesNoSkippedElement() {
    AtomicInteger computed = new AtomicInteger();
    Dataset dataset =
        numbers(1000)
            .map(
                element -> {
                  computed.incrementAndGet();
                  return element;
                })
            .shuffle(3)
            .batch(10, true);
    try (DatasetIterator iterator = dataset.iterator()) {
      iterator.restore(new DatasetPosition(0, 990));
      iterator.next();
      assertFalse(iterator.hasNext());
      assertThrows(NoSuchElementException.class, iterator::next);
    }
    assertEquals(10, computed.get());
  }

  @Test
  void restore_ofAForeignPosition_isRefused() {
    for (Dataset dataset :
        List.of(
            numbers(5),
            numbers(5).shuffle(1),
            numbers(5).repeat(2),
            numbers(5).repeat(2).batch(2, true).prefetch(1))) {
      try (DatasetIterator iterator = dataset.iterator()) {
        SlimgraphException e =
            assertThrows(
                SlimgraphException.class, () -> iterator.restore(new DatasetPosition(0, 1L << 60)));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
        assertEquals(0, take(iterator, 1).get(0) / 5);
      }
    }
    try (DatasetIterator iterator = numbers(5).repeat(2).iterator()) {
      assertThrows(SlimgraphException.class, () -> iterator.restore(new DatasetPosition(3, 0)));
      iterator.restore(new DatasetPosition(2, 0));
      assertFalse(iterator.hasNext());
    }
    assertThrows(SlimgraphException.class, () -> new DatasetPosition(-1, 0));
    assertThrows(SlimgraphException.class, () -> DatasetPosition.of(Tensor.vector(1, 2)));
  }

  @Test
  void prefetch_givesTheSameElements() {
    Dataset plain = numbers(50).shuffle(7).batch(3, false);
    assertEquals(all(plain), all(plain.prefetch(1)));
    assertEquals(all(plain), all(plain.prefetch(100)));
  }

  @Test
  void prefetch_handsErrorsToTheConsumer_whereTheyBelong() {
    Dataset failing =
        numbers(5)
            .map(
                element -> {
                  if (element.get(0).ints()[0] == 2) {
                    throw SlimgraphException.dataLoss("two is bad");
                  }
                  return element;
                })
            .prefetch(4);
    try (DatasetIterator iterator = failing.iterator()) {
      assertEquals(List.of(0, 1), take(iterator, 2));
      assertEquals(
          ErrorCode.DATA_LOSS, assertThrows(SlimgraphException.class, iterator::next).code());
      assertThrows(SlimgraphException.class, iterator::hasNext);
      assertEquals(new DatasetPosition(0, 2), iterator.state());
      iterator.restore(new DatasetPosition(0, 3));
      assertEquals(List.of(3, 4), take(iterator, 9));
    }
  }

  @Test
  void close_endsTheThread_fullOrComputing() throws InterruptedException {
    CountDownLatch computing = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    Dataset blocking =
        numbers(5)
            .map(
                element -> {
                  threads.add(Thread.currentThread());
                  computing.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    throw SlimgraphException.cancelled("interrupted");
                  }
                  return element;
                })
            .prefetch(2);
    DatasetIterator iterator = blocking.iterator();
    iterator.restore(DatasetPosition.START);
    computing.await();
    iterator.close();
    iterator.close();
    assertEquals("slimgraph-prefetch", threads.get(0).getName());
    assertFalse(threads.get(0).isAlive());
    assertThrows(IllegalStateException.class, iterator::hasNext);

    try (DatasetIterator endless = everything(5).iterator()) {
      assertEquals(4, take(endless, 1).size());
    }
  }

  @Test
  void interrupt_whileWaiting_isCancelled() throws InterruptedException {
    Dataset blocking =
        numbers(5)
            .map(
                element -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    throw SlimgraphException.cancelled("interrupted");
                  }
                  return element;
                })
            .prefetch(2);
    try (DatasetIterator iterator = blocking.iterator()) {
      Thread.currentThread().interrupt();
      SlimgraphException e = assertThrows(SlimgraphException.class, iterator::hasNext);
      assertEquals(ErrorCode.CANCELLED, e.code());
      assertTrue(Thread.interrupted());
    }
  }
}
