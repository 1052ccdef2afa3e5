package org.slimgraph.op;

import org.jspecify.annotations.Nullable;

/**
 * What building a graph needs to know of an op.
 *
 * @param def the definition
 * @param shape the shape rule
 * @param partialValue what is known of its value before running; null when nothing ever is
 * @param constant how it is computed from constants; null when it is not
 */
public record RegisteredOp(
    OpDef def,
    ShapeFunction shape,
    @Nullable ValueFunction partialValue,
    @Nullable ConstantFunction constant) {}
