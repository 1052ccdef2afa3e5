package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

  @Test
  void help_printsSynopsisOnOut() {
    assertEquals(0, line.execute("--help"));
    assertTrue(out.toString().startsWith("Usage: slimgraph"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void version_namesTheProgram() {
    assertEquals(0, line.execute("--version"));
    assertTrue(out.toString().startsWith("slimgraph "), out::toString);
  }

  @Test
  void unknownCommand_isUsageErrorOnErr() {
    assertEquals(2, line.execute("no-such-command"));
    assertTrue(err.toString().contains("no-such-command"), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void noCommand_isUsageError() {
    assertEquals(2, line.execute());
    assertTrue(err.toString().contains("no command given"), err::toString);
  }

  @Test
  void misspeltCommand_isSuggested() {
    assertEquals(2, line.execute("inspcet"));
    assertTrue(err.toString().contains("Did you mean: slimgraph inspect"), err::toString);
  }

  @Test
  void help_ofEveryCommand_isOnOut() {
    for (String command : line.getSubcommands().keySet()) {
      Run run = Run.of(command, "--help");
      assertEquals(0, run.code(), command);
      assertTrue(run.out().contains("Usage: "), run::out);
    }
  }

  @Test
  void completion_isAScript() {
    Run run = Run.of("generate-completion");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("#!/usr/bin/env bash"), run::out);
    assertTrue(run.out().contains("--fetch"), run::out);
  }

  @Test
  void runtimeException_isReportedAsADefect() {
    addCommand(new Crash(new IllegalStateException("oops")));
    assertEquals(1, line.execute("crash"));
    assertTrue(err.toString().startsWith("slimgraph crash: INTERNAL: "), err::toString);
    assertTrue(err.toString().contains("oops"), err::toString);
    assertTrue(err.toString().contains("add --debug"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void loops_areAnnouncedOnlyByCommandsThatRunThem() {
    Logger loops = Logger.getLogger("org.slimgraph.cpu.CpuLoops");
    Run.of("ops", "NoOp");
    assertFalse(loops.isLoggable(Level.WARNING));
    Run.of("run", "none.pb", "--target", "init", "--out", "none");
    assertTrue(loops.isLoggable(Level.WARNING));
  }

  @Test
  void lackOfMemory_isAnError() {
    addCommand(new Crash(new OutOfMemoryError("Java heap space")));
    assertEquals(1, line.execute("crash"));
    assertTrue(err.toString().contains("RESOURCE_EXHAUSTED: "), err::toString);
    assertTrue(err.toString().contains("-Xmx"), err::toString);
  }

  private void addCommand(Crash crash) {
    line.addSubcommand("crash", crash)
        .setExecutionExceptionHandler(new Failures())
        .setErr(line.getErr());
  }

  /** Throws what it is told to. */
  @Command
  private static final class Crash implements Runnable {
    private final Throwable thrown;

    Crash(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public void run() {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  @Test
  void toolsOfTheJdk_areNotCommands() {
    assertFalse(line.getSubcommands().containsKey("javac"));
  }

  @Test
  void tool_getsItsArgumentsUnread() {
    line.addSubcommand("echo", ToolCommand.of(new Echo()));

    assertEquals(7, line.execute("echo", "--help", "-x", "a b", "c"));
    assertEquals(List.of("--help", "-x", "a b", "c").toString(), out.toString());
  }

  /** Prints its arguments and returns 7. */
  private static final class Echo implements ToolProvider {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
      out.print(List.of(arguments));
      out.flush();
      return 7;
    }
  }
}
