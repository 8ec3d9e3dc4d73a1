package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.roundRobin;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coremux.engine.Message;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.TestLevel.Costs;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts on sites of their own have one trace between them, however the sites are run. */
class SitesTest {
  private static final long END_NS = 400 * MS;
  private static final int BALLS = 3;

  /** How a simulation is brought to its end. */
  private interface Way {
    void run(Simulation simulation, long endNs);
  }

  private static final List<Way> WAYS =
      List.of(
          Simulation::runTogether,
          (simulation, end) -> simulation.runUntil(end, 1),
          (simulation, end) -> simulation.runUntil(end, 2),
          (simulation, end) -> {
            simulation.runUntil(end / 3, 2);
            simulation.runTogether(end / 2);
            simulation.runUntil(end, 1);
          });

  /** Two hosts with a guest each, whose threads play balls to those of the other. */
  private static final class Match {
    final Simulation simulation = new Simulation(1);
    final List<TraceHash> hashes = new ArrayList<>();
    final List<Player[]> players = new ArrayList<>();

    Match(long latencyNs) {
      Site here = simulation.site("here");
      Site there = simulation.site("there");
      simulation.link(here, there, latencyNs);
      for (Site site : simulation.sites()) {
        host(site, latencyNs);
      }
      for (int ball = 0; ball < BALLS; ball++) {
        Player one = players.get(0)[ball];
        Player other = players.get(1)[ball];
        one.other = other;
        other.other = one;
        (ball % 2 == 0 ? one : other).take();
      }
    }

    /** Two pCPUs for two vCPUs and a rival, so that a ball may wait at both levels. */
    private void host(Site site, long latencyNs) {
      TraceHash hash = new TraceHash();
      hashes.add(hash);
      Multiplexer host = level(site, hash, new Costs(2 * US, US, US)).hardware(Topology.flat(2));
      host.policy(roundRobin(MS));
      Schedulable[] vcpus = new Schedulable[2];
      for (int i = 0; i < vcpus.length; i++) {
        vcpus[i] = TestLevel.add(host, TestLevel.vcpu("v" + i, null));
      }
      Multiplexer guest = level(site, hash, new Costs(US, 0, 0)).on(vcpus);
      guest.policy(roundRobin(300 * US));
      host.wake(hog(host));
      guest.wake(hog(guest));
      Player[] team = new Player[BALLS];
      for (int i = 0; i < BALLS; i++) {
        team[i] = new Player(site, guest, latencyNs, i);
      }
      players.add(team);
      site.afterInstant(
          () -> {
            new BooksCheck(host).run();
            new BooksCheck(guest).run();
          });
    }

    private static Multiplexer level(Site site, TraceHash hash, Costs costs) {
      return new Multiplexer(site, site.name(), hash, costs, new SplittableRandom(1));
    }

    private static Schedulable hog(Multiplexer level) {
      Schedulable[] self = new Schedulable[1];
      self[0] = TestLevel.thread("hog", null, now -> self[0].compute(TestLevel.FOREVER_NS));
      self[0].compute(TestLevel.FOREVER_NS);
      return TestLevel.add(level, self[0]);
    }

    /** Joined in site order, as a result does it. */
    long hash() {
      long joined = 0;
      for (TraceHash hash : hashes) {
        joined = TraceHash.combine(joined, hash.value());
      }
      return joined;
    }

    /** Hits of all players, each of which is counted at its own site. */
    int hits() {
      int sum = 0;
      for (Player[] team : players) {
        for (Player player : team) {
          sum += player.hits;
        }
      }
      return sum;
    }
  }

  /** A thread that computes when it gets the ball, and then plays it to the other site. */
  private static final class Player extends Message {
    private final Site site;
    private final Multiplexer guest;
    private final long latencyNs;
    private final SplittableRandom random;
    private final Schedulable thread;
    Player other;
    int hits;

    Player(Site site, Multiplexer guest, long latencyNs, int ball) {
      this.site = site;
      this.guest = guest;
      this.latencyNs = latencyNs;
      random = new SplittableRandom(ball + BALLS * site.index());
      thread = TestLevel.add(guest, TestLevel.thread("player" + ball, null, this::hit));
      thread.compute(50 * US);
    }

    void take() {
      guest.wake(thread);
    }

    private void hit(long nowNs) {
      hits++;
      thread.compute(random.nextLong(1, 200 * US));
      guest.block(thread);
      site.send(this, other.site, latencyNs + random.nextLong(3));
    }

    @Override
    protected void arrive(long nowNs) {
      other.take();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7 * US, 100 * US, 5 * MS})
  void haveOneTraceInWindowsOnThreadsAndTogether(long latencyNs) {
    Match[] matches = new Match[WAYS.size()];
    for (int i = 0; i < matches.length; i++) {
      matches[i] = new Match(latencyNs);
      WAYS.get(i).run(matches[i].simulation, END_NS);
    }

    assertThat(matches[0].hits()).isGreaterThan(60);
    for (Match match : matches) {
      assertThat(match.hash()).isEqualTo(matches[0].hash());
      assertThat(match.hits()).isEqualTo(matches[0].hits());
      assertThat(match.simulation.events()).isEqualTo(matches[0].simulation.events());
    }
  }

  @Test
  void haveAnotherTraceWhenAMessageTakesANanosecondLonger() {
    Match one = new Match(100 * US);
    Match other = new Match(100 * US + 1);
    one.simulation.runUntil(END_NS);
    other.simulation.runUntil(END_NS);

    assertThat(one.hash()).isNotEqualTo(other.hash());
  }

  @Test
  void joinTheirTracesInSiteOrder() {
    Match match = new Match(100 * US);
    match.simulation.runUntil(END_NS, 2);
    long here = match.hashes.get(0).value();
    long there = match.hashes.get(1).value();

    assertThat(here).isNotEqualTo(there);
    assertThat(match.hash())
        .isEqualTo(TraceHash.combine(TraceHash.combine(0, here), there))
        .isNotEqualTo(TraceHash.combine(TraceHash.combine(0, there), here));
  }
}
