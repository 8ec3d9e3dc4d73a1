package org.coremux.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.platform.Features;
import org.coremux.scenario.Quantity.Dimension;

/** What keeps a guest from moving to a host, as far as it can be known before the run. */
final class MigrationChecks {
  /** How everything begins that is wrong with where to. */
  static final String TO = "names ";

  private final Expansion expansion;
  private final Catalogue catalogue;
  private final Map<String, Integer> failedHosts;

  /**
   * @param failedHosts names of hosts that have failed by then, with the lines of the events
   */
  MigrationChecks(Expansion expansion, Catalogue catalogue, Map<String, Integer> failedHosts) {
    this.expansion = expansion;
    this.catalogue = catalogue;
    this.failedHosts = failedHosts;
  }

  /**
   * What is wrong, in words; empty when nothing is.
   *
   * @param from the index of the host that the guest is on
   * @param memoryOn memory of the guests on a host by then, by its index. Unit: bytes
   */
  Optional<String> problem(
      EventSpec event, Expansion.Guest guest, int from, IntToLongFunction memoryOn) {
    Optional<String> unmovable = unmovable(guest, expansion.hosts().get(from).spec());
    if (unmovable.isPresent()) {
      return unmovable;
    }
    List<Expansion.Host> named = expansion.hostsNamed(event.to());
    List<String> names = expansion.hosts().stream().map(Expansion.Host::name).toList();
    if (named.isEmpty()) {
      return wrong(
          Problem.quoted(event.to())
              + ", and there is no such host; there are "
              + String.join(", ", names)
              + Nearest.hint(event.to(), names));
    }
    if (named.size() > 1) {
      return wrong(
          named.size()
              + " hosts; a guest moves to one: "
              + String.join(", ", named.stream().map(Expansion.Host::name).toList()));
    }
    int to = expansion.hosts().indexOf(named.get(0));
    if (to == from) {
      return wrong(event.to() + ", the host that " + guest.name() + " is on by then");
    }
    if (failedHosts.containsKey(named.get(0).name())) {
      return wrong(
          event.to()
              + ", which has failed by the event in line "
              + failedHosts.get(named.get(0).name()));
    }
    return misfit(guest, from, to, memoryOn.applyAsLong(to));
  }

  private static Optional<String> wrong(String what) {
    return Optional.of(TO + what);
  }

  /** Why it cannot move at all. */
  private Optional<String> unmovable(Expansion.Guest guest, HostSpec host) {
    String name = guest.name() + " ";
    if (guest.outer() >= 0) {
      return Optional.of(name + "is in a guest; only guests of a host itself can move");
    }
    if (guest.spec().isHost()) {
      return Optional.of(name + "is a host itself; only guests without guests can move");
    }
    boolean hasVcpus =
        catalogue.platform(host.platform()).map(own -> own.traits().vcpus()).orElse(true);
    if (!hasVcpus) {
      return Optional.of(
          name
              + "is a group of processes on "
              + host.platform()
              + "; only guests with vCPUs can move");
    }
    if (guest.spec().devices().equals(Optional.of(Features.Devices.ASSIGNED))) {
      return Optional.of(
          name + "has devices of its own (`assigned`), which cannot move; allowed: other models");
    }
    return Optional.empty();
  }

  /** Why it cannot be on that host. */
  private Optional<String> misfit(Expansion.Guest guest, int from, int to, long takenBytes) {
    HostSpec source = expansion.hosts().get(from).spec();
    HostSpec target = expansion.hosts().get(to).spec();
    String name = expansion.hosts().get(to).name();
    for (int host : new int[] {from, to}) { // what was taken from a guest stays behind
      if (expansion.hosts().get(host).spec().overcommit().isPresent()) {
        return wrong(
            name
                + "; "
                + expansion.hosts().get(host).name()
                + " may take memory back from its guests (`overcommit`), and such a host's guests"
                + " cannot move");
      }
    }
    if (!source.platform().equals(target.platform())) {
      return wrong(
          name
              + ", which has "
              + target.platform()
              + "; "
              + guest.name()
              + " can move to a host with "
              + source.platform()
              + " only");
    }
    long hasBytes = Expansion.memoryForGuests(target);
    if (takenBytes + guest.spec().memoryBytes() > hasBytes) {
      return wrong(
          name
              + ", which has "
              + Quantity.format(Math.max(0, hasBytes - takenBytes), Dimension.BYTES)
              + " of memory left then; "
              + guest.name()
              + " needs "
              + Quantity.format(guest.spec().memoryBytes(), Dimension.BYTES));
    }
    return settings(guest.spec(), target)
        .map(wrong -> name + "; the " + wrong.key() + " of " + guest.name() + " " + wrong.what())
        .flatMap(MigrationChecks::wrong);
  }

  /** A setting of a guest that does not go with the host that it is on then, and why not. */
  record Wrong(String key, String what) {}

  /** What a guest says of itself and that host cannot do; empty when there is nothing. */
  Optional<Wrong> settings(GuestSpec guest, HostSpec host) {
    CpuList affinity = guest.affinity();
    if (affinity.highest() >= host.cpu().pcpus()) {
      return Optional.of(new Wrong("affinity", SpecReader.beyond(affinity, host.cpu().pcpus())));
    }
    Optional<String> cut = GranularityKeys.cut(affinity, host);
    if (cut.isPresent()) {
      return Optional.of(new Wrong("affinity", cut.get()));
    }
    String noCaps =
        SpecReader.ofItsSettings(host.scheduler()).orElseGet(() -> noCaps(host.scheduler()));
    return guest.cap() > 0 && !noCaps.isEmpty()
        ? Optional.of(
            new Wrong(
                "cap",
                "cannot be kept by its scheduler " + host.scheduler().name() + ": " + noCaps))
        : refused(guest, host);
  }

  /** What the policy there says to what the guest asks of it, whoever else is there. */
  private Optional<Wrong> refused(GuestSpec guest, HostSpec host) {
    String policy = host.scheduler().name();
    Parameters own = SchedulingReader.byPolicy(guest.scheduling()).get(policy);
    Optional<Catalogue.Scheduler> its = Catalogue.find(catalogue.schedulers(), policy);
    if (own == null || its.isEmpty()) {
      return Optional.empty();
    }
    List<GuestSettings> asked = List.of(new GuestSettings(guest.name(), guest.vcpus(), own));
    return its
        .get()
        .check()
        .refuses(host.cpu().pcpus(), host.scheduler().parameters(), asked)
        .stream()
        .filter(refusal -> refusal.guest().equals(guest.name()))
        .map(refusal -> new Wrong(policy + " " + refusal.parameter(), refusal.why()))
        .findFirst();
  }

  private String noCaps(SchedulerSpec scheduler) {
    return Catalogue.find(catalogue.schedulers(), scheduler.name())
        .map(Catalogue.Scheduler::noCaps)
        .orElse("");
  }
}
