package org.slimgraph.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code slimgraph}: its name, version and list of commands. */
@Command(
    name = "slimgraph",
    description = "Inspects, checks and runs TensorFlow 1.x graphs.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Exit codes: 0 fine, 1 a finding or a failed run, 2 wrong use.",
      "Results go to the standard output, messages to the standard error."
    },
    subcommands = {
      InspectCommand.class,
      RunCommand.class,
      OpsCommand.class,
      ConvertCommand.class,
      CheckpointCommand.class,
      CommandLine.HelpCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Main implements Runnable {
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  /** Where the library says which loops it runs on; kept so that its level is. */
  private static final Logger LOOPS = Logger.getLogger("org.slimgraph.cpu.CpuLoops");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  Main() {}

  /**
   * Runs the command line {@code args} and exits with its code: 0 fine, 1 finding or failure, 2
   * usage.
   */
  public static void main(String[] args) {
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "slimgraph: %5$s%n");
    }
    CommandLine line = commandLine();
    // JSON is UTF-8, whatever the locale says.
    line.setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    int code = line.execute(args);
    line.getOut().flush();
    System.exit(code);
  }

  /** Returns the whole command line, with the tools that other jars on the class path offer. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    ServiceLoader.load(ToolProvider.class).stream()
        // The JDK offers javac, jar and others by the same interface.
        .filter(tool -> tool.type().getPackageName().startsWith("org.slimgraph."))
        .map(ServiceLoader.Provider::get)
        .forEach(tool -> line.addSubcommand(tool.name(), ToolCommand.of(tool)));
    Failures failures = new Failures();
    return line.setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setExecutionStrategy(Main::execute)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** Runs the command; an error of the virtual machine becomes one that the user can read. */
  private static int execute(ParseResult parsed) {
    List<CommandLine> commands = parsed.asCommandLineList();
    Object command = commands.get(commands.size() - 1).getCommand();
    LOOPS.setLevel(command instanceof LooksOnly ? Level.OFF : null);
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw new ExecutionException(
          parsed.commandSpec().commandLine(),
          "out of memory",
          SlimgraphException.of(
              ErrorCode.RESOURCE_EXHAUSTED,
              e + "; the environment variable JDK_JAVA_OPTIONS=-Xmx8g gives more memory",
              e));
    }
  }

  /** Returns the version of the program. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(built from classes)");
  }

  /** Returns whether stack traces are wanted on {@code line}. */
  static boolean debug(CommandLine line) {
    return line.getCommandSpec().root().userObject() instanceof Main main && main.debug;
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
      return new String[] {"slimgraph " + version()};
    }
  }
}
