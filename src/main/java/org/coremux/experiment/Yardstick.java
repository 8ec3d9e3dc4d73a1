package org.coremux.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A figure by which policies are compared, of all guests together; and whether more of it is better
 * or less.
 */
public enum Yardstick {
  /** Work of all guests, at nominal speed. */
  THROUGHPUT("throughput", "s/s", Better.HIGHER, "work done by all guests"),
  /** What workloads have completed that complete anything. */
  COMPLETED("completed", "1/s", Better.HIGHER, "requests and jobs completed"),
  /** Runnable / (running + runnable) over all vCPUs of guests. */
  STEAL("steal", "", Better.LOWER, "of the time that vCPUs wanted to run, the share they waited"),
  /** See {@link Fairness}. */
  FAIRNESS("fairness", "", Better.HIGHER, "Jain's index of what guests got of their due"),
  /** Median dispatch latency of all vCPUs of guests. */
  DISPATCH_P50("dispatch.p50", "ms", Better.LOWER, "median from a wake-up to a pCPU"),
  /** Its 95th percentile. */
  DISPATCH_P95("dispatch.p95", "ms", Better.LOWER, "95th percentile from a wake-up to a pCPU"),
  /** Its 99th percentile. */
  DISPATCH_P99("dispatch.p99", "ms", Better.LOWER, "99th percentile from a wake-up to a pCPU"),
  /** 99th percentile of the latencies of all requests. */
  REQUEST_P99("request.p99", "ms", Better.LOWER, "99th percentile of all requests' latencies"),
  /** Dispatches of another vCPU than the last one on a pCPU. */
  SWITCHES("switches", "1/s", Better.LOWER, "switches on all pCPUs"),
  /** Dispatches on another pCPU than the last. */
  MIGRATIONS("migrations", "1/s", Better.LOWER, "moves from pCPU to pCPU"),
  /** See {@link org.coremux.mux.Waste}. */
  WASTE(
      "idle_while_waiting",
      "",
      Better.LOWER,
      "of the pCPUs' time, the share for which one idled while a vCPU waited that may run there"),
  /** See {@link LockFigures#holders}. */
  HOLDERS("locks.holders", "1/s", Better.LOWER, "holders of spin locks that lost their pCPU"),
  /** See {@link LockFigures#spinNs}. */
  SPIN("locks.spin", "s/s", Better.LOWER, "processor time spent spinning for locks"),
  /** See {@link CrossCalls#stalledNs}. */
  STALL("stall", "s/s", Better.LOWER, "time that cross calls waited until all vCPUs had answered");

  /** Which of two values is the better one. */
  public enum Better {
    /** The larger one. */
    HIGHER("higher"),
    /** The smaller one. */
    LOWER("lower");

    private final String key;

    Better(String key) {
      this.key = key;
    }

    /** As files have it. */
    public String key() {
      return key;
    }
  }

  /** What figures of single guests end with, and what those are. */
  private record Ending(String text, String unit, Better better) {}

  private static final List<Ending> ENDINGS =
      List.of(
          new Ending(".throughput", "1/s", Better.HIGHER),
          new Ending(".work", "s/s", Better.HIGHER),
          new Ending(".steal", "", Better.LOWER),
          new Ending(".locks.spin", "s/s", Better.LOWER),
          new Ending(".stall", "s/s", Better.LOWER),
          new Ending(".cpu_per_transaction", "ms", Better.LOWER));

  private final String key;
  private final String unit;
  private final Better better;
  private final String meaning;

  Yardstick(String key, String unit, Better better, String meaning) {
    this.key = key;
    this.unit = unit;
    this.better = better;
    this.meaning = meaning;
  }

  /** Its name among the metrics of a comparison. */
  public String key() {
    return key;
  }

  /** Empty for a ratio. */
  public String unit() {
    return unit;
  }

  public Better better() {
    return better;
  }

  /** Whether it is a part of some time, which people are told in percent. */
  public boolean isShare() {
    return this == STEAL || this == WASTE;
  }

  /** What it is, without a full stop. */
  public String meaning() {
    return meaning;
  }

  /** That of an alternative; empty where it does not exist. */
  public Optional<Estimate> of(ComparisonResult.Side side) {
    return Optional.ofNullable(side.metrics().get(key));
  }

  private static Optional<Yardstick> named(String metric) {
    return Stream.of(values()).filter(one -> one.key.equals(metric)).findFirst();
  }

  private static Optional<Ending> ending(String metric) {
    return ENDINGS.stream().filter(one -> metric.endsWith(one.text)).findFirst();
  }

  /** The unit of any metric of a comparison. */
  public static String unit(String metric) {
    if (named(metric).isPresent()) {
      return named(metric).get().unit;
    }
    boolean isLatency = metric.contains(".latency.");
    return ending(metric).map(Ending::unit).orElse(isLatency ? "ms" : "1/s");
  }

  /** Which value of any metric of a comparison is the better one. */
  public static Better better(String metric) {
    return named(metric)
        .map(Yardstick::better)
        .or(() -> ending(metric).map(Ending::better))
        .orElse(Better.LOWER); // latencies, and exits
  }

  // ---- who is best ----

  /**
   * The alternative that is best beyond chance: whose interval lies on the better side, and
   * overlaps with that of no other. Empty where there is none, or nothing to compare it with.
   */
  public Optional<ComparisonResult.Side> winner(List<ComparisonResult.Side> sides) {
    List<ComparisonResult.Side> all = sides.stream().filter(side -> of(side).isPresent()).toList();
    if (all.size() < 2) {
      return Optional.empty();
    }
    return all.stream()
        .filter(one -> all.stream().allMatch(other -> isSame(one, other) || isBeyond(one, other)))
        .findFirst();
  }

  private static boolean isSame(ComparisonResult.Side one, ComparisonResult.Side other) {
    return one.name().equals(other.name());
  }

  /** Whether the alternative is the winner. */
  public boolean isWonBy(ComparisonResult.Side side, ComparisonResult result) {
    return winner(result.alternatives()).filter(best -> isSame(best, side)).isPresent();
  }

  private boolean isBeyond(ComparisonResult.Side one, ComparisonResult.Side other) {
    Estimate its = of(one).orElseThrow();
    Estimate than = of(other).orElseThrow();
    return better == Better.HIGHER
        ? its.low().compareTo(than.high()) > 0
        : its.high().compareTo(than.low()) < 0;
  }
}
