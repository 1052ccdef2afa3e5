/**
 * Errors with TensorFlow's status codes. Depends on nothing; start with {@code SlimgraphException}.
 */
@NullMarked
package org.slimgraph.error;

import org.jspecify.annotations.NullMarked;
