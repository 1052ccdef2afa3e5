package org.slimgraph.ops.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.slimgraph.error.SlimgraphException;

/**
 * Greedy selection of boxes that overlap little.
 *
 * <p>The best candidate is compared with the boxes selected since it was last looked at. One that
 * overlaps too much is dropped; if sigma is above 0, smaller overlaps {@code o} multiply its score
 * by {@code exp(-o² / (2 sigma))} and it queues again.
 *
 * @param overlapThreshold the largest overlap (intersection over union) that is accepted
 * @param scoreThreshold the score that a box must exceed
 * @param sigma how fast scores sink, 0 for not at all
 */
record BoxSelection(float overlapThreshold, float scoreThreshold, float sigma) {

  /**
   * A box in the queue.
   *
   * @param box its index
   * @param score its score by now
   * @param compared how many selected boxes it was compared with
   */
  record Candidate(int box, float score, int compared) {}

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::score).reversed().thenComparing(Candidate::box);

  /**
   * Checks the thresholds.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if one is out of range
   */
  void check() {
    if (!(overlapThreshold >= 0 && overlapThreshold <= 1)) {
      throw SlimgraphException.invalidArgument("iou_threshold must be in [0, 1]");
    }
    if (!(sigma >= 0)) {
      throw SlimgraphException.invalidArgument("soft_nms_sigma_val must be >= 0");
    }
  }

  /**
   * Selects up to {@code limit} boxes.
   *
   * @param boxes [count, 4], two opposite corners (y, x) each
   * @param scores [count]
   */
  List<Candidate> select(float[] boxes, float[] scores, int count, int limit) {
    PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST_FIRST);
    for (int i = 0; i < count; i++) {
      if (scores[i] > scoreThreshold) {
        queue.add(new Candidate(i, scores[i], 0));
      }
    }
    List<Candidate> selected = new ArrayList<>();
    while (selected.size() < limit && !queue.isEmpty()) {
      Candidate best = queue.remove();
      float score = lowered(best, selected, boxes);
      if (score == best.score()) {
        selected.add(best);
      } else if (score > scoreThreshold) {
        queue.add(new Candidate(best.box(), score, selected.size()));
      }
    }
    return selected;
  }

  /** Returns the score after comparison with boxes selected meanwhile; NaN drops the box. */
  private float lowered(Candidate candidate, List<Candidate> selected, float[] boxes) {
    float score = candidate.score();
    for (int i = selected.size() - 1; i >= candidate.compared(); i--) {
      float overlap = overlap(boxes, 4 * candidate.box(), 4 * selected.get(i).box());
      if (overlap > overlapThreshold) {
        return Float.NaN;
      }
      if (sigma > 0) {
        score *= (float) Math.exp(-0.5f / sigma * overlap * overlap);
        if (score <= scoreThreshold) {
          break;
        }
      }
    }
    return score;
  }

  /** Returns intersection over union of the boxes at two places; 0 if one has no area. */
  static float overlap(float[] boxes, int a, int b) {
    float areaA = side(boxes, a) * side(boxes, a + 1);
    float areaB = side(boxes, b) * side(boxes, b + 1);
    if (areaA <= 0 || areaB <= 0) {
      return 0f;
    }
    float common = common(boxes, a, b) * common(boxes, a + 1, b + 1);
    return common / (areaA + areaB - common);
  }

  private static float side(float[] boxes, int at) {
    return Math.max(boxes[at], boxes[at + 2]) - Math.min(boxes[at], boxes[at + 2]);
  }

  private static float common(float[] boxes, int a, int b) {
    float begin = Math.max(Math.min(boxes[a], boxes[a + 2]), Math.min(boxes[b], boxes[b + 2]));
    float end = Math.min(Math.max(boxes[a], boxes[a + 2]), Math.max(boxes[b], boxes[b + 2]));
    return Math.max(end - begin, 0f);
  }
}
