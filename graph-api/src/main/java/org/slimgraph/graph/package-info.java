/**
 * The graph as data: operations, the edges between them, names, scopes and collections, with TF
 * 1.x's rules. Building never computes and knows nothing of sessions, threads or kernels. Start
 * with {@link org.slimgraph.graph.Graph}.
 */
@NullMarked
package org.slimgraph.graph;

import org.jspecify.annotations.NullMarked;
