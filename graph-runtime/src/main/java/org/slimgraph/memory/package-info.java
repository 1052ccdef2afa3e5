/**
 * Where the values of a run live: slots of fixed size, shared by values that are not alive at the
 * same time. Start with {@link org.slimgraph.memory.MemoryPlan}.
 */
@NullMarked
package org.slimgraph.memory;

import org.jspecify.annotations.NullMarked;
