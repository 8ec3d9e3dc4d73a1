package org.coremux.report;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * How far a run is, how fast, and how long it will still take: one line on a terminal, nothing
 * anywhere else, and nothing at all for a run that is over in half a second. The line is wiped at
 * the end, also when Ctrl-C is the end.
 *
 * <p>The run tells it where it is, from its own thread, as often as it likes; a thread of the bar's
 * own draws. It reads the real clock, and so nothing of it goes into a result.
 */
public final class Progress implements AutoCloseable {
  private static final int INTERVAL_MS = 200;
  private static final long QUIET_NS = 500_000_000L;
  private static final double NS_PER_SECOND = 1e9;
  private static final int BAR = 20;
  private static final int BAR_MIN = 4;

  /** Columns that Ctrl-C takes behind the line: {@code ^C}. */
  private static final int INTERRUPT = 2;

  private static final int TASK = 16;

  private volatile String task;
  private final long endNs;
  private final long beganNs = System.nanoTime();
  private final int width;
  private final ProgressBar bar;
  private final Thread wiper;
  private volatile long atNs;
  private volatile long events;

  private Progress(PrintStream out, int columns, String task, long endNs) {
    this.task = task;
    this.endNs = endNs;
    width = columns - INTERRUPT - 1; // in the last one some terminals go on to the next line
    if (out == null) {
      bar = null;
      wiper = null;
      return;
    }
    Line line = new Line(out, width);
    bar =
        new ProgressBarBuilder()
            .setInitialMax(endNs)
            .setUpdateIntervalMillis(INTERVAL_MS)
            .continuousUpdate() // where it is, the line asks for itself
            .setRenderer((state, most) -> render())
            .setConsumer(line)
            .build();
    wiper = new Thread(line::close, "coremux-progress-wiper");
    Runtime.getRuntime().addShutdownHook(wiper);
  }

  /**
   * A line on stderr if that is a terminal; otherwise nothing is printed.
   *
   * @param task what runs, such as the scenario's name
   * @param endNs simulated time at which the run will end at the latest
   */
  public static Progress onTerminal(String task, long endNs) {
    Tty tty = Tty.ofProcess();
    int columns = tty.isDumb() ? 0 : tty.stderrColumns();
    return columns > 0 ? new Progress(System.err, columns, task, endNs) : none();
  }

  /** Nothing is printed: for quiet runs. */
  public static Progress none() {
    return new Progress(null, Text.WIDTH, "", 1);
  }

  static Progress to(PrintStream out, int columns, String task, long endNs) {
    return new Progress(out, columns, task, endNs);
  }

  /** Whether there is a line, which says how long it will still take. */
  public boolean isShown() {
    return bar != null;
  }

  /** The run has come to a simulated time, having fired so many events. Cheap; never blocks. */
  public void update(long simulatedNs, long eventCount) {
    atNs = simulatedNs;
    events = eventCount;
  }

  /** What runs is called so from now on, such as by how much of it is done. */
  public void rename(String name) {
    task = name;
  }

  /** Wipes the line. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      try {
        Runtime.getRuntime().removeShutdownHook(wiper);
      } catch (IllegalStateException stopping) {
        return; // Ctrl-C has come first, and the line is wiped already
      }
    }
  }

  private String render() {
    long elapsedNs = System.nanoTime() - beganNs;
    return elapsedNs < QUIET_NS ? "" : line(task, endNs, width, new State(atNs, events, elapsedNs));
  }

  /** Where a run is: simulated time, events so far, real time since it began. */
  record State(long atNs, long events, long elapsedNs) {}

  /** The line, in at most so many columns: its bar is as long as there is room. */
  static String line(String task, long endNs, int columns, State state) {
    double done = Math.min(1, (double) state.atNs() / endNs);
    boolean isRun = state.events() > 0 || done == 0; // else a file is read
    String speed =
        isRun ? " " + rate(state.events() / (state.elapsedNs() / NS_PER_SECOND)) + " events/s" : "";
    String left =
        done == 0
            ? ""
            : (isRun ? ", " : " ")
                + remaining(state.elapsedNs() / NS_PER_SECOND * (1 - done) / done)
                + " left";
    Text text = new Text(StandardCharsets.US_ASCII);
    String head =
        "%s %3d %%"
            .formatted(text.left(text.shown(task), TASK).stripTrailing(), (int) (done * 100));
    String tail = speed + left;
    int room = Math.min(BAR, columns - head.length() - tail.length() - " []".length());
    int full = (int) (done * room);
    String line =
        room < BAR_MIN
            ? head + tail
            : head + " [" + "=".repeat(full) + " ".repeat(room - full) + "]" + tail;
    return text.left(line, columns).stripTrailing();
  }

  private static String rate(double perSecond) {
    if (perSecond >= 1e6) {
      return String.format(Locale.ROOT, "%.1f M", perSecond / 1e6);
    }
    return String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  private static String remaining(double seconds) {
    long whole = (long) Math.ceil(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200 ? (whole + 59) / 60 + " min" : (whole + 3599) / 3600 + " h";
  }

  /** One line of a terminal, written over and over. */
  private static final class Line implements ProgressBarConsumer {
    private final PrintStream out;
    private final int width;
    private int written;
    private boolean closed;

    Line(PrintStream out, int width) {
      this.out = out;
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public synchronized void accept(String line) {
      if (closed || line.isEmpty()) {
        return;
      }
      out.print("\r" + line + " ".repeat(Math.max(0, written - line.length())));
      out.flush();
      written = line.length();
    }

    @Override
    public synchronized void clear() {
      if (written > 0) {
        int most = Math.min(width, written + INTERRUPT);
        out.print("\r" + " ".repeat(most) + "\r");
        out.flush();
        written = 0;
      }
    }

    @Override
    public synchronized void close() {
      clear();
      closed = true;
    }
  }
}
