package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.Refusal;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** CPU groups of the model of Hyper-V: a cap on several guests together. */
class HyperVGroupsTest {
  private static final HyperVProvider PROVIDER = new HyperVProvider();
  private static final Map<String, String> WEB = Map.of("cpuGroup", "web");

  private static SmallHost host(int processors, String type, String groups) {
    return new SmallHost("hyper-v", processors, Map.of("type", type, "groups", groups));
  }

  @Test
  void guestsOfAGroupUseTogetherNoMoreThanItsCap() {
    SmallHost host = host(4, "classic", "web 50 %");
    List<Schedulable> hogs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      hogs.add(host.hog("w" + i, 256, 0, WEB));
    }
    host.run(1_000 * MS);

    assertThat(hogs.stream().mapToLong(SmallHost::ran).sum()).isEqualTo(2_000 * MS);
    assertThat(hogs).allMatch(s -> ran(s) == 500 * MS && s.heldNs(Hold.CAP) == 500 * MS);
  }

  @Test
  void oneThatIsBusyAloneUsesAllOfTheGroupsCap() {
    SmallHost host = host(2, "classic", "web 40 %");
    Schedulable busy = host.hog("busy", 256, 0, WEB);
    host.burst("idle", 256, 0, MS / 2, WEB);
    host.run(1_000 * MS);

    assertThat(ran(busy)).isBetween(799 * MS, 800 * MS); // what the other has used is not its
  }

  @Test
  void capsAreThoseOfEachGroupAndOthersHaveNone() {
    SmallHost host = host(3, "classic", "web 20 %, batch 12.5 %");
    Schedulable web = host.hog("web", 256, 0, WEB);
    Schedulable batch = host.hog("batch", 256, 0, Map.of("cpuGroup", "batch"));
    Schedulable free = host.hog("free", 256);
    host.run(1_000 * MS);

    assertThat(List.of(ran(web), ran(batch), ran(free)))
        .isEqualTo(List.of(600 * MS, 375 * MS, 1_000 * MS));
  }

  @Test
  void aLimitOfAGuestHoldsBelowTheCapOfItsGroup() {
    SmallHost host = host(2, "classic", "web 50 %");
    Schedulable limited = host.hog("limited", 256, 0, Map.of("cpuGroup", "web", "limit", 3_000L));
    Schedulable free = host.hog("free", 256, 0, WEB);
    host.run(1_000 * MS);

    assertThat(ran(limited)).isEqualTo(300 * MS);
    assertThat(ran(free)).isEqualTo(700 * MS);
  }

  @Test
  void whoWaitsWhileOthersUseUpTheCapIsParkedToo() {
    SmallHost host = host(1, "classic", "web 30 %");
    Schedulable a = host.hog("a", 256, 0, WEB);
    Schedulable b = host.hog("b", 256, 0, WEB);
    Schedulable other = host.hog("other", 256);
    host.run(1_000 * MS);

    assertThat(ran(a) + ran(b)).isEqualTo(300 * MS);
    assertThat(ran(other)).isEqualTo(700 * MS);
    assertThat(b.heldNs(Hold.CAP)).isPositive();
  }

  /** Guests of one vCPU each: the other thread of the core idles, and the core is theirs. */
  @Test
  void underTheCoreSchedulerTheCapIsAPartOfAllCores() {
    Topology twoCores = new Topology(Shape.of(1, 2, 2), 1_000_000_000);
    SmallHost host = new SmallHost("hyper-v", twoCores, Map.of("groups", "web 40 %"));
    List<Schedulable> hogs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      hogs.add(host.hog("w" + i, 256, 0, WEB));
    }
    host.run(1_000 * MS);

    long allNs = hogs.stream().mapToLong(SmallHost::ran).sum();
    assertThat(allNs).isBetween(790 * MS, 800 * MS); // the rest is for the rendezvous
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void inNoPeriodDoesAGroupUseMoreThanItsCap(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 99) int percent) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = random.nextInt(1, 4);
    SmallHost host = host(cpus, "classic", "web " + percent + " %");
    List<Schedulable> members = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      long onNs = random.nextLong(MS / 10, 40 * MS);
      members.add(host.onOff("w" + i, 256, onNs, random.nextLong(MS / 10, 20 * MS), WEB));
    }
    members.add(host.hog("hog", 256, 0, WEB));
    for (int i = random.nextInt(3); i > 0; i--) {
      host.hog("other" + i, 256);
    }
    long beforeNs = 0;
    for (int k = 1; k <= 5; k++) {
      host.run(k * 100 * MS);
      host.host.settleBooks();
      long nowNs = members.stream().mapToLong(SmallHost::ran).sum();
      assertThat(nowNs - beforeNs).isLessThanOrEqualTo(percent * MS * cpus);
      beforeNs = nowNs;
    }
  }

  // ---- before a run ----

  private static List<Refusal> refusals(Map<String, ?> said, GuestSettings... guests) {
    return PROVIDER.refuses(2, Parameters.of(PROVIDER.parameters(), said), List.of(guests));
  }

  private static GuestSettings guest(String name, int vcpus, Map<String, ?> said) {
    return new GuestSettings(name, vcpus, Parameters.of(PROVIDER.guestParameters(), said));
  }

  @Test
  void refusesAGroupThatTheHostDoesNotHave() {
    assertThat(refusals(Map.of("groups", "db 50 %, batch 20 %"), guest("g", 1, WEB)))
        .containsExactly(
            new Refusal(
                "g",
                "cpuGroup",
                "is web, which is not one of the host's `groups`; allowed: db, batch"));
    assertThat(refusals(Map.of(), guest("g", 1, WEB))).hasSize(1);
  }

  @Test
  void refusesWhatIsNoListOfGroups() {
    assertThat(refusals(Map.of("groups", "web, db 0 %, a 101 %, b 5 %, b 6 %")))
        .extracting(Refusal::why)
        .containsExactly(
            "has `web`; expected: a name and a cap, as in `web 50 %, batch 25 %`",
            "has the cap 0 %; allowed: 0.01 % to 100 %",
            "has the cap 101 %; allowed: 0.01 % to 100 %",
            "has b twice; allowed: one cap for each");
  }

  @Test
  void refusesReservesBeyondTheCapOfTheGroup() {
    Map<String, ?> reserved = Map.of("cpuGroup", "web", "reserve", 4_000L);

    assertThat(refusals(Map.of("groups", "web 50 %"), guest("a", 2, reserved))).isEmpty();
    assertThat(
            refusals(
                Map.of("groups", "web 50 %"), guest("a", 2, reserved), guest("b", 1, reserved)))
        .containsExactly(
            new Refusal(
                "b",
                "reserve",
                "makes 120 % of a pCPU that guests of web have reserved; allowed: the cap of the"
                    + " group, 100 %, at most"));
  }

  @Test
  void refusesGroupsUnderTheRootsScheduler() {
    assertThat(refusals(Map.of("type", "root", "groups", "web 50 %"), guest("g", 1, WEB)))
        .extracting(Refusal::parameter)
        .containsExactly("groups", "cpuGroup");
  }
}
