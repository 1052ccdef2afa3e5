package org.slimgraph.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.slimgraph.error.SlimgraphException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what commands throw into one message and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  /** The exit code of a failed run or of a finding. */
  static final int FAILED = 1;

  /** The exit code of wrong use. */
  static final int USAGE = 2;

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(prefix(line) + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
    PrintWriter err = line.getErr();
    err.println(prefix(line) + message(e));
    if (Main.debug(line)) {
      e.printStackTrace(err);
    } else if (!(e instanceof SlimgraphException || e instanceof IOException)) {
      err.println("This is a defect of slimgraph; add --debug for its place.");
    }
    return e instanceof NoSuchFileException ? USAGE : FAILED;
  }

  private static String prefix(CommandLine line) {
    return line.getCommandSpec().qualifiedName() + ": ";
  }

  /** Returns what the user reads about {@code e}. */
  private static String message(Exception e) {
    if (e instanceof NoSuchFileException file) {
      return "no such file: " + file.getFile();
    }
    if (e instanceof AccessDeniedException file) {
      return "no permission for " + file.getFile();
    }
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + (file.getReason() == null ? e : file.getReason());
    }
    if (e instanceof SlimgraphException) {
      return e.toString();
    }
    return e instanceof IOException ? String.valueOf(e.getMessage()) : "INTERNAL: " + e;
  }
}
