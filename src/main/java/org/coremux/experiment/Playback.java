package org.coremux.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Cost;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.scenario.Model;

/**
 * A run that is watched while it goes on: it is moved on bit by bit, and says after each what the
 * load was over the last interval.
 *
 * <p>It watches from outside: what happens, and when, is to the nanosecond what happens in a {@link
 * Run} of the same scenario. It keeps two readings of the books, however long the run is.
 *
 * <p>Intervals follow each other from where they were last {@link #restart restarted}. {@link
 * #goOn} looks only at the last whole one before its goal, so a small interval costs nothing in a
 * fast run.
 */
public final class Playback {
  /** Between two looks at the keyboard. Unit: events. Source: assumed; some milliseconds. */
  private static final long EVENTS = 10_000;

  private final Model model;
  private final Course course;
  private final Stays stays;
  private final Pace pace = new Pace(EVENTS);
  private final long warmupNs;
  private final long endNs;
  private long intervalNs;

  /** Intervals end at this instant and at whole numbers of intervals after it. */
  private long originNs;

  private boolean isWarm;
  private Reading begun;
  private Reading ended;
  private List<List<Latency>> latencies;

  /**
   * At time 0.
   *
   * @param intervalNs over how much simulated time the load is measured, above 0
   */
  public Playback(Model model, long intervalNs) {
    this.model = model;
    warmupNs = model.scenario().warmupNs();
    endNs = model.scenario().endNsMax();
    course = new Course(model);
    stays = new Stays(model);
    if (warmupNs == 0) {
      warmedUp();
    }
    ended = new Reading();
    latencies = latencies();
    restart(intervalNs);
  }

  private void warmedUp() {
    isWarm = true;
    course.endWhenDone();
  }

  // ---- going on ----

  /** The wired model. */
  public Model model() {
    return model;
  }

  /** Where it is, in ns since the start of the run, the warm-up included. */
  public long nowNs() {
    return model.nowNs();
  }

  /** Timers fired and messages arrived so far. */
  public long events() {
    return model.simulation().events();
  }

  /** Whether the run is over: its end has come, or all finite work is done. */
  public boolean isOver() {
    return nowNs() >= endNs || isWarm && course.isDone();
  }

  /** Over how much simulated time the load is measured. Unit: ns. */
  public long intervalNs() {
    return intervalNs;
  }

  /**
   * Begins an interval here, and makes the following ones so long.
   *
   * @throws IllegalArgumentException when the length is not above 0
   */
  public void restart(long newIntervalNs) {
    if (newIntervalNs <= 0) {
      throw new IllegalArgumentException(
          "an interval of " + newIntervalNs + " ns; allowed: over 0");
    }
    intervalNs = newIntervalNs;
    originNs = nowNs();
    begin();
  }

  /** Lets one interval end at that instant, so that {@link #goOn} there measures what is before. */
  public void endIntervalAt(long instantNs) {
    originNs = instantNs % intervalNs;
  }

  /**
   * Ends the interval here, however short it is, and begins the next; not at its very beginning.
   */
  public void cut() {
    if (nowNs() > begun.atNs) {
      measure();
      originNs = nowNs();
      begin();
    }
  }

  /**
   * Goes some way towards an instant: at most some thousand events, so that whoever plays it can
   * look up in between; not beyond the end of the run.
   *
   * @return whether it is there, or the run is over
   */
  public boolean goOn(long goalNs) {
    long targetNs = Math.min(goalNs, endNs);
    if (isOver() || nowNs() >= targetNs) {
      return true;
    }
    long endOfLast = originNs + (targetNs - originNs) / intervalNs * intervalNs;
    long beginOfLast = endOfLast - intervalNs;
    long stopNs = targetNs;
    if (nowNs() < beginOfLast) {
      stopNs = beginOfLast;
    } else if (nowNs() < endOfLast) {
      stopNs = endOfLast;
    }
    stretch(Math.min(stopNs, targetNs));
    if (isOver()) {
      cut();
    } else if ((nowNs() - originNs) % intervalNs == 0) {
      if (begun.atNs == nowNs() - intervalNs) {
        measure();
      }
      begin();
    }
    return isOver() || nowNs() >= targetNs;
  }

  /**
   * Goes on to the next instant in which a pCPU has somebody else, but at most some thousand
   * events.
   *
   * @return whether it is there, or the run is over
   */
  public boolean nextSwitch() {
    List<Schedulable> before = currents();
    long first = events();
    while (!isOver() && events() - first < EVENTS) {
      stretch(Math.min(model.simulation().nextNs(), endNs));
      if (!currents().equals(before)) {
        return true;
      }
    }
    return isOver();
  }

  private void stretch(long untilNs) {
    long fromNs = nowNs();
    long goalNs = pace.next(fromNs, isWarm ? untilNs : Math.min(untilNs, warmupNs));
    long before = events();
    long cameTo = course.runTo(goalNs);
    pace.took(cameTo - fromNs, events() - before);
    if (!isWarm && cameTo >= warmupNs) {
      warmedUp();
    }
  }

  private List<Schedulable> currents() {
    List<Schedulable> currents = new ArrayList<>();
    for (Host host : model.hosts()) {
      for (Processor p : processors(host)) {
        currents.add(p.current());
      }
    }
    return currents;
  }

  private static List<Processor> processors(Host host) {
    List<Processor> processors = new ArrayList<>();
    for (Multiplexer pool : host.pools()) {
      for (int i = 0; i < pool.processorCount(); i++) {
        processors.add(pool.processor(i));
      }
    }
    return processors;
  }

  // ---- what is measured ----

  /** Dispatch latencies are counted anew: nobody else reads them here. */
  private void begin() {
    begun = new Reading();
    for (Host host : model.hosts()) {
      for (Guest guest : inhabitants(host)) {
        if (guest.dispatchLatency().count() > 0) {
          guest.dispatchLatency().reset();
        }
      }
    }
  }

  private void measure() {
    ended = new Reading(new Reading(), begun);
    latencies = latencies();
  }

  private List<List<Latency>> latencies() {
    return model.hosts().stream()
        .map(host -> inhabitants(host).stream().map(g -> Latency.of(g.dispatchLatency())).toList())
        .toList();
  }

  /** What the host has of its own first, then its guests. */
  private static List<Guest> inhabitants(Host host) {
    List<Guest> all = new ArrayList<>(host.systems());
    all.addAll(host.guests());
    return all;
  }

  /** The books of all hosts at an instant, or what was booked between two. */
  private final class Reading {
    private final long atNs = nowNs();
    private final long lengthNs;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<List<long[]>> spentNs = new ArrayList<>();

    Reading() {
      lengthNs = 0;
      for (Host host : model.hosts()) {
        ledgers.add(stays.ledger(host));
        List<long[]> spent = new ArrayList<>();
        for (Processor p : processors(host)) {
          long[] kinds = new long[Cost.COUNT];
          Arrays.setAll(kinds, kind -> p.spentNs(Cost.of(kind)));
          spent.add(kinds);
        }
        spentNs.add(spent);
      }
    }

    Reading(Reading now, Reading before) {
      lengthNs = now.atNs - before.atNs;
      for (int h = 0; h < now.ledgers.size(); h++) {
        ledgers.add(now.ledgers.get(h).minus(before.ledgers.get(h)));
        List<long[]> spent = new ArrayList<>();
        for (int p = 0; p < now.spentNs.get(h).size(); p++) {
          long[] until = now.spentNs.get(h).get(p);
          long[] from = before.spentNs.get(h).get(p);
          long[] kinds = new long[Cost.COUNT];
          Arrays.setAll(kinds, kind -> until[kind] - from[kind]);
          spent.add(kinds);
        }
        spentNs.add(spent);
      }
    }
  }

  // ---- what it looks like ----

  /** Who runs where now, and the load over the last interval that has ended. */
  public Load load() {
    List<Load.HostLoad> hosts = new ArrayList<>();
    for (int h = 0; h < model.hosts().size(); h++) {
      hosts.add(host(h));
    }
    Load.Position at = new Load.Position(nowNs(), warmupNs, endNs, events(), isOver());
    return new Load(at, ended.atNs - ended.lengthNs, ended.atNs, hosts);
  }

  private Load.HostLoad host(int h) {
    Host host = model.hosts().get(h);
    List<Processor> processors = processors(host);
    List<Load.ProcessorLoad> shown = new ArrayList<>();
    for (int p = 0; p < processors.size(); p++) {
      shown.add(processor(processors.get(p), ended.spentNs.get(h).get(p)));
    }
    Ledger ledger = ended.ledgers.get(h);
    List<Account> accounts = ledger.inhabitants();
    List<Guest> inhabitants = inhabitants(host);
    List<Load.GuestLoad> guests = new ArrayList<>();
    for (int g = 0; g < inhabitants.size(); g++) {
      boolean isSystem = g < inhabitants.size() - host.guests().size();
      Latency latency = latencies.get(h).get(g);
      guests.add(guest(inhabitants.get(g), isSystem, accounts.get(g), latency));
    }
    return new Load.HostLoad(
        host.name(),
        host.setup().platform().name(),
        host.setup().policy().name(),
        ledger.time(),
        shown,
        guests);
  }

  private static Load.ProcessorLoad processor(Processor p, long[] spentNs) {
    long workNs = spentNs[Cost.WORK.ordinal()];
    long idleNs = spentNs[Cost.IDLE.ordinal()];
    String current = p.current().index() < 0 ? Decision.IDLE : p.current().name();
    long overheadNs = LongStream.of(spentNs).sum() - workNs - idleNs;
    return new Load.ProcessorLoad(current, workNs, overheadNs, idleNs);
  }

  private static Load.GuestLoad guest(
      Guest guest, boolean isSystem, Account account, Latency latency) {
    Account.Counts counts = account.counts();
    return new Load.GuestLoad(
        guest.name(),
        isSystem,
        guest.scheduled().stream().map(Playback::activity).toList(),
        account.time(),
        new GuestResult.Dispatches(counts.switches(), counts.preemptions(), counts.migrations()),
        LongStream.of(account.exits()).sum(),
        latency);
  }

  private static Load.Activity activity(Schedulable s) {
    if (s.state() == RunState.RUNNABLE && s.held() != null) {
      return Load.Activity.HELD;
    }
    return switch (s.state()) {
      case RUNNING -> Load.Activity.RUNNING;
      case RUNNABLE -> Load.Activity.WAITING;
      case BLOCKED -> Load.Activity.BLOCKED;
      case OFFLINE -> Load.Activity.OFFLINE;
    };
  }
}
