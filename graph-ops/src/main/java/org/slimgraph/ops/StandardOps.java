package org.slimgraph.ops;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import java.util.Optional;
import java.util.function.Function;
import org.slimgraph.kernel.KernelSource;
import org.slimgraph.kernel.RunnableOp;
import org.slimgraph.op.OpSource;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.ops.array.ArrayOps;
import org.slimgraph.ops.audio.AudioOps;
import org.slimgraph.ops.flow.FlowOps;
import org.slimgraph.ops.image.ImageOps;
import org.slimgraph.ops.io.IoOps;
import org.slimgraph.ops.linalg.LinalgOps;
import org.slimgraph.ops.math.MathOps;
import org.slimgraph.ops.nn.NnOps;
import org.slimgraph.ops.random.RandomOps;
import org.slimgraph.ops.state.StateOps;
import org.slimgraph.ops.summary.SummaryOps;

/** The ops of this module, family by family. */
public final class StandardOps implements OpSource, KernelSource {
  private static final ImmutableMap<String, OpSpec> SPECS =
      ImmutableList.of(
              ArrayOps.SPECS,
              AudioOps.SPECS,
              FlowOps.SPECS,
              ImageOps.SPECS,
              IoOps.SPECS,
              LinalgOps.SPECS,
              MathOps.SPECS,
              NnOps.SPECS,
              RandomOps.SPECS,
              StateOps.SPECS,
              SummaryOps.SPECS)
          .stream()
          .flatMap(ImmutableList::stream)
          .collect(ImmutableMap.toImmutableMap(OpSpec::type, Function.identity()));

  /** Returns all specifications, each type once. */
  public static ImmutableList<OpSpec> specs() {
    return SPECS.values().asList();
  }

  /** Returns the specification of {@code type}, if there is one. */
  public static Optional<OpSpec> find(String type) {
    return Optional.ofNullable(SPECS.get(type));
  }

  @Override
  public Iterable<RegisteredOp> ops() {
    return Iterables.transform(specs(), OpSpec::registered);
  }

  @Override
  public Iterable<RunnableOp> runnableOps() {
    return Iterables.transform(
        Iterables.filter(specs(), spec -> !spec.kernels().isEmpty() || !spec.graphOnly().isEmpty()),
        OpSpec::runnable);
  }
}
