/**
 * Sessions: what a user holds to run a graph. A session owns the values of variables, the plans and
 * the worker threads. Start with {@link org.slimgraph.session.Session}.
 */
@NullMarked
package org.slimgraph.session;

import org.jspecify.annotations.NullMarked;
