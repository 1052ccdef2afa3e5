package org.slimgraph.graph;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;

/** All that is decided of an operation before its shapes are inferred and it joins the graph. */
record OperationSketch(
    String name,
    OpDef def,
    Attributes attrs,
    ImmutableList<Output> inputs,
    ImmutableList<Operation> controlInputs,
    String device,
    CreationSite site,
    @Nullable Message source) {}
