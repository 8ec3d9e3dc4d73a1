package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However sites are run, each sees the same events in the same order. */
class WindowsTest {
  /** How a simulation is brought to its end. */
  private interface Way {
    void run(Simulation simulation, long endNs);
  }

  private static final List<Way> WAYS =
      List.of(
          (simulation, end) -> simulation.runUntil(end, 1),
          (simulation, end) -> simulation.runUntil(end, 2),
          (simulation, end) -> simulation.runUntil(end, 3),
          Simulation::runTogether,
          (simulation, end) -> {
            for (long ns = 0; ns <= end; ns += 17) {
              simulation.runUntil(ns, 2);
            }
            simulation.runUntil(end, 1);
          });

  @Test
  void playsPingPongTheSameInAnyNumberOfThreadsAndTogether() {
    List<List<String>> logs = new ArrayList<>();
    for (Way way : WAYS) {
      Simulation simulation = new Simulation(1);
      Site one = simulation.site("one");
      Site other = simulation.site("other");
      simulation.link(one, other, 100);
      List<String> log = new ArrayList<>();
      new Message() {
        private Site at = one;

        void serve() {
          one.send(this, other, 100);
          at = other;
        }

        @Override
        protected void arrive(long nowNs) {
          log.add(nowNs + " " + at.name());
          Site next = at == one ? other : one;
          at.send(this, next, 100 + nowNs % 7);
          at = next;
        }
      }.serve();
      way.run(simulation, 10_000);
      assertThat(simulation.events()).isEqualTo(log.size());
      logs.add(log);
    }

    assertThat(logs.get(0)).hasSizeGreaterThan(90).startsWith("100 other", "202 one");
    assertThat(logs).allMatch(logs.get(0)::equals);
  }

  @Property(tries = 40)
  void runsSitesThatTalkAtRandomTheSameInAnyNumberOfThreadsAndTogether(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int sites,
      @ForAll @LongRange(min = 1, max = 60) long lookaheadNs) {
    List<List<List<String>>> logs = new ArrayList<>();
    for (Way way : WAYS) {
      Chatter chatter = new Chatter(seed, sites, lookaheadNs);
      way.run(chatter.simulation, 2_000);
      logs.add(chatter.logs);
      assertThat(chatter.simulation.sites()).allMatch(site -> site.nowNs() == 2_000);
    }

    assertThat(logs.get(0)).allMatch(log -> log.size() > 10);
    assertThat(logs).allMatch(logs.get(0)::equals);
  }

  /** Sites with a timer each, which send one another messages and answer some of them. */
  private static final class Chatter {
    final Simulation simulation = new Simulation(1);
    final List<List<String>> logs = new ArrayList<>();
    private final List<SplittableRandom> randoms = new ArrayList<>();
    private final long lookaheadNs;

    Chatter(long seed, int count, long lookaheadNs) {
      this.lookaheadNs = lookaheadNs;
      for (int i = 0; i < count; i++) {
        Site site = simulation.site("site-" + i);
        logs.add(new ArrayList<>());
        randoms.add(new SplittableRandom(seed + i));
        Timer[] tick = new Timer[1];
        tick[0] =
            new Timer(
                now -> {
                  log(site, now + " tick");
                  say(site, "hello");
                  site.arm(tick[0], now + random(site).nextInt(1, 100));
                });
        site.arm(tick[0], i % 3);
      }
      simulation.link(simulation.sites().get(0), simulation.sites().get(count - 1), lookaheadNs);
    }

    private SplittableRandom random(Site site) {
      return randoms.get(site.index());
    }

    private void log(Site site, String line) {
      logs.get(site.index()).add(line);
    }

    private void say(Site from, String text) {
      Site to = simulation.sites().get(random(from).nextInt(randoms.size()));
      Message message =
          new Message() {
            @Override
            protected void arrive(long nowNs) {
              log(to, nowNs + " " + text + " from " + from.name());
              if (random(to).nextInt(3) == 0) {
                say(to, "answer to " + text.length());
              }
            }
          };
      from.send(message, to, lookaheadNs + random(from).nextInt(4));
    }
  }

  @Test
  @Timeout(60)
  void throwsWhatASiteThrewOnAnotherThreadAndEndsAllThreads() throws InterruptedException {
    for (long lookahead : new long[] {100, Timer.NEVER}) {
      for (int threads = 1; threads <= 4; threads++) {
        Simulation simulation = new Simulation(1);
        for (int i = 0; i < 8; i++) {
          Site site = simulation.site("site-" + i);
          site.arm(
              new Timer(
                  now -> {
                    if (site.index() >= 3) {
                      throw new IllegalStateException("broken at " + site.name());
                    }
                  }),
              1_000);
        }
        if (lookahead != Timer.NEVER) {
          simulation.link(simulation.sites().get(0), simulation.sites().get(1), lookahead);
        }
        int on = threads;

        assertThatThrownBy(() -> simulation.runUntil(5_000, on))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("broken at site-3");
      }
    }
    for (int waited = 0; helpers() > 0 && waited < 5_000; waited++) {
      Thread.sleep(1);
    }
    assertThat(helpers()).isZero();
  }

  @Test
  void throwsAnErrorAsItIs() {
    Simulation simulation = new Simulation(1);
    simulation.site("one").arm(new Timer(now -> {}), 1);
    simulation
        .site("other")
        .arm(
            new Timer(
                now -> {
                  throw new StackOverflowError("deep");
                }),
            1);

    assertThatThrownBy(() -> simulation.runUntil(5, 2))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("deep");
  }

  private static long helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("coremux-window"))
        .count();
  }
}
