package org.slimgraph.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.spi.ToolProvider;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.slim.learning.TrainResult;

/** {@link Training} as a command: {@code ./slimgraph train}. */
public final class TrainTool implements ToolProvider {
  private static final String USAGE =
      "Usage: slimgraph train [OPTIONS]%n"
          + "Trains two blocks of convolution and batch normalisation on Fashion-MNIST.%n"
          + "  --net small|blocks     how many filters: 8 and 16, or 32 and 64 (default blocks)%n"
          + "  --data DIR             the folder of the four IDX files (default: a small sample)%n"
          + "  --epochs N             passes through the data (default 2)%n"
          + "  --steps N              steps, instead of epochs%n"
          + "  --batch N              images a step (default 128)%n"
          + "  --learning-rate X      at the start; it goes down to 0 (default 0.03)%n"
          + "  --no-augment           do not mirror images by chance%n"
          + "  --seed N               what all chance follows from (default 1)%n"
          + "  --logdir DIR           checkpoints and the loss curve (default train-log)%n"
          + "  --resume               go on from the latest checkpoint in the logdir%n"
          + "  --save-secs N          seconds between checkpoints (default 60)%n"
          + "  --eval-every N         steps between evaluations (default: an epoch)%n"
          + "  --early-stop N         stop after N evaluations without a better accuracy%n"
          + "  --threads N            threads (default: all processors)%n"
          + "  --without-update-ops   leave the moving averages alone, to see what comes of it%n"
          + "  --json                 print a JSON object a line%n";

  /** As a shell says that a process ended by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  @Override
  public String name() {
    return "train";
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... args) {
    TrainSettings settings;
    try {
      settings = TrainSettings.of(args);
    } catch (IllegalArgumentException e) {
      return wrongUse(err, String.valueOf(e.getMessage()));
    }
    if (settings.help) {
      out.printf(Locale.ROOT, USAGE);
      out.flush();
      return 0;
    }
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(1);
    // Ctrl-C: the virtual machine waits for this thread, and so for the last checkpoint.
    Thread onCtrlC = new Thread(() -> stopAndWait(stop, done), "slimgraph-train-stop");
    Runtime.getRuntime().addShutdownHook(onCtrlC);
    try {
      TrainResult result = new Training(settings, out, args, stop::get).run();
      out.flush();
      return result.reason() == TrainResult.Reason.INTERRUPTED ? INTERRUPTED : 0;
    } catch (IllegalArgumentException e) {
      return wrongUse(err, String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException | SlimgraphException e) {
      out.flush();
      err.printf(Locale.ROOT, "train: %s%n", e);
      err.flush();
      return 1;
    } finally {
      done.countDown();
      if (!stop.get()) {
        Runtime.getRuntime().removeShutdownHook(onCtrlC);
      }
    }
  }

  private static int wrongUse(PrintWriter err, String message) {
    err.printf(Locale.ROOT, "%s%n", message);
    err.printf(Locale.ROOT, USAGE);
    err.flush();
    return 2;
  }

  private static void stopAndWait(AtomicBoolean stop, CountDownLatch done) {
    stop.set(true);
    try {
      if (!done.await(1, TimeUnit.MINUTES)) {
        System.err.println("slimgraph: the last step took more than a minute; it is lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
