/**
 * Variables as TF's Python layer makes them: creation, sharing by name through variable scopes,
 * initializers, groups of variables. Builds graph only; values live in sessions ({@code
 * org.slimgraph.state}). {@link org.slimgraph.variables.VariableOps} is the part of the {@code tf}
 * facade that users call; {@link org.slimgraph.variables.VariableStore} holds the rules of sharing.
 * Knows no layers.
 */
@NullMarked
package org.slimgraph.variables;

import org.jspecify.annotations.NullMarked;
