package org.coremux.report;

import java.util.Comparator;
import org.coremux.experiment.Load.GuestLoad;

/** By which figure the guests of a host are sorted, the greatest first. */
public enum TopOrder {
  /** Processor time. */
  CPU("CPU %", guest -> guest.time().runningNs()),
  /** Of the time that it wanted to run, what it did not get. */
  STEAL("steal %", guest -> guest.time().steal().doubleValue()),
  /** Time in a queue. */
  WAITING("wait %", guest -> guest.time().waitingNs()),
  /** Dispatches of another one than before. */
  SWITCHES("switch/s", guest -> guest.dispatches().switches()),
  /** Exits from guest mode. */
  EXITS("exits/s", GuestLoad::exits),
  /** How long a wake-up takes. */
  DISPATCH("p99 ms", guest -> guest.dispatchLatency().p99Ns()),
  /** As they are in the scenario. */
  SCENARIO("scenario", guest -> 0);

  private final String title;
  private final Figure figure;

  TopOrder(String title, Figure figure) {
    this.title = title;
    this.figure = figure;
  }

  /** What is compared. */
  private interface Figure {
    double of(GuestLoad guest);
  }

  /** What people call it: the heading of its column. */
  public String title() {
    return title;
  }

  /** The one that comes next when somebody leafs through them. */
  public TopOrder next() {
    return values()[(ordinal() + 1) % values().length];
  }

  /** Among equals the order of the scenario stays, in a stable sort. */
  Comparator<GuestLoad> comparator() {
    return Comparator.comparingDouble((GuestLoad guest) -> figure.of(guest)).reversed();
  }
}
