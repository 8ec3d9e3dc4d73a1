package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How a platform itself writes what a scenario's {@code weight} (relative to 256) and {@code cap}
 * (percent of one pCPU) mean: for people who know its words. The policies compute with the
 * scenario's own numbers, so nothing is lost by rounding here.
 *
 * <p>Source: DESIGN 6; Xen xl.cfg (cpu_weight, cap); Linux Documentation/admin-guide/cgroup-v2
 * (cpu.weight, cpu.max); VMware vSphere Resource Management (1,000 shares a vCPU are normal, limits
 * in MHz); Hyper-V Set-VMProcessor (RelativeWeight, 100 is the default; Maximum).
 */
public enum WeightScale {
  /** Xen: the same number. */
  XEN("xen", "weight", 256),
  /** Linux control groups: 100 is normal. */
  CGROUP("cgroup", "cpu.weight", 100),
  /** ESXi: 1,000 shares for each vCPU are normal. */
  ESXI("esxi", "shares per vCPU", 1_000),
  /** Hyper-V: 100 is normal. */
  HYPER_V("hyper-v", "relative weight", 100);

  /** The weight of a guest that asks for nothing. Source: Xen, CSCHED_DEFAULT_WEIGHT. */
  public static final long NORMAL_WEIGHT = 256;

  /** Period over which a control group's quota holds. Unit: us. Source: cpu.max's default. */
  private static final long CGROUP_PERIOD_US = 100_000;

  private final String key;

  /** What the platform calls a weight. */
  private final String word;

  private final long normal;

  WeightScale(String key, String word, long normal) {
    this.key = key;
    this.word = word;
    this.normal = normal;
  }

  /** The word in a platform's file. */
  public String key() {
    return key;
  }

  /** The platform's number for a scenario's weight, rounded half up, at least 1. */
  public long weight(long weight) {
    BigDecimal exact = BigDecimal.valueOf(weight).multiply(BigDecimal.valueOf(normal));
    BigDecimal own = exact.divide(BigDecimal.valueOf(NORMAL_WEIGHT), 0, RoundingMode.HALF_UP);
    return StrictMath.max(1, own.longValueExact());
  }

  /** The weight in the platform's words: {@code cpu.weight = 100}. */
  public String weightText(long weight) {
    return word + " = " + weight(weight);
  }

  /**
   * The cap in the platform's words.
   *
   * @param capHundredths hundredths of a percent of one pCPU
   * @param vcpus how many vCPUs the guest has
   * @param clockHz the host's clock
   */
  public String capText(long capHundredths, int vcpus, long clockHz) {
    BigDecimal ofOne = BigDecimal.valueOf(capHundredths, 4);
    switch (this) {
      case XEN:
        return "cap = " + whole(ofOne.multiply(BigDecimal.valueOf(100)));
      case CGROUP:
        BigDecimal period = BigDecimal.valueOf(CGROUP_PERIOD_US);
        return "cpu.max = " + whole(ofOne.multiply(period)) + " " + CGROUP_PERIOD_US;
      case ESXI:
        BigDecimal mhz = BigDecimal.valueOf(clockHz, 6);
        return "limit = " + whole(ofOne.multiply(mhz)) + " MHz";
      default:
        BigDecimal percent = BigDecimal.valueOf(capHundredths, 2);
        BigDecimal share = percent.divide(BigDecimal.valueOf(vcpus), 0, RoundingMode.HALF_UP);
        return "maximum = " + share.toPlainString() + " %";
    }
  }

  private static String whole(BigDecimal number) {
    return number.setScale(0, RoundingMode.HALF_UP).toPlainString();
  }
}
