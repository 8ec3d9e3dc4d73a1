package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.SpeedFactor;

/**
 * What a workload's mix costs on one platform at one clock: how much slower it makes the vCPUs, and
 * which part of that each operation has.
 *
 * <p>Model: an operation costs what its path takes beyond the same operation on the bare hardware,
 * since native work is in the workload's own; it may be less than nothing. A latency counts like
 * work: the vCPU waits. What misses of the TLB add is of {@link SpeedFactor#MEMORY}, all the rest
 * of {@link SpeedFactor#OVERHEAD}.
 *
 * <p>Cost: made when a workload is wired; a division is made when results are.
 */
public final class MixCosts {
  /** The speed of a processor that nothing slows down. Source: mux, 16 binary digits. */
  public static final int NOMINAL = 1 << 16;

  /** However much a platform saves, nobody is more than twice as fast. Source: assumed. */
  private static final int SPEED_MAX = 2 * NOMINAL;

  /** Unit: ns. Source: the definition of a second. */
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Of a share in hundredths of a percent. Source: OperationMix.WHOLE. */
  private static final int SHARE_DECIMALS = 4;

  /** Of a ratio in thousandths. Source: Path.WHOLE. */
  private static final int RATIO_DECIMALS = 3;

  private final List<Part> parts = new ArrayList<>();
  private final OperationMix mix;

  /**
   * What makes the workload slower.
   *
   * @param name the operation's key, or kernelFactor or userFactor
   * @param factor where it is counted
   * @param extraNs what it adds to a second of work, or takes from it when below zero. Unit: ns
   */
  public record Part(String name, SpeedFactor factor, long extraNs) {}

  /** Computes them. Unit of the clock: Hz. */
  public MixCosts(Platform platform, OperationMix mix, long clockHz) {
    this.mix = mix;
    for (Operation operation : mix.ratesPerSecond().keySet()) {
      BigDecimal rate = BigDecimal.valueOf(mix.ratePerSecond(operation));
      long extraNs = platform.adder(operation).times(rate).toNs(clockHz);
      boolean isMemory = operation == Operation.TLB_MISS;
      add(operation.key(), isMemory ? SpeedFactor.MEMORY : SpeedFactor.OVERHEAD, extraNs);
    }
    int kernel = mix.kernelShareHundredths();
    addSlowdown(platform, Platform.KERNEL_FACTOR, kernel);
    addSlowdown(platform, Platform.USER_FACTOR, OperationMix.WHOLE - kernel);
  }

  /** What the same mix costs elsewhere. Unit of the clock: Hz. */
  public MixCosts on(Platform platform, long clockHz) {
    return new MixCosts(platform, mix, clockHz);
  }

  private void addSlowdown(Platform platform, String name, int shareHundredths) {
    int beyond = platform.ratio(name) - Path.WHOLE;
    BigDecimal extra =
        BigDecimal.valueOf(beyond, RATIO_DECIMALS)
            .multiply(BigDecimal.valueOf(shareHundredths, SHARE_DECIMALS))
            .multiply(BigDecimal.valueOf(NS_PER_SECOND));
    add(name, SpeedFactor.OVERHEAD, extra.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  private void add(String name, SpeedFactor factor, long extraNs) {
    if (extraNs != 0) {
      parts.add(new Part(name, factor, extraNs));
    }
  }

  /** What makes the workload slower or faster, in the order of the operations. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** The parts that a factor is made of, in the order of {@link #divide}. */
  public List<Part> parts(SpeedFactor factor) {
    List<Part> some = new ArrayList<>();
    for (Part part : parts) {
      if (part.factor() == factor) {
        some.add(part);
      }
    }
    return some;
  }

  /** What a factor adds to a second of work. Unit: ns. */
  public long extraNs(SpeedFactor factor) {
    long sum = 0;
    for (Part part : parts(factor)) {
      sum = Math.addExact(sum, part.extraNs());
    }
    return sum;
  }

  /** The value of a factor: {@link #NOMINAL} when it changes nothing, rounded down, 1 at least. */
  public int speed(SpeedFactor factor) {
    BigDecimal second = BigDecimal.valueOf(NS_PER_SECOND);
    BigDecimal takes = second.add(BigDecimal.valueOf(extraNs(factor)));
    BigDecimal fastest = second.divide(BigDecimal.valueOf(SPEED_MAX / NOMINAL));
    if (takes.compareTo(fastest) <= 0) {
      return SPEED_MAX;
    }
    BigDecimal value = second.multiply(BigDecimal.valueOf(NOMINAL));
    return StrictMath.max(1, value.divide(takes, 0, RoundingMode.DOWN).intValueExact());
  }

  /**
   * Divides what a factor took among its parts, in their order; they add up to it exactly, as
   * differences of rounded running sums. Where some parts save time, that is taken off the others
   * first, in proportion: nobody is said to have saved a part of a loss, or to have lost a part of
   * a gain.
   *
   * @param lostNs what the factor took, below zero if it gave. Unit: ns
   * @throws IllegalArgumentException if the factor has no parts and took something
   */
  public long[] divide(SpeedFactor factor, long lostNs) {
    List<Part> some = parts(factor);
    if (some.isEmpty() && lostNs != 0) {
      throw new IllegalArgumentException(factor + " took " + lostNs + " ns for nothing");
    }
    BigDecimal whole = BigDecimal.ZERO;
    for (Part part : some) {
      whole = whole.add(share(part, lostNs));
    }
    long[] divided = new long[some.size()];
    BigDecimal running = BigDecimal.ZERO;
    long before = 0;
    for (int i = 0; i < divided.length; i++) {
      running = running.add(share(some.get(i), lostNs));
      long until = whole.signum() == 0 ? lostNs : rounded(running, lostNs, whole);
      divided[i] = until - before;
      before = until;
    }
    return divided;
  }

  private static BigDecimal share(Part part, long lostNs) {
    boolean isAlike = Long.signum(part.extraNs()) == Long.signum(lostNs);
    return isAlike ? BigDecimal.valueOf(part.extraNs()).abs() : BigDecimal.ZERO;
  }

  private static long rounded(BigDecimal running, long lostNs, BigDecimal whole) {
    return running
        .multiply(BigDecimal.valueOf(lostNs))
        .divide(whole, 0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
