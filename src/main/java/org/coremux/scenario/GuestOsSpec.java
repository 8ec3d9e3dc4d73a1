package org.coremux.scenario;

import org.coremux.mux.Timekeeping;

/**
 * The guest's own operating system.
 *
 * <p>What the scenario does not say is as the platform of its host has it; where the guests of one
 * entry are placed on hosts of several platforms, as that of the first one.
 *
 * @param scheduler the policy of its vCPUs
 * @param tickNs between ticks of a busy vCPU; ns, 0 for none
 * @param stealClock whether it sees stolen time
 * @param lostTicks what becomes of ticks that were due while the vCPU had no pCPU
 * @param accounting how it accounts the CPU time of its threads
 */
public record GuestOsSpec(
    @Key(
            value = "scheduler",
            form = Form.SCHEDULER,
            meaning = "The guest's own policy; as the platform has it unless said")
        SchedulerSpec scheduler,
    @Key(
            value = "tick",
            form = Form.TIME,
            max = 1_000_000_000L,
            meaning =
                "Time between timer ticks of a busy vCPU, 0 s for none; as the platform "
                    + "has it unless said")
        long tickNs,
    @Key(
            value = "stealClock",
            form = Form.SWITCH,
            meaning = "Whether the guest sees stolen time; as the platform has it unless said")
        boolean stealClock,
    @Key(
            value = "lostTicks",
            form = Form.LOST_TICKS,
            standard = "collapse",
            meaning =
                "What becomes of ticks that were due while the vCPU had no pCPU: collapse, one is"
                    + " delivered for all; catch-up, each is, one after the other; drop, none is")
        Timekeeping.Lost lostTicks,
    @Key(
            value = "accounting",
            form = Form.ACCOUNTING,
            standard = "precise",
            meaning =
                "How threads' CPU time is accounted for those who look: precise, or ticks, where"
                    + " whoever a tick finds is charged all of it")
        Accounting accounting) {
  /** How a guest accounts the CPU time of its threads. */
  public enum Accounting {
    /** As it passes. */
    PRECISE("precise"),
    /** By whole ticks. */
    TICKS("ticks");

    private final String key;

    Accounting(String key) {
      this.key = key;
    }

    /** The word in a scenario. */
    public String key() {
      return key;
    }
  }
}
