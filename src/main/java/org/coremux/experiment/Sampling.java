package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Cost;
import org.coremux.scenario.Model;

/**
 * Reads the books at the end of each bucket of the measured window. Where the length of the window
 * is not known beforehand the buckets begin short, and whenever there are too many each two become
 * one of twice the length.
 */
final class Sampling {
  /** First length where the end is not known. Unit: ns. Source: assumed. */
  private static final long BUCKET_FIRST_NS = 1_000_000;

  /** Batches of a window. Source: assumed; Law 2015, 9.5.3, advises 20 to 30. */
  private static final int BATCHES = 20;

  private final Model model;
  private final Stays stays;
  private final int bucketsMax;
  private final List<List<Ledger>> reads = new ArrayList<>();

  /** At the same instants: what the guests that move have done. */
  private final List<List<Account.Latencies>> moving = new ArrayList<>();

  private long bucketNs = BUCKET_FIRST_NS;
  private long startNs;

  Sampling(Model model, Stays stays, int bucketsMax) {
    this.model = model;
    this.stays = stays;
    this.bucketsMax = bucketsMax;
  }

  void begin(List<Ledger> warm) {
    startNs = model.scenario().warmupNs();
    reads.add(warm);
    moving.add(moving());
  }

  /** The length of buckets of a window of known length, from now on. */
  long fixedBucketNs(long windowNs) {
    bucketNs = Math.max(1, (windowNs + bucketsMax - 1) / bucketsMax);
    return bucketNs;
  }

  long bucketNs() {
    return bucketNs;
  }

  void take(long atNs) {
    reads.add(stays.ledgers(model));
    moving.add(moving());
    boolean isWhole = (atNs - startNs) % bucketNs == 0;
    if (isWhole && reads.size() - 1 == bucketsMax && bucketsMax % 2 == 0 && !isFixed()) {
      for (int i = bucketsMax - 1; i > 0; i -= 2) {
        reads.remove(i);
        moving.remove(i);
      }
      bucketNs *= 2;
    }
  }

  private List<Account.Latencies> moving() {
    return model.migrations().stream()
        .map(migration -> Account.Latencies.of(migration.trip().guest().meters()))
        .toList();
  }

  /** What the first workload of a guest that moves did, bucket by bucket. */
  MigrationResult.Felt felt(int migration, String kind) {
    List<Long> completed = new ArrayList<>();
    List<Long> totalsNs = new ArrayList<>();
    for (int i = 1; i < moving.size(); i++) {
      Account.Latencies did = moving.get(i).get(migration).minus(moving.get(i - 1).get(migration));
      completed.add(did.counts()[0]);
      totalsNs.add(did.totalsNs()[0]);
    }
    return new MigrationResult.Felt(kind, startNs, bucketNs, completed, totalsNs);
  }

  private boolean isFixed() {
    return !model.scenario().isUntilFinished();
  }

  /** The books at the end of the window, by host. */
  List<Ledger> last() {
    return reads.get(reads.size() - 1);
  }

  /**
   * Half the width of the 95 % confidence interval of a mean latency, by batch means over the
   * window; empty when too little was observed.
   *
   * @param guests over which it is the mean
   * @param workload which of their workloads
   */
  OptionalLong halfWidthNs(List<Position> guests, int workload) {
    int buckets = reads.size() - 1;
    int batches = Math.min(BATCHES, buckets);
    long[] counts = new long[batches];
    long[] totalsNs = new long[batches];
    for (int batch = 0; batch < batches; batch++) {
      List<Ledger> from = reads.get(buckets * batch / batches);
      List<Ledger> until = reads.get(buckets * (batch + 1) / batches);
      for (Position at : guests) {
        Account.Latencies now = until.get(at.host()).guests().get(at.guest()).latencies();
        Account.Latencies before = from.get(at.host()).guests().get(at.guest()).latencies();
        counts[batch] += now.counts()[workload] - before.counts()[workload];
        totalsNs[batch] += now.totalsNs()[workload] - before.totalsNs()[workload];
      }
    }
    return BatchMeans.halfWidthNs(totalsNs, counts);
  }

  /** Where a guest is: which one of which host. */
  record Position(int host, int guest) {}

  Series series() {
    List<Series.HostSeries> hosts = new ArrayList<>();
    for (int h = 0; h < model.hosts().size(); h++) {
      hosts.add(series(model.hosts().get(h), h));
    }
    return new Series(bucketNs, hosts);
  }

  private Series.HostSeries series(Host host, int h) {
    List<Series.Band> guests = new ArrayList<>();
    List<Series.Band> waiting = new ArrayList<>();
    for (int g = 0; g < host.guests().size(); g++) {
      int guest = g;
      String name = host.guests().get(g).name();
      if (host.isDirect(host.guests().get(g))
          && hasBeen(h, g)) { // what others did is a part of theirs
        guests.add(band(name, h, ledger -> ledger.guests().get(guest).counts().executedNs()));
        waiting.add(band(name, h, ledger -> ledger.guests().get(guest).time().runnableNs()));
      }
    }
    List<Series.Band> overhead =
        List.of(
            band("exit", h, ledger -> ledger.spentNs(Cost.EXIT)),
            band("switch", h, ledger -> ledger.spentNs(Cost.SWITCH)),
            band("vmm", h, Ledger::vmmNs),
            band("host_os", h, Ledger::hostOsNs),
            band("hypervisor", h, Ledger::hypervisorNs));
    return new Series.HostSeries(
        host.name(),
        guests,
        overhead,
        band("idle", h, ledger -> ledger.spentNs(Cost.IDLE)),
        waiting);
  }

  /** Whether the guest has been on the host at all: it may only have been expected. */
  private boolean hasBeen(int host, int guest) {
    boolean isThere = model.hosts().get(host).guests().get(guest).host() == model.hosts().get(host);
    return isThere || last().get(host).guests().get(guest).time().totalNs() > 0;
  }

  private Series.Band band(String name, int host, ToLongFunction<Ledger> figure) {
    long[] ns = new long[reads.size() - 1];
    for (int i = 0; i < ns.length; i++) {
      ns[i] =
          figure.applyAsLong(reads.get(i + 1).get(host))
              - figure.applyAsLong(reads.get(i).get(host));
    }
    return Series.Band.of(name, ns);
  }
}
