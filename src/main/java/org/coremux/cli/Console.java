package org.coremux.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.coremux.report.Device;
import org.coremux.report.Tty;
import picocli.CommandLine;

/** Where a command prints: the report to stdout, everything else to stderr. */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandLine command;

  Console(CommandLine command) {
    out = command.getOut();
    err = command.getErr();
    this.command = command;
  }

  /** What a report to stdout is made for: a terminal as it is, or 80 columns of plain text. */
  Device device() {
    Tty tty = Tty.ofProcess();
    int columns = tty.stdoutColumns();
    Device plain = Device.plain(charset());
    boolean hasColour = Colour.of(command).isOn(columns, tty);
    return new Device(charset(), Math.max(plain.columns(), columns), hasColour);
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

  /** Prints what is wrong to stderr: up to the first colon it says where. */
  void wrong(String line) {
    int colon = line.indexOf(": ");
    int end = colon < 0 ? 0 : colon + 1;
    note(Colour.forErrors(command).wrong(line.substring(0, end)) + line.substring(end));
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
