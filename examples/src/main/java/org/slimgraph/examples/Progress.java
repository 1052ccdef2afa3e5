package org.slimgraph.examples;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** Says how a training goes: one line that changes on a terminal, else plain lines, or JSON. */
final class Progress {
  private static final int PLAIN_LINES = 20;

  private final PrintWriter out;
  private final boolean json;
  private final boolean terminal;
  private final int total;
  private final int batch;
  private double secondsPerStep;
  private int timed = -1;
  private boolean open;

  Progress(PrintWriter out, boolean json, int total, int batch) {
    this.out = out;
    this.json = json;
    this.total = total;
    this.batch = batch;
    this.terminal = !json && isTerminal();
  }

  /** JDK 22 and newer have a console even where the output is a file. */
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Reports one step, if it is time to. */
  void step(long step, double loss, double accuracy, double seconds) {
    time(seconds);
    boolean due = step % Math.max(1, total / PLAIN_LINES) == 0 || step == total;
    if (!terminal && !due) {
      return;
    }
    double eta = Math.max(0, total - step) * secondsPerStep;
    if (json) {
      line(
          "{\"event\": \"step\", \"step\": %d, \"loss\": %.6f, \"accuracy\": %.4f,"
              + " \"images_per_second\": %.1f, \"eta_seconds\": %.1f}",
          step, loss, accuracy, batch / secondsPerStep, eta);
      return;
    }
    String text =
        String.format(
            Locale.ROOT,
            "step %d/%d  loss %.4f  accuracy %.3f  %.0f images/s  ETA %d:%02d",
            step,
            total,
            loss,
            accuracy,
            batch / secondsPerStep,
            (long) eta / 60,
            (long) eta % 60);
    if (terminal) {
      out.printf(Locale.ROOT, "\r%-79s", text);
      out.flush();
      open = true;
    } else {
      line("%s", text);
    }
  }

  /** The mean at first, later one that forgets; without the first step, which makes the plan. */
  private void time(double seconds) {
    timed++;
    secondsPerStep += (seconds - secondsPerStep) / Math.max(1, Math.min(timed, 50));
  }

  /** Reports an evaluation. */
  void evaluation(long step, double accuracy) {
    line(
        json
            ? "{\"event\": \"evaluation\", \"step\": %d, \"test_accuracy\": %.4f}"
            : "step %d  test accuracy with moving statistics %.4f",
        step,
        accuracy);
  }

  /** Prints a line of text; nothing in JSON. */
  void say(String format, Object... args) {
    if (!json) {
      line(format, args);
    }
  }

  /** Prints a line, behind the one that changes. */
  void line(String format, Object... args) {
    if (open) {
      out.println();
      open = false;
    }
    out.printf(Locale.ROOT, format + "%n", args);
    out.flush();
  }
}
