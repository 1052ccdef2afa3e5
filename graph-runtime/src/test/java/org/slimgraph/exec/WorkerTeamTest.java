package org.slimgraph.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkerTeamTest {

  @Test
  void run_anyThreadsAndParts_runsEachPartOnce() {
    for (int threads = 1; threads <= 5; threads++) {
      try (WorkerTeam team = WorkerTeam.of(threads)) {
        for (int parts : new int[] {0, 1, 2, 3, 7, 64, 1000}) {
          AtomicIntegerArray runs = new AtomicIntegerArray(parts);
          team.run(parts, runs::incrementAndGet);
          for (int part = 0; part < parts; part++) {
            assertEquals(1, runs.get(part));
          }
        }
      }
    }
  }

  @Test
  void run_manyLaunches_neverLosesOne() {
    try (WorkerTeam team = WorkerTeam.of(3)) {
      AtomicInteger runs = new AtomicInteger();
      for (int i = 0; i < 20_000; i++) {
        team.run(3, part -> runs.incrementAndGet());
      }
      assertEquals(60_000, runs.get());
    }
  }

  @Test
  void run_partsThatWaitForEachOther_useWorkersAndCaller() {
    try (WorkerTeam team = WorkerTeam.of(3)) {
      Set<String> names = ConcurrentHashMap.newKeySet();
      CountDownLatch all = new CountDownLatch(3);
      team.run(
          3,
          part -> {
            names.add(Thread.currentThread().getName());
            all.countDown();
            await(all);
          });
      assertEquals(3, names.size());
      assertTrue(names.contains(Thread.currentThread().getName()));
      assertTrue(names.contains("slimgraph-worker-1"));
      assertTrue(names.contains("slimgraph-worker-2"));
    }
  }

  @Test
  void run_insideAPart_runsOnTheSameThread() {
    try (WorkerTeam team = WorkerTeam.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      team.run(
          4,
          part -> {
            Thread outer = Thread.currentThread();
            team.run(
                5,
                inner -> {
                  assertSame(outer, Thread.currentThread());
                  runs.incrementAndGet();
                });
          });
      assertEquals(20, runs.get());
    }
  }

  @Test
  void run_concurrentCallers_allFinish() throws InterruptedException {
    try (WorkerTeam team = WorkerTeam.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    team.run(8, part -> runs.incrementAndGet());
                  }
                },
                "caller-" + caller);
        thread.start();
        callers.add(thread);
      }
      for (Thread thread : callers) {
        thread.join();
      }
      assertEquals(4 * 500 * 8, runs.get());
    }
  }

  @Test
  void run_partThrows_callerGetsItAndTeamGoesOn() {
    try (WorkerTeam team = WorkerTeam.of(2)) {
      for (int bad = 0; bad < 8; bad++) {
        int failing = bad;
        IllegalStateException thrown =
            assertThrows(
                IllegalStateException.class,
                () ->
                    team.run(
                        8,
                        part -> {
                          if (part == failing) {
                            throw new IllegalStateException("part " + part);
                          }
                        }));
        assertEquals("part " + failing, thrown.getMessage());
      }
      AtomicInteger runs = new AtomicInteger();
      team.run(8, part -> runs.incrementAndGet());
      assertEquals(8, runs.get());
    }
  }

  @Test
  void run_interruptedCaller_finishesAndKeepsTheFlag() {
    try (WorkerTeam team = WorkerTeam.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      Thread.currentThread().interrupt();
      team.run(100, part -> runs.incrementAndGet());
      assertTrue(Thread.interrupted());
      assertEquals(100, runs.get());
    }
  }

  @Test
  void close_stopsThreads_andLaterRunsAreSerial() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    WorkerTeam team = WorkerTeam.of(2);
    CountDownLatch both = new CountDownLatch(2);
    team.run(
        2,
        part -> {
          seen.add(Thread.currentThread());
          both.countDown();
          await(both);
        });
    team.close();
    team.close();
    seen.remove(Thread.currentThread());
    assertEquals(1, seen.size());
    assertFalse(seen.iterator().next().isAlive());
    AtomicInteger runs = new AtomicInteger();
    team.run(4, part -> runs.incrementAndGet());
    assertEquals(4, runs.get());
  }

  @Test
  void of_noThreads_fails() {
    assertThrows(IllegalArgumentException.class, () -> WorkerTeam.of(0));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
