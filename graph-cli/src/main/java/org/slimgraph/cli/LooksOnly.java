package org.slimgraph.cli;

/** A command that runs no graph: users need not hear which loops it would run on. */
interface LooksOnly {}
