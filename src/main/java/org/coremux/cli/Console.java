package org.coremux.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** Where a command prints: the report to stdout, everything else to stderr. */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;

  Console(CommandLine command) {
    out = command.getOut();
    err = command.getErr();
  }

  /** The characters that stdout can show. JDK 17 knows what the launcher set by another name. */
  static Charset charset() {
    String name =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
    return Charset.isSupported(name.isEmpty() ? "none" : name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /** Prints to stdout. */
  void print(String text) {
    out.print(text);
    out.flush();
  }

  /** Prints one line to stderr. */
  void note(String line) {
    err.print(line + "\n");
    err.flush();
  }

  /**
   * The exit code of a command that has printed all that it had to.
   *
   * @return 0, or 1 when stdout did not take it
   */
  int exitCode() {
    if (out.checkError() || System.out.checkError()) {
      note("coremux: cannot write to standard output");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return CommandLine.ExitCode.OK;
  }
}
