package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who gets how much of a host's memory, and that no frame of it is ever lost. */
class HostMemoryTest {
  private static final long MIB = 1L << 20;

  private static HostMemory host(long mib, boolean sharing, boolean balloon, int taxPercent) {
    MemorySpec.Reclaim reclaim =
        new MemorySpec.Reclaim(sharing, balloon, 100 * taxPercent, 0, null);
    return new HostMemory(new MemorySpec(mib * MIB, MemorySpec.NEAR, reclaim));
  }

  private static PageUse use(long mib, long activeMib, int identicalPercent, PageUse.Claim claim) {
    return new PageUse(
        mib * MIB,
        mib * MIB,
        activeMib * MIB,
        10_000,
        new PageUse.Content("linux", 100 * identicalPercent),
        claim,
        PageUse.Home.NEAR,
        PageUse.Writes.USUAL);
  }

  private static PageUse use(long mib, long activeMib, int identicalPercent) {
    return use(mib, activeMib, identicalPercent, PageUse.Claim.usual(mib * MIB));
  }

  private static GuestMemory started(HostMemory host, PageUse use) {
    GuestMemory guest = host.add(use);
    guest.start();
    return guest;
  }

  private static long targetMib(GuestMemory guest) {
    return guest.target() * PageUse.PAGE_BYTES / MIB;
  }

  @Test
  void equalSharesConvergeToEqualMemoryWithoutATaxWhateverTheyUse() {
    HostMemory host = host(380, false, true, 0);
    GuestMemory idle = started(host, use(256, 20, 0));
    GuestMemory busy = started(host, use(256, 256, 0));

    host.settleAtOnce();

    assertThat(targetMib(idle)).isEqualTo(targetMib(busy)).isEqualTo(178); // 94 % of 380, halved
    assertThat(idle.residentBytes()).isEqualTo(busy.residentBytes());
    assertThat(idle.pagedOutBytes()).isZero(); // what its balloon took, it did not use
    assertThat(busy.pagedOutBytes()).isEqualTo(busy.balloonedBytes());
  }

  @Test
  void withATaxOf75PerCentIdleMemoryMovesToWhoeverUsesIt() {
    HostMemory host = host(380, false, true, 75);
    GuestMemory idle = started(host, use(256, 20, 0));
    GuestMemory busy = started(host, use(256, 256, 0));

    host.settleAtOnce();

    // An idle page costs four times as much: 20 + 4 x idle = busy, idle + busy = 357 - 20.
    assertThat(targetMib(idle)).isBetween(100L, 102L);
    assertThat(targetMib(busy)).isEqualTo(256);
    assertThat(busy.pagedOutBytes()).isZero();
  }

  @Test
  void sharesDivideWhatThereIs() {
    HostMemory host = host(400, false, true, 0);
    GuestMemory one = started(host, use(256, 256, 0, new PageUse.Claim(100, 0)));
    GuestMemory two = started(host, use(256, 256, 0, new PageUse.Claim(200, 0)));

    host.allot();

    assertThat(targetMib(two)).isCloseTo(2 * targetMib(one), within(2L));
  }

  @Test
  void whatAGuestHasForCertainIsNotTaken() {
    HostMemory host = host(400, false, true, 75);
    GuestMemory safe = started(host, use(256, 1, 0, new PageUse.Claim(1, 200 * MIB)));
    GuestMemory other = started(host, use(256, 256, 0));

    host.settleAtOnce();

    assertThat(safe.residentBytes()).isEqualTo(200 * MIB);
    assertThat(other.residentBytes() / MIB).isBetween(174L, 176L);
  }

  @Test
  void tenEqualGuestsThatShareTwoThirdsGiveBackNearly60PerCent() {
    HostMemory host = host(4_096, true, true, 75);
    GuestMemory[] guests = new GuestMemory[10];
    for (int i = 0; i < guests.length; i++) {
      guests[i] = started(host, use(256, 128, 67));
    }
    host.settleAtOnce();
    long before = host.freeBytes();

    for (int pass = 0; pass < 12; pass++) {
      for (GuestMemory guest : guests) {
        host.scan(guest, 256 * MIB / PageUse.PAGE_BYTES);
        host.recount();
        host.check();
      }
    }

    double all = 10 * 256 * MIB;
    double shared = 0;
    for (GuestMemory guest : guests) {
      shared += guest.sharedBytes();
    }
    assertThat(shared / all).isBetween(0.665, 0.6701);
    assertThat(host.savedBytes() / all).isBetween(0.59, 0.61); // nine copies of ten
    assertThat(host.freeBytes() - before).isEqualTo(host.savedBytes());
  }

  @Test
  void oneAloneSavesNothing() {
    HostMemory host = host(4_096, true, true, 75);
    GuestMemory alone = started(host, use(256, 128, 67));
    host.settleAtOnce();

    host.scan(alone, 1_000_000);
    host.recount();

    assertThat(alone.sharedBytes()).isPositive();
    assertThat(host.savedBytes()).isZero();
  }

  @Test
  void whatIsWrittenToIsSharedNoLonger() {
    HostMemory host = host(4_096, true, true, 75);
    GuestMemory one = started(host, use(256, 128, 50));
    GuestMemory two = started(host, use(256, 128, 50));
    host.settleAtOnce();
    for (GuestMemory guest : new GuestMemory[] {one, two}) {
      for (int pass = 0; pass < 20; pass++) {
        host.scan(guest, 65_536);
        host.recount();
      }
    }
    long shared = one.shared();

    host.write(one, 10_000);
    host.recount();

    assertThat(shared - one.shared()).isBetween(4_990L, 5_000L); // half of its pages are shared
    host.check();
  }

  @Test
  void theStateOfFreeMemoryChangesAtSixFourAndTwoPerCent() {
    assertThat(FreeMemory.of(60, 1_000)).isEqualTo(FreeMemory.HIGH);
    assertThat(FreeMemory.of(59, 1_000)).isEqualTo(FreeMemory.SOFT);
    assertThat(FreeMemory.of(40, 1_000)).isEqualTo(FreeMemory.SOFT);
    assertThat(FreeMemory.of(39, 1_000)).isEqualTo(FreeMemory.HARD);
    assertThat(FreeMemory.of(20, 1_000)).isEqualTo(FreeMemory.HARD);
    assertThat(FreeMemory.of(19, 1_000)).isEqualTo(FreeMemory.LOW);
    assertThat(FreeMemory.LOW.from(1_000)).isEqualTo(10);
  }

  @Test
  void belowTheLastPerCentOnlyAGuestWithLessThanItsPartGetsAFrame() {
    HostMemory host = host(100, false, false, 75);
    GuestMemory above = started(host, use(99, 99, 0));
    GuestMemory below = started(host, use(99, 99, 0));
    host.touch(above, above.wanted());
    host.allot();

    assertThat(host.state()).isEqualTo(FreeMemory.LOW);
    assertThat(host.maySpare(above)).isFalse();
    assertThat(host.maySpare(below)).isTrue();
  }

  @Test
  void aBalloonTakesWhatIsIdleFirstAndNoMoreThan65PerCent() {
    HostMemory host = host(1_024, false, true, 75);
    GuestMemory guest = started(host, use(100, 40, 0));
    host.settleAtOnce();

    assertThat(host.inflatable(guest) * PageUse.PAGE_BYTES / MIB).isEqualTo(65);
    host.inflate(guest, 60 * MIB / PageUse.PAGE_BYTES);
    assertThat(guest.pagedOutBytes()).isZero();
    host.inflate(guest, 5 * MIB / PageUse.PAGE_BYTES);

    assertThat(guest.pagedOutBytes()).isEqualTo(5 * MIB);
    assertThat(host.inflatable(guest)).isZero();
  }

  @Test
  void noFrameIsEverLostWhateverHappens() {
    SplittableRandom random = new SplittableRandom(7);
    HostMemory host = host(300, true, true, 75);
    GuestMemory[] guests = new GuestMemory[4];
    for (int i = 0; i < guests.length; i++) {
      guests[i] = started(host, use(100, 30 + 20 * i, 20 * i));
    }
    host.settleAtOnce();
    host.check();
    for (int step = 0; step < 20_000; step++) {
      GuestMemory guest = guests[random.nextInt(guests.length)];
      long pages = random.nextInt(200);
      switch (random.nextInt(8)) {
        case 0 -> host.touch(guest, Math.min(Math.min(pages, host.free()), guest.wanted()));
        case 1 -> host.inflate(guest, Math.min(pages, host.inflatable(guest)));
        case 2 -> guest.deflate(Math.min(pages, guest.balloon()));
        case 3 -> host.swapOut(guest, pages);
        case 4 -> {
          if (guest.hasSwapped() && host.free() > 0) {
            host.swapIn(guest);
          }
        }
        case 5 -> host.scan(guest, pages);
        case 6 -> host.write(guest, pages);
        default -> {
          if (guest.pagedOut() > 0 && guest.hasRoom() && host.free() > 0) {
            host.readBack(guest);
          }
        }
      }
      host.recount();
      host.allot();
      host.check();
    }
    host.release(guests[0]);
    host.check();

    assertThat(guests[0].residentBytes() + guests[0].swappedBytes()).isZero();
  }
}
