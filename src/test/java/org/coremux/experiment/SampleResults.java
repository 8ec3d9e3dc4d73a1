package org.coremux.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Results made by hand, as a run of 10 s of three web guests beside a batch guest would give them.
 */
public final class SampleResults {
  /** Length of the window. Unit: ns. */
  public static final long DURATION_NS = 10_000_000_000L;

  private static final long BUCKET_NS = 100_000_000L;
  private static final int BUCKETS = 100;
  private static final int PCPUS = 8;

  private SampleResults() {}

  /** Four guests on eight pCPUs under Xen, with everything that a result can have. */
  public static RunResult webAndBatch() {
    return webAndBatch(42, "xen", 0);
  }

  /** The same with another seed and platform, its exits dearer by some ns in each bucket. */
  public static RunResult webAndBatch(long seed, String platform, long dearerNs) {
    long[][] guestNs = new long[4][BUCKETS];
    long[][] overheadNs = new long[5][BUCKETS];
    long[] idleNs = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      for (int web = 0; web < 3; web++) {
        double wave = StrictMath.sin(i * (0.11 + 0.05 * web) + web * 2.0);
        guestNs[web][i] = 110_000_000L + Math.round(45_000_000 * wave) + 1234L * web;
      }
      guestNs[3][i] = i < 12 ? 0 : i >= 55 && i < 70 ? 130_000_001L : 290_000_007L;
      long busyNs = guestNs[0][i] + guestNs[1][i] + guestNs[2][i] + guestNs[3][i];
      overheadNs[0][i] = busyNs / 40 + dearerNs;
      overheadNs[1][i] = busyNs / 150;
      overheadNs[2][i] = busyNs / 60;
      overheadNs[4][i] = busyNs / 90;
      long usedNs = busyNs;
      for (long[] kind : overheadNs) {
        usedNs += kind[i];
      }
      idleNs[i] = PCPUS * BUCKET_NS - usedNs;
    }
    return result(seed, platform, new Parts(guestNs, overheadNs, idleNs, dearerNs / 100));
  }

  /**
   * Per bucket: the guests' work, the five kinds of overhead, idle; and how much later answers are.
   */
  private static final class Parts {
    final long[][] guestNs;
    final long[][] overheadNs;
    final long[] idleNs;
    final long laterNs;

    Parts(long[][] guestNs, long[][] overheadNs, long[] idleNs, long laterNs) {
      this.guestNs = guestNs;
      this.overheadNs = overheadNs;
      this.idleNs = idleNs;
      this.laterNs = laterNs;
    }
  }

  private static RunResult result(long seed, String platform, Parts parts) {
    List<GuestResult> guests = new ArrayList<>();
    List<Series.Band> bands = new ArrayList<>();
    for (int web = 0; web < 3; web++) {
      String name = "web-" + (web + 1);
      guests.add(web(name, sum(parts.guestNs[web]), web, web * parts.laterNs));
      bands.add(Series.Band.of(name, parts.guestNs[web]));
    }
    guests.add(batch(sum(parts.guestNs[3])));
    bands.add(Series.Band.of("batch", parts.guestNs[3]));
    List<Series.Band> overhead = new ArrayList<>();
    String[] kinds = {"exit", "switch", "vmm", "host_os", "hypervisor"};
    for (int i = 0; i < kinds.length; i++) {
      overhead.add(Series.Band.of(kinds[i], parts.overheadNs[i]));
    }
    long guestNs = 0;
    for (long[] one : parts.guestNs) {
      guestNs += sum(one);
    }
    HostTime time =
        new HostTime(
            guestNs,
            sum(parts.overheadNs[0]),
            sum(parts.overheadNs[1]),
            sum(parts.overheadNs[2]),
            sum(parts.overheadNs[3]),
            sum(parts.overheadNs[4]),
            sum(parts.idleNs));
    HostResult host =
        new HostResult(
            "node", platform, "credit2", PCPUS, time, 81_234, 2_345, Optional.of(domain0()));
    Latency latency = latency(1_250_000, 9);
    List<GroupResult> groups =
        List.of(
            GroupResult.of(
                "web", guests.subList(0, 3), latency(61_000, 3), List.of(merged(latency))),
            GroupResult.of(
                "batch", guests.subList(3, 4), latency(92_000, 0), List.of(merged(Latency.NONE))));
    Series series =
        new Series(
            BUCKET_NS,
            List.of(
                new Series.HostSeries(
                    "node", bands, overhead, Series.Band.of("idle", parts.idleNs), List.of())));
    List<Assumption> assumed =
        List.of(
            new Assumption("vm-exit", "1,100 ns", platform),
            new Assumption("event-channel", "350 ns", platform));
    return new RunResult(header(seed), List.of(host), guests, groups, assumed, Optional.of(series));
  }

  private static GroupResult.Merged merged(Latency latency) {
    return new GroupResult.Merged(latency, Latency.NONE);
  }

  /** What was run. */
  public static RunHeader header(long seed) {
    return new RunHeader(
        "web-and-batch",
        Optional.of("Does a batch guest hurt the web guests' p99 when cores are overcommitted?"),
        new RunHeader.Generator("0.1.0", "XO_SHI_RO_256_PP"),
        seed,
        0,
        new RunHeader.Span(DURATION_NS, 1_000_000_000L, Optional.empty()),
        1_234_567,
        0x0123456789abcdefL + seed);
  }

  private static GuestResult web(String name, long workNs, int index, long laterNs) {
    long runningNs = workNs + workNs / 20;
    long waitingNs = 1_200_000_017L + 300_000_000L * index;
    long cappedNs = 3_000_001L;
    long blockedNs = 2 * DURATION_NS - runningNs - waitingNs - cappedNs;
    GuestTime time =
        new GuestTime(runningNs, waitingNs + cappedNs, blockedNs, 0, waitingNs, cappedNs, 0);
    WorkloadResult server =
        new WorkloadResult(
            "server",
            7_990 + index,
            index,
            0,
            latency(1_200_000 + 40_000 * index + laterNs, 5 + laterNs / 9)
                .withHalfWidth(OptionalLong.of(21_000)),
            WorkloadResult.Extras.NONE);
    return new GuestResult(
        name,
        "node",
        2,
        time,
        Breakdown.NONE.with("smt", workNs / 9),
        workNs,
        new GuestResult.Dispatches(24_001 + index, 811, 402),
        Breakdown.NONE.with("hypercall", 16_000).with("interrupt", 8_123).with("halt", 7_000),
        Breakdown.NONE.with("exit", workNs / 40).with("switch", workNs / 150),
        latency(60_000, 2),
        List.of(server));
  }

  private static GuestResult batch(long workNs) {
    long runningNs = workNs + workNs / 30;
    long offlineNs = 2_000_000_000L;
    long waitingNs = 4 * DURATION_NS - runningNs - offlineNs;
    return new GuestResult(
        "batch",
        "node",
        4,
        new GuestTime(runningNs, waitingNs, 0, offlineNs, waitingNs, 0, 0),
        Breakdown.NONE.with("smt", workNs / 7).with("paging", workNs / 50),
        workNs,
        new GuestResult.Dispatches(9_230, 8_711, 1_139),
        Breakdown.NONE.with("interrupt", 40_011),
        Breakdown.NONE.with("exit", workNs / 40).with("switch", workNs / 150),
        latency(92_000, 0),
        List.of(new WorkloadResult("compute", 0, 0, 0, Latency.NONE, WorkloadResult.Extras.NONE)));
  }

  private static GuestResult domain0() {
    return new GuestResult(
        "Domain-0",
        "node",
        2,
        new GuestTime(1_900_000_000L, 70_000_000L, 18_030_000_000L, 0, 70_000_000L, 0, 0),
        Breakdown.NONE,
        1_700_000_000L,
        new GuestResult.Dispatches(12_000, 10, 300),
        Breakdown.NONE,
        Breakdown.NONE,
        latency(20_000, 1),
        List.of());
  }

  private static Latency latency(long p50Ns, long odd) {
    return new Latency(
        8_000 + odd % 10, p50Ns * 3 / 2 + odd, p50Ns + odd, p50Ns * 4, p50Ns * 7 + odd, p50Ns * 20);
  }

  private static long sum(long[] ns) {
    long sumNs = 0;
    for (long one : ns) {
      sumNs += one;
    }
    return sumNs;
  }

  /**
   * Many guests of one vCPU on several hosts of four pCPUs, in one group; minute by minute, 1 h.
   */
  public static RunResult fleet(int hostCount, int guestsPerHost) {
    long minuteNs = 60_000_000_000L;
    long hourNs = 60 * minuteNs;
    List<HostResult> hosts = new ArrayList<>();
    List<GuestResult> guests = new ArrayList<>();
    List<Series.HostSeries> series = new ArrayList<>();
    for (int h = 0; h < hostCount; h++) {
      long[] idleNs = new long[60];
      Arrays.fill(idleNs, 4 * minuteNs);
      List<Series.Band> bands = new ArrayList<>();
      for (int g = 0; g < guestsPerHost; g++) {
        long[] workNs = new long[60];
        for (int i = 0; i < 60; i++) {
          double wave = 1.1 + StrictMath.sin(i * 0.07 * (g % 5 + 1) + g);
          workNs[i] = Math.round(Math.min(0.9, 3.6 / guestsPerHost) * minuteNs * wave / 2.1);
          idleNs[i] -= workNs[i];
        }
        GuestResult vm = vm("vm-" + (guests.size() + 1), "node-" + (h + 1), sum(workNs), hourNs);
        guests.add(vm);
        bands.add(Series.Band.of(vm.name(), workNs));
      }
      long idle = sum(idleNs);
      HostTime time = new HostTime(4 * hourNs - idle, 0, 0, 0, 0, 0, idle);
      hosts.add(new HostResult("node-" + (h + 1), "kvm", "eevdf", 4, time, 9, 8, Optional.empty()));
      series.add(
          new Series.HostSeries(
              "node-" + (h + 1), bands, List.of(), Series.Band.of("idle", idleNs), List.of()));
    }
    GroupResult group =
        GroupResult.of("vm", guests, latency(70_000, 0), List.of(merged(Latency.NONE)));
    RunHeader.Span span = new RunHeader.Span(hourNs, 0, Optional.empty());
    RunHeader header =
        new RunHeader(
            "fleet",
            Optional.empty(),
            new RunHeader.Generator("0.1.0", "XO_SHI_RO_256_PP"),
            1,
            0,
            span,
            99,
            7);
    return new RunResult(
        header,
        hosts,
        guests,
        List.of(group),
        List.of(),
        Optional.of(new Series(minuteNs, series)));
  }

  private static GuestResult vm(String name, String host, long workNs, long hourNs) {
    long waitingNs = (hourNs - workNs) / (3 + Math.floorMod(name.hashCode(), 7));
    return new GuestResult(
        name,
        host,
        1,
        new GuestTime(workNs, waitingNs, hourNs - workNs - waitingNs, 0, waitingNs, 0, 0),
        Breakdown.NONE,
        workNs,
        new GuestResult.Dispatches(100, 20, 3),
        Breakdown.NONE,
        Breakdown.NONE,
        latency(70_000, 0),
        List.of(
            new WorkloadResult(
                "trace",
                0,
                0,
                0,
                Latency.NONE,
                new WorkloadResult.Extras(
                    OptionalLong.empty(),
                    0,
                    OptionalLong.of(workNs + workNs / 8),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))));
  }
}
