package org.slimgraph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** Finds the committed groups of cases and reads them. */
final class GoldenGroup {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenGroup() {}

  /** Returns the number of cases of each group, in the order of the index. */
  static ImmutableMap<String, Integer> counts() {
    ImmutableMap.Builder<String, Integer> counts = ImmutableMap.builder();
    read("index")
        .properties()
        .forEach(group -> counts.put(group.getKey(), group.getValue().get("cases").asInt()));
    return counts.buildOrThrow();
  }

  /** Returns the op types in the graphs of {@code group}. */
  static ImmutableSet<String> opTypes(String group) {
    return StreamSupport.stream(read("index").path(group).path("ops").spliterator(), false)
        .map(JsonNode::asText)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns the cases of {@code group} in the file's order. */
  static ImmutableList<GoldenCase> cases(String group) {
    return StreamSupport.stream(json(group).spliterator(), false)
        .map(json -> GoldenCase.of(group, json))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the cases of {@code group} once a consumer asks for them, and not before. */
  static Stream<GoldenCase> lazyCases(String group) {
    return Stream.of(group).flatMap(name -> cases(name).stream());
  }

  /** Returns the cases of {@code group} as the file has them. */
  static JsonNode json(String group) {
    return read(group).get("cases");
  }

  private static JsonNode read(String name) {
    String resource = "/golden/" + name + ".json.gz";
    try (InputStream packed = GoldenGroup.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new FileNotFoundException(resource + "; groups are " + counts().keySet());
      }
      try (InputStream in = new GZIPInputStream(packed)) {
        return JSON.readTree(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
