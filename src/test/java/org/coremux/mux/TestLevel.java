package org.coremux.mux;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.sched.CheckedScheduler;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;
import org.coremux.topology.Topology;

/**
 * Wires levels of processors for tests, with fixed costs, and checks all books after each instant.
 */
public final class TestLevel {
  public static final long US = 1_000;
  public static final long MS = 1_000_000;
  public static final long FOREVER_NS = 1_000_000 * MS;

  public final Simulation simulation = new Simulation(1);
  public final Site site = simulation.site("test");
  public final TraceHash hash = new TraceHash();
  public final List<Multiplexer> levels = new ArrayList<>();

  public TestLevel() {
    site.afterInstant(this::checkBooks);
  }

  /** Costs of a level: the same for every switch, exit and kick. */
  public record Costs(long switchNs, long exitNs, long kickNs) implements LevelCosts {
    public static final Costs FREE = new Costs(0, 0, 0);

    @Override
    public long switchNs(Schedulable from, Schedulable to) {
      return to.index() < 0 ? 0 : switchNs;
    }

    @Override
    public long exitNs(ExitReason why, Cost kind) {
      return why == ExitReason.INTERRUPT && kind == Cost.EXIT ? exitNs : 0;
    }

    @Override
    public long kickNs(Processor from, Processor to) {
      return kickNs;
    }
  }

  /** Round robin, held to its contract. */
  public static Function<Pool, Scheduler> roundRobin(long quantumNs) {
    return pool ->
        new CheckedScheduler(
            pool, inner -> new RoundRobin(inner, new RoundRobinParameters(quantumNs)));
  }

  public Multiplexer hardware(
      Topology topology, LevelCosts costs, Function<Pool, Scheduler> policy) {
    return remember(level("pcpu", costs).hardware(topology)).policy(policy);
  }

  public Multiplexer guest(
      String name, LevelCosts costs, Function<Pool, Scheduler> policy, Schedulable... vcpus) {
    return remember(level(name, costs).on(vcpus)).policy(policy);
  }

  private Multiplexer level(String name, LevelCosts costs) {
    return new Multiplexer(site, name, hash, costs, new java.util.SplittableRandom(1));
  }

  private Multiplexer remember(Multiplexer level) {
    levels.add(level);
    return level;
  }

  public static Schedulable vcpu(String name, Group group) {
    return Schedulable.vcpu(name, group, 1024, null);
  }

  public static Schedulable thread(String name, Group group, Schedulable.Body body) {
    return Schedulable.thread(name, group, 1024, null, body);
  }

  /** Admits it and brings it to BLOCKED. */
  public static Schedulable add(Multiplexer level, Schedulable s) {
    level.admit(s);
    level.start(s);
    return s;
  }

  /** A thread that computes for ever. */
  public Schedulable hog(Multiplexer level, String name, Group group) {
    Schedulable[] self = new Schedulable[1];
    self[0] = thread(name, group, now -> self[0].compute(FOREVER_NS));
    self[0].compute(FOREVER_NS);
    return add(level, self[0]);
  }

  /** A thread that computes once and blocks, and computes the same again when it is woken. */
  public Schedulable burst(Multiplexer level, String name, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        thread(
            name,
            null,
            now -> {
              self[0].compute(workNs);
              level.block(self[0]);
            });
    self[0].compute(workNs);
    return add(level, self[0]);
  }

  /** Does something from outside at a time. */
  public void at(long ns, Runnable action) {
    site.arm(new Timer(now -> action.run()), ns);
  }

  public void run(long untilNs) {
    simulation.runUntil(untilNs);
    checkBooks();
  }

  public void checkBooks() {
    levels.forEach(level -> new BooksCheck(level).run());
  }
}
