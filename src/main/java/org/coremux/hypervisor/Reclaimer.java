package org.coremux.hypervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.PageTransfer;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Schedulable;

/**
 * Takes memory back from the guests of a host, and gives it again, step by step: balloons, the
 * search for equal pages, swapping out. What a page that is missing costs is {@link PageFaults}'
 * business.
 *
 * <p>Model: all of it happens in steps of 100 ms; in each a rate is so many pages. Only swapping
 * out takes the device's own time. A balloon costs its guest a hypercall for each batch; scanning
 * costs nothing (Waldspurger, OSDI 2002, 4.4: the cost was negligible).
 */
final class Reclaimer {
  /** Unit: ns. Source: assumed, ten steps for each poll of a VMware balloon driver. */
  private static final long STEP_NS = 100_000_000;

  private static final double STEP_S = 0.1;

  /**
   * First touches of a guest. Unit: pages/s. Source: assumed, 4 GiB/s: a core that clears pages.
   */
  private static final long TOUCH_RATE = 1L << 20;

  /**
   * A balloon whose guest has pages to spare. Unit: pages/s. Source: Linux,
   * drivers/misc/vmw_balloon.c, VMW_BALLOON_NOSLEEP_ALLOC_MAX; the same for giving back,
   * VMW_BALLOON_RATE_FREE_MAX.
   */
  private static final long BALLOON_RATE = 16_384;

  /**
   * A balloon whose guest has to put pages away for it. Unit: pages/s. Source: the same,
   * VMW_BALLOON_RATE_ALLOC_MAX.
   */
  private static final long BALLOON_SLOW_RATE = 2_048;

  /**
   * Pages of one call of a balloon driver. Source: Linux, drivers/virtio/virtio_balloon.c,
   * VIRTIO_BALLOON_ARRAY_PFNS_MAX.
   */
  private static final long BALLOON_BATCH = 256;

  /**
   * Pages that are looked at in each second, for each GHz. Source: VMware, "vSphere Resource
   * Management", Mem.ShareScanGHz, 4 MB/s for each GHz of the host.
   */
  private static final long SCAN_PER_GHZ = 1_024;

  private static final double NS_PER_SECOND = 1e9;
  private static final long HZ_PER_GHZ = 1_000_000_000;

  /**
   * Requests to swap out that are under way at once. Source: assumed, so that reads get through.
   */
  private static final int WRITES_MAX = 4;

  private final Site site;
  private final HostMemory memory;
  private final MemorySpec.Reclaim reclaim;
  private final SwapDevice swap;
  private final double scanPerStep;
  private final Timer step = new Timer(this::step);
  private final List<PageFaults> faults = new ArrayList<>();
  private final ArrayDeque<PageFaults.Vcpu> waiting = new ArrayDeque<>();
  private final Write[] writes = new Write[WRITES_MAX];
  private long writing;

  Reclaimer(Site site, HostMemory memory, HostSetup setup, SwapDevice swap) {
    this.site = site;
    this.memory = memory;
    this.swap = swap;
    reclaim = setup.memory().reclaim();
    long byClock = SCAN_PER_GHZ * setup.topology().coreCount();
    double scanned =
        reclaim.scanPerSecond() > 0
            ? reclaim.scanPerSecond()
            : (double) byClock * setup.topology().clockHz() / HZ_PER_GHZ;
    scanPerStep = scanned * STEP_S;
    for (int i = 0; i < WRITES_MAX; i++) {
      writes[i] = new Write();
    }
    site.arm(step, 0);
  }

  HostMemory memory() {
    return memory;
  }

  SwapDevice swap() {
    return swap;
  }

  /** Whether guests may have to put pages away themselves. */
  boolean hasBalloon() {
    return reclaim.balloon();
  }

  void add(PageFaults of) {
    faults.add(of);
  }

  private void step(long nowNs) {
    if (nowNs == 0) {
      memory.settleAtOnce();
    } else {
      share();
      memory.allot();
      touch();
      balloon();
      writeOut(nowNs);
      serve(nowNs);
    }
    for (int i = 0; i < faults.size(); i++) {
      faults.get(i).refresh();
    }
    site.arm(step, nowNs + STEP_NS);
  }

  // ---- equal pages ----

  private void share() {
    if (!reclaim.sharing()) {
      return;
    }
    int present = 0;
    for (int i = 0; i < faults.size(); i++) {
      present += faults.get(i).memory().isPresent() ? 1 : 0;
    }
    for (int i = 0; i < faults.size(); i++) {
      GuestMemory guest = faults.get(i).memory();
      if (guest.identicalMax() > 0) {
        double workedS = faults.get(i).workedNs() / NS_PER_SECOND;
        memory.write(guest, workedS * guest.use().writes().perSecond());
        memory.recount();
        memory.scan(guest, scanPerStep / present);
        memory.recount();
      }
    }
  }

  // ---- what guests touch, and their balloons ----

  /** Each touches more as fast as it can; together no more than leaves the last of it. */
  private void touch() {
    long wanted = 0;
    for (int i = 0; i < faults.size(); i++) {
      wanted += wanted(faults.get(i).memory());
    }
    long most = -memory.missingTo(FreeMemory.LOW);
    if (wanted == 0 || most <= 0) {
      return;
    }
    for (int i = 0; i < faults.size(); i++) {
      GuestMemory guest = faults.get(i).memory();
      long pages = wanted(guest);
      memory.touch(guest, wanted <= most ? pages : (long) ((double) pages * most / wanted));
    }
  }

  private long wanted(GuestMemory guest) {
    boolean isHeld =
        memory.state() != FreeMemory.HIGH
            && reclaim.balloon()
            && guest.used() >= guest.target()
            && memory.inflatable(guest) > 0;
    return isHeld ? 0 : Math.min(guest.wanted(), (long) (TOUCH_RATE * STEP_S));
  }

  private void balloon() {
    if (!reclaim.balloon()) {
      return;
    }
    for (int i = 0; i < faults.size(); i++) {
      GuestMemory guest = faults.get(i).memory();
      long change = guest.touchedMax() - guest.balloon() - guest.target();
      if (!guest.isPresent()) {
        continue;
      }
      if (change > 0 && memory.state() != FreeMemory.HIGH) {
        inflate(faults.get(i), guest, Math.min(change, memory.inflatable(guest)));
      } else if (change < 0 && memory.state() == FreeMemory.HIGH) {
        long pages = Math.min(-change, Math.min(guest.balloon(), (long) (BALLOON_RATE * STEP_S)));
        guest.deflate(pages);
        call(faults.get(i), pages);
      }
    }
  }

  private void inflate(PageFaults of, GuestMemory guest, long wanted) {
    long spare = guest.spare();
    long rate = spare > 0 ? Math.min(spare, (long) (BALLOON_RATE * STEP_S)) : 0;
    long pages = Math.min(wanted, Math.max(rate, (long) (BALLOON_SLOW_RATE * STEP_S)));
    memory.inflate(guest, pages);
    call(of, pages);
  }

  /** The driver tells the hypervisor, batch by batch. */
  private static void call(PageFaults of, long pages) {
    Schedulable vcpu = of.guest().scheduled().get(0);
    for (long batch = 0; batch < pages; batch += BALLOON_BATCH) {
      of.guest().level().leave(vcpu, ExitReason.HYPERCALL);
    }
  }

  // ---- the swap device ----

  /** Swaps out until enough is free: as little as does where there are balloons. */
  private void writeOut(long nowNs) {
    FreeMemory enough = reclaim.balloon() ? FreeMemory.SOFT : FreeMemory.HIGH;
    FreeMemory from = reclaim.balloon() ? FreeMemory.HARD : FreeMemory.SOFT;
    if (writing == 0 && memory.state().compareTo(from) < 0) {
      return;
    }
    for (int i = 0; i < WRITES_MAX; i++) {
      long missing = memory.missingTo(enough) - writing;
      GuestMemory victim = missing > 0 && writes[i].guest == null ? memory.victim() : null;
      if (victim != null) {
        writes[i].begin(victim, Math.min(HostMemory.CLUSTER, missing), nowNs);
      }
    }
  }

  private final class Write {
    private final PageTransfer transfer = new PageTransfer(this::done);
    private GuestMemory guest;

    void begin(GuestMemory victim, long pages, long nowNs) {
      guest = victim;
      writing += pages;
      swap.carry(transfer.of(pages, null), nowNs);
    }

    private void done(PageTransfer written, long nowNs) {
      writing -= written.pages();
      memory.swapOut(guest, written.pages());
      guest = null;
      writeOut(nowNs);
      serve(nowNs);
    }
  }

  // ---- who waits for a frame ----

  /** Gives it a frame, now or as soon as there is one. */
  void frame(PageFaults.Vcpu vcpu, long nowNs) {
    if (waiting.isEmpty() && vcpu.mayGoOn()) {
      vcpu.goOn(nowNs);
    } else {
      waiting.add(vcpu);
      writeOut(nowNs);
    }
  }

  private void serve(long nowNs) {
    while (!waiting.isEmpty() && waiting.peek().mayGoOn()) {
      waiting.poll().goOn(nowNs);
    }
  }
}
