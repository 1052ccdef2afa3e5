package org.slimgraph.graph;

import java.util.Set;

/**
 * The user's line that made an operation.
 *
 * @param className the class of the line
 * @param file the source file, "" if unknown
 * @param line the line number, negative if unknown
 */
public record CreationSite(String className, String file, int line) {
  /** Stands for operations that no line made, such as those read from a file. */
  public static final CreationSite UNKNOWN = new CreationSite("", "", -1);

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String OURS = "org.slimgraph.";
  private static final Set<String> LIBRARY_PACKAGES =
      Set.of("tensor", "op", "graph", "graphdef", "ops", "gradients", "variables", "slim", "train");

  /** Returns the first line outside the library on the current thread's stack. */
  static CreationSite capture() {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> !isLibrary(frame.getClassName()))
                .findFirst()
                .map(CreationSite::of)
                .orElse(UNKNOWN));
  }

  private static CreationSite of(StackWalker.StackFrame frame) {
    StackTraceElement element = frame.toStackTraceElement();
    String file = element.getFileName();
    return new CreationSite(
        element.getClassName(), file == null ? "" : file, element.getLineNumber());
  }

  private static boolean isLibrary(String className) {
    if (!className.startsWith(OURS) || className.endsWith("Test")) {
      return className.startsWith("java.");
    }
    int end = className.indexOf('.', OURS.length());
    return end > 0 && LIBRARY_PACKAGES.contains(className.substring(OURS.length(), end));
  }

  @Override
  public String toString() {
    return line < 0 ? "unknown" : file + ":" + line;
  }
}
