package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Hold;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/** Takes down what happens on one host, within a window. */
final class HostRecorder implements Observer {
  /**
   * A spin that is shorter is taken for work: locks that are free in a moment would fill the room,
   * and are no wider than a dot. Unit: ns. Source: assumed; several critical sections of a kernel.
   */
  private static final long SPIN_LEAST_NS = 20_000;

  private static final long NEVER = -1;

  /** What a member does now. */
  private static final class Now {
    final int number;
    final Schedulable s;
    final int level;
    Doing doing = Doing.OFFLINE;

    /** What it does as far as its own level knows. */
    Doing plain = Doing.OFFLINE;

    int processor;
    long sinceNs;

    /** Since when it ran before it spun; {@link #NEVER} if it did not. */
    long ranSinceNs = NEVER;

    /** Whether it is a leaf that spins. */
    boolean spins;

    /** Whom it runs, if it is a vCPU; and on whom it runs, if on a vCPU. Null for nobody. */
    Now rider;

    Now on;

    Now(int number, Schedulable s, int level) {
      this.number = number;
      this.s = s;
      this.level = level;
    }

    /** A vCPU spins while the one on it does. */
    boolean isSpinning() {
      return spins || rider != null && rider.doing == Doing.SPINNING;
    }
  }

  private final Host host;
  private final TimelineRecorder.Window window;
  private final Camera camera;
  private final Observer clock;
  private final SnapshotAlbum album;
  private final Map<Multiplexer, Integer> levels = new HashMap<>();
  private final List<Processor> processors = new ArrayList<>();
  private final List<Integer> firstProcessors = new ArrayList<>();
  private final Map<Schedulable, Now> members = new HashMap<>();
  private final List<Now> ordered = new ArrayList<>();
  private final HostTimeline.Changes changes = new HostTimeline.Changes();
  private final HostTimeline.Decisions decisions = new HostTimeline.Decisions();
  private int rowsAtBegin;
  private boolean hasBegun;
  private final List<LastDecision> decided = new ArrayList<>();
  private long untilNs;

  HostRecorder(Host host, TimelineRecorder.Window window, Camera camera, SnapshotAlbum album) {
    this.host = host;
    this.window = window;
    this.camera = camera;
    untilNs = window.untilNs();
    clock = camera.observer();
    this.album = album;
    for (Multiplexer level : host.levels()) {
      levels.put(level, levels.size());
      firstProcessors.add(processors.size());
      for (int i = 0; i < level.processorCount(); i++) {
        processors.add(level.processor(i));
      }
    }
    for (Multiplexer level : host.levels()) {
      for (int i = 0; i < level.roster().indices(); i++) {
        if (level.roster().at(i) != null) {
          now(level.roster().at(i));
        }
      }
    }
  }

  private Now now(Schedulable s) {
    Now now = members.get(s);
    if (now == null) {
      int level = levels.getOrDefault(s.processor().multiplexer(), 0); // or on another host still
      now = new Now(ordered.size(), s, level);
      now.plain = Doing.of(s.state(), s.held());
      now.doing = now.plain;
      now.processor = number(s.processor());
      members.put(s, now);
      ordered.add(now);
    }
    return now;
  }

  private int number(Schedulable s) {
    return s == null ? Timeline.NONE : now(s).number;
  }

  private int number(Processor p) {
    Integer level = levels.get(p.multiplexer());
    return level == null ? 0 : firstProcessors.get(level) + p.index(); // null: of another host
  }

  // ---- what happens ----

  @Override
  public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    if (nowNs < untilNs) {
      clock.changed(nowNs, p, s, from, to);
      takeDown(nowNs, now(s), Doing.of(to, s.held()));
    }
  }

  @Override
  public void held(long nowNs, Schedulable s, Hold why) {
    if (nowNs < untilNs) {
      takeDown(nowNs, now(s), Doing.of(s.state(), why));
    }
  }

  @Override
  public void spins(long nowNs, Schedulable s, boolean yes) {
    if (nowNs < untilNs) {
      clock.spins(nowNs, s, yes);
      Now now = now(s);
      now.spins = yes;
      takeDown(nowNs, now, now.plain);
    }
  }

  private void takeDown(long nowNs, Now now, Doing plain) {
    Doing doing = now.isSpinning() ? plain.spinning() : plain;
    int processor = number(now.s.processor());
    boolean isNew = doing != now.doing || processor != now.processor;
    now.plain = plain;
    if (isNew && !isTakenBack(nowNs, now, doing)) {
      add(nowNs, now, doing, processor);
    }
    tellBelow(nowNs, now);
  }

  private void add(long nowNs, Now now, Doing doing, int processor) {
    if (nowNs >= window.fromNs() && nowNs < untilNs) {
      begin();
      changes.add(nowNs, now.number, doing, processor);
      cutIfFull(nowNs);
    }
    if (doing != now.doing) {
      boolean hasRun = now.doing == Doing.RUNNING && doing == Doing.SPINNING;
      now.ranSinceNs = hasRun ? now.sinceNs : NEVER;
      now.sinceNs = nowNs;
    }
    now.doing = doing;
    now.processor = processor;
  }

  /** Whether it has spun, too short to be told, and runs on. */
  private boolean isTakenBack(long nowNs, Now now, Doing next) {
    boolean runsOn = now.doing == Doing.SPINNING && next == Doing.RUNNING;
    boolean isShort = now.ranSinceNs != NEVER && nowNs - now.sinceNs < SPIN_LEAST_NS;
    if (!runsOn || !isShort || hasBegun && !isRemoved(now)) {
      return false;
    }
    now.doing = next;
    now.sinceNs = now.ranSinceNs;
    now.ranSinceNs = NEVER;
    return true;
  }

  /** Whether the row in which it began to spin was there, and no longer is. */
  private boolean isRemoved(Now now) {
    for (int row = changes.size() - 1; row >= rowsAtBegin; row--) {
      if (changes.atNs().get(row) < now.sinceNs) {
        return false;
      }
      if (changes.member().get(row) == now.number) {
        changes.remove(row);
        return true;
      }
    }
    return false;
  }

  /** What a vCPU does depends on whom it runs. */
  private void tellBelow(long nowNs, Now now) {
    Now before = now.on;
    Schedulable vcpu = now.doing.isRunning() ? now.s.processor().provider() : null;
    now.on = vcpu == null ? null : now(vcpu);
    if (before != null && before != now.on && before.rider == now) {
      before.rider = null;
      takeDown(nowNs, before, before.plain);
    }
    if (now.on != null) {
      now.on.rider = now;
      takeDown(nowNs, now.on, now.on.plain);
    }
  }

  @Override
  public void decided(long nowNs, LastDecision decision) {
    if (nowNs < window.fromNs() || nowNs >= untilNs) {
      return;
    }
    begin();
    decided.add(decision);
    decisions.add(
        nowNs,
        number(decision.processor()),
        decision.why(),
        new HostTimeline.Whom(
            number(decision.who()),
            decision.more(),
            number(decision.from()),
            number(decision.to())),
        decision.untilNs());
    cutIfFull(nowNs);
  }

  @Override
  public void instantEnded(long nowNs) {
    if (!decided.isEmpty() && nowNs < untilNs) {
      settleSlices();
      album.offer(nowNs);
    }
    decided.clear();
  }

  /** A policy that decides again in the same instant may grant another slice. */
  private void settleSlices() {
    int first = decisions.size() - decided.size();
    for (int i = 0; i < decided.size(); i++) {
      decisions.untilNs().set(first + i, decided.get(i).untilNs());
    }
  }

  /** What everybody does when the window begins. */
  private void begin() {
    if (hasBegun) {
      return;
    }
    hasBegun = true;
    for (Now now : ordered) {
      changes.add(now.sinceNs, now.number, now.doing, now.processor);
    }
    rowsAtBegin = changes.size();
  }

  /** When there is no room for more, the window ends before the instant that is under way. */
  private void cutIfFull(long nowNs) {
    if (changes.size() - rowsAtBegin + decisions.size() > window.rowsMax()) {
      untilNs = nowNs;
      changes.cutAt(nowNs, rowsAtBegin);
      decisions.cutAt(nowNs);
    }
  }

  // ---- what was taken down ----

  HostTimeline timeline(long endNs) {
    begin();
    boolean isCut = untilNs < Math.min(window.untilNs(), endNs);
    List<HostTimeline.Level> named = new ArrayList<>();
    for (Multiplexer level : host.levels()) {
      boolean isGuest = level.processorCount() > 0 && level.processor(0).provider() != null;
      named.add(new HostTimeline.Level(level.name(), level.policy().toString(), isGuest));
    }
    List<HostTimeline.OneProcessor> numbered = new ArrayList<>();
    for (Processor p : processors) {
      numbered.add(
          new HostTimeline.OneProcessor(
              levels.get(p.multiplexer()), p.index(), number(p.provider())));
    }
    return new HostTimeline(
        host.name(),
        new HostTimeline.Span(window.fromNs(), Math.min(untilNs, endNs), isCut),
        named,
        numbered,
        ordered.stream().map(this::member).toList(),
        changes,
        decisions,
        album.pages());
  }

  private HostTimeline.Member member(Now now) {
    List<Integer> allowed = new ArrayList<>();
    for (Processor p : processors) {
      if (now.s.affinity() != null && levels.get(p.multiplexer()) == now.level) {
        if (now.s.allows(p)) {
          allowed.add(number(p));
        }
      }
    }
    return new HostTimeline.Member(now.s.name(), camera.owner(now.s), now.level, allowed);
  }
}
