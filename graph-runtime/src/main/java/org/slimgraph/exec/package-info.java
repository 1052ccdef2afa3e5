/**
 * Executors of plans and the threads they share. Depends on {@code org.slimgraph.cpu} for the
 * interface of parallel loops. Start reading at {@link org.slimgraph.exec.WorkerTeam}.
 */
@NullMarked
package org.slimgraph.exec;

import org.jspecify.annotations.NullMarked;
