/**
 * TensorFlow's checkpoints: files that hold named tensors. Format V2 (an index and data shards) is
 * read and written, format V1 (one file) is read. Files are taken for hostile: whatever their bytes
 * say, reading ends with tensors or with an error, and takes memory in proportion to the files.
 *
 * <p>The package knows tensors and files; it must not depend on sessions, plans or variables. Start
 * with {@link org.slimgraph.checkpoint.CheckpointReader} and {@link
 * org.slimgraph.checkpoint.CheckpointWriter}; how a file is laid out is told by {@code TableReader}
 * and {@code TableBlock}.
 */
@NullMarked
package org.slimgraph.checkpoint;

import org.jspecify.annotations.NullMarked;
