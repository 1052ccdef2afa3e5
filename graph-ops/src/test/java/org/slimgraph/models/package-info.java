/**
 * Real models and their recorded results, read from outside this repository. It must not be
 * depended on; start reading at {@link org.slimgraph.models.ModelsConformanceTest}.
 */
@NullMarked
package org.slimgraph.models;

import org.jspecify.annotations.NullMarked;
