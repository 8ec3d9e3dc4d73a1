package org.coremux.scenario;

/**
 * The guest's own operating system.
 *
 * <p>What the scenario does not say is as the platform of its host has it; where the guests of one
 * entry are placed on hosts of several platforms, as that of the first one.
 *
 * @param scheduler the policy of its vCPUs
 * @param tickNs between ticks of a busy vCPU; ns, 0 for none
 * @param stealClock whether it sees stolen time
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
        boolean stealClock) {}
