package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.SignatureDef;

/**
 * A graph with what a file says about it: collections, saver, signatures.
 *
 * @param graph the graph; it holds the collections of operations, outputs, numbers and strings
 * @param def the rest of the message; its graph_def is empty
 */
public record MetaGraph(Graph graph, MetaGraphDef def) {

  /** Returns the signatures by name. */
  public ImmutableMap<String, SignatureDef> signatures() {
    return ImmutableMap.copyOf(def.getSignatureDefMap());
  }

  /** Returns the tags of a saved model, such as {@code serve}. */
  public List<String> tags() {
    return def.getMetaInfoDef().getTagsList();
  }
}
