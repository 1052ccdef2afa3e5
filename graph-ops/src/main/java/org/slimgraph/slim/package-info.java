/**
 * TF-Slim: layers that make their own variables, and arg scopes that give layers their options.
 *
 * <p>Start at {@link org.slimgraph.slim.Slim}, the user's entry. {@code BatchNorm} chooses among
 * the ways in which TF builds a batch normalisation, one file each; {@code Conv2d} is the
 * convolution; {@link org.slimgraph.slim.ArgScope} and {@link org.slimgraph.slim.LayerKey} are
 * arg_scope. Layers only build graph, through the public builders of {@code org.slimgraph.ops} and
 * {@code org.slimgraph.variables}; nothing here knows of sessions or kernels.
 */
@NullMarked
package org.slimgraph.slim;

import org.jspecify.annotations.NullMarked;
