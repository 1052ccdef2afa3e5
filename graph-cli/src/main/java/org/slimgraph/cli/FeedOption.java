package org.slimgraph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Tensor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --feed n:0=a.npy} asks for.
 *
 * @param tensor the tensor that gets the value
 * @param file where the value is; {@code {step}} in it stands for the number of the step
 * @param raw whether the file's bytes are the value, one string
 */
record FeedOption(String tensor, String file, boolean raw) {
  private static final String STEP = "{step}";

  /** Reads the text of an option. */
  static final class Converter implements ITypeConverter<FeedOption> {
    @Override
    public FeedOption convert(String text) {
      int equals = text.indexOf('=');
      boolean raw = text.startsWith("@", equals + 1);
      String file = text.substring(equals + (raw ? 2 : 1));
      if (equals <= 0 || file.isEmpty()) {
        throw new TypeConversionException(
            "'" + text + "' is not of the form TENSOR=FILE.npy or TENSOR=@FILE");
      }
      return new FeedOption(TensorNames.withIndex(text.substring(0, equals)), file, raw);
    }
  }

  private Path path(int step) {
    return Path.of(file.replace(STEP, Integer.toString(step)));
  }

  /**
   * Checks that the file of each of {@code steps} steps is there.
   *
   * @throws NoSuchFileException naming the first that is not
   */
  void checkFiles(int steps) throws NoSuchFileException {
    for (int step = 0; step < (file.contains(STEP) ? steps : 1); step++) {
      if (!Files.isRegularFile(path(step))) {
        throw new NoSuchFileException(path(step).toString());
      }
    }
  }

  /**
   * Returns the value for a step.
   *
   * @throws SlimgraphException if the file is no NumPy array that a tensor can hold
   * @throws IOException if reading fails
   */
  Tensor value(int step) throws IOException {
    Path path = path(step);
    if (raw) {
      return Tensor.scalar(Files.readAllBytes(path));
    }
    try {
      return Npy.read(path);
    } catch (SlimgraphException e) {
      throw e.withContext("the feed of '" + tensor + "'");
    }
  }
}
