package org.coremux.experiment;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Quantity;
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
  /** How often somebody is told how far it is. Unit: instants. Source: assumed. */
  private static final int TOLD_EACH = 1_000;

  private final Model model;
  private final Course course;
  private final long endNs;
  private final Camera camera;
  private final List<Happening> happened = new ArrayList<>();
  private final List<String> changedGuests = new ArrayList<>();
  private final List<Long> keys = new ArrayList<>();
  private final IdentityHashMap<Multiplexer, Integer> levels = new IdentityHashMap<>();
  private long changes;
  private long stream;
  private int decisions;
  private int switches;
  private boolean records;
  private Runnable progress = () -> {};
  private int instants;

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
    model = new Model(scenario, plugins, Observation.options(options));
    endNs = scenario.endNsMax();
    camera = new Camera(model);
    for (Host host : model.hosts()) {
      host.levels().forEach(level -> levels.put(level, levels.size()));
      Observation.of(host, List.of(camera.observer(), new Watch()));
    }
    course = new Course(model);
    stepTo(0);
  }

  // ---- what is watched ----

  /** Takes down what happens while a step is under way. */
  private final class Watch implements Observer {
    @Override
    public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
      long key = key(p, s, to);
      changes++;
      stream = TraceHash.combine(TraceHash.combine(stream, nowNs), key);
      if (records) {
        keys.add(key);
        String where = to == RunState.RUNNING ? " on " + p.index() : "";
        String what = s.name() + ": " + Snapshot.word(from) + " -> " + Snapshot.word(to) + where;
        happened.add(new Happening(p.multiplexer().name(), what));
        changedGuests.add(camera.owner(s));
      }
    }

    @Override
    public void decided(long nowNs, LastDecision last) {
      decisions++;
      if (last.isSwitch()) {
        switches++;
      }
      if (records) {
        Decision decision = last.saved();
        String what = decision.isSwitch() ? decision.to() : decision.to() + " goes on";
        happened.add(
            new Happening(
                decision.level(),
                "decision on "
                    + decision.processor()
                    + ": "
                    + what
                    + ", because "
                    + decision.why()));
      }
    }
  }

  /** Who came to be what, by numbers in the order of creation: names do not matter. */
  private long key(Processor p, Schedulable s, RunState to) {
    Multiplexer level = p.multiplexer();
    long key = levels.computeIfAbsent(level, l -> levels.size());
    key = key << 20 | s.index();
    key = key << 16 | p.index();
    return key << 2 | to.ordinal();
  }

  // ---- what came so far ----

  /** How many changes of run state there have been, at all levels of all hosts. */
  long changes() {
    return changes;
  }

  /** A hash of all of them, in their order. */
  long stream() {
    return stream;
  }

  /** The changes of the instant that the last step came to, as numbers. */
  List<Long> keys() {
    return List.copyOf(keys);
  }

  /** When something happens next. Unit: ns. */
  long nextNs() {
    return model.simulation().nextNs();
  }

  // ---- going on ----

  /** Who is told that it has come further: every {@value #TOLD_EACH} instants. */
  public Inspector onProgress(Runnable listener) {
    progress = listener;
    return this;
  }

  private void on(long instantNs) {
    model.simulation().runTogether(instantNs);
    if (++instants == TOLD_EACH) {
      instants = 0;
      progress.run();
    }
  }

  /** The wired model. */
  public Model model() {
    return model;
  }

  /** Where it is, in ns since the start of the run, the warm-up included. */
  public long nowNs() {
    return model.nowNs();
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
      host.systems().forEach(guest -> names.add(guest.name()));
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
      throw new IllegalArgumentException(time(instantNs) + " has passed; it is " + time(nowNs()));
    }
    long targetNs = Math.min(instantNs, endNs);
    while (!isOver() && model.simulation().nextNs() <= targetNs) {
      on(model.simulation().nextNs());
    }
    if (!isOver()) {
      model.simulation().runTogether(targetNs);
    }
    happened.clear();
  }

  private static String time(long ns) {
    return Quantity.format(ns, Quantity.Dimension.TIME);
  }

  /**
   * Goes to the instant in which the event of that number happens, as a run counts them, and
   * through all that happens in it.
   *
   * @return how many events there have been by then; fewer when the end comes before
   */
  public long runToEvent(long number) {
    while (model.simulation().events() < number && nextInstant()) {
      // on to the next
    }
    return model.simulation().events();
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
    keys.clear();
    changedGuests.clear();
    decisions = 0;
    switches = 0;
    on(instantNs);
  }

  /** What happened in the instant that the last step came to, in order. */
  public List<Happening> happened() {
    return List.copyOf(happened);
  }

  /** The events of the scenario that have happened so far, in their order. */
  public List<Happened> events() {
    return Happened.until(nowNs(), model);
  }

  // ---- what it looks like ----

  /** Everything as it stands now, after all that happens in this instant. */
  public Snapshot snapshot() {
    return camera.snapshot();
  }
}
