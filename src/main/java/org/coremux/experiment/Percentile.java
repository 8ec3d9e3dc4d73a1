package org.coremux.experiment;

import java.math.BigDecimal;

/** The percentiles of latencies that a comparison prints. */
public enum Percentile {
  /** Half of all are faster. */
  P50("p50", "50"),
  /** One in twenty is slower. */
  P95("p95", "95"),
  /** One in a hundred is slower. */
  P99("p99", "99"),
  /** One in a thousand is slower. */
  P999("p99.9", "99.9");

  private final String key;
  private final BigDecimal percent;

  Percentile(String key, String percent) {
    this.key = key;
    this.percent = new BigDecimal(percent);
  }

  /** The end of a figure's name, as in {@code web.latency.p99}. */
  public String key() {
    return key;
  }

  /** So many per cent are not slower. */
  public BigDecimal percent() {
    return percent;
  }
}
