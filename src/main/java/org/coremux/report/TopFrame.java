package org.coremux.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Load;

/**
 * One picture of a run that is played: the time, and each host with its pCPUs and guests.
 *
 * @param lines from the top of the screen to its bottom
 * @param first how many lines below the header are scrolled away: as asked for, or as many as can
 */
public record TopFrame(List<String> lines, int first) {
  /** The run, the interval, an empty line. */
  private static final int HEADER = 3;

  private static final String KEYS =
      "space pause  s step  . switch  +- pace  o sort  c pCPUs  g go to  ? keys  q quit";

  private static final String HELP =
      """
      space        pause, go on                 g TIME   go to a time, such as 1.5 s
      s            one interval on              +  -     twice, half as fast
      .            on to the next switch        m        as fast as possible
      o            sort guests by another       c        pCPUs: a bar each, or a strip
      arrows, page up and down, home, end       scroll
      ? h          this help                    q        quit

      Speed: simulated seconds per real second; 1:4 is a quarter of real time.
      now      what each vCPU does now: R runs, w waits for a pCPU, h is held (by a
               cap, or for its siblings), b has nothing to do, - is off
      CPU %    time on a pCPU, in per cent of one: two busy vCPUs are 200
      steal %  of the time that it wanted to run, the share that it did not
      wait %   time in the queue for a pCPU, in per cent of the interval
      held %   time that a cap or its siblings held it, likewise
      p99 ms   99th percentile of the time from a wake-up to a pCPU (p50: median)
      use      of its vCPUs' time: run, then waited or held, then nothing
      All but "now" is measured over the interval that the second line names.
      """;

  /** Keeps its own copy. */
  public TopFrame {
    lines = List.copyOf(lines);
  }

  /** The picture of a load. */
  public static TopFrame of(Load load, TopView view, Device device) {
    Paint paint = new Paint(device.hasColour());
    Text text = new Text(device.charset());
    int width = Math.max(Text.WIDTH, device.columns());
    List<String> lines = new ArrayList<>(header(load, view, text, width));
    lines.set(0, paint.heading(lines.get(0)));
    List<String> body = view.bottom().isHelp() ? HELP.lines().toList() : body(load, view, device);
    if (view.window().rows() == 0) {
      lines.addAll(body);
      return new TopFrame(stripped(lines), 0);
    }
    int room = Math.max(1, view.window().rows() - HEADER - 1);
    int first = Math.max(0, Math.min(view.window().first(), body.size() - room));
    int until = Math.min(body.size(), first + room);
    lines.addAll(body.subList(first, until));
    while (lines.size() < view.window().rows() - 1) {
      lines.add("");
    }
    String place = body.size() > room ? "%d-%d/%d".formatted(first + 1, until, body.size()) : "";
    lines.add(bottom(view, place, text, width, paint));
    return new TopFrame(stripped(lines), first);
  }

  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(String::stripTrailing).toList();
  }

  private static String bottom(TopView view, String place, Text text, int width, Paint paint) {
    if (!view.bottom().words().isEmpty()) {
      return paint.inverted(text.left(text.shown(view.bottom().words()), width).stripTrailing());
    }
    if (place.isEmpty()) {
      return paint.faint(text.left(KEYS, width));
    }
    // What is rarely asked for makes room for where the screen is.
    String keys =
        width - place.length() - 2 >= KEYS.length()
            ? KEYS
            : KEYS.replace("  . switch", "").replace("  c pCPUs", "");
    return place + "  " + paint.faint(text.left(keys, width - place.length() - 2).stripTrailing());
  }

  // ---- the header ----

  private static List<String> header(Load load, TopView view, Text text, int width) {
    Load.Position at = load.at();
    int decimals = decimals(load.lengthNs());
    List<String> now = new ArrayList<>();
    now.add(seconds(at.nowNs(), decimals) + " of " + end(at.endNs(), decimals));
    if (at.isOver()) {
      now.add("over");
    } else if (at.nowNs() < at.warmupNs()) {
      now.add("warm-up until " + Figure.duration(at.warmupNs()));
    }
    view.playing().ifPresent(playing -> now.add(speed(playing, at.isOver())));
    String behind = text.dot() + String.join(text.dot(), now);
    int room = Math.max(1, width - Text.width(behind));
    String name = text.left(text.shown(view.scenario()), room).stripTrailing();
    List<String> measured = new ArrayList<>();
    measured.add(
        load.lengthNs() == 0
            ? "nothing measured yet"
            : "%s to %s".formatted(seconds(load.fromNs(), decimals), until(load, decimals)));
    measured.add(events(at.events(), view));
    measured.add("guests by " + view.order().title());
    return List.of(
        text.left(name + behind, width), text.left(String.join(text.dot(), measured), width), "");
  }

  private static String end(long endNs, int decimals) {
    String exact = Figure.duration(endNs);
    return exact.length() <= 8 ? exact : seconds(endNs, decimals);
  }

  private static String until(Load load, int decimals) {
    return seconds(load.untilNs(), decimals);
  }

  private static String events(long events, TopView view) {
    String count = Figure.count(events) + " events";
    boolean moves = view.playing().isPresent() && view.playing().get().eventsPerSecond() > 0;
    return moves
        ? count + ", " + Figure.count(Math.round(view.playing().get().eventsPerSecond())) + "/s"
        : count;
  }

  private static String speed(TopView.Playing playing, boolean isOver) {
    boolean isBound = !Double.isInfinite(playing.speed());
    String speed = isBound ? factor(playing.speed()) : "as fast as possible";
    if (isOver) {
      return speed;
    }
    if (playing.isPaused()) {
      return speed + ", paused";
    }
    boolean isLate = playing.reached() > 0 && playing.reached() < 0.8 * playing.speed();
    return isLate ? speed + " (reaches " + factor(playing.reached()) + ")" : speed;
  }

  /** Simulated seconds per real second: 64x, 1x, 1:4. */
  private static String factor(double speed) {
    double shown = speed >= 1 ? speed : 1 / speed;
    String figure =
        shown >= 10 || shown == Math.rint(shown)
            ? String.format(Locale.ROOT, "%,.0f", shown)
            : String.format(Locale.ROOT, "%.1f", shown);
    return speed >= 1 ? figure + "x" : "1:" + figure;
  }

  /** Enough to tell intervals apart: tenths of a second, ms, us or ns. */
  private static int decimals(long intervalNs) {
    if (intervalNs >= 10_000_000_000L) {
      return 1;
    }
    if (intervalNs >= 10_000_000L || intervalNs == 0) {
      return 3;
    }
    return intervalNs >= 10_000L ? 6 : 9;
  }

  private static String seconds(long ns, int decimals) {
    BigDecimal exact = Decimal.seconds(ns);
    return String.format(Locale.ROOT, "%,." + decimals + "f s", exact);
  }

  // ---- the rest ----

  private static List<String> body(Load load, TopView view, Device device) {
    TopHost writer = new TopHost(load, view, device);
    List<String> body = new ArrayList<>();
    for (Load.HostLoad host : load.hosts()) {
      if (!body.isEmpty()) {
        body.add("");
      }
      body.addAll(writer.lines(host));
    }
    return body;
  }
}
