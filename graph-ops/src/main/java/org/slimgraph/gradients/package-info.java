/**
 * tf.gradients: adds to a graph the operations that compute derivatives. An op's own rule stands in
 * its file; here is only what joins the rules. Start with {@link
 * org.slimgraph.gradients.GradientBuilder}.
 */
@NullMarked
package org.slimgraph.gradients;

import org.jspecify.annotations.NullMarked;
