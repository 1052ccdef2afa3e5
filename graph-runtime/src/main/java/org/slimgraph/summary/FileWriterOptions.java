package org.slimgraph.summary;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;

/**
 * How event files are named and dated. Immutable; start from {@link #defaults}.
 *
 * @param clock where times come from
 * @param host the name of the machine, which is part of the file's name
 * @param filenameSuffix what the file's name ends in
 */
public record FileWriterOptions(Clock clock, String host, String filenameSuffix) {

  /** Returns the machine's time and name, and no suffix. */
  public static FileWriterOptions defaults() {
    return new FileWriterOptions(Clock.systemUTC(), localHost(), "");
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Returns these options with another clock. */
  public FileWriterOptions clock(Clock clock) {
    return new FileWriterOptions(clock, host, filenameSuffix);
  }

  /** Returns these options with another name of the machine. */
  public FileWriterOptions host(String host) {
    return new FileWriterOptions(clock, host, filenameSuffix);
  }

  /** Returns these options with another suffix. */
  public FileWriterOptions filenameSuffix(String suffix) {
    return new FileWriterOptions(clock, host, suffix);
  }
}
