package org.coremux.report;

import java.io.Console;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which of the standard streams are terminals, and how wide: what the launcher says, otherwise what
 * Java knows.
 *
 * <p>{@code COLUMNS}, where it is exported, is believed before the terminal. Source: POSIX.1-2017,
 * Base Definitions, 8.3.
 */
public final class Tty {
  /** Says whether stderr is a terminal, set by the launcher: its columns, or 0. */
  public static final String STDERR_VARIABLE = "COREMUX_TTY";

  /** The same of stdout. */
  public static final String STDOUT_VARIABLE = "COREMUX_STDOUT_TTY";

  /** A terminal that says it is narrower does not know its width. Unit: columns. */
  private static final int NARROWEST = 20;

  private final Map<String, String> environment;
  private final Supplier<Boolean> isConsole;

  /** In an environment, and with an answer to whether Java itself sees a terminal. */
  public Tty(Map<String, String> environment, Supplier<Boolean> isConsole) {
    this.environment = environment;
    this.isConsole = isConsole;
  }

  /** Those of this process. */
  public static Tty ofProcess() {
    return new Tty(System.getenv(), Tty::isConsole);
  }

  /** Columns of the terminal that stdout is; 0 when it is none. */
  public int stdoutColumns() {
    return columns(STDOUT_VARIABLE);
  }

  /** Columns of the terminal that stderr is; 0 when it is none. */
  public int stderrColumns() {
    return columns(STDERR_VARIABLE);
  }

  /** Whether both stdin and stdout are a terminal: somebody can be asked. */
  public boolean isInteractive() {
    return isConsole.get();
  }

  /** Whether the terminal, if there is one, can do no more than print lines. */
  public boolean isDumb() {
    return "dumb".equals(environment.get("TERM"));
  }

  /** Whether the user wants no colours. Source: no-color.org, any value but an empty one. */
  public boolean isColourUnwanted() {
    return !environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private int columns(String variable) {
    String said = environment.get(variable);
    if (said == null ? !isConsole.get() : said.equals("0")) {
      return 0;
    }
    int exported = number(environment.get("COLUMNS"));
    int columns = exported > 0 ? exported : number(said);
    return columns < NARROWEST ? Text.WIDTH : columns;
  }

  private static int number(String text) {
    return text != null && text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
  }

  /** From JDK 22 on a console need not be a terminal; before, there was none without one. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isConsole() {
    Object console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method method = Console.class.getMethod("isTerminal");
      return (Boolean) method.invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
