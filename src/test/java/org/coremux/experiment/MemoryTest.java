package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that is taken back changes run time, and by what it should; all books are checked. */
class MemoryTest {
  private static final String COMPUTE = "kind: compute, work: 1 s";

  /** Two guests of 100 MiB on 130 MiB. */
  private static Scene two(String overcommit, String pages, String... workload) {
    return Scene.on("free-virtual")
        .cores(2)
        .window("duration: 5 s")
        .host("overcommit: {memory: 200 %, sharing: false, " + overcommit + "}")
        .guest("one", 1, List.of(pages), workload)
        .guest("two", 1, List.of(pages), workload)
        .set("hosts.node.memory=130 MiB")
        .set("guests.one.memory=100 MiB")
        .set("guests.two.memory=100 MiB");
  }

  private static GuestMemoryResult memory(RunResult result, String guest) {
    return Scene.guest(result, guest).memory().orElseThrow();
  }

  @Test
  void aGuestThatLosesOnlyIdlePagesToItsBalloonLosesNoTime() {
    RunResult result =
        two("balloon: true", "pages: {active: 60 MiB}", COMPUTE).window("until: finished").run();

    assertThat(result.header().span().durationNs()).isEqualTo(1_000_000_000L);
    assertThat(memory(result, "one").sizes().ballooned()).isPositive();
    assertThat(memory(result, "one").faults()).isZero();
    assertThat(memory(result, "one").guestFaults()).isZero();
  }

  @Test
  void aBalloonBelowTheActivePartIsWorseThanOneAboveIt() {
    String window = "until: finished";
    long above = span(two("balloon: true", "pages: {active: 60 MiB}", COMPUTE).window(window));
    long below = span(two("balloon: true", "pages: {active: 65 MiB}", COMPUTE).window(window));
    long far = span(two("balloon: true", "pages: {active: 90 MiB}", COMPUTE).window(window));

    assertThat(below).isGreaterThan(above + above / 100);
    assertThat(far).isGreaterThan(above + 3 * (below - above));
  }

  private static long span(Scene scene) {
    return scene.run().header().span().durationNs();
  }

  @Test
  void theHostSwapsOutPagesThatAreUsedBecauseItDoesNotKnow() {
    RunResult result = two("balloon: false", "pages: {active: 50 MiB}", "kind: compute").run();

    GuestMemoryResult one = memory(result, "one");
    assertThat(one.sizes().swapped()).isPositive();
    assertThat(one.faults()).isPositive();
    assertThat(one.sizes().ballooned()).isZero();
    assertThat(Scene.guest(result, "one").exits().amount("fault")).isEqualTo(one.faults());
  }

  @Test
  void whoeverWaitsForAPageLeavesItsProcessorToOthers() {
    // One pCPU; the disk takes so long that the one that swaps hardly runs.
    RunResult result =
        two("balloon: false, swap: 5 ms", "pages: {active: 100 MiB}", "kind: compute")
            .cores(1)
            .set("guests.two.pages.references=0/s")
            .run();

    GuestResult swaps = Scene.guest(result, "one");
    GuestResult other = Scene.guest(result, "two");
    assertThat(memory(result, "two").faults()).isZero();
    assertThat(swaps.memory().orElseThrow().faultWaitNs()).isGreaterThan(2_000_000_000L);
    assertThat(swaps.time().blockedNs()).isEqualTo(swaps.memory().orElseThrow().faultWaitNs());
    assertThat(result.hosts().get(0).time().idleNs()).isZero(); // nothing was wasted
    assertThat(other.workNs()).isGreaterThan(4_500_000_000L);
  }

  @Test
  void onlyTheVcpuThatMissesAPageIsBlocked() {
    RunResult result =
        two("balloon: false, swap: 5 ms", "pages: {active: 100 MiB}", "kind: compute, threads: 2")
            .cores(4)
            .set("guests.one.vcpus=2")
            .set("guests.two.vcpus=2")
            .run();

    GuestMemoryResult one = memory(result, "one");
    // Both wait for most of the time, each for its own pages: not one for the other's.
    assertThat(one.faultWaitNs()).isGreaterThan(8_000_000_000L);
    assertThat(one.faults()).isCloseTo(one.faultWaitNs() / 5_000_000, within(2L));
  }

  @Test
  void whatAGuestReadsBackItselfBlocksTheThreadAndNotTheVcpu() {
    RunResult result =
        two("balloon: true", "pages: {active: 90 MiB}", "kind: compute, threads: 8").run();

    GuestMemoryResult one = memory(result, "one");
    assertThat(one.guestFaults()).isPositive();
    assertThat(one.faults()).isZero();
    // Eight threads wait for the disk one beside the other: the vCPU hardly notices.
    assertThat(one.guestFaultWaitNs()).isGreaterThan(1_000_000_000L);
    assertThat(Scene.guest(result, "one").time().runningNs()).isGreaterThan(4_500_000_000L);
  }

  @Test
  void aGuestThatComesLaterIsMadeRoomForByBalloons() {
    RunResult result =
        two("balloon: true", "pages: {active: 50 MiB}", "kind: compute")
            .set("guests.two.start=1 s")
            .run();

    long one = memory(result, "one").sizes().resident();
    long two = memory(result, "two").sizes().resident();
    assertThat(one).isCloseTo(two, within(2L << 20));
    assertThat(memory(result, "one").sizes().ballooned()).isGreaterThan(30L << 20);
  }

  @Test
  void aGuestThatGoesGivesBackAllThatItHad() {
    RunResult result =
        two("balloon: true", "pages: {active: 50 MiB}", "kind: compute")
            .set("guests.two.stop=1 s")
            .run();

    assertThat(memory(result, "two").sizes().resident()).isZero();
    assertThat(memory(result, "one").sizes().resident()).isEqualTo(100L << 20);
    assertThat(result.hosts().get(0).memory().orElseThrow().freeBytes()).isEqualTo(30L << 20);
  }

  @Test
  void thePagesThatAreMissedAreTheSameWhateverElseHappens() {
    Scene quiet = two("balloon: false", "pages: {active: 100 MiB}", COMPUTE);
    Scene busy = two("balloon: false", "pages: {active: 100 MiB}", COMPUTE);
    quiet.window("until: finished");
    busy.window("until: finished");
    busy.guest("hog", 2, "kind: compute, threads: 2").set("guests.hog.memory=1 MiB");

    long alone = memory(quiet.run(), "one").faults();
    long beside = memory(busy.run(), "one").faults();

    // Another schedule is another order on the disk, and so other victims; the draws are the same.
    assertThat(beside).isCloseTo(alone, within(alone / 10));
  }

  @Test
  void memoryOfTheOtherSocketSlowsDownExactlyByItsPart() {
    Scene scene =
        Scene.on("free-virtual")
            .cpu("{sockets: 2, cores: 1, clock: 1 GHz}")
            .window("duration: 1 s")
            .guest("near", 1, List.of("pages: {node: 0}", "affinity: 0"), "kind: compute")
            .guest("far", 1, List.of("pages: {node: 0}", "affinity: 1"), "kind: compute");

    RunResult result = scene.run();

    // 30 % of the time is memory, which takes half as long again: 1 / 1.15 in 65,536ths.
    long speed = 65_536L * 100 / 115;
    GuestResult far = Scene.guest(result, "far");
    assertThat(Scene.guest(result, "near").workNs()).isEqualTo(1_000_000_000L);
    assertThat(far.workNs()).isEqualTo(1_000_000_000L * speed >> 16);
    assertThat(far.lostNs().amount("remote")).isCloseTo(1_000_000_000L - far.workNs(), within(1L));

    RunResult off = scene.set("hosts.node.remoteMemory=100 %").run();
    assertThat(Scene.guest(off, "far").workNs()).isEqualTo(1_000_000_000L);
  }

  @Test
  void memoryIsPlacedWhereLeastIsGivenAwayAndOneNodeMakesNoDifference() {
    Scene scene =
        Scene.on("free-shared")
            .cpu("{sockets: 2, cores: 1, clock: 1 GHz}")
            .window("duration: 1 s")
            .guest("first", 1, List.of("pages: {}", "affinity: 0"), "kind: compute")
            .guest("second", 1, List.of("pages: {}", "affinity: 1"), "kind: compute");

    RunResult result = scene.run();
    assertThat(Scene.guest(result, "first").workNs()).isEqualTo(1_000_000_000L);
    assertThat(Scene.guest(result, "second").workNs()).isEqualTo(1_000_000_000L);

    RunResult swapped = scene.set("guests.first.affinity=1").set("guests.second.affinity=0").run();
    assertThat(Scene.guest(swapped, "first").workNs()).isLessThan(900_000_000L);
    RunResult oneNode = scene.set("hosts.node.cpu.sockets=1").set("hosts.node.cpu.cores=2").run();
    assertThat(Scene.guest(oneNode, "first").workNs()).isEqualTo(1_000_000_000L);
  }
}
