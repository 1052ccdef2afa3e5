/**
 * Loops over arrays: matrix products, convolutions, pooling, batch normalisation, elementwise maps,
 * reductions, copies.
 *
 * <p>Nothing here knows tensors, graphs, sessions or kernels; loops take arrays with offsets, sizes
 * and a {@link org.slimgraph.cpu.Parallel} to spread their parts over threads. Work is cut by sizes
 * only, so results have the same bits at any number of threads. Start reading at {@link
 * org.slimgraph.cpu.CpuLoops}; the twins with SIMD instructions live in {@code
 * org.slimgraph.cpu.simd} and are reached through {@link org.slimgraph.cpu.LoopsProvider} only.
 */
@NullMarked
package org.slimgraph.cpu;

import org.jspecify.annotations.NullMarked;
