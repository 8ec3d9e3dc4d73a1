package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.engine.Timer;
import org.coremux.guest.GuestThread;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Hold;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.scenario.Model;

/**
 * Takes snapshots of an observed model: what it looks like between two instants, and since when.
 */
final class Camera {
  private final Model model;
  private final Map<Schedulable, String> owners = new HashMap<>();
  private final Map<Schedulable, GuestThread> threads = new HashMap<>();
  private final Map<Schedulable, long[]> sinceNs = new HashMap<>();
  private final Map<Schedulable, long[]> spinsSinceNs = new HashMap<>();

  Camera(Model model) {
    this.model = model;
    for (Host host : model.hosts()) {
      host.guests().forEach(this::know);
      host.systems().forEach(this::know);
    }
  }

  private void know(Guest guest) {
    for (Schedulable s : guest.scheduled()) {
      owners.put(s, guest.name());
    }
    guest.os().threads().forEach(thread -> know(thread, guest));
    guest.backends().forEach(thread -> know(thread, guest));
  }

  private void know(GuestThread thread, Guest guest) {
    owners.put(thread.schedulable(), guest.name());
    threads.put(thread.schedulable(), thread);
  }

  /** What tells it since when everybody does what it does. */
  Observer observer() {
    return new Observer() {
      @Override
      public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
        sinceNs.computeIfAbsent(s, key -> new long[1])[0] = nowNs;
      }

      @Override
      public void spins(long nowNs, Schedulable s, boolean yes) {
        if (yes) {
          spinsSinceNs.computeIfAbsent(s, key -> new long[1])[0] = nowNs;
        }
      }
    };
  }

  /** The guest whose vCPU or thread it is; empty when it is nobody's. */
  String owner(Schedulable s) {
    return owners.getOrDefault(s, "");
  }

  /** All hosts as they stand now, between two instants. */
  Snapshot snapshot() {
    List<Snapshot.Level> levels = new ArrayList<>();
    model.hosts().forEach(host -> levels.addAll(levels(host)));
    return new Snapshot(model.nowNs(), levels);
  }

  /** One host as it stands now, between two instants. */
  Snapshot snapshot(Host host) {
    return new Snapshot(host.site().nowNs(), levels(host));
  }

  private List<Snapshot.Level> levels(Host host) {
    List<Snapshot.Level> levels = new ArrayList<>();
    for (Multiplexer level : host.levels()) {
      level.settleBooks();
    }
    for (Multiplexer level : host.levels()) {
      if (host.has(level)) {
        levels.add(level(host, level));
      }
    }
    return levels;
  }

  private Snapshot.Level level(Host host, Multiplexer level) {
    DecisionLog log = (DecisionLog) level.policy();
    List<Snapshot.OneProcessor> processors = new ArrayList<>();
    for (int i = 0; i < level.processorCount(); i++) {
      processors.add(processor(level.processor(i), log));
    }
    List<String> queue = new ArrayList<>();
    level.policy().describe(queue::add);
    List<Snapshot.Member> members = new ArrayList<>();
    for (int i = 0; i < level.roster().indices(); i++) {
      if (level.roster().at(i) != null) {
        members.add(member(level.roster().at(i)));
      }
    }
    List<Snapshot.OneTimer> timers = new ArrayList<>();
    for (DecisionLog.PolicyTimer timer : log.timers()) {
      if (timer.timer().isArmed()) {
        timers.add(new Snapshot.OneTimer(timer.at().index(), timer.timer().deadlineNs()));
      }
    }
    boolean isGuest = level.processorCount() > 0 && level.processor(0).provider() != null;
    return new Snapshot.Level(
        host.name(),
        level.name(),
        level.policy().toString(),
        isGuest,
        processors,
        queue,
        members,
        timers);
  }

  private Snapshot.OneProcessor processor(Processor p, DecisionLog log) {
    Schedulable current = p.current();
    boolean isIdle = current.index() < 0;
    Optional<Decision> last = Optional.ofNullable(log.last(p));
    return new Snapshot.OneProcessor(
        p.index(),
        p.provider() == null ? "" : p.provider().name(),
        p.isRunning(),
        isIdle ? Decision.IDLE : current.name(),
        isIdle ? last.map(Decision::atNs).orElse(0L) : since(current),
        new Snapshot.Until(p.sliceEndNs(), isIdle ? Timer.NEVER : burstEndNs(p, current)),
        current.debtNs(),
        new Snapshot.Pending(
            p.interrupts().isAsked(), p.interrupts().kickDueNs(), p.interrupts().pendingCount()),
        last);
  }

  /** The first nanosecond at which it has paid what it owes and done its burst. */
  private long burstEndNs(Processor p, Schedulable s) {
    GuestThread thread = threads.get(s);
    long leftNs = thread == null ? s.burstNs() : thread.leftNs();
    if (!p.isRunning() || s.provided() != null || leftNs == Schedulable.SPIN) {
      return Timer.NEVER;
    }
    // Work << 16 fits: it is less than a stretch, or its end is too far away to be told.
    long workNs = s.debtNs() + leftNs;
    if (workNs >= 1L << 46) {
      return Timer.NEVER;
    }
    long scaled = (workNs << 16) - p.carry() + p.speed() - 1;
    return p.multiplexer().site().nowNs() + Math.max(0, Math.floorDiv(scaled, (long) p.speed()));
  }

  private Snapshot.Member member(Schedulable s) {
    GuestThread thread = threads.get(s);
    return new Snapshot.Member(
        s.name(),
        state(s),
        isSpinning(s) ? spinsSince(s) : since(s),
        s.processor().index(),
        thread == null ? Timer.NEVER : thread.wakesAtNs());
  }

  /** Since when it is in its run state. */
  private long since(Schedulable s) {
    return since(s, sinceNs);
  }

  private static long since(Schedulable s, Map<Schedulable, long[]> times) {
    long[] since = times.get(s);
    return since == null ? 0 : since[0];
  }

  private String state(Schedulable s) {
    if (s.state() == RunState.RUNNING && !s.processor().isRunning()) {
      return "on a vCPU that waits";
    }
    if (s.state() == RunState.RUNNABLE && s.held() != null) {
      return s.held() == Hold.CAP ? "capped" : "co-stopped";
    }
    if (isSpinning(s)) {
      return "spins";
    }
    return Snapshot.word(s.state());
  }

  /** Has a processor that executes, and only waits there for others; a vCPU with whom it runs. */
  private boolean isSpinning(Schedulable s) {
    GuestThread thread = threads.get(leaf(s));
    boolean runs = s.state() == RunState.RUNNING && s.processor().isRunning();
    return runs && thread != null && thread.spins();
  }

  private long spinsSince(Schedulable s) {
    Schedulable leaf = leaf(s);
    return Math.max(since(s), Math.max(since(leaf), since(leaf, spinsSinceNs)));
  }

  /** The thread that a vCPU runs, or its idle one; of a thread that itself. */
  private static Schedulable leaf(Schedulable s) {
    Schedulable leaf = s;
    while (leaf.provided() != null) {
      leaf = leaf.provided().current();
    }
    return leaf;
  }
}
