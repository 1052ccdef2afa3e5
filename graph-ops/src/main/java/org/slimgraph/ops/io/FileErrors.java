package org.slimgraph.ops.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

/** What a failing access to a file is for a graph: TF's codes and words for the system's errors. */
final class FileErrors {
  private FileErrors() {}

  /** An access to files that gives something. */
  @FunctionalInterface
  interface Access<T> {
    T get() throws IOException;
  }

  /** An access to files that gives nothing. */
  @FunctionalInterface
  interface Change {
    void run() throws IOException;
  }

  /** Returns what {@code access} of {@code file} gives. */
  static <T> T get(Path file, Access<T> access) {
    try {
      return access.get();
    } catch (IOException e) {
      throw of(file, e);
    }
  }

  /** Does {@code change} of {@code file}. */
  static void run(Path file, Change change) {
    try {
      change.run();
    } catch (IOException e) {
      throw of(file, e);
    }
  }

  private static SlimgraphException of(Path file, IOException e) {
    String named =
        e instanceof FileSystemException system && system.getFile() != null
            ? system.getFile()
            : file.toString();
    if (e instanceof NoSuchFileException) {
      return SlimgraphException.of(ErrorCode.NOT_FOUND, named + "; No such file or directory", e);
    }
    if (e instanceof AccessDeniedException) {
      return SlimgraphException.of(ErrorCode.PERMISSION_DENIED, named + "; Permission denied", e);
    }
    if (Files.isDirectory(file)) {
      return SlimgraphException.of(ErrorCode.FAILED_PRECONDITION, file + "; Is a directory", e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return SlimgraphException.of(ErrorCode.FAILED_PRECONDITION, named + "; Not a directory", e);
    }
    return SlimgraphException.of(ErrorCode.UNKNOWN, named + "; " + e, e);
  }
}
