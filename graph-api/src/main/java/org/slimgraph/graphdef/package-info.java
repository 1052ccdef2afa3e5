/**
 * TensorFlow's files as our own objects: protobuf messages in binary, text and JSON, and the
 * conversions between messages and tensors, shapes, attributes. All input is taken to be hostile.
 * Knows no session and no kernel. Start with {@link org.slimgraph.graphdef.ProtoFiles}.
 */
@NullMarked
package org.slimgraph.graphdef;

import org.jspecify.annotations.NullMarked;
