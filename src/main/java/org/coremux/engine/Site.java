package org.coremux.engine;

/**
 * One place whose state is touched by its own events alone: a host, a switch, the world outside. It
 * has its own clock, timers and kicks; other sites reach it by {@link Message} only.
 *
 * <p>An instant has two phases: messages and timers that are due, in order; then kicks, one at a
 * time, the deepest level first, each followed by whatever timers it made due now. It ends when
 * nothing is due and nobody is kicked.
 *
 * <p>Cost: O(log n) per event; allocates nothing once running.
 */
public final class Site {
  /** Decisions allowed in one instant, and more per processor. Source: DESIGN, assumed. */
  private static final int DECISIONS_MAX = 1_000;

  private static final int DECISIONS_PER_PROCESSOR_MAX = 10;

  /** Timers that may fire in one instant, and more per processor. Source: assumed, generous. */
  private static final int EVENTS_MAX = 1_000_000;

  private static final int EVENTS_PER_PROCESSOR_MAX = 1_000;

  private final Simulation simulation;
  private final String name;
  private final int index;
  private final TimerQueue timers = new TimerQueue();
  private final KickSet kicks = new KickSet();
  final Mailbox inbox = new Mailbox();
  final Mailbox outbox = new Mailbox();
  private Runnable afterInstant;
  private boolean stopped;
  private long nowNs;
  private long events;
  private long sent;

  Site(Simulation simulation, String name, int index) {
    this.simulation = simulation;
    this.name = name;
    this.index = index;
  }

  /** Its name, as people know it. */
  public String name() {
    return name;
  }

  /** Its position among the sites of the simulation, from 0. */
  public int index() {
    return index;
  }

  /** The site's clock: ns since the start of the run. */
  public long nowNs() {
    return nowNs;
  }

  /** How many timers have fired and messages arrived here. */
  public long events() {
    return events;
  }

  /** Seed of the run, for messages to people. */
  public long seed() {
    return simulation.seed();
  }

  /** Gives a member of the depth its id; see {@link Kickable#id}. For set-up. */
  public int enrol(int depth) {
    return kicks.enrol(depth);
  }

  /** Who is called after each instant with something in it, beside others; null for nobody. */
  public void afterInstant(Runnable observer) {
    Runnable others = afterInstant;
    afterInstant =
        observer == null || others == null
            ? observer
            : () -> {
              others.run();
              observer.run();
            };
  }

  /**
   * Makes the timer due at the deadline, in ns since the start of the run.
   *
   * @throws IllegalArgumentException when the deadline has passed
   */
  public void arm(Timer timer, long deadlineNs) {
    if (deadlineNs < nowNs) {
      throw new IllegalArgumentException(
          name + ": armed at " + nowNs + " ns for " + deadlineNs + " ns, which has passed");
    }
    timers.arm(timer, deadlineNs);
  }

  /** Takes the timer back; nothing happens when it is idle. */
  public void cancel(Timer timer) {
    timers.cancel(timer);
  }

  /** Asks the target, a member of this site, to decide in this instant. */
  public void kick(Kickable target) {
    kicks.add(target);
  }

  /**
   * Sends the message; it arrives after the latency.
   *
   * @throws IllegalArgumentException when the latency is shorter than the lookahead
   * @throws IllegalStateException when the message is still in flight
   */
  public void send(Message message, Site target, long latencyNs) {
    if (latencyNs < simulation.lookaheadNs()) {
      throw new IllegalArgumentException(
          name
              + " to "
              + target.name
              + ": latency "
              + latencyNs
              + " ns is shorter than the lookahead of "
              + simulation.lookaheadNs()
              + " ns");
    }
    if (message.isInFlight()) {
      throw new IllegalStateException(name + ": the message to " + target.name + " is in flight");
    }
    message.arrivalNs = nowNs + latencyNs;
    message.sender = index;
    message.order = sent++;
    message.target = target;
    outbox.append(message);
  }

  /** When something happens here next; {@link Timer#NEVER} when nothing will by itself. */
  long nextNs() {
    return Math.min(timers.nextDeadlineNs(), inbox.nextArrivalNs());
  }

  /** Runs every instant before the given one; the clock stays at the last of them. */
  void runBefore(long endNs) {
    for (long next = nextNs(); next < endNs; next = nextNs()) {
      nowNs = next;
      runInstant();
    }
  }

  /**
   * Runs every instant up to and with the given one, alone, and puts the clock there; for a site
   * that is not linked to others.
   */
  public void runUntil(long endNs) {
    stopped = false;
    settleKicks();
    for (long next = nextNs(); next <= endNs && !stopped; next = nextNs()) {
      nowNs = next;
      runInstant();
    }
    if (!stopped) {
      nowNs = Math.max(nowNs, endNs);
    }
  }

  /** Ends a {@link #runUntil} after this instant; it may be called again. */
  public void stop() {
    stopped = true;
  }

  /** Runs the instant of the given time, which is the next one here. */
  void runInstantAt(long instantNs) {
    nowNs = instantNs;
    runInstant();
  }

  /** Drains what was kicked from outside an instant: at set-up, or between two runs. */
  void settleKicks() {
    if (kicks.isAny() || nextNs() == nowNs) {
      runInstant();
    }
  }

  void advanceTo(long instantNs) {
    nowNs = Math.max(nowNs, instantNs);
  }

  private void runInstant() {
    while (inbox.nextArrivalNs() == nowNs) {
      Message message = inbox.poll();
      message.target = null;
      events++;
      message.arrive(nowNs);
    }
    drain();
    if (afterInstant != null) {
      afterInstant.run();
    }
  }

  private void drain() {
    int decisions = 0;
    long eventsMax = events + EVENTS_MAX + (long) EVENTS_PER_PROCESSOR_MAX * kicks.enrolled();
    while (true) {
      while (timers.nextDeadlineNs() == nowNs) {
        if (++events > eventsMax) {
          throw endless();
        }
        timers.poll().expire(nowNs);
      }
      Kickable next = kicks.poll();
      if (next == null) {
        return;
      }
      if (++decisions > DECISIONS_MAX + DECISIONS_PER_PROCESSOR_MAX * kicks.enrolled()) {
        throw livelock(next);
      }
      next.decide(nowNs);
    }
  }

  private IllegalStateException endless() {
    return new IllegalStateException(
        "livelock on "
            + name
            + " at "
            + nowNs
            + " ns: timers keep firing, as when a body computes nothing for ever (seed "
            + seed()
            + ")");
  }

  private IllegalStateException livelock(Kickable target) {
    return new IllegalStateException(
        "livelock on "
            + name
            + " at "
            + nowNs
            + " ns: "
            + target.decider()
            + " keeps asking "
            + target
            + " to decide (seed "
            + seed()
            + ")");
  }
}
