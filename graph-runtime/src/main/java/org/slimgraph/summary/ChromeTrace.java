package org.slimgraph.summary;

import com.google.common.base.Splitter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slimgraph.graphdef.proto.DeviceStepStats;
import org.slimgraph.graphdef.proto.NodeExecStats;
import org.slimgraph.graphdef.proto.RunMetadata;

/**
 * A traced run in the format that Chrome's {@code about:tracing} and Perfetto open. TF:
 * timeline.Timeline(step_stats).generate_chrome_trace_format(). A process is a device, a lane a
 * thread, a bar an execution of a node; arrows go from a node to those that wait for it.
 */
public final class ChromeTrace {
  /** What TF calls a node in a trace: {@code name = Type(input, ^control)}. */
  private static final Pattern LABEL = Pattern.compile("(.*) = (.*)\\((.*)\\)", Pattern.DOTALL);

  private final StringBuilder json = new StringBuilder();

  /** By device and node: its last execution so far, the source of arrows. */
  private final Map<String, Bar> latest = new HashMap<>();

  private int arrows;

  private record Bar(int process, NodeExecStats stats) {
    long start() {
      return stats.getAllStartMicros() + stats.getOpStartRelMicros();
    }

    long duration() {
      return Math.max(1, stats.getOpEndRelMicros() - stats.getOpStartRelMicros());
    }

    long end() {
      return start() + duration();
    }
  }

  private ChromeTrace() {}

  /** Returns the JSON text of what a traced run left behind. */
  public static String of(RunMetadata metadata) {
    return new ChromeTrace().write(metadata);
  }

  private String write(RunMetadata metadata) {
    json.append("{\"traceEvents\": [");
    int process = 0;
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      name("process_name", process, 0, device.getDevice());
      for (Map.Entry<Integer, String> thread : device.getThreadNamesMap().entrySet()) {
        name("thread_name", process, thread.getKey(), thread.getValue());
      }
      for (NodeExecStats stats : device.getNodeStatsList()) {
        write(new Bar(process, stats));
      }
      process++;
    }
    return json.append("\n]}\n").toString();
  }

  private void name(String what, int process, int thread, String name) {
    event("M", what, process, thread).append(", \"args\": {\"name\": ").append(quoted(name));
    json.append("}}");
  }

  private void write(Bar bar) {
    NodeExecStats stats = bar.stats();
    Matcher label = LABEL.matcher(stats.getTimelineLabel());
    boolean known = label.matches();
    String type = known ? label.group(2) : stats.getTimelineLabel();
    List<String> inputs =
        known && !label.group(3).isEmpty()
            ? Splitter.on(", ").splitToList(label.group(3))
            : List.of();
    event("X", type, bar.process(), stats.getThreadId());
    json.append(", \"cat\": \"Op\", \"ts\": ").append(bar.start());
    json.append(", \"dur\": ").append(bar.duration());
    json.append(", \"args\": {\"name\": ").append(quoted(stats.getNodeName()));
    json.append(", \"op\": ").append(quoted(type));
    for (int i = 0; i < inputs.size(); i++) {
      json.append(", \"input").append(i).append("\": ").append(quoted(inputs.get(i)));
    }
    json.append("}}");
    for (String input : inputs) {
      Bar source = latest.get(operation(input));
      if (source != null) {
        arrow(input.startsWith("^") ? "ControlFlow" : "DataFlow", input, source, bar);
      }
    }
    latest.put(stats.getNodeName(), bar);
  }

  /** Returns the operation that an input names: {@code ^name} or {@code name:index}. */
  private static String operation(String input) {
    int colon = input.lastIndexOf(':');
    return input.substring(input.startsWith("^") ? 1 : 0, colon < 0 ? input.length() : colon);
  }

  private void arrow(String category, String name, Bar source, Bar target) {
    for (boolean begins : new boolean[] {true, false}) {
      Bar bar = begins ? source : target;
      event(begins ? "s" : "t", name, bar.process(), bar.stats().getThreadId());
      json.append(", \"cat\": \"").append(category).append("\", \"id\": ").append(arrows);
      json.append(", \"ts\": ").append(begins ? source.end() : target.start()).append('}');
    }
    arrows++;
  }

  /** Begins an event and leaves its object open. */
  private StringBuilder event(String phase, String name, int process, int thread) {
    json.append(json.charAt(json.length() - 1) == '[' ? "\n" : ",\n");
    json.append("{\"ph\": \"").append(phase).append("\", \"name\": ").append(quoted(name));
    return json.append(", \"pid\": ").append(process).append(", \"tid\": ").append(thread);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
