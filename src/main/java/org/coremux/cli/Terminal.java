package org.coremux.cli;

import java.io.IOException;

/** What is asked of the system that Java cannot tell. */
final class Terminal {
  /** The exit code of a program that is not there, as shells have it. */
  private static final int NOT_FOUND = 127;

  private Terminal() {}

  /** Whether stdout is a terminal. */
  static boolean isStdout() {
    return run("test", "-t", "1") == 0;
  }

  /** The exit code of a program that has this one's stdin, stdout and stderr. */
  static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException notThere) {
      return NOT_FOUND;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return NOT_FOUND;
    }
  }
}
