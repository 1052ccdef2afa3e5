/**
 * Programs that use the library as its users do. {@link org.slimgraph.examples.ConvBatchNormRelu},
 * {@link org.slimgraph.examples.CustomBatchNorm} and {@link org.slimgraph.examples.ArgScopeBlock}
 * are the three listings that the project began with; {@link org.slimgraph.examples.Demo} runs the
 * first on real images.
 */
@NullMarked
package org.slimgraph.examples;

import org.jspecify.annotations.NullMarked;
