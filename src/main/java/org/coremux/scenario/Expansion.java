package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A scenario with its hosts and guests one by one, and each guest on a host.
 *
 * <p>A guest in a guest is on the host of that one; where there are several of that one, each has
 * guests of its own, named {@code lab-1/web} and so on.
 *
 * <p>A guest that names no host is placed, in the order of the file, on the host with the fewest
 * vCPUs per pCPU among those that still have the memory; the first in the file at a tie. Guests
 * that name their host count from the beginning, wherever they stand in the file.
 *
 * @param hosts in the order of the file
 * @param guests in the order of the file
 */
public record Expansion(List<Host> hosts, List<Guest> guests) {

  public Expansion {
    hosts = List.copyOf(hosts);
    guests = List.copyOf(guests);
  }

  /**
   * One host.
   *
   * @param name unique among the hosts
   * @param spec the entry of the file that it comes from
   * @param entry the index of that entry
   */
  public record Host(String name, HostSpec spec, int entry) {}

  /**
   * One guest.
   *
   * @param name unique among the guests
   * @param spec the entry of the file that it comes from
   * @param entry the index of that entry in {@link Scenario#entries}
   * @param copy which of the entry's guests it is, from 0
   * @param host the index of its host, or -1 when no host has the memory
   * @param outer the index of the guest that it is in; -1 for one of the host itself
   */
  public record Guest(String name, GuestSpec spec, int entry, int copy, int host, int outer) {}

  /** The guest of that name, or all that an entry of that name stands for. */
  public List<Guest> guestsNamed(String name) {
    return guests.stream()
        .filter(guest -> guest.name().equals(name) || guest.spec().name().equals(name))
        .toList();
  }

  /** The host of that name, or all that an entry of that name stands for. */
  public List<Host> hostsNamed(String name) {
    return hosts.stream()
        .filter(host -> host.name().equals(name) || host.spec().name().equals(name))
        .toList();
  }

  /** What a host has given away so far. */
  private static final class Load {
    private final HostSpec spec;
    private long vcpus;
    private long freeBytes;

    Load(HostSpec spec) {
      this.spec = spec;
      this.freeBytes = memoryForGuests(spec);
    }

    void take(GuestSpec guest) {
      vcpus += guest.vcpus();
      // Far below zero is as good as below zero, and cannot overflow.
      freeBytes = Math.max(freeBytes - guest.memoryBytes(), Long.MIN_VALUE / 2);
    }

    /** Whether it has fewer vCPUs per pCPU than {@code other}; cross-multiplied, so exact. */
    boolean isLighterThan(Load other) {
      return vcpus * other.spec.cpu().pcpus() < other.vcpus * spec.cpu().pcpus();
    }
  }

  /** The memory that the guests of a host may have in all. Unit: bytes. */
  static long memoryForGuests(HostSpec host) {
    // At most 2^50 bytes times 10^6: by parts, so that it cannot overflow.
    long whole = host.memoryBytes() / HostSpec.NO_OVERCOMMIT * host.memoryOvercommit();
    long rest = host.memoryBytes() % HostSpec.NO_OVERCOMMIT * host.memoryOvercommit();
    return whole + rest / HostSpec.NO_OVERCOMMIT;
  }

  /** Every host and guest of {@code scenario}, placed. */
  static Expansion of(Scenario scenario) {
    List<Host> hosts = new ArrayList<>();
    List<Load> loads = new ArrayList<>();
    for (int entry = 0; entry < scenario.hosts().size(); entry++) {
      HostSpec spec = scenario.hosts().get(entry);
      for (String name : spec.names()) {
        hosts.add(new Host(name, spec, entry));
        loads.add(new Load(spec));
      }
    }
    List<String> hostNames = hosts.stream().map(Host::name).toList();
    for (GuestSpec guest : scenario.guests()) {
      int host = hostNames.indexOf(guest.host());
      if (host >= 0) {
        IntStream.range(0, guest.copies()).forEach(i -> loads.get(host).take(guest));
      }
    }
    List<Guest> guests = new ArrayList<>();
    int entry = 0;
    for (GuestSpec spec : scenario.guests()) {
      int named = hostNames.indexOf(spec.host());
      List<String> names = spec.names();
      for (int copy = 0; copy < names.size(); copy++) {
        int host = named >= 0 ? named : place(spec, loads);
        addWithInner(new Guest(names.get(copy), spec, entry, copy, host, -1), guests);
      }
      entry += spec.entries();
    }
    return new Expansion(hosts, guests);
  }

  /** Adds the guest, and after it those in it. */
  private static void addWithInner(Guest guest, List<Guest> guests) {
    int outer = guests.size();
    guests.add(guest);
    int entry = guest.entry() + 1;
    boolean isNumbered = !guest.name().equals(guest.spec().name());
    String prefix = isNumbered ? guest.name() + "/" : "";
    for (GuestSpec inner : guest.spec().guests()) {
      List<String> names = inner.names(prefix);
      for (int copy = 0; copy < names.size(); copy++) {
        int number = guest.copy() * names.size() + copy;
        addWithInner(new Guest(names.get(copy), inner, entry, number, guest.host(), outer), guests);
      }
      entry += inner.entries();
    }
  }

  private static int place(GuestSpec guest, List<Load> loads) {
    int best = -1;
    for (int i = 0; i < loads.size(); i++) {
      Load load = loads.get(i);
      boolean hasMemory = load.freeBytes >= guest.memoryBytes();
      boolean hasCpus = guest.affinity().highest() < load.spec.cpu().pcpus();
      if (hasMemory && hasCpus && (best < 0 || load.isLighterThan(loads.get(best)))) {
        best = i;
      }
    }
    if (best >= 0) {
      loads.get(best).take(guest);
    }
    return best;
  }

  /** NAME, or NAME-1 to NAME-count. */
  static List<String> names(String name, int count) {
    return count == 0
        ? List.of(name)
        : IntStream.rangeClosed(1, count).mapToObj(i -> name + "-" + i).toList();
  }
}
