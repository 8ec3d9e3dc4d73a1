package org.coremux.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * Who ran on which pCPU, and what each vCPU was doing, over a stretch of time. Where more happened
 * than there are dots, the height of each colour in a column is its share of that time. One panel
 * for each host.
 */
final class TimelineChart {
  static final String NAME = "timeline";

  /** Most rows of all panels together. Source: assumed, as many as a page holds. */
  static final int ROWS_MAX = 40;

  private static final int ROWS_MIN = 12;
  private static final int ROW_HEIGHT = 18;
  private static final int KEY_HEIGHT = 24;

  /** A run that is wider is parted from the next by a gap. Unit: dots. */
  private static final int WIDE = 12;

  private static final double GAP = 0.09;
  private static final String OTHERS = "other guests";

  private final HostPanels hosts;
  private final RunResult result;
  private final Timeline timeline;
  private final Look look;

  private TimelineChart(HostPanels hosts, Timeline timeline) {
    this.hosts = hosts;
    this.timeline = timeline;
    result = hosts.result();
    look = hosts.look();
  }

  /** The chart of what happened. */
  static Chart of(HostPanels hosts, Timeline timeline) {
    TimelineChart chart = new TimelineChart(hosts, timeline);
    return new Sheet(
        NAME,
        hosts.title("Who ran on %s, and what each vCPU was doing"),
        () -> hosts.each(chart::panel));
  }

  private Sheet.Panel panel(HostResult host) {
    HostTimeline happened =
        timeline.hosts().stream()
            .filter(one -> one.host().equals(host.name()))
            .findFirst()
            .orElseThrow();
    Optional<Stretch> window = hosts.view().window();
    long fromNs = window.map(Stretch::fromNs).orElse(happened.span().fromNs());
    long untilNs = window.map(Stretch::untilNs).orElse(happened.span().untilNs());
    int rowsMax = Math.max(ROWS_MIN, ROWS_MAX / hosts.shown());
    TimelineData data =
        TimelineData.of(
            happened,
            Math.max(fromNs, happened.span().fromNs()),
            Math.min(untilNs, happened.span().untilNs()),
            rowsMax);
    return new Panel(data, host).sheet();
  }

  /** One host's. */
  private final class Panel {
    private final TimelineData data;
    private final HostResult host;
    private final TimeScale scale;
    private final GuestColours colours;

    Panel(TimelineData data, HostResult host) {
      this.data = data;
      this.host = host;
      scale = TimeScale.of(data.fromNs(), data.untilNs());
      colours = new GuestColours(result, host.name());
    }

    Sheet.Panel sheet() {
      List<String> names = new ArrayList<>();
      data.pcpus().forEach(lane -> names.add(lane.name()));
      names.add("");
      data.vcpus().forEach(lane -> names.add(lane.name()));
      XYPlot plot = look.plot(scale.axis(look), look.rows(names));
      plot.addAnnotation(new Tiles(this::tiles));
      EventMarks marks = new EventMarks(result, scale, look);
      marks.on(plot);
      JFreeChart chart =
          look.chart(
              plot,
              "Who ran on %s, and what each vCPU was doing".formatted(HostPanels.pcpus(host)),
              hosts.subtitle(host, scale.words()));
      List<LegendItem> keys = keys();
      look.legend(chart, keys, RectangleEdge.RIGHT);
      List<String> notes = notes();
      notes.forEach(note -> look.note(chart, note));
      int told = marks.tell(chart) + notes.size();
      int rows = 150 + EventMarks.ROW * told + names.size() * ROW_HEIGHT;
      return new Sheet.Panel(chart, Math.max(rows, 110 + KEY_HEIGHT * keys.size()));
    }

    private List<Tiles.Tile> tiles(int columns) {
      List<Tiles.Tile> tiles = new ArrayList<>();
      int row = 0;
      for (Lane lane : data.pcpus()) {
        lane.columns(data.fromNs(), data.untilNs(), columns, new Pcpu(tiles, row++, columns));
      }
      row++;
      for (Lane lane : data.vcpus()) {
        lane.columns(data.fromNs(), data.untilNs(), columns, new Vcpu(tiles, row++, columns));
      }
      return tiles;
    }

    private Color owner(int member) {
      if (member == data.nobody()) {
        return look.palette().idle();
      }
      String guest = data.host().members().get(member).guest();
      if (isHostOs(guest)) {
        return Palette.overhead("host_os");
      }
      return result.guest(guest).isPresent() ? colours.of(guest) : Palette.overhead("vmm");
    }

    private boolean isHostOs(String guest) {
      return guest.isEmpty() || (guest.equals(host.name()) && result.guest(guest).isEmpty());
    }

    private String ownerName(String guest) {
      if (isHostOs(guest)) {
        return "host OS";
      }
      boolean isOthers = result.guest(guest).isPresent() && !colours.isOwn(guest);
      return isOthers ? OTHERS : Look.name(guest);
    }

    private List<LegendItem> keys() {
      List<LegendItem> keys = new ArrayList<>();
      keys.add(look.heading("On pCPUs"));
      Map<String, Color> owners = new LinkedHashMap<>();
      long[] ranNs = new long[data.nobody() + 1];
      for (Lane lane : data.pcpus()) {
        long[] sums = lane.sums(data.fromNs(), data.untilNs());
        for (int i = 0; i < sums.length; i++) {
          ranNs[i] += sums[i];
        }
      }
      for (int member = 0; member < data.nobody(); member++) {
        if (ranNs[member] > 0) {
          owners.put(ownerName(data.host().members().get(member).guest()), owner(member));
        }
      }
      Color others = owners.remove(OTHERS);
      owners.forEach((name, fill) -> keys.add(look.key(name, fill)));
      if (others != null) {
        keys.add(look.key(OTHERS, others));
      }
      keys.add(look.key("idle", look.palette().idle()));
      keys.add(look.heading(" "));
      keys.add(look.heading("vCPUs"));
      long[] didNs = new long[Doing.values().length];
      for (Lane lane : data.vcpus()) {
        long[] sums = lane.sums(data.fromNs(), data.untilNs());
        for (int i = 0; i < sums.length; i++) {
          didNs[i] += sums[i];
        }
      }
      for (Doing doing : StatesData.ORDER) {
        if (didNs[doing.ordinal()] > 0) {
          keys.add(look.key(StatesData.word(doing), look.palette().states().get(doing)));
        }
      }
      return keys;
    }

    private List<String> notes() {
      List<String> notes = new ArrayList<>();
      TimelineData.Hidden hidden = data.hidden();
      List<String> left = new ArrayList<>();
      if (hidden.pcpus() > 0) {
        left.add(hidden.pcpus() + " pCPUs after the first " + data.pcpus().size());
      }
      if (hidden.vcpus() > 0) {
        left.add(hidden.vcpus() + " vCPUs that waited less than those drawn");
      }
      if (hidden.still() > 0) {
        String who = hidden.still() == 1 ? " vCPU or thread" : " vCPUs or threads";
        left.add(hidden.still() + who + " that did nothing all the time");
      }
      HostTimeline.Span span = data.host().span();
      if (span.isCut() && data.untilNs() == span.untilNs()) {
        notes.add(
            "cut at %s %s: more happened than was kept; run --timeline FROM..TO keeps another part"
                .formatted(scale.words(span.untilNs()), scale.unit()));
      }
      if (!left.isEmpty()) {
        notes.add("not drawn: " + String.join(", ", left));
      }
      return notes;
    }

    /** Puts tiles into one row. */
    private abstract class Row implements Lane.Sink {
      private final List<Tiles.Tile> tiles;
      private final int row;
      private final double columnLength;

      Row(List<Tiles.Tile> tiles, int row, int columns) {
        this.tiles = tiles;
        this.row = row;
        columnLength = (scale.of(data.untilNs()) - scale.of(data.fromNs())) / columns;
      }

      void add(double fromColumn, double untilColumn, double low, double high, Label label) {
        double height = 1 - 2 * GAP;
        tiles.add(
            new Tiles.Tile(
                scale.of(data.fromNs()) + fromColumn * columnLength,
                scale.of(data.fromNs()) + untilColumn * columnLength,
                row + 1 - GAP - high * height,
                row + 1 - GAP - low * height,
                label.fill(),
                label.words()));
      }
    }

    private final class Pcpu extends Row {
      Pcpu(List<Tiles.Tile> tiles, int row, int columns) {
        super(tiles, row, columns);
      }

      @Override
      public void run(int from, int until, int who) {
        boolean isParted = who != data.nobody() && until - from > WIDE;
        String words =
            who == data.nobody() || !isParted
                ? ""
                : Look.name(data.host().members().get(who).name());
        add(from, isParted ? until - 1 : until, 0, 1, new Label(owner(who), words));
      }

      @Override
      public void mixed(int column, long[] ns) {
        double wholeNs = sum(ns);
        double low = 0;
        for (int who = 0; who < ns.length; who++) {
          if (ns[who] > 0) {
            double high = low + ns[who] / wholeNs;
            add(column, column + 1, low, high, new Label(owner(who), ""));
            low = high;
          }
        }
      }
    }

    private final class Vcpu extends Row {
      Vcpu(List<Tiles.Tile> tiles, int row, int columns) {
        super(tiles, row, columns);
      }

      @Override
      public void run(int from, int until, int what) {
        Color fill = look.palette().states().get(Doing.values()[what]);
        add(from, until, 0, 1, new Label(fill, ""));
      }

      @Override
      public void mixed(int column, long[] ns) {
        double wholeNs = sum(ns);
        double low = 0;
        for (Doing doing : StatesData.ORDER) {
          if (ns[doing.ordinal()] > 0) {
            double high = low + ns[doing.ordinal()] / wholeNs;
            Color fill = look.palette().states().get(doing);
            add(column, column + 1, low, high, new Label(fill, ""));
            low = high;
          }
        }
      }
    }
  }

  private record Label(Color fill, String words) {}

  private static double sum(long[] ns) {
    double sum = 0;
    for (long one : ns) {
      sum += one;
    }
    return sum;
  }
}
