package org.slimgraph.cli;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code slimgraph}: its name, version and list of commands. */
@Command(
    name = "slimgraph",
    description = "Inspects, checks and runs TensorFlow 1.x graphs.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  Main() {}

  /**
   * Runs the command line {@code args} and exits with its code: 0 fine, 1 finding or failure, 2
   * usage.
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the whole command line, with the tools that other jars on the class path offer. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    ServiceLoader.load(ToolProvider.class).stream()
        // The JDK offers javac, jar and others by the same interface.
        .filter(tool -> tool.type().getPackageName().startsWith("org.slimgraph."))
        .map(ServiceLoader.Provider::get)
        .forEach(tool -> line.addSubcommand(tool.name(), ToolCommand.of(tool)));
    return line;
  }

  /** Reports that no command was given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
              .orElse("(built from classes)");
      return new String[] {"slimgraph " + version};
    }
  }
}
