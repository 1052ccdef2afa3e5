package org.slimgraph.ops.array;

import org.slimgraph.op.Attributes;

/**
 * The values that integers of a few bits stand for, moved so that 0 is one of them.
 *
 * @param min the least of them
 * @param max the largest of them
 * @param scale the distance of two neighbours
 * @param isZero whether both bounds were given as 0
 */
record QuantizedRange(float min, float max, float scale, boolean isZero) {

  static QuantizedRange of(Attributes attrs, float min, float max) {
    float lowest = attrs.bool("narrow_range") ? 1f : 0f;
    float highest = (1 << attrs.integer("num_bits")) - 1;
    float scale = (max - min) / (highest - lowest);
    float zero = lowest - min / scale;
    float nearest;
    if (zero < lowest) {
      nearest = lowest;
    } else if (zero > highest) {
      nearest = highest;
    } else {
      nearest = (float) Math.floor(zero + 0.5);
    }
    return new QuantizedRange(
        (lowest - nearest) * scale, (highest - nearest) * scale, scale, min == 0 && max == 0);
  }

  /** Returns the value of the range that is nearest. */
  float quantized(float value) {
    float clamped = Math.max(Math.min(value, max), min);
    return (float) Math.floor((clamped - min) * (1f / scale) + 0.5f) * scale + min;
  }

  boolean contains(float value) {
    return value >= min && value <= max;
  }
}
