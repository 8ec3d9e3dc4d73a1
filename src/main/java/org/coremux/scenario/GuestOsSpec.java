package org.coremux.scenario;

import java.util.Optional;

/**
 * The guest's own operating system.
 *
 * @param scheduler the policy of its vCPUs
 * @param tickNs between ticks of a busy vCPU; ns, 0 for none
 * @param stealClock whether it sees stolen time; empty for what the platform's guests do
 */
public record GuestOsSpec(
        @Key(value = "scheduler", form = Form.SCHEDULER, standard = "eevdf",
                meaning = "The policy of the guest's own scheduler") SchedulerSpec scheduler,
        @Key(value = "tick", form = Form.TIME, standard = "4 ms", max = 1_000_000_000L,
                meaning = "Time between timer ticks of a busy vCPU; 0 s for none") long tickNs,
        @Key(value = "stealClock", form = Form.SWITCH,
                meaning = "Whether the guest sees stolen time; as the platform has it unless said")
                Optional<Boolean> stealClock) {}
