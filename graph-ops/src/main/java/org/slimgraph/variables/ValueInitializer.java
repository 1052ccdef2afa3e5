package org.slimgraph.variables;

import java.util.function.Function;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * An initializer that is itself a value: it brings shape and type and takes none.
 *
 * @param dataType the type of the value
 * @param source the value in a graph
 */
record ValueInitializer(DataType dataType, Function<Graph, InitialValue> source)
    implements Initializer {

  InitialValue initialValue(Graph graph) {
    return source.apply(graph);
  }

  @Override
  public Output initialize(Ops tf, Shape shape, DataType dtype) {
    return initialValue(tf.graph()).build();
  }
}
