package org.coremux.scenario;

import java.util.List;
import java.util.Optional;
import org.coremux.platform.Features;

/** Whether a guest can migrate to where an event has it migrate. */
final class MigrationChecks {
  private final Expansion expansion;
  private final Reading reading;

  MigrationChecks(Expansion expansion, Reading reading) {
    this.expansion = expansion;
    this.reading = reading;
  }

  /** What is wrong with it, if anything is. */
  Optional<String> wrong(EventSpec event, Expansion.Guest guest) {
    List<Expansion.Host> named = expansion.hostsNamed(event.to());
    List<String> names = expansion.hosts().stream().map(Expansion.Host::name).toList();
    if (named.size() != 1) {
      return Optional.of(
          "goes `to` "
              + Problem.quoted(event.to())
              + (named.isEmpty() ? ", which is no host" : ", which is several hosts")
              + "; there are "
              + String.join(", ", names)
              + Nearest.hint(event.to(), names));
    }
    Expansion.Host from = expansion.hosts().get(guest.host());
    HostSpec source = from.spec();
    HostSpec target = named.get(0).spec();
    String name = guest.name() + " ";
    if (guest.outer() >= 0 || guest.spec().isHost()) {
      return Optional.of(name + "is in a guest, or has guests, and stays; others can migrate");
    }
    if (guest.spec().devices().orElse(null) == Features.Devices.ASSIGNED) {
      return Optional.of(name + "has assigned devices, which stay with the machine");
    }
    if (guest.spec().memoryBytes() > target.memoryBytes()) {
      return Optional.of(name + "has more memory than " + named.get(0).name());
    }
    boolean isVirtual =
        reading
            .catalogue()
            .platform(source.platform())
            .map(platform -> platform.traits().vcpus())
            .orElse(true);
    if (!isVirtual && !reading.isForSeveralPlatforms()) {
      return Optional.of(
          name + "is a group of processes on " + source.platform() + ", which stay; a VM can move");
    }
    if (!source.platform().equals(target.platform())) {
      return Optional.of(
          name
              + "cannot move from "
              + source.platform()
              + " to "
              + target.platform()
              + "; both hosts need the same platform");
    }
    return Optional.empty();
  }
}
