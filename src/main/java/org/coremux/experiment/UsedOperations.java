package org.coremux.experiment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.coremux.platform.Features;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.scenario.GroupSpec;
import org.coremux.scenario.GuestSpec;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.WorkloadSpec;

/**
 * The operations that the guests of a scenario do on a platform beyond those of every run: what its
 * workloads say they do, I/O by the devices that the guests have there, and what moving them takes.
 */
final class UsedOperations {
  private static final List<String> PACKETS = List.of("receives", "sends");
  private static final String BLOCKS = "reads";

  private final Platform platform;
  private final Set<Operation> used = EnumSet.noneOf(Operation.class);

  private UsedOperations(Platform platform) {
    this.platform = platform;
  }

  /** Those of all guests, in the order of the operations. */
  static List<Operation> of(Scenario scenario, Platform platform) {
    UsedOperations operations = new UsedOperations(platform);
    if (platform.traits().type().isVirtual()
        && scenario.events().stream().anyMatch(event -> event.action().equals("migrate"))) {
      operations.used.addAll(
          List.of(Operation.SEND_PAGE, Operation.RECEIVE_PAGE, Operation.HOST_FAULT));
    }
    for (GuestSpec guest : scenario.entries()) {
      Features.Devices devices = guest.devices().orElse(platform.devices());
      guest.workload().forEach(workload -> operations.add(workload, devices));
      guest.groups().forEach(group -> operations.add(group, devices));
    }
    return List.copyOf(operations.used);
  }

  private void add(GroupSpec group, Features.Devices devices) {
    group.workload().forEach(workload -> add(workload, devices));
    group.groups().forEach(inner -> add(inner, devices));
  }

  private void add(WorkloadSpec workload, Features.Devices devices) {
    used.addAll(workload.operations().ratesPerSecond().keySet());
    boolean packets = PACKETS.stream().anyMatch(key -> isDone(workload, key));
    boolean blocks = isDone(workload, BLOCKS);
    if (packets) {
      used.addAll(List.of(Operation.GUEST_RECEIVE, Operation.GUEST_TRANSMIT));
    }
    if (blocks) {
      used.add(Operation.GUEST_BLOCK);
    }
    if (packets || blocks) {
      used.addAll(io(platform.traits().type().isVirtual(), devices, packets, blocks));
    }
  }

  private static boolean isDone(WorkloadSpec workload, String key) {
    return workload.parameters().declared().stream().anyMatch(p -> p.name().equals(key))
        && workload.parameters().count(key) > 0;
  }

  private static List<Operation> io(
      boolean isVirtual, Features.Devices devices, boolean packets, boolean blocks) {
    List<Operation> io = new ArrayList<>();
    io.add(Operation.DEVICE_INTERRUPT);
    if (!isVirtual || devices == Features.Devices.ASSIGNED) {
      io.add(Operation.ASSIGNED_INTERRUPT);
      return io;
    }
    io.add(Operation.NOTIFY);
    boolean isEmulated = devices == Features.Devices.EMULATED;
    if (packets) {
      io.add(Operation.RECEIVE);
      io.addAll(
          isEmulated
              ? List.of(
                  Operation.EMULATED_TRANSMIT,
                  Operation.EMULATED_BATCH,
                  Operation.EMULATED_HAND_OVER,
                  Operation.EMULATED_RECEIVE)
              : List.of(Operation.TRANSMIT));
    }
    if (blocks) {
      io.addAll(List.of(Operation.BLOCK_SUBMIT, Operation.BLOCK_COMPLETE));
      io.addAll(isEmulated ? List.of(Operation.EMULATED_BLOCK) : List.of());
    }
    return io;
  }
}
