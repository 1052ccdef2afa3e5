/**
 * Training and evaluation as TF-Slim does them: {@code slim.learning} and {@code slim.evaluation}.
 *
 * <p>Start at {@link org.slimgraph.slim.learning.Learning}. A train op is built by {@code
 * createTrainOp}; {@code train} runs it in a session until it is done. Nothing here knows of
 * layers.
 */
@NullMarked
package org.slimgraph.slim.learning;

import org.jspecify.annotations.NullMarked;
