package org.slimgraph.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphCollectionsTest {
  private final Graph graph = TestOps.graph();

  @Test
  void G19_collection_isACopyAndFiltersByScope() {
    graph.addToCollection("key", 12);
    graph.addToCollection("key", "foo");
    List<Object> before = graph.collection("key");
    List<Object> live = graph.collectionRef("key");
    Output blank1 = TestOps.floats(graph, "prefix/blank1");
    graph.addToCollection("key", blank1);
    assertEquals(List.of(12, "foo"), before);
    assertEquals(List.of(12, "foo", blank1), live);
    assertEquals(List.of(blank1), graph.collection("key", "prefix"));
    assertEquals(List.of(blank1), graph.collection("key", ".*x"));
    assertEquals(List.of(), graph.collection("key", "junk"));
  }

  @Test
  void G20_addToCollections_takesEachKeyOnce() {
    graph.addToCollections(List.of("1", "2", "1"), "item");
    assertEquals(List.of("item"), graph.collection("1"));
    assertEquals(List.of("item"), graph.collection("2"));
  }

  @Test
  void G21_missingKey_isNotCreatedByReading() {
    assertEquals(List.of(), graph.collection("nothing"));
    assertTrue(graph.collectionKeys().isEmpty());
    graph.collectionRef("ref");
    assertEquals(Set.of("ref"), graph.collectionKeys());
    graph.clearCollection("ref");
    assertTrue(graph.collectionKeys().isEmpty());
  }

  @Test
  void typedKey_holdsTheStringOfTf() {
    Operation op = TestOps.noOp(graph, "update");
    graph.addToCollection(GraphKeys.UPDATE_OPS, op);
    List<GraphElement> updates = graph.collection(GraphKeys.UPDATE_OPS);
    assertEquals(List.of(op), updates);
    assertEquals(List.of(op), graph.collection("update_ops"));
    assertEquals("table_initializer", GraphKeys.TABLE_INITIALIZERS.name());
    assertEquals("variables", GraphKeys.GLOBAL_VARIABLES.name());
  }
}
