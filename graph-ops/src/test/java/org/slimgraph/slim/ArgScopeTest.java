package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Graph;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.variables.Regularizer;

class ArgScopeTest {
  private static final LayerKey<Options> FUNC1 = LayerKey.of("func1", Options::new);
  private static final LayerKey<Options> FUNC2 = LayerKey.of("func2", Options::new);

  private final Graph graph = new Graph();
  private final Slim slim = Slim.on(Ops.on(graph));

  /** The keyword arguments of a user's layer. */
  private static final class Options {
    private final Map<String, @Nullable Object> all = new LinkedHashMap<>();

    Options set(String name, @Nullable Object value) {
      all.put(name, value);
      return this;
    }
  }

  private Map<String, @Nullable Object> call(LayerKey<Options> layer) {
    return slim.options(layer, o -> {}).all;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
    Options options = new Options();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.set(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return options.all;
  }

  private static void setAbc(Options o) {
    o.set("a", 1).set("b", null).set("c", List.of(1));
  }

  @Test
  void options_noScope_areTheDefaults() {
    assertEquals(map(), call(FUNC1));
    assertSame(ArgScope.EMPTY, slim.currentArgScope());
  }

  @Test
  void argScope_oneLayer_leavesOthersAlone() {
    try (var scope = slim.argScope(FUNC1, ArgScopeTest::setAbc)) {
      assertEquals(map("a", 1, "b", null, "c", List.of(1)), call(FUNC1));
      assertEquals(map(), call(FUNC2));
    }
    assertEquals(map(), call(FUNC1));
  }

  @Test
  void L56_clearArgScope_emptyClearsAndNoLayersYieldsTheCurrentScope() {
    try (var outer = slim.argScope(FUNC1, ArgScopeTest::setAbc)) {
      assertEquals(ImmutableSet.of(FUNC1), outer.scope().layers());
      try (var cleared = slim.argScope(ArgScope.EMPTY)) {
        assertEquals(map(), call(FUNC1));
        assertEquals(ImmutableSet.of(), slim.currentArgScope().layers());
      }
      try (var same = slim.argScope(List.<LayerKey<Options>>of(), o -> o.set("a", 7))) {
        assertEquals(map("a", 1, "b", null, "c", List.of(1)), call(FUNC1));
        assertEquals(outer.scope().layers(), same.scope().layers());
      }
    }
  }

  @Test
  void L57_layersAndOptions_areCheckedByTheCompiler() {
    // slim.argScope("func1", …) and slim.argScope(CONV2D, o -> o.decay(0.9)) do not compile; what
    // is
    // left to check is that keys of one name are different layers.
    LayerKey<Options> other = LayerKey.of("func1", Options::new);
    try (var scope = slim.argScope(other, o -> o.set("a", 1))) {
      assertEquals(map(), call(FUNC1));
      assertEquals(map("a", 1), call(other));
    }
  }

  @Test
  void L58_nestedArgScope_innerWinsPerOption() {
    try (var outer = slim.argScope(FUNC1, ArgScopeTest::setAbc);
        var inner = slim.argScope(FUNC1, o -> o.set("a", 2))) {
      assertEquals(map("a", 2, "b", null, "c", List.of(1)), call(FUNC1));
    }
  }

  @Test
  void L58_overwriteArgScope_callWins() {
    try (var scope = slim.argScope(FUNC1, ArgScopeTest::setAbc)) {
      assertEquals(
          map("a", 1, "b", null, "c", List.of(2)),
          slim.options(FUNC1, o -> o.set("c", List.of(2))).all);
    }
  }

  @Test
  void L58_partiallySharedArgScope_mergesPerLayer() {
    try (var shared = slim.argScope(List.of(FUNC1, FUNC2), o -> o.set("a", 1).set("b", null));
        var first = slim.argScope(FUNC1, o -> o.set("c", List.of(1)));
        var second = slim.argScope(FUNC2, o -> o.set("d", List.of(2)))) {
      assertEquals(map("a", 1, "b", null, "c", List.of(1)), call(FUNC1));
      assertEquals(map("a", 1, "b", null, "d", List.of(2)), call(FUNC2));
    }
  }

  @Test
  void L59_savedScope_replacesTheWholeCurrentOne() {
    ArgScope saved = ArgScope.of(FUNC1, ArgScopeTest::setAbc);
    try (var current = slim.argScope(List.of(FUNC1, FUNC2), o -> o.set("b", 2).set("d", 10));
        var replaced = slim.argScope(saved)) {
      assertEquals(map("a", 1, "b", null, "c", List.of(1)), call(FUNC1));
      assertEquals(map(), call(FUNC2));
    }
  }

  @Test
  void L60_scopeCapturedInside_containsOuterEntries() {
    ArgScope captured;
    try (var outer = slim.argScope(FUNC1, ArgScopeTest::setAbc);
        var inner = slim.argScope(FUNC2, o -> o.set("b", 2).set("d", List.of(2)))) {
      captured = slim.currentArgScope();
      assertSame(inner.scope(), captured);
    }
    assertEquals(map(), call(FUNC1));
    try (var again = slim.argScope(captured)) {
      assertEquals(map("a", 1, "b", null, "c", List.of(1)), call(FUNC1));
      assertEquals(map("b", 2, "d", List.of(2)), call(FUNC2));
    }
  }

  @Test
  void savedScope_prolonged_leavesTheOriginalAlone() {
    ArgScope base = ArgScope.of(FUNC1, o -> o.set("a", 1));
    ArgScope prolonged = base.with(List.of(FUNC1, FUNC2), o -> o.set("a", 2));
    try (var scope = slim.argScope(base)) {
      assertEquals(map("a", 1), call(FUNC1));
    }
    try (var scope = slim.argScope(prolonged)) {
      assertEquals(map("a", 2), call(FUNC1));
      assertEquals(map("a", 2), call(FUNC2));
    }
  }

  @Test
  void scopes_ofOneGraph_areSharedByAllSlims() {
    try (var scope = slim.argScope(FUNC1, o -> o.set("a", 1))) {
      assertEquals(map("a", 1), Slim.on(Ops.on(graph)).options(FUNC1, o -> {}).all);
      assertEquals(map(), Slim.on(Ops.on(new Graph())).options(FUNC1, o -> {}).all);
    }
  }

  @Test
  void close_outOfOrder_isRefused() {
    OpenArgScope outer = slim.argScope(FUNC1, o -> o.set("a", 1));
    OpenArgScope inner = slim.argScope(FUNC1, o -> o.set("a", 2));
    assertThrows(IllegalStateException.class, outer::close);
    inner.close();
    assertThrows(IllegalStateException.class, inner::close);
    outer.close();
    assertSame(ArgScope.EMPTY, slim.currentArgScope());
  }

  @Test
  void layersWithDifferentOptions_shareWhatTheirOptionsShare() {
    try (var both = slim.argScope(List.of(CONV2D, BATCH_NORM), o -> o.trainable(false));
        var conv = slim.argScope(CONV2D, o -> o.padding(Padding.VALID).activation(null))) {
      assertEquals(false, slim.options(CONV2D, o -> {}).trainable);
      assertEquals(false, slim.options(BATCH_NORM, o -> {}).trainable);
    }
  }

  @Test
  void null_inAScope_isAValue() {
    Regularizer l2 = slim.l2Regularizer(0.1);
    try (var outer = slim.argScope(CONV2D, o -> o.weightsRegularizer(l2).normalizer(BATCH_NORM));
        var inner =
            slim.argScope(
                CONV2D, o -> o.activation(null).weightsRegularizer(null).normalizer(null))) {
      Conv2dOptions options = slim.options(CONV2D, o -> o.stride(2, 3));
      assertNull(options.activation);
      assertNull(options.weightsRegularizer);
      assertNull(options.normalizer);
      assertArrayEquals(new int[] {2, 3}, options.stride);
    }
    assertSame(LayerOptions.RELU, slim.options(CONV2D, o -> {}).activation);
  }
}
