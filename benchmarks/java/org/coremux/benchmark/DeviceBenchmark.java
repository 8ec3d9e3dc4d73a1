package org.coremux.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.coremux.engine.Site;
import org.coremux.guest.WorkloadMeter;
import org.coremux.hypervisor.Guest;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many requests per second are simulated that come in, and are answered, by a paravirtual
 * network device?
 *
 * <p>Eight guests serve 2,000 requests a second each on eight pCPUs, with all that a platform
 * costs. A request is one frame in and one out, each through a thread that the host schedules:
 * vhost with KVM, netback in Domain 0 with Xen.
 *
 * <p>Command: {@code benchmarks/run Device}
 *
 * <p>What would make it lie: a host so busy that requests queue up (it is a fifth busy); a step
 * with other than 16,000 requests (their exact rate is the second figure).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class DeviceBenchmark {
  private static final long STEP_NS = 1_000_000_000;
  private static final int REQUESTS_PER_STEP = 16_000;

  /** The platform, by the name under which scenarios have it. */
  @Param({"kvm", "xen"})
  public String platform;

  private Site host;
  private List<WorkloadMeter> meters;

  /** The exact count of requests, per second like the score. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Exact {
    /** Requests of the iteration. */
    public long requests;
  }

  /** Builds the host and lets it settle for a second. */
  @Setup(Level.Trial)
  public void build() {
    Plugins plugins = Plugins.installed();
    String text =
        """
        scenario: devices
        duration: 23 h
        hosts: [{name: node, cpu: {cores: 8}, memory: 64 GiB, platform: %s}]
        guests:
          - name: web
            count: 8
            vcpus: 1
            memory: 1 GiB
            workload:
              - {kind: server, threads: 4, arrivals: {rate: 2000/s}, service: {mean: 50 us},
                 receives: 1, sends: 1}
        """
            .formatted(platform);
    Model model =
        new Model(
            new ScenarioReader(plugins.catalogue()).read(text, Path.of(""), List.of()),
            plugins,
            Model.Options.NORMAL);
    host = model.hosts().get(0).site();
    meters =
        model.guests().stream()
            .map(Model.Placed::guest)
            .map(Guest::meters)
            .flatMap(List::stream)
            .toList();
    host.runUntil(STEP_NS);
  }

  private long completed() {
    return meters.stream().mapToLong(WorkloadMeter::completedCount).sum();
  }

  /** A second of the host: an operation is one request. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS_PER_STEP)
  public long step(Exact exact) {
    long before = completed();
    host.runUntil(host.nowNs() + STEP_NS);
    exact.requests += completed() - before;
    return host.nowNs();
  }
}
