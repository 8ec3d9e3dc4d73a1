package org.coremux.hypervisor;

import java.util.function.LongConsumer;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Schedulable;

/**
 * The pages that a guest has not got yet where it runs already, and how it waits for those that it
 * touches: each is a fault that is answered over the network.
 *
 * <p>Model: of the missing pages as many are active as of all; active ones are referred to at the
 * guest's rate of references, each with the same chance, by what its vCPUs execute. Every
 * millisecond in which it touched missing pages it stands still until they have come, and for as
 * many round trips more as each vCPU has asked one after the other. Nothing is drawn.
 *
 * <p>Source: Hines, Deshpande and Gopalan, "Post-copy live migration of virtual machines", 2009.
 */
final class MissingPages {
  /** How often it is looked at what the guest has touched. Unit: ns. Source: assumed. */
  private static final long LOOK_NS = 1_000_000;

  private static final double NS_PER_SECOND = 1e9;

  private final Site site;
  private final Guest guest;
  private final LongConsumer ask;
  private final MigrationCosts costs;
  private final long roundTripNs;
  private final Timer look = new Timer(this::look);
  private final Timer goOn = new Timer(this::goOn);
  private long missing;
  private double missingActive;
  private double faultCarry;
  private long seenNs;
  private long askedPages;
  private long stoodSinceNs;
  private long faults;
  private long stoodNs;

  /**
   * @param ask is told how many pages the guest waits for
   * @param costs of the platform here
   * @param roundTripNs of a question and its answer, the page itself left out. Unit: ns
   */
  MissingPages(Guest guest, Site site, LongConsumer ask, MigrationCosts costs, long roundTripNs) {
    this.site = site;
    this.guest = guest;
    this.ask = ask;
    this.costs = costs;
    this.roundTripNs = roundTripNs;
  }

  /** So many pages follow the guest. */
  void follow(long pages) {
    missing = pages;
    long touched = DirtyLog.pages(guest.pages().touchedBytes());
    missingActive = (double) pages * DirtyLog.pages(guest.pages().activeBytes()) / touched;
  }

  /** How many it has not got. */
  long missing() {
    return missing;
  }

  /** How many it has had to ask for. */
  long faults() {
    return faults;
  }

  /** For how long it stood still for them. Unit: ns. */
  long stoodNs() {
    return stoodNs;
  }

  /** The guest runs from now on. */
  void begin(long nowNs) {
    seenNs = executedNs();
    if (missing > 0) {
      site.arm(look, nowNs + LOOK_NS);
    }
  }

  private long executedNs() {
    long ns = 0;
    for (Schedulable vcpu : guest.scheduled()) {
      vcpu.settleBooks();
      ns += vcpu.executedNs();
    }
    return ns;
  }

  private void look(long nowNs) {
    long ranNs = executedNs() - seenNs;
    seenNs += ranNs;
    double active = DirtyLog.pages(guest.pages().activeBytes());
    double references = guest.pages().referencesPerSecond() * (ranNs / NS_PER_SECOND);
    double touched = DirtyLog.different(missingActive, references / active) + faultCarry;
    long pages = Math.min(missing, (long) touched);
    faultCarry = touched - (long) touched;
    if (pages == 0) {
      site.arm(look, nowNs + LOOK_NS);
      return;
    }
    faults += pages;
    missingActive = Math.max(0, missingActive - pages);
    pay(pages);
    guest.pause();
    stoodSinceNs = nowNs;
    askedPages = pages;
    ask.accept(pages);
  }

  private void pay(long pages) {
    int vcpus = guest.scheduled().size();
    for (int i = 0; i < vcpus; i++) {
      int its = (int) (pages * (i + 1) / vcpus - pages * i / vcpus);
      if (its > 0) {
        guest.level().leave(guest.scheduled().get(i), ExitReason.FAULT, costs.faultNs(), its);
      }
    }
  }

  /** So many more have come. */
  void came(Parcel parcel, long nowNs) {
    long pages = Math.min(missing, parcel.pages());
    if (parcel.kind() == Parcel.Kind.PAGES && missing > 0) {
      missingActive -= missingActive * pages / missing;
    }
    missing -= pages;
    if (parcel.kind() == Parcel.Kind.FETCHED_LAST) {
      long turns = (askedPages - 1) / guest.scheduled().size();
      site.arm(goOn, nowNs + turns * roundTripNs);
    }
  }

  private void goOn(long nowNs) {
    stoodNs += nowNs - stoodSinceNs;
    guest.resume();
    begin(nowNs);
  }
}
