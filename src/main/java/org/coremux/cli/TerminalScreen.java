package org.coremux.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal of this process, on a screen of its own: what was there before comes back at the
 * end, whatever the end is.
 *
 * <p>JLine asks {@code stty}, so no native library is loaded.
 */
final class TerminalScreen implements Screen {
  /** How long a key's bytes may take to come. Unit: ms. Source: assumed. */
  private static final long SEQUENCE_MS = 50;

  private static final int ESCAPE = 27;
  private static final int DELETE = 127;

  private static final List<Capability> NEEDED =
      List.of(
          Capability.cursor_address,
          Capability.enter_ca_mode,
          Capability.exit_ca_mode,
          Capability.cursor_normal);

  private static final String DEVICE = "/dev/tty";

  private final Terminal terminal;
  private final PrintStream device;
  private final Attributes before;
  private final Display display;
  private final Thread restorer;

  /** Shows the cursor and what was there before. */
  private final String goodbye;

  private volatile boolean isResized = true;
  private Size size = new Size();
  private boolean isClosed;

  /** On a terminal, whose device is written to at the very end. */
  TerminalScreen(Terminal terminal, PrintStream device) {
    this.terminal = terminal;
    this.device = device;
    before = terminal.enterRawMode();
    terminal.handle(Terminal.Signal.WINCH, signal -> isResized = true);
    terminal.handle(Terminal.Signal.CONT, signal -> isResized = true);
    // Stopped, it would leave the terminal as it is now.
    terminal.handle(Terminal.Signal.TSTP, Terminal.SignalHandler.SIG_IGN);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    goodbye =
        Curses.tputs(terminal.getStringCapability(Capability.cursor_normal))
            + Curses.tputs(terminal.getStringCapability(Capability.exit_ca_mode));
    display = new Display(terminal, true);
    restorer = new Thread(this::restore, "coremux-terminal-restorer");
    Runtime.getRuntime().addShutdownHook(restorer);
    resize();
  }

  /**
   * Takes the terminal.
   *
   * @throws IOException with the reason when it cannot be drawn on
   */
  static TerminalScreen open(Charset charset) throws IOException {
    Terminal terminal;
    try {
      terminal =
          TerminalBuilder.builder()
              .system(true)
              .exec(true)
              .jni(false)
              .ffm(false)
              .jansi(false)
              .jna(false)
              .dumb(false)
              .encoding(charset)
              .build();
    } catch (IllegalStateException none) {
      throw new IOException(none.getMessage(), none);
    }
    for (Capability needed : NEEDED) {
      if (terminal.getStringCapability(needed) == null) {
        terminal.close();
        throw new IOException("TERM=" + terminal.getType() + " has no " + needed);
      }
    }
    return new TerminalScreen(
        terminal, new PrintStream(new FileOutputStream(DEVICE), true, charset));
  }

  // ---- the screen ----

  @Override
  public int rows() {
    resize();
    return size.getRows();
  }

  @Override
  public int columns() {
    resize();
    return size.getColumns();
  }

  private void resize() {
    if (!isResized) {
      return;
    }
    isResized = false;
    Size told = terminal.getSize();
    size = told.getRows() > 0 && told.getColumns() > 0 ? told : new Size(80, 24);
    display.resize(size.getRows(), size.getColumns());
    display.clear();
  }

  @Override
  public synchronized void show(List<String> lines) {
    if (isClosed) {
      return;
    }
    int columns = size.getColumns();
    List<AttributedString> shown = new ArrayList<>(); // the display keeps it, and changes it
    for (String line : lines.subList(0, Math.min(lines.size(), size.getRows()))) {
      String some = line.isEmpty() ? " " : line; // what JLine makes of none is not ASCII
      shown.add(AttributedString.fromAnsi(some).columnSubSequence(0, columns));
    }
    display.update(shown, 0);
  }

  // ---- the keyboard ----

  @Override
  public Key key(long waitMs) {
    try {
      NonBlockingReader reader = terminal.reader();
      int c = reader.read(Math.max(1, waitMs));
      return switch (c) {
        case NonBlockingReader.READ_EXPIRED -> Key.NONE;
        case NonBlockingReader.EOF -> new Key(Key.Kind.CLOSED);
        case '\r', '\n' -> new Key(Key.Kind.ENTER);
        case '\b', DELETE -> new Key(Key.Kind.BACKSPACE);
        case ESCAPE -> sequence(reader);
        default -> c < ' ' ? new Key(Key.Kind.OTHER) : Key.of((char) c);
      };
    } catch (IOException gone) {
      return new Key(Key.Kind.CLOSED);
    }
  }

  /** What comes behind an escape: ESC [ A, ESC O A, ESC [ 5 ~. */
  private static Key sequence(NonBlockingReader reader) throws IOException {
    int c = reader.read(SEQUENCE_MS);
    if (c != '[' && c != 'O') {
      return new Key(Key.Kind.ESCAPE);
    }
    StringBuilder parameters = new StringBuilder();
    c = reader.read(SEQUENCE_MS);
    while (c >= '0' && c <= ';') {
      parameters.append((char) c);
      c = reader.read(SEQUENCE_MS);
    }
    return new Key(c == '~' ? numbered(parameters.toString()) : lettered(c));
  }

  private static Key.Kind lettered(int letter) {
    return switch (letter) {
      case 'A' -> Key.Kind.UP;
      case 'B' -> Key.Kind.DOWN;
      case 'H' -> Key.Kind.HOME;
      case 'F' -> Key.Kind.END;
      default -> Key.Kind.OTHER;
    };
  }

  private static Key.Kind numbered(String number) {
    return switch (number) {
      case "5" -> Key.Kind.PAGE_UP;
      case "6" -> Key.Kind.PAGE_DOWN;
      case "1", "7" -> Key.Kind.HOME;
      case "4", "8" -> Key.Kind.END;
      default -> Key.Kind.OTHER;
    };
  }

  // ---- the end ----

  /** Past JLine: at a signal it may have closed stdout already; the modes it puts back itself. */
  private synchronized void restore() {
    if (!isClosed) {
      isClosed = true;
      device.print(goodbye);
      device.flush();
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(restorer);
    } catch (IllegalStateException stopping) {
      return; // a signal has come first, and the terminal is given back by the hook
    }
    try {
      terminal.setAttributes(before);
      terminal.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "cannot give the terminal back: " + broken.getMessage(), broken);
    }
  }
}
