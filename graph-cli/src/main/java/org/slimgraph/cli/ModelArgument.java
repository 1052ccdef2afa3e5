package org.slimgraph.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file that a command works on. A mixin. */
final class ModelArgument {
  @Parameters(
      paramLabel = "FILE",
      description =
          "A GraphDef, MetaGraphDef or SavedModel in binary, text or JSON form, a TensorFlow.js"
              + " model.json, or the folder of a SavedModel. Its content tells which.")
  private Path file = Path.of("");

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "TAG",
      description = "Choose the meta graph of a SavedModel that has exactly these tags.")
  private List<String> tags = new ArrayList<>();

  /** Reads the file to look at it; the weights of a TensorFlow.js model may be missing. */
  Model read() throws IOException {
    return Model.read(file, tags, false);
  }

  /** Reads the file to run it. */
  Model readWithWeights() throws IOException {
    return Model.read(file, tags, true);
  }
}
