/**
 * The nets of TF-Slim, with its names of variables, so that its checkpoints fit. {@link
 * org.slimgraph.examples.nets.Nets} builds any of them with its own arg scope; the classes of the
 * nets hold arg scope and body apart, as slim does.
 */
@NullMarked
package org.slimgraph.examples.nets;

import org.jspecify.annotations.NullMarked;
