package org.slimgraph.ops.summary;

import java.nio.charset.StandardCharsets;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** What the kernels of summaries share: tags in, messages out. */
final class SummaryInputs {
  private SummaryInputs() {}

  /** Returns input {@code i}, a string scalar, or fails with {@code message}. */
  static byte[] scalar(KernelContext context, int i, String message) {
    if (context.shape(i).rank() != 0) {
      throw SlimgraphException.invalidArgument(message);
    }
    return TensorStorage.strings(context.input(i))[0];
  }

  static String tag(KernelContext context, String message) {
    return new String(scalar(context, 0, message), StandardCharsets.UTF_8);
  }

  /** Returns the tag of one of several outputs: numbered if several were asked for. */
  static String tag(String base, String kind, long asked, int number) {
    return base + "/" + kind + (asked > 1 ? "/" + number : "");
  }

  static void output(KernelContext context, Summary summary) {
    context.setOutput(0, Tensor.scalar(ProtoFiles.toBytes(summary)));
  }
}
