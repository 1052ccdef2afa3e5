/**
 * Asks the real TensorFlow 1.15. The tests that do so are tagged {@code conformance}, are named
 * {@code *ConformanceTest} and run under {@code mvn verify -Pconformance}; they skip, and say so,
 * where the oracle tool is missing. Start with {@link org.slimgraph.conformance.Oracle}.
 */
@NullMarked
package org.slimgraph.conformance;

import org.jspecify.annotations.NullMarked;
