/**
 * Runs plans: one step after the other over planned buffers, the loops inside a step spread over a
 * team of workers. Start with {@link org.slimgraph.exec.StaticExecutor}.
 */
@NullMarked
package org.slimgraph.exec;

import org.jspecify.annotations.NullMarked;
