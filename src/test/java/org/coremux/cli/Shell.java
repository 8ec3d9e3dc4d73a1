package org.coremux.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** Runs a command line as a shell does, and keeps what it prints. */
final class Shell {
  static final String SCENARIO = "src/test/resources/org/coremux/cli/two-guests.yaml";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private LongSupplier clockNs = System::nanoTime;

  /** By another clock than the machine's. */
  Shell clock(LongSupplier other) {
    clockNs = other;
    return this;
  }

  /** The exit code. */
  int run(String... arguments) {
    CommandLine command = Main.commandLine(clockNs);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  /** The exit code, with these lines on stdin. */
  int told(String input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
