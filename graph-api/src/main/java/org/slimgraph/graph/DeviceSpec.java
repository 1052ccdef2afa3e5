package org.slimgraph.graph;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Merges device names as nested device scopes do: each field that the inner one names wins. {@code
 * "/cpu:0"} is read as {@code "/device:CPU:0"}.
 */
final class DeviceSpec {
  private static final Pattern PART =
      Pattern.compile("/(job|replica|task|device|cpu|gpu):([^/:]+)(?::([^/]+))?");

  private DeviceSpec() {}

  static String merge(String outer, String inner) {
    String[] fields = new String[4];
    fill(fields, outer);
    fill(fields, inner);
    StringBuilder merged = new StringBuilder();
    String[] names = {"/job:", "/replica:", "/task:", "/device:"};
    for (int i = 0; i < names.length; i++) {
      if (fields[i] != null) {
        merged.append(names[i]).append(fields[i]);
      }
    }
    return merged.toString();
  }

  private static void fill(String[] fields, String spec) {
    Matcher part = PART.matcher(spec.toLowerCase(Locale.ROOT).startsWith("/") ? spec : "/" + spec);
    while (part.find()) {
      String value = part.group(2);
      String index = part.group(3);
      switch (part.group(1)) {
        case "job":
          fields[0] = value;
          break;
        case "replica":
          fields[1] = value;
          break;
        case "task":
          fields[2] = value;
          break;
        case "device":
          fields[3] = index == null ? value : value.toUpperCase(Locale.ROOT) + ":" + index;
          break;
        default:
          fields[3] = part.group(1).toUpperCase(Locale.ROOT) + ":" + value;
      }
    }
  }
}
