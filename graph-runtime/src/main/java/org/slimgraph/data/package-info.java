/**
 * Data that graphs are fed with: files of examples ({@link org.slimgraph.data.Idx}, {@link
 * org.slimgraph.data.Npz}, {@link org.slimgraph.data.ImageFolder}, {@link
 * org.slimgraph.data.RecordReader} with {@link org.slimgraph.data.ExampleParser}) and the way from
 * them to batches, {@link org.slimgraph.data.Dataset}. Start there.
 *
 * <p>It stands in graph-runtime, not graph-ops, because it needs tensors, checksums and random
 * streams but no op and no graph; and event files, in the package {@code summary} beside it, have
 * the frame of record files. It must not depend on sessions, plans or kernels: who feeds a graph
 * takes batches from here and gives them to a session.
 *
 * <p>Files are taken for hostile: whatever their bytes say, reading ends with tensors or with an
 * error that has TensorFlow's code, and takes memory in proportion to what is really there.
 */
@NullMarked
package org.slimgraph.data;

import org.jspecify.annotations.NullMarked;
