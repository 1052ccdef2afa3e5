package org.slimgraph.examples;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.session.SessionOptions;

/** What the command line says about a training. */
final class TrainSettings {
  FashionNet.Size net = FashionNet.Size.BLOCKS;
  private @Nullable Path data;
  private int steps;
  private int epochs = 2;
  int batch = 128;
  double learningRate = 0.03;
  int seed = 1;
  Path logdir = Path.of("train-log");
  boolean resume;
  private int evalEvery;
  int earlyStop;
  int saveSecs = 60;
  int threads = SessionOptions.defaults().threads();
  boolean updateOps = true;
  boolean augment = true;
  boolean json;
  boolean help;

  /** Reads {@code args}; wrong ones are IllegalArgumentException. */
  static TrainSettings of(String... args) {
    TrainSettings settings = new TrainSettings();
    Arguments arguments = new Arguments(args);
    while (arguments.hasNext()) {
      settings.read(arguments);
    }
    return settings;
  }

  private void read(Arguments arguments) {
    String option = arguments.option();
    switch (option) {
      case "--net" -> net = size(arguments.value());
      case "--data" -> data = Path.of(arguments.value());
      case "--steps" -> steps = arguments.integer(1);
      case "--epochs" -> epochs = arguments.integer(1);
      case "--batch" -> batch = arguments.integer(2);
      case "--learning-rate" -> learningRate = arguments.positive();
      case "--seed" -> seed = arguments.integer(0);
      case "--logdir" -> logdir = Path.of(arguments.value());
      case "--resume" -> resume = true;
      case "--eval-every" -> evalEvery = arguments.integer(1);
      case "--early-stop" -> earlyStop = arguments.integer(1);
      case "--save-secs" -> saveSecs = arguments.integer(1);
      case "--threads" -> threads = arguments.integer(1);
      case "--without-update-ops" -> updateOps = false;
      case "--no-augment" -> augment = false;
      case "--json" -> json = true;
      case "--help" -> help = true;
      default -> throw Arguments.unknown(option);
    }
  }

  private static FashionNet.Size size(String name) {
    return Arrays.stream(FashionNet.Size.values())
        .filter(size -> size.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--net is '" + name + "', but there are only small and blocks"));
  }

  /** Returns the folder of the data; empty for the committed sample. */
  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  /** Returns at which step training ends. */
  int totalSteps(int examples) {
    return steps > 0 ? steps : epochs * stepsPerEpoch(examples);
  }

  /** Returns every how many steps there is an evaluation; once an epoch by default. */
  int evalSteps(int examples) {
    return evalEvery > 0 ? evalEvery : stepsPerEpoch(examples);
  }

  private int stepsPerEpoch(int examples) {
    return Math.max(1, examples / batch);
  }
}
