package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.IntStream;
import org.coremux.mux.ExitReason;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of spin lock, computed by hand on one free pCPU of 1 GHz with slices of 10 ms. */
class LockKindsTest {
  private static final String THINKERS =
      "kind: spinlock, threads: 4, criticalSection: 5 us, think: 20 us, lock: ";

  /** Sections of 3 ms, one after the other, by as many threads as vCPUs. */
  private static WorkloadResult onOnePcpu(int vcpus, String window, String lock) {
    return Scene.workload(
        Scene.on("free-virtual")
            .cores(1)
            .window("duration: " + window)
            .guest(
                "a",
                vcpus,
                List.of("os: {scheduler: {name: round-robin, quantum: 1 s}}"),
                "kind: spinlock, threads: " + vcpus + ", criticalSection: 3 ms, lock: " + lock)
            .run(),
        "a");
  }

  private static LockFigures locks(WorkloadResult workload) {
    return workload.extras().locks().orElseThrow();
  }

  private static LockFigures figures(
      long holders, long holderNs, long waiters, long waiterNs, long spinNs) {
    return new LockFigures(
        new LockFigures.Stalls(holders, holderNs),
        new LockFigures.Stalls(waiters, waiterNs),
        spinNs,
        0,
        0);
  }

  /**
   * The first holds from 9 ms on and is preempted from 10 to 20 ms; the second spins meanwhile, and
   * has its turn at 22 ms, but runs at 30 ms only, until when the first one spins.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ticket", "queued"})
  void aLockThatGoesByTurnsLiesIdleUntilTheNextOneRuns(String lock) {
    WorkloadResult result = onOnePcpu(2, "35 ms", lock);

    assertThat(result.completed()).isEqualTo(5);
    assertThat(locks(result)).isEqualTo(figures(1, 10_000_000, 1, 8_000_000, 20_000_000));
  }

  /** The first takes it again at 22, 25 and 28 ms; the second spins from 10 and from 30 ms on. */
  @Test
  void aTestAndSetLockIsTakenByWhoeverRuns() {
    WorkloadResult result = onOnePcpu(2, "35 ms", "tas");

    assertThat(result.completed()).isEqualTo(7);
    assertThat(locks(result)).isEqualTo(figures(1, 10_000_000, 0, 0, 15_000_000));
  }

  /** 2^15 rounds of one cycle, 32,768 ns, after which the holder runs again, until 12 ms. */
  @Test
  void whoSpinsForTheThresholdHaltsAndIsKickedAndTheLockMayBeTakenPastIt() {
    WorkloadResult result = onOnePcpu(2, "15 ms", "paravirtual, pause: 1");

    assertThat(result.completed()).isEqualTo(5);
    assertThat(locks(result))
        .isEqualTo(
            new LockFigures(
                new LockFigures.Stalls(1, 32_768), new LockFigures.Stalls(0, 0), 32_768, 1, 1));
  }

  @Test
  void aWaiterWhosePredecessorHasHaltedHaltsAtOnce() {
    LockFigures locks = locks(onOnePcpu(3, "12 ms", "paravirtual, pause: 1"));

    assertThat(locks.halts()).isEqualTo(2);
    assertThat(locks.spinNs()).isEqualTo(32_768);
  }

  /** A first one that spins is not passed: two threads take turns of 10 us. */
  @Test
  void thePendingBitKeepsOthersFromTakingTheLockPastTheFirst() {
    WorkloadResult result =
        Scene.workload(
            Scene.on("free-virtual")
                .cores(2)
                .window("duration: 1 ms")
                .guest(
                    "a",
                    2,
                    "kind: spinlock, threads: 2, criticalSection: 10 us, lock: paravirtual,"
                        + " pause: 1")
                .run(),
            "a");

    assertThat(result.latency().maxNs()).isEqualTo(10_000);
    assertThat(locks(result).halts()).isZero();
    assertThat(locks(result).spinNs()).isEqualTo(1_000_000);
  }

  @Test
  void aGuestWithOneVcpuTakesTheNativeLock() {
    LockFigures locks =
        locks(
            Scene.workload(
                Scene.on("free-virtual")
                    .cores(1)
                    .window("duration: 35 ms")
                    .guest(
                        "a",
                        1,
                        "kind: spinlock, threads: 2, criticalSection: 3 ms, lock: paravirtual,"
                            + " pause: 1")
                    .run(),
                "a"));

    assertThat(locks.halts()).isZero();
    assertThat(locks.spinNs()).isEqualTo(20_000_000);
  }

  /** 10 us and one line each, or one line for each of three: the last holder asks again at once. */
  @ParameterizedTest
  @CsvSource({"ticket, 3", "queued, 3"})
  void passingALockOnTakesALineForEachWhoLooks(String lock, int threads) {
    WorkloadResult result =
        Scene.workload(
            Scene.on("free-virtual")
                .cores(threads)
                .window("duration: 1 ms")
                .guest(
                    "a",
                    threads,
                    "kind: spinlock, threads: 3, criticalSection: 10 us, transfer: 1 us, lock: "
                        + lock)
                .run(),
            "a");

    long eachUs = lock.equals("queued") ? 11 : 10 + threads;
    assertThat(result.completed()).isBetween(1_000 / eachUs - 1, 1_000 / eachUs + 2);
  }

  @Test
  void haltsAndKicksAreExitsOfTheirVcpus() {
    Model model =
        Scene.on("kvm")
            .cpu("{cores: 1, clock: 3 GHz}")
            .policy("{name: eevdf}")
            .host("assists: {pauseLoopExiting: false}")
            .guest("a", 3, "kind: spinlock, threads: 3, criticalSection: 1 ms, lock: paravirtual")
            .model();
    RunResult result = new Run(model).toEnd();

    LockFigures locks = locks(Scene.workload(result, "a"));
    long calls = 0;
    long halts = 0;
    for (var vcpu : model.guests().get(0).guest().scheduled()) {
      calls += vcpu.exits(ExitReason.HYPERCALL);
      halts += vcpu.exits(ExitReason.HALT);
    }
    assertThat(locks.kicks()).isPositive().isEqualTo(calls);
    assertThat(halts).isGreaterThanOrEqualTo(locks.halts());
  }

  // ---- P5, P6 and 19.8 of schedulers.md ----

  private static long completed(String host, String lock, boolean exits) {
    return completed(host, lock, exits, 5);
  }

  private static long completed(String host, String lock, boolean exits, int seed) {
    String[] names = host.split("/");
    return Scene.workload(
            Scene.on(names[0])
                .cpu("{cores: 4, clock: 3 GHz}")
                .policy("{name: " + names[1] + "}")
                .also("seed: " + seed)
                .window("duration: 2 s")
                .host("assists: {pauseLoopExiting: " + exits + "}")
                .guest("locks", 4, List.of("os: {scheduler: eevdf}"), THINKERS + lock)
                .guest(
                    "other",
                    4,
                    List.of("os: {scheduler: eevdf}"),
                    "kind: on-off, threads: 4, burst: {mean: 20 ms, distribution: exponential},"
                        + " sleep: {mean: 5 ms, distribution: exponential}")
                .unchecked()
                .run(),
            "locks")
        .completed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xen/credit", "xen/credit2", "kvm/eevdf"})
  void p5AndP6TicketIsWorstAndPauseLoopExitsAndParavirtualLocksRecover(String host) {
    long ticket = completed(host, "ticket", false);
    long exits = completed(host, "ticket", true);
    long paravirtual = completed(host, "paravirtual", false);
    long testAndSet = completed(host, "tas", false);

    assertThat(exits).isGreaterThan(3 * ticket / 2);
    assertThat(paravirtual).isGreaterThan(2 * ticket);
    assertThat(testAndSet).isGreaterThan(2 * ticket);
  }

  private static long onKvm(String lock, boolean exits) {
    return IntStream.rangeClosed(1, 4)
        .mapToLong(seed -> completed("kvm/eevdf", lock, exits, seed))
        .sum();
  }

  /**
   * 19.8, of four draws; KVM lets vCPUs exit whatever the lock. There paravirtual locks are the
   * best of all; here they are even with test-and-set with exits.
   */
  @Test
  void ticketIsFarBelowTestAndSetBelowThatWithPauseLoopExitsAndParavirtual() {
    long ticket = onKvm("ticket", false);
    long testAndSet = onKvm("tas", false);
    long exits = onKvm("tas", true);
    long paravirtual = onKvm("paravirtual", true);

    assertThat(2 * ticket).isLessThan(testAndSet);
    assertThat(testAndSet).isLessThan(exits);
    assertThat(testAndSet).isLessThan(paravirtual);
    assertThat(exits).isCloseTo(paravirtual, withinPercentage(3));
  }
}
