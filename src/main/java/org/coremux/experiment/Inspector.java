package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;

/**
 * Runs a scenario to an instant, or on from one to the next, and shows what it looks like there.
 *
 * <p>It watches from outside: what happens, and when, is to the nanosecond what happens in a {@link
 * Run} of the same scenario. All hosts go on together, in one order of time.
 *
 * <p>Cost: some times slower than a run.
 */
public final class Inspector {
  private final Model model;
  private final Course course;
  private final long endNs;
  private final Map<Schedulable, long[]> sinceNs = new HashMap<>();
  private final Map<Schedulable, String> owners = new HashMap<>();
  private final Map<Schedulable, GuestThread> threads = new HashMap<>();
  private final List<Happening> happened = new ArrayList<>();
  private final List<String> changedGuests = new ArrayList<>();
  private int decisions;
  private int switches;
  private boolean records;

  /**
   * At time 0.
   *
   * @throws org.coremux.scenario.ScenarioException when a file that it names is missing or broken
   */
  public Inspector(Scenario scenario, Plugins plugins) {
    this(scenario, plugins, Model.Options.NORMAL);
  }

  /** At time 0, with replication and checks as in the options. */
  public Inspector(Scenario scenario, Plugins plugins, Model.Options options) {
    model =
        new Model(
            scenario,
            plugins,
            options.with(
                (pool, create) -> {
                  DecisionLog log = new DecisionLog(pool, create);
                  log.onDecision(this::decided);
                  return log;
                }));
    endNs = scenario.warmupNs() + scenario.measuredNsMax();
    for (Host host : model.hosts()) {
      host.levels().forEach(level -> level.trace(this::changed));
      host.guests().forEach(this::know);
      for (Guest guest : systems(host)) {
        know(guest);
      }
    }
    course = new Course(model);
    stepTo(0);
  }

  private static List<Guest> systems(Host host) {
    List<Guest> systems = new ArrayList<>();
    if (host.domain0() != null) {
      systems.add(host.domain0());
    }
    if (host.background() != null) {
      systems.add(host.background());
    }
    return systems;
  }

  private void know(Guest guest) {
    guest.scheduled().forEach(s -> owners.put(s, guest.name()));
    for (GuestThread thread : guest.os().threads()) {
      threads.put(thread.schedulable(), thread);
      owners.put(thread.schedulable(), guest.name());
    }
  }

  // ---- what is watched ----

  private void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    sinceNs.computeIfAbsent(s, key -> new long[1])[0] = nowNs;
    if (records) {
      String where = to == RunState.RUNNING ? " on " + p.index() : "";
      happened.add(
          new Happening(
              p.multiplexer().name(), s.name() + ": " + word(from) + " -> " + word(to) + where));
      changedGuests.add(owners.getOrDefault(s, ""));
    }
  }

  private void decided(Decision decision) {
    decisions++;
    if (decision.isSwitch()) {
      switches++;
    }
    if (records) {
      String what = decision.isSwitch() ? decision.to() : decision.to() + " goes on";
      happened.add(
          new Happening(
              decision.level(),
              "decision on " + decision.processor() + ": " + what + ", because " + decision.why()));
    }
  }

  // ---- going on ----

  /** The wired model. */
  public Model model() {
    return model;
  }

  /** Where it is, in ns since the start of the run, the warm-up included. */
  public long nowNs() {
    return model.hosts().get(0).site().nowNs();
  }

  /** When the run ends at the latest. Unit: ns. */
  public long endNs() {
    return endNs;
  }

  /** Whether the run is over: its end has come, or all finite work is done. */
  public boolean isOver() {
    return course.isDone() || nowNs() >= endNs;
  }

  /** The names of those whose changes can be waited for: guests and host systems. */
  public List<String> guests() {
    List<String> names = new ArrayList<>();
    for (Host host : model.hosts()) {
      host.guests().forEach(guest -> names.add(guest.name()));
      systems(host).forEach(guest -> names.add(guest.name()));
    }
    return names;
  }

  /**
   * Goes to the instant and through all that happens in it; to the end when that comes before.
   *
   * @throws IllegalArgumentException if the instant has passed
   */
  public void runTo(long instantNs) {
    if (instantNs < nowNs()) {
      throw new IllegalArgumentException(instantNs + " ns has passed; it is " + nowNs() + " ns");
    }
    long targetNs = Math.min(instantNs, endNs);
    while (!isOver() && model.simulation().nextNs() <= targetNs) {
      model.simulation().runTogether(model.simulation().nextNs());
    }
    if (!isOver()) {
      model.simulation().runTogether(targetNs);
    }
    happened.clear();
  }

  /** Goes to the next instant in which something happens; false at the end. */
  public boolean nextInstant() {
    return step(() -> true);
  }

  /** Goes on until a policy has decided; false at the end. */
  public boolean nextDecision() {
    return step(() -> decisions > 0);
  }

  /** Goes on until a processor has somebody else; false at the end. */
  public boolean nextSwitch() {
    return step(() -> switches > 0);
  }

  /**
   * Goes on until a vCPU or a thread of the guest changes its state; false at the end.
   *
   * @throws IllegalArgumentException if there is no such guest
   */
  public boolean nextChange(String guest) {
    if (!guests().contains(guest)) {
      throw new IllegalArgumentException(
          "there is no guest " + guest + "; there are " + String.join(", ", guests()));
    }
    return step(() -> changedGuests.contains(guest));
  }

  private boolean step(BooleanSupplier isThere) {
    records = true;
    boolean found = false;
    happened.clear();
    while (!found && !isOver()) {
      long nextNs = model.simulation().nextNs();
      if (nextNs > endNs) {
        model.simulation().runTogether(endNs);
      } else {
        stepTo(nextNs);
        found = isThere.getAsBoolean();
      }
    }
    records = false;
    return found;
  }

  private void stepTo(long instantNs) {
    happened.clear();
    changedGuests.clear();
    decisions = 0;
    switches = 0;
    model.simulation().runTogether(instantNs);
  }

  /** What happened in the instant that the last step came to, in order. */
  public List<Happening> happened() {
    return List.copyOf(happened);
  }

  // ---- what it looks like ----

  /** Everything as it stands now, after all that happens in this instant. */
  public Snapshot snapshot() {
    List<Snapshot.Level> levels = new ArrayList<>();
    for (Host host : model.hosts()) {
      for (Multiplexer level : host.levels()) {
        level.settleBooks();
      }
      for (Multiplexer level : host.levels()) {
        levels.add(level(host, level));
      }
    }
    return new Snapshot(nowNs(), levels);
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
    return nowNs() + Math.max(0, Math.floorDiv(scaled, (long) p.speed()));
  }

  private Snapshot.Member member(Schedulable s) {
    GuestThread thread = threads.get(s);
    return new Snapshot.Member(
        s.name(),
        state(s),
        since(s),
        s.processor().index(),
        thread == null ? Timer.NEVER : thread.wakesAtNs());
  }

  private long since(Schedulable s) {
    long[] since = sinceNs.get(s);
    return since == null ? 0 : since[0];
  }

  private static String state(Schedulable s) {
    if (s.state() == RunState.RUNNING && !s.processor().isRunning()) {
      return "on a vCPU that waits";
    }
    if (s.state() == RunState.RUNNABLE && s.held() != null) {
      return s.held() == Hold.CAP ? "capped" : "co-stopped";
    }
    return word(s.state());
  }

  private static String word(RunState state) {
    return state == RunState.RUNNABLE ? "waiting" : state.name().toLowerCase(Locale.ROOT);
  }
}
