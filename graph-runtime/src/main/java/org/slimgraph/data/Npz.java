package org.slimgraph.data;

import com.google.common.collect.ImmutableMap;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Tensor;

/** NumPy's {@code .npz} files: zip archives of {@link Npy} files. */
public final class Npz {
  private static final String SUFFIX = ".npy";

  /** The time of all entries that are written, so that a file depends on its arrays alone. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Returns the arrays in {@code file} by name, in their order there; as numpy.load.
   *
   * @throws SlimgraphException DATA_LOSS if the file or an array in it is damaged, or two arrays
   *     have one name; UNIMPLEMENTED for a type that has no counterpart
   * @throws IOException if reading fails
   */
  public static ImmutableMap<String, Tensor> read(Path file) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    String name = "";
    try (InputStream raw = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(new BufferedInputStream(raw))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        name = entry.getName();
        String key =
            name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        if (arrays.put(key, Npy.read(zip)) != null) {
          throw SlimgraphException.dataLoss("Two arrays are named %s", key);
        }
      }
    } catch (SlimgraphException e) {
      throw e.withContext("in " + name + " of " + file);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      // The JDK says IllegalArgumentException to names that are not UTF-8.
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS,
          "Damaged .npz file " + file + ", in or behind entry '" + name + "': " + e.getMessage(),
          e);
    }
    if (arrays.isEmpty()) {
      throw SlimgraphException.dataLoss("Not an .npz file, or one without arrays: %s", file);
    }
    return ImmutableMap.copyOf(arrays);
  }

  /**
   * Writes arrays to {@code file}, replacing what was there; as numpy.savez, with names.
   *
   * @throws SlimgraphException UNIMPLEMENTED if NumPy has no such type
   * @throws IOException if writing fails
   */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        Npy.write(zip, array.getValue());
        zip.closeEntry();
      }
    }
  }
}
