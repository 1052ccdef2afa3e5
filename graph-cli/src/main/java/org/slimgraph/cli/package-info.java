/**
 * The {@code slimgraph} command. Commands are thin: they read options, call the library and print.
 *
 * <p>Depends on the other modules, never on {@code org.slimgraph.examples}, whose tools are found
 * as services. Start with {@link Main}.
 */
@NullMarked
package org.slimgraph.cli;

import org.jspecify.annotations.NullMarked;
