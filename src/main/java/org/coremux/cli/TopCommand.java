package org.coremux.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.coremux.experiment.Playback;
import org.coremux.report.Device;
import org.coremux.report.TopFrame;
import org.coremux.report.TopOrder;
import org.coremux.report.TopView;
import org.coremux.report.Tty;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coremux top FILE}: a run, watched while it goes on. */
@Command(
    name = "top",
    description = "Plays a run live: hosts, pCPUs and guests, at a speed of your choice.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Keys: space pauses, s and . step, + and - change the speed, ? lists them.",
      "Examples:",
      "  coremux top scenarios/quickstart.yaml --speed 0.01",
      "  coremux top scenarios/quickstart.yaml --interval '100 ms' --frames 3"
    })
final class TopCommand implements Callable<Integer> {
  /** What plays faster than this by itself is over too soon. Unit: real ns. Source: assumed. */
  private static final long SHORTEST_NS = 8_000_000_000L;

  /** What plays slower than this by itself takes too long. Unit: real ns. Source: assumed. */
  private static final long LONGEST_NS = 64_000_000_000L;

  private static final String MAX = "max";

  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments arguments;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = {
        "Simulated seconds per real second, such as 1, 60 or 0.001, or max for as fast as possible;"
            + " by default such that the run takes 8 to 64 s, at best 1."
      })
  private String speed;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Where to begin, since the start of the run, such as '1.5 s'.")
  private String from;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description =
          "The simulated time over which shares are measured; by default half a second of real"
              + " time.")
  private String interval;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description =
          "Prints so many pictures as text, an interval apart, and ends; needs no terminal.")
  private Integer frames;

  private final LongSupplier clockNs;

  /** By the machine's clock. */
  TopCommand() {
    this(System::nanoTime);
  }

  /** By another clock, for tests. */
  TopCommand(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /**
   * Plays, or prints.
   *
   * @return 0, or 1 when stdout did not take the pictures
   */
  @Override
  public Integer call() {
    if (frames != null && frames <= 0) {
      throw wrong("--frames " + frames + ": allowed are whole numbers from 1");
    }
    Console console = new Console(spec.commandLine());
    Plugins plugins = arguments.plugins();
    Scenario scenario = arguments.read(plugins.catalogue());
    long endNs = scenario.endNsMax();
    double chosen = speed == null ? standardSpeed(endNs) : speed();
    long intervalNs = interval == null ? 0 : time("--interval", interval);
    if (interval != null && intervalNs == 0) {
      throw wrong("--interval " + interval + ": allowed are times over 0");
    }
    long fromNs = from == null ? 0 : time("--from", from);
    if (fromNs > endNs) {
      throw wrong("--from " + from + " is after the end of the run, " + text(endNs));
    }
    Device device = console.device();
    TopSession.Settings settings =
        new TopSession.Settings(
            scenario.name(), device.charset(), device.hasColour(), chosen, intervalNs, fromNs);
    Supplier<Playback> runs =
        () ->
            new Playback(
                new Model(scenario, plugins, Model.Options.NORMAL),
                standardInterval(settings, endNs));
    Playback run = runs.get();
    run.model().warnings().forEach(warning -> console.note("warning: " + warning));
    try {
      if (frames == null) {
        play(run, runs, settings);
      } else {
        print(run, settings, console);
      }
    } catch (IllegalStateException broken) {
      throw new Failures.BrokenRun(run.nowNs(), scenario.seed(), broken);
    }
    return console.exitCode();
  }

  // ---- the options ----

  /** Real time, unless that is over at once or takes for ever; in powers of two. */
  static double standardSpeed(long endNs) {
    double speed = 1;
    while (endNs / speed > LONGEST_NS) {
      speed = LivePace.faster(speed);
    }
    while (endNs / speed < SHORTEST_NS && speed > LivePace.SLOWEST) {
      speed = LivePace.slower(speed);
    }
    return speed;
  }

  private static long standardInterval(TopSession.Settings settings, long endNs) {
    if (settings.intervalNs() > 0) {
      return settings.intervalNs();
    }
    double speed = settings.speed();
    double finite = Double.isInfinite(speed) ? standardSpeed(endNs) : speed;
    return Math.max(1, (long) (TopSession.LOAD_NS * finite));
  }

  private double speed() {
    if (speed.equals(MAX)) {
      return Double.POSITIVE_INFINITY;
    }
    double value = speed.matches("[0-9.]{1,20}") ? number() : 0;
    if (value <= 0) {
      throw wrong(
          "--speed " + speed + ": allowed are numbers over 0, such as 0.001 or 60, and max");
    }
    return value;
  }

  private double number() {
    try {
      return Double.parseDouble(speed);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private long time(String option, String text) {
    try {
      return Quantity.parse(text, Quantity.Dimension.TIME);
    } catch (IllegalArgumentException wrong) {
      throw wrong(option + ": " + wrong.getMessage());
    }
  }

  private static String text(long ns) {
    return Quantity.format(ns, Quantity.Dimension.TIME);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  // ---- playing ----

  private void play(Playback run, Supplier<Playback> again, TopSession.Settings settings) {
    Tty tty = Tty.ofProcess();
    if (!tty.isInteractive() || tty.isDumb()) {
      throw noTerminal(tty.isDumb() ? "TERM is dumb" : "stdin or stdout is none");
    }
    try (TerminalScreen screen = TerminalScreen.open(settings.charset())) {
      new TopSession(screen, run, again, clockNs, settings).play();
    } catch (IOException cannot) {
      throw noTerminal(cannot.getMessage());
    }
  }

  private ParameterException noTerminal(String why) {
    return wrong(
        "top plays on a terminal whose cursor can be moved ("
            + why
            + "); --frames N prints N pictures anywhere, run --at and --step look inside a run");
  }

  private void print(Playback run, TopSession.Settings settings, Console console) {
    goTo(run, settings.fromNs());
    run.restart(run.intervalNs());
    for (int frame = 1; frame <= frames && (frame == 1 || !run.isOver()); frame++) {
      goTo(run, run.nowNs() + run.intervalNs());
      TopView view =
          new TopView(
              settings.scenario(),
              Optional.empty(),
              TopOrder.CPU,
              TopView.Processors.AUTOMATIC,
              TopView.Window.ALL,
              TopView.Bottom.KEYS);
      String lines = String.join("\n", TopFrame.of(run.load(), view, console.device()).lines());
      console.print((frame == 1 ? "" : "\n") + lines + "\n");
    }
  }

  private static void goTo(Playback run, long instantNs) {
    boolean isThere = false;
    while (!isThere) {
      isThere = run.goOn(instantNs);
    }
  }
}
