package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.vcpu;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.coremux.engine.Timer;
import org.coremux.mux.Timekeeping.Lost;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/**
 * Timer ticks of 4 ms of a guest whose vCPU has the only pCPU for 10 ms, and then not for 10 ms:
 * due when it runs at 4, 8, 24, 28, 44, 48 ms, and when it does not at 12, 16, 32, 36 ms; that of
 * 20 and 40 ms in the instant in which it comes back. Schedulers.md 19.6 and 19.7.
 */
class TickerTest {
  private static final long TICK = 4 * MS;

  private final TestLevel model = new TestLevel();
  private final List<Long> ticks = new ArrayList<>();
  private Schedulable vcpu;
  private Schedulable thread;

  private long tickNs = TICK;
  private long quantumNs = 10 * MS;

  /** Whether its only thread must not go on after the first late tick. */
  private boolean stops;

  /** One that ticks while it is busy. */
  private final class Ticking extends RunQueue {
    private final Pool pool;
    private final Timer tick;

    Ticking(Pool pool) {
      super(pool, 1_000 * MS);
      this.pool = pool;
      tick = pool.tick(pool.processor(0), tickNs, this::tick);
    }

    private void tick(long nowNs) {
      ticks.add(nowNs / MS);
      if (stops && nowNs == 20 * MS) {
        pool.hold(thread, Hold.CAP);
      }
      pool.arm(tick, (nowNs / tickNs + 1) * tickNs);
    }

    @Override
    public Schedulable pickNext(Processor p) {
      Schedulable next = super.pickNext(p);
      if (next == pool.idle(p)) {
        pool.cancel(tick);
      } else if (!tick.isArmed()) {
        pool.arm(tick, (pool.nowNs() / tickNs + 1) * tickNs);
      }
      return next;
    }
  }

  /** Beside another guest, for 50 ms. */
  private Timekeeping run(LevelCosts costs, boolean stealClock, Lost lost, boolean areCharged) {
    Multiplexer host = model.hardware(Topology.flat(1), costs, roundRobin(quantumNs));
    vcpu = add(host, vcpu("v", null));
    Schedulable other = add(host, vcpu("other", null));
    Multiplexer guest = model.guest("guest", new Prices(), Ticking::new, vcpu);
    guest.timekeeping().stealClock(stealClock);
    guest.timekeeping().ticks(lost, areCharged);
    Multiplexer noise = model.guest("noise", new Prices(), roundRobin(10 * MS), other);
    thread = model.hog(guest, "a", null);
    guest.wake(thread);
    noise.wake(model.hog(noise, "b", null));
    model.run(50 * MS);
    return guest.timekeeping();
  }

  private Timekeeping run(Lost lost) {
    return run(new Prices(), true, lost, false);
  }

  @Test
  void ticksThatAreDueWhileTheVcpuIsOffCollapseIntoOneAtItsNextDispatch() {
    Timekeeping kept = run(Lost.COLLAPSE);

    assertThat(ticks).containsExactly(4L, 8L, 20L, 24L, 28L, 40L, 44L, 48L);
    assertThat(kept.due()).isEqualTo(12);
    assertThat(kept.delivered()).isEqualTo(8);
    assertThat(kept.collapsed()).isEqualTo(4);
    assertThat(kept.dropped()).isZero();
    assertThat(kept.lagNs()).isZero();
  }

  @Test
  void aTickIsAsLateAsTheVcpuWasOffAfterItsInstant() {
    Timekeeping kept = run(Lost.COLLAPSE);

    assertThat(kept.late()).isEqualTo(2);
    assertThat(kept.lateNs()).isEqualTo(2 * 8 * MS);
    assertThat(kept.latestNs()).isEqualTo(8 * MS);
  }

  @Test
  void whoCatchesUpTakesEachLostTickOneAfterAnother() {
    Timekeeping kept = run(Lost.CATCH_UP);

    assertThat(ticks).containsExactly(4L, 8L, 20L, 20L, 20L, 24L, 28L, 40L, 40L, 40L, 44L, 48L);
    assertThat(kept.delivered()).isEqualTo(12);
    assertThat(kept.collapsed() + kept.dropped()).isZero();
    assertThat(kept.late()).as("12, 16, 32 and 36 ms").isEqualTo(4);
    assertThat(kept.lateNs()).isEqualTo(2 * (8 + 4) * MS);
  }

  @Test
  void eachTickOfABacklogCostsTheExitOfAnInterrupt() {
    run(new Prices().exit(ExitReason.INTERRUPT, 10 * US), true, Lost.CATCH_UP, false);

    assertThat(vcpu.exits(ExitReason.INTERRUPT))
        .as("6 that came while it ran, and 2 twice that followed another")
        .isEqualTo(6 + 4);
    assertThat(vcpu.overheadNs(Cost.EXIT)).isEqualTo(10 * 10 * US);
  }

  @Test
  void droppedTicksNeverComeAndTheClockThatCountsThemFallsBehind() {
    Timekeeping kept = run(Lost.DROP);

    assertThat(ticks).containsExactly(4L, 8L, 24L, 28L, 44L, 48L);
    assertThat(kept.due()).isEqualTo(12);
    assertThat(kept.dropped()).isEqualTo(6);
    assertThat(kept.late()).isZero();
    assertThat(kept.lagNs()).isEqualTo(6 * TICK);
  }

  @Test
  void anExitThatTakesItsTimeMakesNoTickLate() {
    Timekeeping kept =
        run(new Prices().exit(ExitReason.INTERRUPT, 10 * US), true, Lost.COLLAPSE, false);

    assertThat(kept.late()).isEqualTo(2);
  }

  @Test
  void withoutAStealClockWhomeverATickFindsPaysForAllOfIt() {
    Timekeeping kept = run(new Prices(), false, Lost.CATCH_UP, true);

    assertThat(thread.tickedNs()).isEqualTo(12 * TICK);
    assertThat(thread.timeNs(RunState.RUNNING)).isEqualTo(30 * MS);
    assertThat(kept.stolenNs()).isZero();
  }

  @Test
  void whatTheStealClockCoversIsChargedToNobody() {
    Timekeeping kept = run(new Prices(), true, Lost.COLLAPSE, true);

    assertThat(kept.stolenNs()).isEqualTo(20 * MS);
    assertThat(thread.tickedNs()).as("those at 20 and 40 ms are all steal").isEqualTo(6 * TICK);
  }

  @Test
  void stealCoversSeveralTicksWhereEachLostOneFollows() {
    Timekeeping kept = run(new Prices(), true, Lost.CATCH_UP, true);

    assertThat(kept.stolenNs()).isEqualTo(20 * MS);
    assertThat(thread.tickedNs() + kept.stolenNs()).as("all that has ticked").isEqualTo(48 * MS);
  }

  @Property
  void noTickIsForgottenOrCountedTwice(
      @ForAll @LongRange(min = 100 * US, max = 12 * MS) long tick,
      @ForAll @LongRange(min = MS, max = 30 * MS) long quantum,
      @ForAll Lost lost) {
    TickerTest one = new TickerTest(); // a try is one of many of the same test
    one.tickNs = tick;
    one.quantumNs = quantum;

    Timekeeping kept = one.run(new Prices(), true, lost, true);

    long turn = 50 * MS / quantum;
    long lastNs = turn % 2 == 0 ? 50 * MS : turn * quantum; // at which its vCPU had the pCPU
    assertThat(kept.due()).isBetween((lastNs - 1) / tick, lastNs / tick);
    assertThat(kept.delivered()).isEqualTo(one.ticks.size()).isGreaterThanOrEqualTo(kept.late());
    assertThat(kept.latestNs()).isLessThanOrEqualTo(quantum);
    assertThat(kept.lagNs()).isEqualTo(kept.dropped() * tick);
    assertThat(kept.collapsed())
        .isEqualTo(lost == Lost.COLLAPSE ? kept.due() - one.ticks.size() : 0);
    if (lost == Lost.CATCH_UP) { // what is left over is steal that later ticks will cover
      assertThat(one.thread.tickedNs() + kept.stolenNs() - kept.due() * tick)
          .isBetween(0L, quantum);
    }
  }

  @Test
  void aBacklogIsHandledBeforeTheGuestDecidesAnything() {
    stops = true;

    Timekeeping kept =
        run(new Prices().exit(ExitReason.INTERRUPT, 10 * US), true, Lost.CATCH_UP, false);

    assertThat(ticks).as("none when it idles").containsExactly(4L, 8L, 20L, 20L, 20L);
    assertThat(kept.due()).isEqualTo(5);
  }
}
