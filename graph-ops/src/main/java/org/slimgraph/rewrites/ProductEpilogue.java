package org.slimgraph.rewrites;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Epilogue;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.ProductKernel;
import org.slimgraph.plan.Fusion;
import org.slimgraph.plan.PlanView;
import org.slimgraph.plan.Rewrite;
import org.slimgraph.plan.Step;
import org.slimgraph.tensor.Shape;

/**
 * Passes a product through what follows it, block by block:
 *
 * <pre>
 *   x   w  mean var γ β   shortcut            x  w  mean var γ β  shortcut
 *   Conv2D   │  │   │ │     │                 └──┴───┴───┴──┴─┴─────┘
 *      └─ FusedBatchNorm    │          ⇒      Conv2D+FusedBatchNorm+Add+Relu
 *               └────── Add ┘                            │
 *                        │                               y
 *                       Relu
 *                        │
 *                        y
 * </pre>
 *
 * <p>A product is whatever has a {@link ProductKernel}: convolutions and matrix products of floats,
 * channels last. It takes in the steps of {@link EpiloguePass} that follow it one after the other,
 * as long as each is the only one that reads the one before and keeps its shape. The sums have the
 * bits that the steps would have given.
 */
final class ProductEpilogue implements Rewrite {

  @Override
  public Optional<Fusion> at(PlanView plan, Step first) {
    if (!(first.kernel() instanceof ProductKernel product)) {
      return Optional.empty();
    }
    Shape shape = plan.shape(first.output(0));
    if (!shape.isFullyDefined() || shape.rank() < 2 || shape.elementCount() == 0) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>(List.of(first));
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < first.inputCount(); i++) {
      inputs.add(first.input(i));
    }
    List<EpiloguePass> passes = new ArrayList<>();
    Optional<EpiloguePass> pass = Optional.empty();
    do {
      Step last = steps.get(steps.size() - 1);
      Optional<Step> reader = plan.onlyReader(last);
      pass = reader.flatMap(r -> EpiloguePass.of(plan, r, last.output(0), shape, inputs));
      if (pass.isPresent()) {
        passes.add(pass.get());
        steps.add(reader.get());
      }
    } while (pass.isPresent());
    if (passes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Fusion(
            ImmutableList.copyOf(steps),
            ImmutableList.copyOf(inputs),
            context -> product.compute(context, epilogue(passes, context))));
  }

  private static Epilogue epilogue(List<EpiloguePass> passes, KernelContext context) {
    Epilogue.Builder epilogue = CpuLoops.get().epilogue();
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).addTo(epilogue, context);
    }
    return epilogue.build();
  }
}
