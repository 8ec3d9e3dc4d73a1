package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.HostTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.Load;
import org.coremux.experiment.Load.GuestLoad;
import org.coremux.experiment.Load.HostLoad;
import org.coremux.experiment.Load.ProcessorLoad;

/** One host of a frame: what its pCPUs were spent on, who is on each, and its guests. */
final class TopHost {
  /** Most pCPUs that have a bar each unless asked for. Source: assumed, a third of a screen. */
  private static final int BARS_MAX = 16;

  /** Most hosts that have three lines each. Source: assumed, half a screen. */
  private static final int HOSTS_MAX = 4;

  private static final int CELL = 39;
  private static final int CELL_BAR = 10;
  private static final int STRIP = 64;
  private static final int NAME = 14;
  private static final int WORD = 16;
  private static final int NAME_WIDE = 24;
  private static final int NOW = 8;
  private static final int BAR_MAX = 30;

  /** A terminal so wide has room for longer names. Unit: columns. */
  private static final int WIDE = 110;

  private final Load load;
  private final TopView view;
  private final Text text;
  private final Paint paint;
  private final int width;
  private final List<Column> columns = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  /** A figure of a guest. */
  private record Column(String title, int width, Function<GuestLoad, String> cell) {}

  TopHost(Load load, TopView view, Device device) {
    this.load = load;
    this.view = view;
    text = new Text(device.charset());
    paint = new Paint(device.hasColour());
    width = Math.max(Text.WIDTH, device.columns());
    columns.add(new Column("CPU %", 6, guest -> percentOfTime(guest.time().runningNs())));
    columns.add(new Column("steal %", 8, guest -> Figure.percent(guest.time().steal())));
    columns.add(new Column("wait %", 7, guest -> percentOfTime(guest.time().waitingNs())));
    columns.add(new Column("switch/s", 9, guest -> rate(guest.dispatches().switches())));
    columns.add(new Column("exits/s", 9, guest -> rate(guest.exits())));
    columns.add(new Column("p99 ms", 8, guest -> milliseconds(guest.dispatchLatency(), true)));
    for (Column further : further()) {
      if (barColumns() - further.width() < BAR_MAX / 2) {
        break;
      }
      columns.add(further);
    }
  }

  private List<Column> further() {
    return List.of(
        new Column("p50 ms", 8, guest -> milliseconds(guest.dispatchLatency(), false)),
        new Column("held %", 8, guest -> percentOfTime(heldNs(guest.time()))),
        new Column("preempted/s", 13, guest -> rate(guest.dispatches().preemptions())),
        new Column("migrated/s", 12, guest -> rate(guest.dispatches().migrations())));
  }

  private static long heldNs(GuestTime time) {
    return time.cappedNs() + time.costoppedNs();
  }

  // ---- figures ----

  private String percentOfTime(long ns) {
    return Figure.percent(Decimal.ratio(ns, load.lengthNs()));
  }

  private String rate(long count) {
    return load.lengthNs() == 0
        ? text.none()
        : Figure.brief(Decimal.perSecond(count, load.lengthNs()));
  }

  private String milliseconds(Latency latency, boolean isHigh) {
    return Figure.milliseconds(latency, isHigh ? latency.p99Ns() : latency.p50Ns(), text.none());
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  // ---- a host ----

  /** The lines of the host. */
  List<String> lines(HostLoad host) {
    lines.clear();
    head(host);
    processors(host.processors());
    lines.add(guestHeading());
    host.guests().stream().sorted(view.order().comparator()).forEach(guest -> guest(host, guest));
    return List.copyOf(lines);
  }

  private void head(HostLoad host) {
    HostTime time = host.time();
    long overheadNs = time.exitNs() + time.switchNs() + time.vmmNs() + time.hypervisorNs();
    long totalNs = time.totalNs();
    double[] shares = {
      share(time.guestNs(), totalNs), share(time.hostOsNs(), totalNs), share(overheadNs, totalNs)
    };
    GuestTime all = guests(host);
    String name = text.shown(host.name());
    String used = Figure.percent(Decimal.ratio(totalNs - time.idleNs(), totalNs)) + " % used";
    String steal = "steal " + Figure.percent(all.steal()) + " %";
    if (load.hosts().size() > HOSTS_MAX) {
      String facts = "  %s%s%s".formatted(used, text.dot(), steal);
      int room = width - 20 - text.dot().length() - Text.width(facts) - 4;
      lines.add(paint.heading(text.left(name, 20)) + " [" + bar(shares, room) + "]" + facts);
      return;
    }
    String facts = String.join(text.dot(), brief(host.platform()), brief(host.policy()), used);
    String line = text.dot() + facts + text.dot();
    int room = Math.max(1, width - Text.width(line) - steal.length());
    lines.add(
        paint.heading(text.left(name, room).stripTrailing())
            + line
            + paint.steal(steal, all.steal().doubleValue()));
    lines.add("  [" + bar(shares, width - 4) + "]");
    String idle = Figure.percent(Decimal.ratio(time.idleNs(), totalNs)) + " %";
    if (time.forcedIdleNs() > 0) {
      idle += " (" + Figure.percent(Decimal.ratio(time.forcedIdleNs(), totalNs)) + " % forced)";
    }
    lines.add(
        "  "
            + String.join(
                "  ",
                part(0, "guests", time.guestNs(), totalNs),
                part(1, "host OS", time.hostOsNs(), totalNs),
                part(2, "overhead", overheadNs, totalNs),
                text.fill(3) + " idle " + idle));
  }

  private String brief(String name) {
    return text.left(text.shown(name), WORD).stripTrailing();
  }

  private static GuestTime guests(HostLoad host) {
    return host.guests().stream()
        .filter(guest -> !guest.isSystem())
        .map(GuestLoad::time)
        .reduce(new GuestTime(0, 0, 0, 0, 0, 0, 0), GuestTime::plus);
  }

  private String part(int fill, String what, long ns, long totalNs) {
    return text.fill(fill) + " " + what + " " + Figure.percent(Decimal.ratio(ns, totalNs)) + " %";
  }

  private String bar(double[] shares, int columns) {
    List<String> pieces = text.bar(columns, shares);
    return paint.good(pieces.get(0))
        + paint.noted(pieces.get(1))
        + paint.overhead(pieces.get(2))
        + paint.faint(pieces.get(3));
  }

  // ---- pCPUs ----

  private void processors(List<ProcessorLoad> processors) {
    int count = load.hosts().stream().mapToInt(host -> host.processors().size()).sum();
    boolean isStrip =
        switch (view.processors()) {
          case AUTOMATIC -> count > BARS_MAX;
          case BARS -> false;
          case STRIP -> true;
        };
    if (isStrip) {
      strip(processors);
    } else {
      bars(processors);
    }
  }

  private void strip(List<ProcessorLoad> processors) {
    for (int from = 0; from < processors.size(); from += STRIP) {
      int until = Math.min(from + STRIP, processors.size());
      double[] busy =
          processors.subList(from, until).stream()
              .mapToDouble(p -> share(p.workNs() + p.overheadNs(), load.lengthNs()))
              .toArray();
      String range = until - 1 == from ? "pCPU " + from : "pCPUs %d-%d".formatted(from, until - 1);
      lines.add("  " + text.left(range, 11) + " [" + paint.good(text.sparkline(busy)) + "]");
    }
  }

  private void bars(List<ProcessorLoad> processors) {
    int across = Math.max(1, width / CELL);
    for (int from = 0; from < processors.size(); from += across) {
      StringBuilder line = new StringBuilder();
      for (int p = from; p < Math.min(from + across, processors.size()); p++) {
        line.append(cell(p, processors.get(p)));
      }
      lines.add(line.toString());
    }
  }

  private String cell(int index, ProcessorLoad p) {
    long lengthNs = load.lengthNs();
    double[] shares = {share(p.workNs(), lengthNs), 0, share(p.overheadNs(), lengthNs)};
    long busy = Math.round((shares[0] + shares[2]) * 100);
    String front = text.right(Integer.toString(index), 4) + " [" + bar(shares, CELL_BAR) + "]";
    String back = text.right(Long.toString(busy), 4) + " % ";
    int used = 4 + 2 + CELL_BAR + 1 + back.length();
    return front + back + text.left(text.shown(p.current()), CELL - used - 1) + " ";
  }

  // ---- guests ----

  private int nameColumns() {
    return width >= WIDE ? NAME_WIDE : NAME;
  }

  private int barColumns() {
    int used = 2 + nameColumns() + 1 + NOW + columns.stream().mapToInt(Column::width).sum() + 2;
    return Math.min(BAR_MAX, width - used);
  }

  private String guestHeading() {
    StringBuilder line = new StringBuilder("  ");
    line.append(text.left("guest", nameColumns())).append(' ').append(text.left("now", NOW));
    columns.forEach(column -> line.append(text.right(column.title(), column.width())));
    return paint.heading(line.append("  use").toString());
  }

  private void guest(HostLoad host, GuestLoad guest) {
    boolean isHostOs = guest.isSystem() && guest.name().equals(host.name());
    String name = isHostOs ? "host OS" : text.shown(guest.name());
    StringBuilder line = new StringBuilder("  ");
    line.append(text.left(name, nameColumns())).append(' ');
    line.append(text.left(now(guest.now()), NOW));
    for (Column column : columns) {
      String cell = text.right(column.cell().apply(guest), column.width());
      boolean isSteal = column.title().equals(TopOrder.STEAL.title());
      line.append(isSteal ? paint.steal(cell, guest.time().steal().doubleValue()) : cell);
    }
    long totalNs = guest.time().totalNs();
    double[] shares = {
      share(guest.time().runningNs(), totalNs), 0, share(guest.time().runnableNs(), totalNs)
    };
    lines.add(line + "  " + bar(shares, barColumns()));
  }

  /** A letter for each vCPU; where there are too many, how often each letter. */
  private String now(List<Load.Activity> activities) {
    if (activities.size() <= NOW) {
      StringBuilder letters = new StringBuilder();
      activities.forEach(activity -> letters.append(letter(activity)));
      return letters.toString();
    }
    Map<Load.Activity, Integer> counts = new TreeMap<>();
    activities.forEach(activity -> counts.merge(activity, 1, Integer::sum));
    StringBuilder words = new StringBuilder();
    counts.forEach((activity, count) -> words.append(letter(activity)).append(count).append(' '));
    return words.toString().strip();
  }

  private static char letter(Load.Activity activity) {
    return switch (activity) {
      case RUNNING -> 'R';
      case WAITING -> 'w';
      case HELD -> 'h';
      case BLOCKED -> 'b';
      case OFFLINE -> '-';
    };
  }
}
