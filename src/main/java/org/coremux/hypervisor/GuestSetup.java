package org.coremux.hypervisor;

import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Timekeeping;
import org.coremux.platform.Features;
import org.coremux.platform.Platform;
import org.coremux.topology.CpuMask;

/**
 * What a guest is made of.
 *
 * @param name as people know it
 * @param vcpus how many it has
 * @param share what it gets of its host
 * @param policy of its own scheduler; on bare metal the host's serves
 * @param devices how its devices look to it; on bare metal they are the machine's own
 * @param clock how its system keeps time
 * @param pages what it does with its memory
 * @param inner what makes it a host itself; null for one that is none
 */
public record GuestSetup(
    String name,
    int vcpus,
    Share share,
    Policy policy,
    Features.Devices devices,
    Clock clock,
    PageUse pages,
    Inner inner) {

  /** A guest of whose memory nothing is known, and that is no host. */
  public GuestSetup(
      String name, int vcpus, Share share, Policy policy, Features.Devices devices, Clock clock) {
    this(name, vcpus, share, policy, devices, clock, PageUse.usual(0), null);
  }

  /**
   * How a guest's system keeps time.
   *
   * @param seesSteal whether its scheduler can tell steal from run time
   * @param lostTicks what becomes of timer ticks that it could not take
   * @param chargesTicks whether it accounts CPU time by ticks
   */
  public record Clock(boolean seesSteal, Timekeeping.Lost lostTicks, boolean chargesTicks) {
    void keptBy(Timekeeping level) {
      level.stealClock(seesSteal);
      level.ticks(lostTicks, chargesTicks);
    }

    /** That of most. */
    public static Clock usual(boolean seesSteal) {
      return new Clock(seesSteal, Timekeeping.Lost.COLLAPSE, false);
    }
  }

  /**
   * What makes a guest a host itself; its policy is then that of its guests, too.
   *
   * @param platform that it runs
   * @param domain0 its driver domain; null when it has none
   */
  public record Inner(Platform platform, GuestSetup domain0) {}

  /**
   * What a guest gets of its host.
   *
   * @param weight relative to 256
   * @param capHundredths at most so much; hundredths of a percent of one pCPU, 0 for no cap
   * @param affinity where its vCPUs may run; null for everywhere
   * @param isGroup whether processes are a group, which weight and cap are of; else each thread
   *     competes with all others
   * @param scheduling what it says to single policies, by their names
   */
  public record Share(
      int weight,
      long capHundredths,
      CpuMask affinity,
      boolean isGroup,
      Map<String, Parameters> scheduling) {
    /** What a guest gets that asks for nothing. Source: Xen's default weight. */
    public static final Share NORMAL = of(256, null);

    /** One without a cap that says nothing more. */
    public static Share of(int weight, CpuMask affinity) {
      return new Share(weight, 0, affinity, true, Map.of());
    }

    /** What it says to the policy; null for nothing. */
    Parameters settings(Policy policy) {
      return scheduling.get(policy.name());
    }
  }
}
