package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Hold;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/** Writes trace events of what happens on one host, within a window. */
final class HostTraceEvents implements Observer {
  private final Host host;
  private final TraceWriter writer;
  private final TraceEvents.Window window;
  private final TraceMembers members = new TraceMembers();
  private final Map<Multiplexer, ProcessorTrack[]> tracks = new HashMap<>();
  private final List<ProcessorTrack> orderedTracks = new ArrayList<>();
  private final Map<Processor, LastDecision> decisions = new HashMap<>();
  private final List<LevelCounter> counters = new ArrayList<>();
  private final List<LevelCounter> changed = new ArrayList<>();
  private final List<TraceMember> waiters = new ArrayList<>();
  private LevelCounter busy;
  private boolean hasBegun;
  private boolean hasEnded;
  private long endedNs;

  /**
   * At time 0.
   *
   * @param where of several hosts says which, after names of guests; else empty
   */
  HostTraceEvents(Host host, TraceWriter writer, TraceEvents.Window window, String where) {
    this.host = host;
    this.writer = writer;
    this.window = window;
    pcpus();
    List<Guest> all = new ArrayList<>(host.systems());
    all.removeAll(host.domains());
    all.addAll(host.guests());
    all.addAll(host.domains()); // after the guests that they are in, whose levels they wait on
    for (Guest guest : all) {
      guest(guest, where);
    }
    for (Multiplexer level : host.levels()) {
      for (int i = 0; i < level.roster().indices(); i++) {
        if (level.roster().at(i) != null) {
          members.of(level.roster().at(i));
        }
      }
    }
  }

  // ---- tracks ----

  private void pcpus() {
    int process = writer.process("host " + host.name() + ": pCPUs");
    busy = counter(process, "pCPUs", "busy");
    boolean isOne = host.pools().size() == 1;
    for (Multiplexer pool : host.pools()) {
      String of = isOne ? "" : pool.name() + " ";
      members.queue(pool, counter(process, isOne ? "run queue" : of + "run queue", "waiting"));
      ProcessorTrack[] its = new ProcessorTrack[pool.processorCount()];
      for (int i = 0; i < its.length; i++) {
        int thread = writer.thread(process, of + "pCPU " + i);
        its[i] = new ProcessorTrack(writer, pool.processor(i), process, thread);
        orderedTracks.add(its[i]);
      }
      tracks.put(pool, its);
    }
  }

  private void guest(Guest guest, String where) {
    String what = guest == host.background() ? "host " : "guest ";
    String own = guest.isVirtual() ? ": vCPUs" : ": threads";
    int process = writer.process(what + guest.name() + where + own);
    Multiplexer inner = guest.above();
    if (inner != guest.level()) {
      members.queue(inner, counter(process, "run queue", "threads_waiting"));
    }
    for (Schedulable s : guest.scheduled()) {
      members.add(s, TraceMember.track(process, writer.thread(process, s.name())));
    }
  }

  private LevelCounter counter(int process, String name, String unit) {
    LevelCounter counter = new LevelCounter(process, name, unit, changed);
    counters.add(counter);
    return counter;
  }

  // ---- what happens ----

  @Override
  public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    if (!goesOn(nowNs)) {
      return;
    }
    TraceMember member = members.of(s);
    if (member.on != null) {
      ProcessorTrack track = member.on;
      track.close(member, nowNs);
      busy.counts(track.isBusy() ? 0 : -1);
    }
    does(member, nowNs, Doing.of(to, s.held()));
    if (to == RunState.RUNNING) {
      open(member, p, nowNs);
    }
  }

  @Override
  public void held(long nowNs, Schedulable s, Hold why) {
    if (goesOn(nowNs)) {
      does(members.of(s), nowNs, Doing.of(s.state(), why));
    }
  }

  private void does(TraceMember member, long nowNs, Doing doing) {
    boolean isNew = doing != member.doing();
    member.does(doing, nowNs, writer);
    if (isNew && doing.isWaiting() && member.hasTrack()) {
      waiters.add(member);
    }
  }

  private void open(TraceMember member, Processor p, long nowNs) {
    ProcessorTrack track = track(p);
    if (track == null) {
      return; // on a vCPU that waits
    }
    busy.counts(track.isBusy() ? 0 : 1);
    TraceMember next = member;
    while (next != null) { // it, and whoever goes on within it
      track.open(next, nowNs);
      track.writeBegin(next, nowNs, decisions.get(next.s.processor()), members);
      next = within(next.s.provided());
    }
  }

  private TraceMember within(Processor p) {
    if (p == null) {
      return null;
    }
    Schedulable s = p.current();
    boolean isThere = s.index() >= 0 && s.state() == RunState.RUNNING && s.processor() == p;
    return isThere ? members.of(s) : null;
  }

  /** That of the pCPU on which the processor executes; null while it does not. */
  private ProcessorTrack track(Processor p) {
    Processor at = p;
    while (at.provider() != null) {
      if (at.provider().state() != RunState.RUNNING) {
        return null;
      }
      at = at.provider().processor();
    }
    ProcessorTrack[] its = tracks.get(at.multiplexer());
    return its == null ? null : its[at.index()]; // null: of another host
  }

  @Override
  public void woken(long nowNs, Schedulable s, Processor waker) {
    if (goesOn(nowNs)) {
      ProcessorTrack track = waker == null ? null : track(waker);
      members.of(s).arrow = track == null ? 0 : track.wakes(nowNs);
    }
  }

  @Override
  public void decided(long nowNs, LastDecision decision) {
    if (!goesOn(nowNs)) {
      return;
    }
    Processor p = decision.processor();
    decisions.put(p, decision);
    ProcessorTrack[] its = tracks.get(p.multiplexer());
    if (its != null) {
      its[p.index()].decided(decision.to(), window.fromNs(), nowNs);
    }
  }

  @Override
  public void instantEnded(long nowNs) {
    if (!goesOn(nowNs)) {
      return;
    }
    for (int i = 0; i < waiters.size(); i++) {
      TraceMember member = waiters.get(i);
      if (member.doing().isWaiting()) {
        ProcessorTrack track = track(member.s.processor()); // null: of a vCPU that waits, too
        member.waitsBeside(track == null ? null : track.outermost());
      }
    }
    waiters.clear();
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).settle(nowNs, writer);
    }
    changed.clear();
    if (hasBegun && writer.isFull()) {
      endAt(nowNs);
    }
  }

  // ---- beginning and end ----

  /** Begins and ends when it is time; whether what happens now is still to be told. */
  private boolean goesOn(long nowNs) {
    if (hasEnded) {
      return false;
    }
    if (!hasBegun && nowNs >= window.fromNs()) {
      begin();
    }
    if (nowNs >= window.untilNs()) {
      endAt(window.untilNs());
    }
    return !hasEnded;
  }

  private void begin() {
    hasBegun = true;
    long fromNs = window.fromNs();
    writer.open();
    for (ProcessorTrack track : orderedTracks) {
      track.beginAt(fromNs, members);
    }
    for (TraceMember member : members.ordered()) {
      member.beginAt(fromNs);
    }
    for (LevelCounter counter : counters) {
      counter.write(fromNs, writer);
    }
  }

  private void endAt(long untilNs) {
    hasEnded = true;
    endedNs = untilNs;
    for (Multiplexer pool : host.pools()) {
      pool.settleBooks();
    }
    for (ProcessorTrack track : orderedTracks) {
      track.endAt(window.fromNs(), untilNs);
    }
    for (TraceMember member : members.ordered()) {
      member.write(untilNs, writer);
    }
  }

  /** The run is over; until when its events were told. */
  long finish(long endNs) {
    if (!hasBegun) {
      begin();
    }
    if (!hasEnded) {
      endAt(Math.max(window.fromNs(), Math.min(endNs, window.untilNs())));
    }
    return endedNs;
  }
}
