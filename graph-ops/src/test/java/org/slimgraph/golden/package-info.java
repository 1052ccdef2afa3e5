/**
 * Runs the cases that TensorFlow 1.15.0 has computed, {@code src/test/resources/golden}. {@link
 * org.slimgraph.golden.GoldenTest} says which groups must pass; {@link
 * org.slimgraph.golden.GoldenCase} is one case as data, {@link org.slimgraph.golden.CaseRun} one
 * run of it, {@link org.slimgraph.golden.CaseCheck} all variants of a run and the comparison. Start
 * with the README beside the data.
 */
@NullMarked
package org.slimgraph.golden;

import org.jspecify.annotations.NullMarked;
