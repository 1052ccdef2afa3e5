package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;

/**
 * A first look at a JSON text before a recursive parser sees it: the members of the outermost
 * object as text, and a bound on the depth of nesting. One pass, no recursion; everything else
 * about the syntax is left to the parser.
 */
final class JsonOutline {
  /** Far above what a graph needs, far below what a thread's stack bears. */
  private static final int MAX_DEPTH = 200;

  private final String text;
  private final Map<String, String> members = new LinkedHashMap<>();
  private int at;

  private JsonOutline(String text) {
    this.text = text;
  }

  /**
   * Returns the members of the outermost object, in order.
   *
   * @throws SlimgraphException INVALID_ARGUMENT with the offset if the text nests too deeply or a
   *     string does not end
   */
  static ImmutableMap<String, String> members(String text) {
    JsonOutline outline = new JsonOutline(text);
    outline.scan();
    return ImmutableMap.copyOf(outline.members);
  }

  private void scan() {
    int depth = 0;
    String lastString = "";
    String key = "";
    int valueStart = -1;
    for (at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        lastString = string();
      } else if (c == '{' || c == '[') {
        depth++;
        if (depth > MAX_DEPTH) {
          throw SlimgraphException.invalidArgument(
              "JSON nests deeper than %d levels at character %d", MAX_DEPTH, at);
        }
      } else if (depth == 1 && c == ':') {
        key = lastString;
        valueStart = at + 1;
      } else if (c == '}' || c == ']' || (depth == 1 && c == ',')) {
        if (depth == 1 && valueStart >= 0) {
          members.putIfAbsent(key, text.substring(valueStart, at));
          valueStart = -1;
        }
        depth -= c == ',' ? 0 : 1;
      }
    }
  }

  /** Returns the string that begins here, escapes left as they are, and moves to its last quote. */
  private String string() {
    int start = at;
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start + 1, at);
      } else if (c == '\\') {
        at++;
      }
    }
    throw SlimgraphException.invalidArgument(
        "JSON is cut off: the string at character %d does not end", start);
  }
}
