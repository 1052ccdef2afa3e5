/**
 * What a session remembers between runs: the values of variables and the private objects of
 * stateful operations. Start with {@link org.slimgraph.state.Variable}.
 */
@NullMarked
package org.slimgraph.state;

import org.jspecify.annotations.NullMarked;
