/**
 * Training as {@code tf.train} and {@code tf.losses} have it: optimizers and their slots, losses,
 * learning rates that change with the step, moving averages, clipping. Builds graph only, through
 * the public builders. Knows no layers. Start with {@link org.slimgraph.train.Optimizer} or {@link
 * org.slimgraph.train.Losses}.
 */
@NullMarked
package org.slimgraph.train;

import org.jspecify.annotations.NullMarked;
