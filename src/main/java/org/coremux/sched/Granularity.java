package org.coremux.sched;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * What a policy gives away at a time: a hardware thread, a core, or a socket; the last two by
 * {@link CoreScheduling} around the policy. Where not all parts of the machine have equally many
 * threads the next finer one is taken.
 *
 * <p>Source: schedulers.md 8 (Xen's sched-gran); the default is cpu.
 */
public enum Granularity {
  /** Each hardware thread by itself. */
  CPU,
  /** All threads of a core together. */
  CORE,
  /** All threads of a socket together. */
  SOCKET;

  /** The name of the parameter. */
  public static final String NAME = "granularity";

  /** The name of the other parameter. */
  public static final String RENDEZVOUS = "rendezvous";

  /**
   * Until all threads of a core stand still. Unit: ns. Source: assumed; schedulers.md 8 has 2 to 5
   * us.
   */
  public static final long RENDEZVOUS_NS = 3_000;

  /** Unit: ns. Source: assumed. */
  private static final long RENDEZVOUS_MAX_NS = 1_000_000;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** What every policy of a host understands beside its own. */
  public static List<Parameter> parameters() {
    return List.of(
        Parameter.choice(
            NAME,
            CPU.key,
            List.of(CPU.key, CORE.key, SOCKET.key),
            "what is given to one guest at a time: a hardware thread, a core or a socket",
            "Xen sched-gran; schedulers.md, section 8"),
        rendezvous());
  }

  /** How long it takes until all threads of a core stand still. */
  static Parameter rendezvous() {
    return Parameter.duration(
        RENDEZVOUS,
        RENDEZVOUS_NS,
        Range.of(0, RENDEZVOUS_MAX_NS),
        "how long it takes until all threads of a core stand still, so that it can be given away",
        "assumed; schedulers.md, section 8, 2 to 5 us");
  }

  /** The one that is meant. */
  public static Granularity of(Parameters parameters) {
    return valueOf(parameters.choice(NAME).toUpperCase(Locale.ROOT));
  }

  /** The word in a scenario. */
  public String key() {
    return key;
  }

  /** A policy for the pool: the one that {@code create} makes, given away in these parts. */
  public Scheduler around(Pool pool, long rendezvousNs, Function<Pool, Scheduler> create) {
    int threads = threads(pool.topology(), pool.processorCount());
    return threads == 1
        ? create.apply(pool)
        : new CoreScheduling(pool, threads, rendezvousNs, create);
  }

  /** How many hardware threads such a part has. */
  int threads(Topology machine, int processors) {
    if (this == CPU || machine.cpuCount() != processors) {
      return 1; // some of its processors are not here
    }
    Shape shape = machine.shape();
    return this == CORE ? shape.threadsPerCore() : shape.coresPerSocket() * shape.threadsPerCore();
  }

  /** The machine as it looks where so many threads are one processor. */
  static Topology seen(Topology machine, int threads) {
    Shape shape = machine.shape();
    Shape parts =
        threads == shape.threadsPerCore()
            ? new Shape(
                shape.sockets(),
                shape.nodesPerSocket(),
                shape.llcsPerSocket(),
                shape.coresPerSocket(),
                1)
            : Shape.of(shape.sockets(), 1, 1);
    return new Topology(parts, machine.clockHz(), machine.smt());
  }
}
