package org.slimgraph.plan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;

/**
 * Whether operations ask for a device that is there: the CPU of this process. TF 1.15: {@code
 * DeviceNameUtils::ParseFullName} and core/common_runtime/placer.cc.
 */
final class Placement {
  private static final Pattern NAME =
      Pattern.compile(
          "(/job:(?<job>[a-zA-Z][_a-zA-Z0-9]*))?(/replica:(?<replica>\\d+|\\*))?"
              + "(/task:(?<task>\\d+|\\*))?"
              + "(/(device:(?<type>[a-zA-Z][_a-zA-Z0-9]*|\\*)|(?<old>cpu|gpu|CPU|GPU))"
              + "(:(?<index>\\d+|\\*))?)?");

  private Placement() {}

  /**
   * Refuses an operation whose device is not there.
   *
   * @throws SlimgraphException INVALID_ARGUMENT in TF's words
   */
  static void check(Operation operation) {
    String device = operation.device();
    if (device.isEmpty()) {
      return;
    }
    Matcher name = NAME.matcher(device);
    if (!name.matches()) {
      throw SlimgraphException.invalidArgument(
          "Malformed device specification '%s' in node: %s; write it as"
              + " /job:name/replica:0/task:0/device:CPU:0, any part left out\n\t [[%s]]",
          device, operation.name(), operation.name());
    }
    String type = name.group("type") == null ? name.group("old") : name.group("type");
    boolean here =
        isAny(name.group("job"), "localhost")
            && isAny(name.group("replica"), "0")
            && isAny(name.group("task"), "0")
            && isAny(type == null ? null : type.toUpperCase(Locale.ROOT), "CPU")
            && isAny(name.group("index"), "0");
    if (!here) {
      throw SlimgraphException.invalidArgument(
          "Cannot assign a device for operation %s: {{node %s}} was explicitly assigned to %s but"
              + " available devices are [ /job:localhost/replica:0/task:0/device:CPU:0 ]. Make sure"
              + " the device specification refers to a valid device, or set allowSoftPlacement in"
              + " the session's options.\n\t [[%s]]",
          operation.name(), operation.name(), device, operation.name());
    }
  }

  private static boolean isAny(@Nullable String asked, String there) {
    return asked == null || asked.equals("*") || asked.equals(there);
  }
}
