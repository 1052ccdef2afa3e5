package org.slimgraph.graphdef;

import com.google.protobuf.ByteString;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;

/**
 * Turns messages in collections of files into members of a graph's collections. Found as a service;
 * collections that no source knows stay in the meta graph's message.
 */
public interface MemberSource {

  /** Returns whether the collection {@code key} holds messages that this source knows. */
  boolean knows(String key);

  /**
   * Returns what {@code message} of the collection {@code key} describes. Equal messages of one
   * file are asked for once, so that one object stands in all collections.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it names what is not in the graph
   */
  Object member(Graph graph, String key, ByteString message);
}
