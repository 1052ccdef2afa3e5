package org.slimgraph.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Tensor;

/** What {@code run} leaves behind: a folder with the fetched values and {@code result.json}. */
final class RunResult {
  private final Path folder;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final ArrayNode steps;

  /** Starts the result that {@code folder} will hold. */
  RunResult(Path folder) {
    this.folder = folder;
    json.put("ok", true);
    json.put("slimgraph", Main.version());
    steps = json.putArray("steps");
  }

  /** Starts the next step. */
  void startStep() {
    steps.addObject();
  }

  /**
   * Writes a value that the current step fetched.
   *
   * @throws SlimgraphException UNIMPLEMENTED if NumPy has no such type
   * @throws IOException if writing fails
   */
  void add(String tensor, Tensor value) throws IOException {
    int step = steps.size() - 1;
    String file = "step" + step + "/" + TensorNames.fileName(tensor);
    Path path = folder.resolve(file);
    Files.createDirectories(folder.resolve("step" + step));
    Npy.write(path, value);
    ObjectNode entry = ((ObjectNode) steps.get(step)).putObject(tensor);
    entry.put("dtype", value.dataType().protoName());
    ArrayNode shape = entry.putArray("shape");
    for (long size : value.shape().dims()) {
      shape.add(size);
    }
    entry.put("file", file);
  }

  /** Writes {@code result.json} and returns its content. */
  ObjectNode finish() throws IOException {
    write(json);
    return json;
  }

  /**
   * Writes a {@code result.json} that tells of a failure, and returns its content.
   *
   * @param phase what was going on: import, restore, init, feed or run
   * @param step the step, or -1 before the first
   */
  ObjectNode fail(String phase, int step, SlimgraphException e) throws IOException {
    ObjectNode failure = JsonNodeFactory.instance.objectNode();
    failure.put("ok", false);
    failure.put("phase", phase);
    if (step >= 0) {
      failure.put("step", step);
    }
    failure.put("code", e.code().name());
    failure.put("code_number", e.code().number());
    failure.put("message", e.getMessage());
    write(failure);
    return failure;
  }

  private void write(ObjectNode tree) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("result.json"), Console.text(tree));
  }
}
