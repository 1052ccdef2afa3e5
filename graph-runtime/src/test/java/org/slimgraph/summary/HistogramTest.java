package org.slimgraph.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graphdef.proto.HistogramProto;

class HistogramTest {

  @Test
  void nothing_isOneEmptyBucket() {
    HistogramProto proto = new Histogram().toProto();
    assertEquals(List.of(Double.MAX_VALUE), proto.getBucketLimitList());
    assertEquals(List.of(0.0), proto.getBucketList());
    assertEquals(Double.MAX_VALUE, proto.getMin());
    assertEquals(-Double.MAX_VALUE, proto.getMax());
  }

  @Test
  void value_isBelowItsLimit_runsOfEmptyBucketsAreOne() {
    Histogram histogram = new Histogram();
    histogram.add(0);
    histogram.add(-0.0);
    histogram.add(1e-12);
    HistogramProto proto = histogram.toProto();
    assertEquals(List.of(0.0, 1e-12, 1e-12 * 1.1, Double.MAX_VALUE), proto.getBucketLimitList());
    assertEquals(List.of(0.0, 2.0, 1.0, 0.0), proto.getBucketList());
    assertEquals(3, proto.getNum());
  }

  @Test
  void extremeValues_areInTheOuterBuckets() {
    Histogram histogram = new Histogram();
    histogram.add(Double.MAX_VALUE);
    histogram.add(-1e300);
    HistogramProto proto = histogram.toProto();
    assertEquals(-1e300, proto.getMin());
    assertEquals(1.0, proto.getBucket(proto.getBucketCount() - 1));
    assertEquals(2, proto.getBucketList().stream().mapToDouble(x -> x).sum());
    assertThrows(IllegalArgumentException.class, () -> histogram.add(Double.NaN));
  }
}
