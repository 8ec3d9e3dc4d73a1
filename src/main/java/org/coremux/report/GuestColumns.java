package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Latency;

/**
 * The columns of the table of guests: those that 80 columns hold are always there, each further one
 * where the device is wide enough for it. What is left belongs to the picture of use over time.
 */
final class GuestColumns {
  private static final int NAME = 17;

  /** What stays of a wide line for the picture. Unit: columns. Source: assumed. */
  private static final int PICTURE_MIN = 20;

  private static final String PICTURE = "  over time";

  /** A figure of a guest. */
  private record Column(String title, int width, Function<GuestResult, String> cell) {}

  private final Text text;
  private final Paint paint;
  private final int width;
  private final List<Column> columns = new ArrayList<>();

  /**
   * For a device.
   *
   * @param hasDemand whether there are guests that were asked for so much work
   */
  GuestColumns(Text text, Device device, boolean hasDemand) {
    this.text = text;
    paint = new Paint(device.hasColour());
    width = device.columns();
    columns.add(new Column("vCPUs", 6, guest -> Figure.count(guest.vcpus())));
    columns.add(new Column("util %", 7, guest -> Figure.percent(guest.utilisation())));
    columns.add(new Column("steal %", 8, this::steal));
    if (hasDemand) {
      columns.add(new Column("asked s", 9, this::asked));
    }
    columns.add(new Column("work s", 9, guest -> Figure.seconds(guest.workNs())));
    columns.add(new Column("switches", 10, guest -> Figure.count(guest.dispatches().switches())));
    for (Column further : further()) {
      if (pictureColumns() - further.width() < PICTURE_MIN) {
        break;
      }
      columns.add(further);
    }
  }

  private List<Column> further() {
    return List.of(
        new Column("waiting s", 11, guest -> Figure.seconds(guest.time().waitingNs())),
        new Column("capped s", 10, guest -> Figure.seconds(guest.time().cappedNs())),
        new Column("disp p50", 10, guest -> milliseconds(guest, Latency::p50Ns)),
        new Column("disp p99", 10, guest -> milliseconds(guest, Latency::p99Ns)),
        new Column("preempted", 11, guest -> Figure.count(guest.dispatches().preemptions())),
        new Column("migrated", 10, guest -> Figure.count(guest.dispatches().migrations())),
        new Column("exits", 11, guest -> Figure.count(guest.exits().total())));
  }

  private String steal(GuestResult guest) {
    return Figure.percent(guest.steal());
  }

  private String asked(GuestResult guest) {
    OptionalLong ns = demandNs(guest);
    return ns.isPresent() ? Figure.seconds(ns.getAsLong()) : text.none();
  }

  private String milliseconds(GuestResult guest, Function<Latency, Long> percentile) {
    Latency latency = guest.dispatchLatency();
    return Figure.milliseconds(latency, percentile.apply(latency), text.none());
  }

  /** The work that the guest's workloads were asked for; empty when none says. */
  static OptionalLong demandNs(GuestResult guest) {
    return guest.workloads().stream()
        .map(workload -> workload.extras().demandNs())
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Math::addExact);
  }

  /** The line above the rows. */
  String heading(String kind) {
    StringBuilder line = new StringBuilder("  ").append(text.left(kind, NAME));
    columns.forEach(column -> line.append(text.right(column.title(), column.width())));
    return paint.heading(line + PICTURE);
  }

  /** The figures of one guest, or of several together. */
  String cells(String name, GuestResult guest) {
    StringBuilder line = new StringBuilder("  ").append(text.left(name, NAME));
    for (Column column : columns) {
      String cell = text.right(column.cell().apply(guest), column.width());
      boolean isSteal = column.title().equals("steal %");
      line.append(isSteal ? paint.steal(cell, guest.steal().doubleValue()) : cell);
    }
    return line.toString();
  }

  /** How many columns are left for the picture. */
  int pictureColumns() {
    int used = "  ".length() + NAME + columns.stream().mapToInt(Column::width).sum();
    return width - used - "  ".length();
  }

  /** The name, and how many it stands for, in the width of a name. */
  String counted(String name, int count) {
    String behind = " (" + count + ")";
    return text.left(name, NAME - behind.length()).stripTrailing() + behind;
  }

  /** What the further columns say; empty where there are none. */
  String legend() {
    StringBuilder words = new StringBuilder();
    if (has("waiting s")) {
      words.append(" waiting: seconds that its vCPUs waited for a pCPU.");
    }
    if (has("capped s")) {
      words.append(" capped: seconds that its cap held them.");
    }
    if (has("disp p50")) {
      words.append(" disp: ms from a wake-up to the first nanosecond on a pCPU.");
    }
    if (has("preempted")) {
      words.append(" preempted: lost a pCPU and still wanted it.");
    }
    if (has("migrated")) {
      words.append(" migrated: came to another pCPU than the last.");
    }
    return words.toString();
  }

  private boolean has(String title) {
    return columns.stream().anyMatch(column -> column.title().equals(title));
  }
}
