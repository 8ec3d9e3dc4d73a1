package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.GuestThread;
import org.coremux.guest.InterruptLine;
import org.coremux.guest.Program;

/**
 * The end of a migration to which the guest goes: a thread that puts its pages into their places,
 * and starts it when it is there.
 */
final class MigrationTarget implements Program {
  private final Migration migration;
  private final Site site;
  private final MigrationCosts costs;
  private final GuestThread thread;
  private final InterruptLine line;

  /** In the order in which they came; as many as there are fit. */
  private final Parcel[] waiting = new Parcel[PageSender.PARCELS];

  private final Timer start = new Timer(this::starts);
  private int first;
  private int count;
  private Parcel unpacking;
  private long cameBytes;
  private long startedNs = Timer.NEVER;
  private long completeNs = Timer.NEVER;
  private MissingPages missing;

  MigrationTarget(Migration migration, Host host, MigrationCosts costs) {
    this.migration = migration;
    this.costs = costs;
    site = host.site();
    thread = host.moverOs().daemon("receive-" + migration.guest().name(), this);
    boolean inDomain = host.movesInDomain();
    line = inDomain ? host.moverOs().interruptLine((at, now) -> thread.unpark()) : null;
  }

  // ---- what there is to read ----

  /** Pages that have come, some of them more than once. */
  long cameBytes() {
    return cameBytes;
  }

  /** When the guest ran here first, in ns; {@link Timer#NEVER} before. */
  long startedNs() {
    return startedNs;
  }

  /** When the last of its pages was here, in ns; {@link Timer#NEVER} before. */
  long completeNs() {
    return completeNs;
  }

  /** Pages that the guest had to ask for here. */
  long faults() {
    return missing == null ? 0 : missing.faults();
  }

  /** For how long it stood still for them. Unit: ns. */
  long stoodNs() {
    return missing == null ? 0 : missing.stoodNs();
  }

  /** How many it has not got. */
  long missingPages() {
    return missing == null ? 0 : missing.missing();
  }

  // ---- what comes ----

  /** A parcel is in memory. */
  void received(Parcel parcel) {
    waiting[(first + count++) % waiting.length] = parcel;
    if (line == null) {
      thread.unpark();
    } else {
      line.raise(thread.schedulable().processor());
    }
  }

  @Override
  public void next(GuestThread self, long nowNs) {
    if (unpacking != null) {
      Parcel parcel = unpacking;
      unpacking = null;
      unpacked(parcel, nowNs);
    }
    if (count == 0) {
      self.park();
      return;
    }
    unpacking = waiting[first];
    first = (first + 1) % waiting.length;
    count--;
    self.compute(Math.max(1, unpacking.pages()) * costs.receiveNs());
  }

  private void unpacked(Parcel parcel, long nowNs) {
    if (parcel.kind() == Parcel.Kind.GUEST) {
      if (parcel.followPages() > 0) {
        missing =
            new MissingPages(
                migration.guest(), site, migration::ask, costs, migration.roundTripNs(costs));
        missing.follow(parcel.followPages());
      }
      site.arm(start, nowNs + migration.rules().resumeNs());
    } else {
      cameBytes += parcel.pages() * PageUse.PAGE_BYTES;
      if (missing != null) {
        missing.came(parcel, nowNs);
        complete(nowNs);
      }
    }
    migration.sendBack(parcel, nowNs);
  }

  private void starts(long nowNs) {
    if (!migration.guestIsHere(nowNs)) {
      return;
    }
    startedNs = nowNs;
    if (missing != null) {
      missing.begin(nowNs);
    }
    complete(nowNs);
  }

  private void complete(long nowNs) {
    if (missingPages() == 0 && startedNs != Timer.NEVER && completeNs == Timer.NEVER) {
      completeNs = nowNs;
    }
  }
}
