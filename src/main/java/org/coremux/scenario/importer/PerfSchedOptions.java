package org.coremux.scenario.importer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a recorded schedule is imported.
 *
 * @param kernel the EEVDF that is simulated: {@code 6.6}, {@code 6.12} or {@code latest}
 * @param wakes what wake-ups are taken for
 * @param wakesOf the same for processes by name
 * @param groups processes that are groups with weights and caps, by guest name
 * @param vm the virtual machine into which all processes go; empty for bare metal
 */
public record PerfSchedOptions(
    String kernel,
    Wakes wakes,
    Map<String, Wakes> wakesOf,
    Map<String, Share> groups,
    Optional<VirtualMachine> vm) {
  /** As most recordings want it. */
  public static final PerfSchedOptions USUAL =
      new PerfSchedOptions("latest", Wakes.INFERRED, Map.of(), Map.of(), Optional.empty());

  /** Copies the maps. */
  public PerfSchedOptions {
    wakesOf = Map.copyOf(wakesOf);
    groups = Map.copyOf(groups);
  }

  /**
   * What a group was given.
   *
   * @param cpuWeight cpu.weight, 1 to 10,000; 100 unless said
   * @param capHundredths at most so much; hundredths of a percent of one CPU
   */
  public record Share(OptionalInt cpuWeight, OptionalLong capHundredths) {}

  /**
   * A virtual machine.
   *
   * @param vcpus how many vCPUs it has
   * @param platform the host's
   */
  public record VirtualMachine(int vcpus, String platform) {}

  Wakes wakes(String process) {
    return wakesOf.getOrDefault(process, wakes);
  }

  /** The same in a virtual machine. */
  public PerfSchedOptions in(Optional<VirtualMachine> other) {
    return new PerfSchedOptions(kernel, wakes, wakesOf, groups, other);
  }

  /** The same with groups. */
  public PerfSchedOptions withGroups(Map<String, Share> other) {
    return new PerfSchedOptions(kernel, wakes, wakesOf, other, vm);
  }
}
