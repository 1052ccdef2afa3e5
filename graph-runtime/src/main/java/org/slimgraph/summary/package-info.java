/**
 * What TensorBoard shows: event files with summaries, graphs and traces of runs ({@link
 * org.slimgraph.summary.FileWriter}, {@link org.slimgraph.summary.EventFileReader}), histograms as
 * TensorFlow counts them, and traces for Chrome ({@link org.slimgraph.summary.ChromeTrace}).
 *
 * <p>The package knows messages and files; it must not depend on sessions, plans or kernels. Start
 * with {@link org.slimgraph.summary.FileWriter}.
 */
@NullMarked
package org.slimgraph.summary;

import org.jspecify.annotations.NullMarked;
