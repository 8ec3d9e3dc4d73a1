package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteTest {
  private final Simulation simulation = new Simulation(42);
  private final Site site = simulation.site("node");
  private final List<String> log = new ArrayList<>();

  private Timer timer(String name) {
    return new Timer(now -> log.add(now + " " + name));
  }

  private Target target(int depth, String name) {
    return Target.at(site, depth, now -> log.add(now + " " + name));
  }

  @Test
  void firesAllTimersOfAnInstantBeforeAnybodyDecides() {
    Target target = target(0, "decides");
    site.arm(
        new Timer(
            now -> {
              log.add(now + " first");
              site.kick(target);
            }),
        5);
    site.arm(timer("second"), 5);

    simulation.runUntil(10);

    assertThat(log).containsExactly("5 first", "5 second", "5 decides");
    assertThat(site.nowNs()).isEqualTo(10);
    assertThat(site.events()).isEqualTo(2);
  }

  @Test
  void firesATimerThatADecisionMakesDueNowBeforeTheNextDecision() {
    Target second = target(0, "second");
    Timer made = timer("made due");
    Target first = Target.at(site, 1, now -> site.arm(made, now));
    site.arm(
        new Timer(
            now -> {
              site.kick(second);
              site.kick(first);
            }),
        5);

    simulation.runUntil(5);

    assertThat(log).containsExactly("5 made due", "5 second");
  }

  @Test
  void asksOnceForManyKicksOfOneInstantAndAgainForALaterOne() {
    Target target = target(0, "decides");
    for (int i = 0; i < 10; i++) {
      site.arm(new Timer(now -> site.kick(target)), 5);
    }
    site.arm(new Timer(now -> site.kick(target)), 6);

    simulation.runUntil(10);

    assertThat(log).containsExactly("5 decides", "6 decides");
  }

  @Test
  void decidesAboutWhatWasKickedAtSetUpAndTellsTheObserver() {
    site.afterInstant(() -> log.add(site.nowNs() + " seen"));
    site.kick(target(0, "decides"));

    simulation.runUntil(10);

    assertThat(log).containsExactly("0 decides", "0 seen");
  }

  @Test
  void refusesToArmATimerForAnInstantThatHasPassed() {
    simulation.runUntil(10);

    assertThatThrownBy(() -> site.arm(timer("late"), 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("node: armed at 10 ns for 9 ns, which has passed");
  }

  @Test
  void namesPolicyProcessorTimeAndSeedOfALivelock() {
    int[] decisions = new int[1];
    Target[] self = new Target[1];
    self[0] =
        Target.at(
            site,
            0,
            now -> {
              decisions[0]++;
              site.kick(self[0]);
            });
    site.arm(new Timer(now -> site.kick(self[0])), 5);

    assertThatThrownBy(() -> simulation.runUntil(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("livelock on node at 5 ns: coin keeps asking cpu0/0 to decide (seed 42)");
    assertThat(decisions[0]).isEqualTo(1_000 + 10);
  }

  @Test
  void namesTimeAndSeedOfATimerThatIsArmedForItsOwnInstantForEver() {
    target(0, "processor");
    long[] fired = new long[1];
    Timer[] self = new Timer[1];
    self[0] =
        new Timer(
            now -> {
              fired[0]++;
              site.arm(self[0], now);
            });
    site.arm(self[0], 5);

    assertThatThrownBy(() -> simulation.runUntil(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "livelock on node at 5 ns: timers keep firing, as when a body computes nothing for"
                + " ever (seed 42)");
    assertThat(fired[0]).isEqualTo(1_000_000 + 1_000);
  }

  @Test
  void letsAMillionTimersFireInEachInstant() {
    long[] fired = new long[1];
    Timer[] self = new Timer[1];
    self[0] = new Timer(now -> site.arm(self[0], now + (++fired[0] % 1_000_000 == 0 ? 1 : 0)));
    site.arm(self[0], 5);

    simulation.runUntil(7);

    assertThat(fired[0]).isEqualTo(3_000_000);
  }

  @Test
  void stopsWhereItIsToldAndGoesOnAsIfItHadNotStopped() {
    for (int i = 1; i <= 4; i++) {
      site.arm(timer("timer " + i), 10L * i);
    }

    simulation.runUntil(20);
    assertThat(log).hasSize(2);
    assertThat(simulation.nextNs()).isEqualTo(30);
    assertThat(simulation.step()).isTrue();
    simulation.runTogether(40);

    assertThat(log).containsExactly("10 timer 1", "20 timer 2", "30 timer 3", "40 timer 4");
    assertThat(simulation.step()).isFalse();
  }
}
