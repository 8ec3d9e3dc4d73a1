package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.coremux.guest.LockMeter;
import org.coremux.guest.WorkloadMeter;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Test;

/** Spin locks in guests, and what hosts do about vCPUs that spin; P5 of schedulers.md 22. */
class SpinlockTest {
  private static final String LOCKED =
      "kind: spinlock, threads: 4, criticalSection: 5 us, think: 20 us";

  /** Its neighbour comes and goes at random, so that vCPUs are preempted one by one. */
  private static long completed(String platform, String assists, String lock) {
    return completedWith(platform, "assists: {" + assists + "}", lock);
  }

  /** Of four draws, as one may be lucky. */
  private static long completedWith(String platform, String host, String lock) {
    return IntStream.rangeClosed(1, 4).mapToLong(seed -> drawn(seed, platform, host, lock)).sum();
  }

  private static long drawn(int seed, String platform, String host, String lock) {
    RunResult result =
        Scene.on(platform)
            .cores(4)
            .policy(platform.equals("xen") ? "credit2" : "eevdf")
            .host(host)
            .guest("a", 4, LOCKED + ", lock: " + lock)
            .guest(
                "b",
                4,
                "kind: on-off, threads: 4, burst: {mean: 10 ms, distribution: exponential},"
                    + " sleep: {mean: 1 ms, distribution: exponential}")
            .also("seed: " + seed)
            .unchecked()
            .run();
    return Scene.workload(result, "a").completed();
  }

  @Test
  void aloneALockIsTakenAtOnceAndLatencyIsFromAskingToHolding() {
    RunResult result =
        Scene.on("free-virtual")
            .cores(1)
            .guest("a", 1, "kind: spinlock, criticalSection: 1 ms, think: 1 ms")
            .run();

    WorkloadResult lock = Scene.workload(result, "a");
    assertThat(lock.completed()).isEqualTo(500);
    assertThat(lock.latency().maxNs()).isZero();
  }

  @Test
  void contendersWaitForEachOtherAndSpinMeanwhile() {
    for (String kind : new String[] {"tas", "ticket"}) {
      RunResult result =
          Scene.on("free-virtual")
              .cores(2)
              .guest("a", 2, "kind: spinlock, threads: 2, criticalSection: 1 ms, lock: " + kind)
              .run();

      WorkloadResult lock = Scene.workload(result, "a");
      assertThat(lock.completed()).isBetween(999L, 1_001L);
      assertThat(lock.latency().maxNs()).isEqualTo(1_000_000);
      assertThat(Scene.guest(result, "a").steal().signum()).isZero();
    }
  }

  /** P5 and P6 of schedulers.md 22. */
  @Test
  void directedYieldRecoversMuchOfWhatATicketLockLosesToPreemption() {
    long off = completed("kvm", "pauseLoopExiting: false", "ticket");
    long plain = completed("kvm", "directedYield: false", "ticket");
    long directed = completed("kvm", "directedYield: true", "ticket");
    long testAndSet = completed("kvm", "pauseLoopExiting: false", "tas");

    assertThat(directed).isGreaterThan(2 * off);
    assertThat(directed).isGreaterThan(2 * plain);
    assertThat(testAndSet).isGreaterThan(2 * off);
  }

  @Test
  void aWindowLongerThanAnySpinIsAsGoodAsNone() {
    long off = completed("kvm", "pauseLoopExiting: false", "ticket");
    long never = completedWith("kvm", "kvm: {pleWindow: 4_294_967_295}", "ticket");

    assertThat(never).isEqualTo(off);
  }

  @Test
  void spinnersOnXenJustYield() {
    long off = completed("xen", "pauseLoopExiting: false", "ticket");
    long plain = completed("xen", "pauseLoopExiting: true", "ticket");

    assertThat(plain).isGreaterThan(off);
  }

  @Test
  void holdersArePreemptedOnlyWhereVcpusShareCpus() {
    for (int cores = 4; cores <= 8; cores += 4) {
      Scene scene =
          Scene.on("free-virtual")
              .cores(cores)
              .guest("a", 4, LOCKED)
              .guest("b", 4, "kind: compute, threads: 4");
      Model model = scene.model();
      new Run(model).toEnd();

      WorkloadMeter meter = model.guests().get(0).guest().meters().get(0);
      LockMeter locks = meter.locks().orElseThrow();
      assertThat(locks.holderPreemptions() > 0).isEqualTo(cores == 4);
      assertThat(locks.holderStallNs() > 0).isEqualTo(cores == 4);
    }
  }
}
