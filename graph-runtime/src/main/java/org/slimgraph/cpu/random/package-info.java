/**
 * TensorFlow's random streams as loops over arrays: same seeds, same bits as TF 1.15 on a CPU.
 *
 * <p>Start at {@link org.slimgraph.cpu.random.RandomStream}: an op keeps one for as long as its
 * session lives and reserves a range of its {@link org.slimgraph.cpu.random.Philox} generator for
 * every run. A {@link org.slimgraph.cpu.random.RandomFill} turns that range into values, group by
 * group, so callers may split an array by its size and fill the parts on any threads. Nothing here
 * knows tensors, graphs or threads; the package uses no other package of the project.
 */
@NullMarked
package org.slimgraph.cpu.random;

import org.jspecify.annotations.NullMarked;
