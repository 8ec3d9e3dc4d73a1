package org.coremux.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;
import org.coremux.engine.Distribution;
import org.coremux.engine.RandomStreams;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Alarm;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TraceHash;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;
import org.coremux.topology.Topology;

/**
 * The model that whole runs are measured on: hosts of up to 64 pCPUs, on each as many guests as
 * pCPUs, each with 4 vCPUs, 4 threads and a round-robin scheduler of its own. Threads compute and
 * sleep for Exp(5 ms), so that twice as much is asked for as there is. Switches, exits and kicks
 * cost; no link joins the hosts.
 */
final class Model {
  private static final int HOST_PCPUS_MAX = 64;
  private static final int GUEST_VCPUS = 4;
  private static final long SEED = 1;
  private static final Distribution BURST_AND_SLEEP = Distribution.exponential(5_000_000);

  final Simulation simulation = new Simulation(SEED);
  private final RandomStreams streams = new RandomStreams(SEED, 0);
  private final List<TraceHash> hashes = new ArrayList<>();
  private final Function<Pool, Scheduler> hostPolicy;

  /** Costs of the right size; the benchmark measures the simulator, not the platform. */
  private record Costs(long switchNs, long exitNs, long kickNs) implements LevelCosts {
    @Override
    public long switchNs(Schedulable from, Schedulable to) {
      return switchNs;
    }

    @Override
    public long kickNs(Processor from, Processor to) {
      return kickNs;
    }

    @Override
    public long exitNs(ExitReason why, Cost kind) {
      return kind == Cost.EXIT ? exitNs : 0;
    }
  }

  /** A model of so many pCPUs in all, in hosts of at most 64. */
  Model(int pcpus, Function<Pool, Scheduler> hostPolicy) {
    this.hostPolicy = hostPolicy;
    for (int left = pcpus; left > 0; left -= HOST_PCPUS_MAX) {
      host(Math.min(left, HOST_PCPUS_MAX));
    }
  }

  /** Round robin with its default quantum. */
  static Scheduler roundRobin(Pool pool) {
    return new RoundRobin(pool, new RoundRobinParameters(RoundRobinParameters.QUANTUM_NS));
  }

  /** One hash of all hosts. */
  long hash() {
    long joined = 0;
    for (TraceHash hash : hashes) {
      joined = TraceHash.combine(joined, hash.value());
    }
    return joined;
  }

  private void host(int pcpus) {
    String name = "host-" + hashes.size();
    Site site = simulation.site(name);
    TraceHash hash = new TraceHash();
    hashes.add(hash);
    LevelCosts costs = new Costs(1_500, 1_000, 1_000);
    Multiplexer host =
        new Multiplexer(site, name, hash, costs, streams.generator(name + "/policy"))
            .hardware(Topology.flat(pcpus))
            .policy(hostPolicy);
    for (int i = 0; i < pcpus; i++) {
      guest(host, site, name + "/guest-" + i, hash);
    }
  }

  private void guest(Multiplexer host, Site site, String name, TraceHash hash) {
    Schedulable[] vcpus = new Schedulable[GUEST_VCPUS];
    for (int i = 0; i < GUEST_VCPUS; i++) {
      vcpus[i] = Schedulable.vcpu(name + ".v" + i, null, 256, null);
      host.admit(vcpus[i]);
      host.start(vcpus[i]);
    }
    LevelCosts costs = new Costs(1_000, 0, 0);
    Multiplexer guest =
        new Multiplexer(site, name, hash, costs, streams.generator(name + "/policy"))
            .on(vcpus)
            .policy(Model::roundRobin);
    for (int i = 0; i < GUEST_VCPUS; i++) {
      new Worker(guest, name + ".t" + i, streams.stream(name + ".t" + i));
    }
  }

  /** A thread that computes and sleeps in turn. */
  private static final class Worker {
    private final Multiplexer level;
    private final UniformRandomProvider random;
    private final Schedulable thread;
    private final Alarm wakeUp;

    Worker(Multiplexer level, String name, UniformRandomProvider random) {
      this.level = level;
      this.random = random;
      thread = Schedulable.thread(name, null, 1024, null, this::sleep);
      level.admit(thread);
      level.start(thread);
      wakeUp = level.alarm(thread.processor(), this::work);
      level.arm(wakeUp, thread.processor(), BURST_AND_SLEEP.sampleNs(random));
    }

    private void work(long nowNs) {
      thread.compute(BURST_AND_SLEEP.sampleNs(random));
      level.wake(thread);
    }

    private void sleep(long nowNs) {
      level.block(thread);
      level.arm(wakeUp, thread.processor(), nowNs + BURST_AND_SLEEP.sampleNs(random));
    }
  }
}
