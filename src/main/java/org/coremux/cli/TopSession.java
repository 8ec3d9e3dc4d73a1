package org.coremux.cli;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.coremux.experiment.Playback;
import org.coremux.report.Device;
import org.coremux.report.TopFrame;
import org.coremux.report.TopOrder;
import org.coremux.report.TopView;
import org.coremux.scenario.Quantity;

/** {@code top} on a terminal: plays a run, shows it, and obeys the keys. */
final class TopSession {
  /** Between two pictures. Unit: ns. Source: assumed, ten a second. */
  static final long PICTURE_NS = 100_000_000L;

  /** Real time of which the load is shown unless told otherwise. Unit: ns. Source: assumed. */
  static final long LOAD_NS = 500_000_000L;

  /** Of the time between two pictures, that in which it may compute. Unit: ns. Source: assumed. */
  private static final long COMPUTE_NS = 80_000_000L;

  private static final long NS_PER_MS = 1_000_000L;

  /** Lines of a screen that do not scroll. */
  private static final int FIXED_ROWS = 4;

  private final Screen screen;
  private final Supplier<Playback> again;
  private final LongSupplier clockNs;
  private final Settings settings;
  private final LivePace pace;
  private Playback run;
  private Mode mode = Mode.PLAYING;
  private Mode afterwards = Mode.PLAYING;
  private long goalNs;
  private TopOrder order = TopOrder.CPU;
  private TopView.Processors processors = TopView.Processors.AUTOMATIC;
  private int first;
  private boolean isHelp;
  private boolean isQuit;
  private StringBuilder asked;
  private String told = "";

  /** What it does between two pictures. */
  private enum Mode {
    /** Goes on at the speed. */
    PLAYING,
    /** Stands still. */
    PAUSED,
    /** Goes to an instant, as fast as possible. */
    GOING,
    /** Goes on to the next switch. */
    SEARCHING
  }

  /**
   * What the command line says.
   *
   * @param scenario name of what runs
   * @param charset that the terminal shows
   * @param hasColour whether there are colours
   * @param speed simulated seconds per real second; infinite: as fast as possible
   * @param intervalNs over which the load is measured; 0: half a second of real time
   * @param fromNs where it begins
   */
  record Settings(
      String scenario,
      Charset charset,
      boolean hasColour,
      double speed,
      long intervalNs,
      long fromNs) {}

  /**
   * Before anything is shown.
   *
   * @param run at time 0
   * @param again makes the same run at time 0, for each step back in time
   * @param clockNs the real time
   */
  TopSession(
      Screen screen,
      Playback run,
      Supplier<Playback> again,
      LongSupplier clockNs,
      Settings settings) {
    this.screen = screen;
    this.run = run;
    this.again = again;
    this.clockNs = clockNs;
    this.settings = settings;
    pace = new LivePace(clockNs, settings.speed());
    run.restart(intervalNs(run.intervalNs()));
    if (settings.fromNs() > 0) {
      goTo(settings.fromNs(), Mode.PLAYING);
    }
  }

  /** What the speed makes of half a second, if it is one. */
  private long intervalNs(long otherwiseNs) {
    if (settings.intervalNs() > 0) {
      return settings.intervalNs();
    }
    return pace.isUnlimited() ? otherwiseNs : pace.simulatedNs(LOAD_NS);
  }

  /** Plays until somebody quits. */
  void play() {
    while (!isQuit) {
      long beganNs = clockNs.getAsLong();
      move();
      draw();
      boolean isStill = mode == Mode.PAUSED || run.isOver();
      long leftNs = beganNs + (isStill ? 2 : 1) * PICTURE_NS - clockNs.getAsLong();
      obey(screen.key(Math.max(0, leftNs) / NS_PER_MS));
    }
  }

  /** Where the run is, for what is told when it broke. */
  long nowNs() {
    return run.nowNs();
  }

  // ---- going on ----

  private void move() {
    long untilNs = clockNs.getAsLong() + COMPUTE_NS;
    switch (mode) {
      case PLAYING -> playUntil(untilNs);
      case GOING -> {
        if (goUntil(untilNs, goalNs)) {
          arrive(afterwards);
        }
      }
      case SEARCHING -> {
        boolean isFound = run.nextSwitch();
        while (!isFound && clockNs.getAsLong() < untilNs) {
          isFound = run.nextSwitch();
        }
        if (isFound) {
          arrive(Mode.PAUSED);
        }
      }
      case PAUSED -> {}
    }
    pace.update(run.nowNs(), run.events());
  }

  private void playUntil(long untilNs) {
    boolean isFree = pace.isUnlimited() && settings.intervalNs() == 0;
    long goal = pace.targetNs();
    if (pace.isUnlimited() && !isFree) {
      // far enough to have something to do, near enough to be looked at
      goal = run.nowNs() + Math.max(run.intervalNs(), pace.lastNs());
    }
    long fromNs = run.nowNs();
    boolean isThere = goUntil(untilNs, goal);
    if (isFree) {
      run.cut();
    } else if (!isThere) {
      pace.late(run.nowNs());
    }
    pace.went(run.nowNs() - fromNs, isThere);
  }

  /** Whether it got there in time. */
  private boolean goUntil(long untilNs, long goal) {
    boolean isThere = run.goOn(goal);
    while (!isThere && clockNs.getAsLong() < untilNs) {
      isThere = run.goOn(goal);
    }
    return isThere;
  }

  private void goTo(long instantNs, Mode next) {
    if (instantNs < run.nowNs()) {
      long lengthNs = run.intervalNs();
      run = again.get();
      run.restart(lengthNs);
    }
    goalNs = instantNs;
    run.endIntervalAt(instantNs);
    afterwards = next;
    mode = Mode.GOING;
  }

  private void arrive(Mode next) {
    mode = next;
    told = "";
    pace.restart(run.nowNs(), run.events());
  }

  // ---- the picture ----

  private void draw() {
    int rows = screen.rows();
    Device device = new Device(settings.charset(), screen.columns(), settings.hasColour());
    TopView.Playing playing =
        new TopView.Playing(
            pace.speed(), mode != Mode.PLAYING, pace.reached(), pace.eventsPerSecond());
    TopView view =
        new TopView(
            settings.scenario(),
            Optional.of(playing),
            order,
            processors,
            new TopView.Window(rows, first),
            new TopView.Bottom(bottom(), isHelp));
    TopFrame frame = TopFrame.of(run.load(), view, device);
    first = frame.first();
    screen.show(frame.lines());
  }

  private String bottom() {
    if (asked != null) {
      return "go to (such as 1.5 s; Escape: nowhere): " + asked;
    }
    if (mode == Mode.GOING && run.nowNs() < goalNs) {
      return "on the way to %s; space stops here"
          .formatted(Quantity.format(goalNs, Quantity.Dimension.TIME));
    }
    return mode == Mode.SEARCHING ? "looking for the next switch; space stops here" : told;
  }

  // ---- the keys ----

  private void obey(Key key) {
    if (key.kind() == Key.Kind.CLOSED) {
      isQuit = true;
    } else if (asked != null) {
      answer(key);
    } else if (key.kind() == Key.Kind.CHARACTER) {
      told = "";
      obey(key.character());
    } else {
      scroll(key.kind());
    }
  }

  private void obey(char key) {
    switch (key) {
      case 'q', 'Q' -> isQuit = true;
      case ' ' -> arrive(mode == Mode.PAUSED ? Mode.PLAYING : Mode.PAUSED);
      case 's' -> {
        run.restart(run.intervalNs());
        goTo(run.nowNs() + run.intervalNs(), Mode.PAUSED);
      }
      case '.' -> mode = Mode.SEARCHING;
      case '+', '=' -> speed(LivePace.faster(pace.speed()));
      case '-' -> speed(LivePace.slower(pace.speed()));
      case 'm' -> speed(Double.POSITIVE_INFINITY);
      case 'o' -> order = order.next();
      case 'c' ->
          processors =
              processors == TopView.Processors.STRIP
                  ? TopView.Processors.BARS
                  : TopView.Processors.STRIP;
      case 'g' -> asked = new StringBuilder();
      case '?', 'h' -> {
        isHelp = !isHelp;
        first = 0;
      }
      default -> told = "`" + key + "` does nothing; ? says what does";
    }
  }

  private void speed(double speed) {
    pace.speed(speed, run.nowNs(), run.events());
    run.restart(intervalNs(run.intervalNs()));
  }

  private void scroll(Key.Kind kind) {
    int page = Math.max(1, screen.rows() - FIXED_ROWS);
    switch (kind) {
      case UP -> first = Math.max(0, first - 1);
      case DOWN -> first++;
      case PAGE_UP -> first = Math.max(0, first - page);
      case PAGE_DOWN -> first += page;
      case HOME -> first = 0;
      case END -> first = Integer.MAX_VALUE;
      case ESCAPE -> isHelp = false;
      default -> {}
    }
  }

  private void answer(Key key) {
    switch (key.kind()) {
      case CHARACTER -> asked.append(key.character());
      case BACKSPACE -> asked.setLength(Math.max(0, asked.length() - 1));
      case ESCAPE -> asked = null;
      case ENTER -> {
        String time = asked.toString().strip();
        asked = null;
        goToTime(time);
      }
      default -> {}
    }
  }

  private void goToTime(String time) {
    if (time.isEmpty()) {
      return;
    }
    try {
      long instantNs = Quantity.parse(time, Quantity.Dimension.TIME);
      goTo(instantNs, mode == Mode.PLAYING ? Mode.PLAYING : Mode.PAUSED);
    } catch (IllegalArgumentException wrong) {
      told = wrong.getMessage();
    }
  }
}
