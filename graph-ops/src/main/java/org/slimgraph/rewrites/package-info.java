/**
 * Rules that make plans faster and know ops: what follows a product is done while its block is in
 * the cache. One rule a file, each with a drawing; start at {@link
 * org.slimgraph.rewrites.StandardRewrites}. Depends on plans and on the names of ops, not on how
 * they are computed.
 */
@NullMarked
package org.slimgraph.rewrites;

import org.jspecify.annotations.NullMarked;
