package org.slimgraph.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the files of a checkpoint are named. */
public final class BundleFiles {
  private static final AtomicLong WRITES = new AtomicLong();

  private BundleFiles() {}

  /** Returns the index of checkpoint {@code prefix} in format V2. */
  public static Path index(Path prefix) {
    return sibling(prefix, ".index");
  }

  /** Returns data file {@code shard} of {@code shards} of checkpoint {@code prefix}. */
  public static Path data(Path prefix, int shard, int shards) {
    return sibling(prefix, String.format(Locale.ROOT, ".data-%05d-of-%05d", shard, shards));
  }

  /** Returns the name of part {@code shard} of {@code shards} of a checkpoint, as TF names it. */
  public static String shardedFilename(String baseName, int shard, int shards) {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d", baseName, shard, shards);
  }

  /** Returns a name beside {@code file} that nobody else uses, to write to before renaming. */
  static Path temporary(Path file) {
    return sibling(
        file, ".tempstate" + ProcessHandle.current().pid() + "_" + WRITES.incrementAndGet());
  }

  /**
   * Deletes the files of checkpoint {@code prefix} of either format; does nothing where there are
   * none.
   *
   * @throws IOException if a file cannot be deleted
   */
  public static void delete(Path prefix) throws IOException {
    Path folder = prefix.toAbsolutePath().getParent();
    Path name = prefix.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      return;
    }
    Pattern data = Pattern.compile(Pattern.quote(name.toString()) + "\\.data-\\d{5}-of-\\d{5}");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> data.matcher(file.getFileName().toString()).matches()).toList();
    }
    // The index goes first: without it the rest is no checkpoint.
    Files.deleteIfExists(index(prefix));
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    if (Files.isRegularFile(prefix)) {
      Files.delete(prefix);
    }
  }

  static Path sibling(Path prefix, String suffix) {
    Path name = prefix.getFileName();
    return prefix.resolveSibling((name == null ? "" : name.toString()) + suffix);
  }
}
