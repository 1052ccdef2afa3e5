package org.slimgraph.slim.learning;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.slimgraph.checkpoint.CheckpointState;

/**
 * Kills a training in a process of its own again and again: after some steps and then at a random
 * moment, most likely while it writes a checkpoint, since it writes one after each step.
 */
final class KilledTraining {
  private final Path logdir;
  private final long steps;
  private final Random random;

  private KilledTraining(Path logdir, long steps, long seed) {
    this.logdir = logdir;
    this.steps = steps;
    this.random = new Random(seed);
  }

  /** Trains in the folder {@code args[0]} to step {@code args[1]}. */
  public static void main(String[] args) throws IOException {
    new NoisyNet().train(Path.of(args[0]), Long.parseLong(args[1]), o -> o.saveIntervalSteps(1));
  }

  /** Lets a training to {@code steps} be killed {@code kills} times, then ends it here. */
  static TrainResult run(Path logdir, long steps, int kills, long seed)
      throws IOException, InterruptedException {
    KilledTraining training = new KilledTraining(logdir, steps, seed);
    for (int i = 0; i < kills; i++) {
      training.startAndKill();
    }
    return new NoisyNet().train(logdir, steps, o -> {});
  }

  private void startAndKill() throws IOException, InterruptedException {
    long until = latestStep() + 1 + random.nextInt(8);
    Process process = start();
    try {
      while (latestStep() < until) {
        if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("the training ended by itself: " + process.exitValue());
        }
      }
      if (process.waitFor(random.nextInt(10_000), TimeUnit.MICROSECONDS)) {
        throw new AssertionError("the training ended before it was killed");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The same loops as here, so that bits can be compared.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-modules"))
        .forEach(command::add);
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(KilledTraining.class.getName(), logdir.toString(), Long.toString(steps)));

    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private long latestStep() throws IOException {
    Optional<Path> latest = CheckpointState.latestCheckpoint(logdir);
    return latest
        .map(prefix -> prefix.getFileName().toString())
        .map(name -> Long.parseLong(name.substring(name.lastIndexOf('-') + 1)))
        .orElse(0L);
  }
}
