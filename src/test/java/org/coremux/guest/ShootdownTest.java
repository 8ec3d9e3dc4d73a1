package org.coremux.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.experiment.Scene.guest;
import static org.coremux.experiment.Scene.workload;

import java.util.List;
import org.coremux.experiment.CrossCalls;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Scene;
import org.coremux.experiment.WorkloadResult;
import org.junit.jupiter.api.Test;

/** TLB shootdowns, and the cross calls that they are; P7 of schedulers.md 22. */
class ShootdownTest {
  private static final long MS = 1_000_000;
  private static final long US = 1_000;
  private static final String EVERY = "kind: shootdown, every: 1 ms, callers: 1, threads: ";

  private static RunResult alone(String platform, int threads, String more) {
    return Scene.on(platform)
        .cores(threads)
        .guest("a", threads, EVERY + threads + ", " + more)
        .run();
  }

  /** A hog takes turns with one vCPU or the other. */
  private static RunResult crowded(String platform, String policy, String mode) {
    return Scene.on(platform)
        .cores(2)
        .policy(policy)
        .window("duration: 5 s")
        .guest("a", 2, EVERY + "2, mode: " + mode)
        .guest("b", 1, "kind: compute")
        .unchecked()
        .run();
  }

  private static CrossCalls calls(RunResult result) {
    return workload(result, "a").extras().crossCalls().orElseThrow();
  }

  @Test
  void aCallTakesAsLongAsAFlushWhereAllTargetsRunAndNothingElseCosts() {
    RunResult result = alone("free-virtual", 4, "flush: 5 us, mode: native");

    WorkloadResult done = workload(result, "a");
    assertThat(done.completed()).as("every 1.005 ms").isEqualTo(995);
    assertThat(done.latency().maxNs()).isEqualTo(5 * US);
    assertThat(calls(result).interrupts()).isBetween(995 * 3L - 3, 995 * 3L + 3);
    assertThat(calls(result).late()).isZero();
    assertThat(calls(result).stalledNs()).isEqualTo(995 * 5 * US);
  }

  @Test
  void onlyProcessorsOnWhichOthersOfItsThreadsAreAreAsked() {
    RunResult result =
        Scene.on("free-virtual")
            .cores(4)
            .guest("a", 4, EVERY + "2, flush: 5 us", "kind: compute")
            .run();

    assertThat(calls(result).interrupts()).isEqualTo(workload(result, "a").completed());
  }

  @Test
  void aNativeCallSendsAnInterruptToEachAndAParavirtualGuestOneHypercallForAll() {
    RunResult batched = alone("kvm", 4, "mode: native");
    Scene plain =
        Scene.on("kvm")
            .cores(4)
            .host("assists: {paravirtualIpi: false}")
            .guest("a", 4, EVERY + "4, mode: native");
    RunResult each = plain.run();

    long some = workload(batched, "a").completed();
    assertThat(guest(batched, "a").exits().amount("hypercall")).isBetween(some, some + 1);
    assertThat(guest(each, "a").exits().amount("ipi"))
        .isGreaterThanOrEqualTo(3 * workload(each, "a").completed());
    assertThat(workload(each, "a").latency().p50Ns())
        .isGreaterThan(workload(batched, "a").latency().p50Ns());
  }

  @Test
  void postedInterruptsMakeItCheaper() {
    long plain = workload(alone("kvm", 4, "mode: native"), "a").latency().p50Ns();
    Scene posted =
        Scene.on("kvm")
            .cores(4)
            .host("assists: {postedInterrupts: true}")
            .guest("a", 4, EVERY + "4, mode: native");

    assertThat(workload(posted.run(), "a").latency().p50Ns()).isLessThan(plain);
  }

  /** Of schedulers.md 19.5, first rule. */
  @Test
  void aPreemptedTargetStallsANativeCallerForAsLongAsItWaits() {
    RunResult result = crowded("free-virtual", "{name: round-robin, quantum: 10 ms}", "native");

    assertThat(calls(result).late()).isPositive();
    assertThat(workload(result, "a").latency().maxNs()).isGreaterThanOrEqualTo(5 * MS);
  }

  /** Of the same, second rule. */
  @Test
  void aParavirtualCallDoesNotDependOnPreemptedTargets() {
    RunResult result =
        crowded("free-virtual", "{name: round-robin, quantum: 10 ms}", "paravirtual");

    assertThat(calls(result).deferred()).isPositive();
    assertThat(calls(result).late()).isZero();
    assertThat(workload(result, "a").latency().p99Ns()).isLessThan(10 * US);
  }

  /** P7: native stalls for a slice of credit, 30 ms; paravirtual some microseconds. */
  @Test
  void aNativeCallerOnCreditStallsForASliceOfThirtyMilliseconds() {
    RunResult nativeRun = onCredit("native");
    WorkloadResult stalls = workload(nativeRun, "a");
    WorkloadResult helped = workload(onCredit("paravirtual"), "a");

    assertThat(stalls.latency().maxNs()).isGreaterThan(25 * MS);
    assertThat(calls(nativeRun).stalledNs() / calls(nativeRun).late())
        .as("until the target has its turn, and then the caller again")
        .isBetween(15 * MS, 90 * MS);
    assertThat(stalls.latency().p99Ns()).isGreaterThan(MS);
    assertThat(helped.latency().p99Ns()).isLessThan(100 * US);
    assertThat(helped.completed()).isGreaterThan(stalls.completed());
  }

  /** Its neighbour comes and goes, so that the two vCPUs are not always preempted together. */
  private static RunResult onCredit(String mode) {
    List<String> eevdf = List.of("os: {scheduler: {name: eevdf}}");
    return Scene.on("xen-pv")
        .cores(2)
        .policy("{name: credit}")
        .window("duration: 5 s")
        .guest("a", 2, eevdf, EVERY + "2, mode: " + mode)
        .guest(
            "b",
            2,
            eevdf,
            "kind: on-off, threads: 2, burst: {mean: 100 ms, distribution: exponential},"
                + " sleep: {mean: 10 ms, distribution: exponential}")
        .unchecked()
        .run();
  }

  @Test
  void aFlushThatWasLeftToTheHypervisorIsPaidOnceAtTheNextDispatch() {
    String policy = "{name: round-robin, quantum: 10 ms}";
    RunResult result = crowded("kvm", policy, "paravirtual, flush: 100 us");

    long deferred = calls(result).deferred();
    long hypervisorNs = guest(result, "a").overheadNs().amount("hypervisor");
    assertThat(hypervisorNs).isLessThan(deferred * 100 * US);
    assertThat(hypervisorNs).isGreaterThan(20 * 100 * US);
  }

  @Test
  void aGuestWithoutAStealClockKnowsOfNoPreemption() {
    RunResult result =
        Scene.on("free-virtual")
            .cores(2)
            .guest(
                "a",
                2,
                List.of("os: {scheduler: {name: round-robin, quantum: 10 ms}, stealClock: false}"),
                EVERY + "2, mode: paravirtual")
            .guest("b", 1, "kind: compute")
            .run();

    assertThat(calls(result).deferred()).isZero();
    assertThat(calls(result).late()).isPositive();
  }
}
