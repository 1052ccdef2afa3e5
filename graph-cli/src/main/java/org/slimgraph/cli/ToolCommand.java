package org.slimgraph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A subcommand that hands its arguments, unread, to a tool from another jar. */
@Command
final class ToolCommand implements Callable<Integer> {
  private final ToolProvider tool;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Unmatched private List<String> arguments = new ArrayList<>();

  private ToolCommand(ToolProvider tool) {
    this.tool = tool;
  }

  /** Returns the command for {@code tool}. */
  static CommandLine of(ToolProvider tool) {
    return new CommandLine(new ToolCommand(tool));
  }

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    return tool.run(line.getOut(), line.getErr(), arguments.toArray(String[]::new));
  }
}
