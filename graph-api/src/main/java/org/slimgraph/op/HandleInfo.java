package org.slimgraph.op;

import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The type and static shape of the value behind a resource handle.
 *
 * @param type the value's type
 * @param shape the value's static shape
 */
public record HandleInfo(DataType type, Shape shape) {}
