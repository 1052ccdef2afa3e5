/**
 * What an op is: its definition in TensorFlow's own words, its attributes, its shape rule. Knows of
 * no graph, session or kernel. Start with {@link org.slimgraph.op.OpDef}; {@link
 * org.slimgraph.op.OpRegistry} holds the set of ops a graph is built from.
 */
@NullMarked
package org.slimgraph.op;

import org.jspecify.annotations.NullMarked;
