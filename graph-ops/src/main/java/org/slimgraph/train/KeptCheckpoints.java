package org.slimgraph.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Which checkpoints a saver keeps: the latest few, and one whenever enough time has passed. Not
 * thread-safe. TF 1.15: {@code _RecordLastCheckpoint}, {@code _MaybeDeleteOldCheckpoints}.
 */
final class KeptCheckpoints {
  private static final double SECONDS_PER_HOUR = 3600;

  /**
   * A checkpoint.
   *
   * @param prefix its name, as written to the state file
   * @param time when it was saved, in seconds since 1970
   */
  record Kept(String prefix, double time) {}

  private final int maxToKeep;
  private final double secondsBetweenPreserved;
  private final List<Kept> kept = new ArrayList<>();
  private final Deque<Kept> toDelete = new ArrayDeque<>();
  private double nextPreserved;

  KeptCheckpoints(int maxToKeep, double hoursBetweenPreserved, double now) {
    this.maxToKeep = maxToKeep;
    this.secondsBetweenPreserved = hoursBetweenPreserved * SECONDS_PER_HOUR;
    this.nextPreserved = now + secondsBetweenPreserved;
  }

  List<String> prefixes() {
    return kept.stream().map(Kept::prefix).toList();
  }

  void set(List<Kept> checkpoints) {
    kept.clear();
    kept.addAll(checkpoints);
  }

  void add(String prefix, double now) {
    if (maxToKeep == 0) {
      return;
    }
    kept.removeIf(checkpoint -> checkpoint.prefix().equals(prefix));
    kept.add(new Kept(prefix, now));
    if (kept.size() > maxToKeep) {
      toDelete.add(kept.remove(0));
    }
  }

  /** Returns the checkpoint whose files must go now, if there is one. */
  Optional<String> takeDeleted() {
    Kept oldest = toDelete.poll();
    if (oldest == null) {
      return Optional.empty();
    }
    if (oldest.time() > nextPreserved) {
      nextPreserved += secondsBetweenPreserved;
      return Optional.empty();
    }
    return Optional.of(oldest.prefix());
  }
}
