package org.coremux.experiment;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Cost;
import org.coremux.mux.Multiplexer;

/**
 * The books of a host and its guests at one instant, since time 0: what its pCPUs spent, and on
 * whom. Everything that is printed is a difference of two of these.
 */
final class Ledger {
  private final long[] spentNs = new long[Cost.COUNT];
  private final List<Account> guests = new ArrayList<>();

  /** Which of them are on the pCPUs themselves; what others spend is a part of theirs. */
  private final BitSet direct;

  /** Of the driver domains of guests. */
  private final List<Account> domains = new ArrayList<>();

  /** What those ran who move guests, where no domain does that. Unit: ns. */
  private final long moversNs;

  /** The part of what they idled in which they had to. Unit: ns. */
  private final long forcedIdleNs;

  private final Account domain0;
  private final Account background;

  private Ledger(Host host, Stays stays) {
    direct = new BitSet(host.guests().size());
    host.levels().forEach(Multiplexer::settleBooks);
    for (Multiplexer pool : host.pools()) {
      for (int cpu = 0; cpu < pool.processorCount(); cpu++) {
        for (Cost kind : Cost.values()) {
          spentNs[kind.ordinal()] += pool.processor(cpu).spentNs(kind);
        }
      }
    }
    for (Guest guest : host.guests()) {
      direct.set(guests.size(), host.isDirect(guest));
      guests.add(stays.account(guest, host));
    }
    for (Guest domain : host.domains()) {
      domains.add(Account.of(domain));
    }
    moversNs = host.movers().stream().mapToLong(t -> t.schedulable().executedNs()).sum();
    forcedIdleNs = host.pools().stream().mapToLong(pool -> pool.pool().forcedIdleNs()).sum();
    domain0 = host.domain0() == null ? null : Account.of(host.domain0());
    background = host.background() == null ? null : Account.of(host.background());
  }

  private Ledger(Ledger now, Ledger before) {
    for (int kind = 0; kind < spentNs.length; kind++) {
      spentNs[kind] = now.spentNs[kind] - before.spentNs[kind];
    }
    for (int i = 0; i < now.guests.size(); i++) {
      guests.add(now.guests.get(i).minus(before.guests.get(i)));
    }
    for (int i = 0; i < now.domains.size(); i++) {
      domains.add(now.domains.get(i).minus(before.domains.get(i)));
    }
    direct = now.direct;
    moversNs = now.moversNs - before.moversNs;
    forcedIdleNs = now.forcedIdleNs - before.forcedIdleNs;
    domain0 = now.domain0 == null ? null : now.domain0.minus(before.domain0);
    background = now.background == null ? null : now.background.minus(before.background);
  }

  /** The books of the host as they stand now. */
  static Ledger of(Host host, Stays stays) {
    return new Ledger(host, stays);
  }

  /** What happened since then. */
  Ledger minus(Ledger before) {
    return new Ledger(this, before);
  }

  /** Of each guest, in the order of the host. */
  List<Account> guests() {
    return guests;
  }

  /** Of each of them that is on the pCPUs itself; what others spend is a part of theirs. */
  List<Account> directGuests() {
    List<Account> some = new ArrayList<>();
    for (int i = 0; i < guests.size(); i++) {
      if (direct.get(i)) {
        some.add(guests.get(i));
      }
    }
    return some;
  }

  /** What the host has of its own first, then its guests. */
  List<Account> inhabitants() {
    List<Account> all = new ArrayList<>();
    if (domain0 != null) {
      all.add(domain0);
    }
    if (background != null) {
      all.add(background);
    }
    all.addAll(domains);
    all.addAll(guests);
    return all;
  }

  /** Of the driver domain; null when there is none. */
  Account domain0() {
    return domain0;
  }

  /** Of the host system's own load; null when there is none. */
  Account background() {
    return background;
  }

  long spentNs(Cost kind) {
    return spentNs[kind.ordinal()];
  }

  /** pCPU time of what is no guest's: the host system, and the driver domain. */
  long hostOsNs() {
    long ns = spentNs(Cost.HOST_OS);
    ns += domain0 == null ? 0 : domain0.counts().executedNs();
    return ns + (background == null ? 0 : background.counts().executedNs());
  }

  /** pCPU time of monitors, with the threads that serve guests' devices on the host itself. */
  long vmmNs() {
    long ns = spentNs(Cost.VMM) + spentNs(Cost.WORLD_SWITCH) + moversNs;
    for (Account guest : directGuests()) {
      ns += guest.counts().servedNs();
    }
    return ns;
  }

  /** pCPU time of the hypervisor, or of the host's kernel in its place. */
  long hypervisorNs() {
    return spentNs(Cost.HYPERVISOR) + spentNs(Cost.POLL);
  }

  HostTime time() {
    long guestNs = 0;
    for (Account guest : directGuests()) {
      guestNs += guest.counts().executedNs();
    }
    return new HostTime(
        guestNs,
        spentNs(Cost.EXIT),
        spentNs(Cost.SWITCH),
        vmmNs(),
        hostOsNs(),
        hypervisorNs(),
        spentNs(Cost.IDLE),
        forcedIdleNs);
  }
}
