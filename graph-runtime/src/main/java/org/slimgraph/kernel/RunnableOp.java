package org.slimgraph.kernel;

import com.google.common.collect.ImmutableMap;
import java.util.stream.Collectors;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;
import org.slimgraph.tensor.DataType;

/**
 * An op's kernels and traits.
 *
 * @param def the definition
 * @param traits what plans must know
 * @param kernelAttr the type attribute that selects the kernel; "" if one kernel serves all
 * @param kernels by type; the key INVALID holds the kernel for every type without its own
 * @param reason why the op has no kernel; "" if it has
 */
public record RunnableOp(
    OpDef def,
    OpTraits traits,
    String kernelAttr,
    ImmutableMap<DataType, KernelFactory> kernels,
    String reason) {

  /**
   * Returns a kernel for an operation.
   *
   * @throws SlimgraphException INVALID_ARGUMENT, as TF says, if there is none for its type
   */
  public Kernel kernel(String operation, Attributes attrs) {
    DataType type = kernelAttr.isEmpty() ? DataType.INVALID : attrs.type(kernelAttr);
    KernelFactory factory = kernels.get(type.base());
    if (factory == null) {
      factory = kernels.get(DataType.INVALID);
    }
    if (factory == null) {
      throw SlimgraphException.invalidArgument(
          "No OpKernel was registered to support Op '%s' used by {{node %s}} with these attrs:"
              + " [%s]; %s",
          def.name(),
          operation,
          attrs.given().entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue().text())
              .collect(Collectors.joining(", ")),
          reason.isEmpty() ? "kernels exist for " + kernels.keySet() : reason);
    }
    return factory.create(attrs);
  }
}
