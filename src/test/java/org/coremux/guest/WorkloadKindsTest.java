package org.coremux.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.experiment.Scene.guest;
import static org.coremux.experiment.Scene.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Scene;
import org.coremux.experiment.WorkloadResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of workload asks for, and what it counts, where nothing costs anything. */
class WorkloadKindsTest {
  private static final long MS = 1_000_000;

  private static Scene alone(String workload) {
    return Scene.on("free-virtual").guest("a", 1, workload);
  }

  @Test
  void computesForEverAndCompletesNothing() {
    RunResult result = alone("kind: compute").run();

    assertThat(guest(result, "a").workNs()).isEqualTo(1_000 * MS);
    assertThat(workload(result, "a").completed()).isZero();
    assertThat(workload(result, "a").unfinished()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"free-dedicated", "free-shared", "free-virtual"})
  void endsWhenTheAmountOfEachThreadIsDone(String platform) {
    RunResult result =
        Scene.on(platform)
            .window("until: finished")
            .guest("a", 1, "kind: compute, work: 100 ms, threads: 3")
            .run();

    assertThat(result.header().span().durationNs()).isEqualTo(300 * MS);
    assertThat(workload(result, "a").completed()).isEqualTo(3);
    assertThat(guest(result, "a").workNs()).isEqualTo(300 * MS);
  }

  @Test
  void meetsEveryDeadlineWhenThereIsTime() {
    WorkloadResult done = workload(alone("kind: periodic, period: 10 ms, burst: 2 ms").run(), "a");

    assertThat(done.completed()).isEqualTo(100);
    assertThat(done.extras().missed()).hasValue(0);
    assertThat(done.latency().count()).isEqualTo(100);
    assertThat(done.latency().maxNs()).isEqualTo(2 * MS);
  }

  @Test
  void missesADeadlineThatIsShorterThanTheBurst() {
    String spec = "kind: periodic, period: 10 ms, burst: 2 ms, deadline: 1 ms";

    assertThat(workload(alone(spec).run(), "a").extras().missed()).hasValue(100);
  }

  @Test
  void delaysReleasesThatAnOverrunStandsInTheWayOf() {
    WorkloadResult done = workload(alone("kind: periodic, period: 10 ms, burst: 15 ms").run(), "a");

    assertThat(done.completed()).as("of 15 ms each in a second").isEqualTo(66);
    assertThat(done.unfinished()).as("released at 0, 10 ... 1000 ms").isEqualTo(101 - 66);
    assertThat(done.extras().missed()).hasValue(66);
    assertThat(done.latency().maxNs()).as("the last of them").isEqualTo((66 * 15 - 650) * MS);
  }

  @Test
  void releasesPeriodicWorkFromTheGuestsStartOn() {
    RunResult result =
        Scene.on("free-virtual")
            .window("duration: 50 ms")
            .guest("hog", 1, "kind: compute")
            .guest("a", 1, "kind: periodic, period: 100 ms, burst: 1 ms")
            .run();

    assertThat(workload(result, "a").latency().maxNs())
        .as("a quantum of the hog, then the burst")
        .isEqualTo(11 * MS);
  }

  @Test
  void computesAndSleepsInTurns() {
    RunResult result = alone("kind: on-off, burst: 3 ms, sleep: 7 ms").run();

    assertThat(workload(result, "a").completed()).isEqualTo(100);
    assertThat(workload(result, "a").latency().count()).isZero();
    assertThat(guest(result, "a").time().runningNs()).isEqualTo(300 * MS);
    assertThat(guest(result, "a").time().blockedNs()).isEqualTo(700 * MS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void passesATokenRoundSoThatOneWorksAtATime(int threads) {
    RunResult result =
        Scene.on("free-virtual").guest("a", 2, "kind: ring, work: 1 ms, threads: " + threads).run();

    assertThat(workload(result, "a").completed()).isEqualTo(1_000);
    assertThat(guest(result, "a").workNs()).isEqualTo(1_000 * MS);
    assertThat(workload(result, "a").unfinished()).isLessThanOrEqualTo(1);
  }

  @Test
  void dropsWhatFindsTheQueueFullAndLosesNothingElse() {
    String spec =
        "kind: server, arrivals: {mean: 10 ms, distribution: constant}, service: 20 ms, queue: 5";

    WorkloadResult done = workload(alone(spec).run(), "a");

    assertThat(done.completed()).isEqualTo(49);
    assertThat(done.unfinished()).as("five in the queue, one in service").isEqualTo(6);
    assertThat(done.completed() + done.unfinished() + done.dropped()).isEqualTo(100);
  }

  @Test
  void servesFirstComeFirstServed() {
    String spec = "kind: server, arrivals: {mean: 10 ms, distribution: constant}, service: 12 ms";

    WorkloadResult done = workload(alone(spec).run(), "a");

    assertThat(done.latency().maxNs()).isEqualTo((12 + (done.completed() - 1) * 2) * MS);
  }

  @Test
  void doesJobsThatAreAllThereAtTheStart() {
    RunResult result =
        alone("kind: batch, jobs: 10, work: 10 ms, threads: 2").window("until: finished").run();

    assertThat(result.header().span().durationNs()).isEqualTo(100 * MS);
    assertThat(workload(result, "a").completed()).isEqualTo(10);
    assertThat(workload(result, "a").latency().maxNs()).isEqualTo(100 * MS);
  }

  @Test
  void doesJobsAsTheyArrive() {
    RunResult result =
        alone("kind: batch, jobs: 10, work: 10 ms, arrivals: {mean: 20 ms, distribution: constant}")
            .window("until: finished")
            .run();

    assertThat(result.header().span().durationNs()).isEqualTo(210 * MS);
    assertThat(workload(result, "a").latency().maxNs()).isEqualTo(10 * MS);
  }

  @Test
  void goesThroughStepsSoManyTimes() {
    RunResult result =
        alone("kind: program, steps: [{compute: 2 ms}, {sleep: 3 ms}], repeat: 5")
            .window("until: finished")
            .run();

    assertThat(result.header().span().durationNs()).isEqualTo(25 * MS);
    assertThat(workload(result, "a").completed()).isEqualTo(5);
    assertThat(workload(result, "a").latency().count()).as("not among those with one").isZero();
  }

  @Test
  void clientsThinkAgainWhenTheyAreAnswered() {
    WorkloadResult done =
        workload(alone("kind: clients, clients: 1, think: 8 ms, service: 2 ms").run(), "a");

    assertThat(done.completed()).isEqualTo(100);
    assertThat(done.latency().maxNs()).isEqualTo(2 * MS);
  }

  @Test
  void clientsThatFindTheQueueFullAreDroppedAndThinkAgain() {
    String spec = "kind: clients, clients: 9, think: 1 ms, service: 10 ms, queue: 2";

    WorkloadResult done = workload(alone(spec).run(), "a");

    assertThat(done.unfinished()).isEqualTo(3);
    assertThat(done.dropped()).isGreaterThan(5 * 900);
    assertThat(done.completed()).isEqualTo(99);
  }

  @Test
  void meetsRecordedDemandWhenAlone(@TempDir Path folder) throws IOException {
    String recorded = recorded(folder, "20", "35", "0", "100", "7", "0");

    RunResult result = trace(2, 30).guest("a", 2, recorded).run();

    long asked = (20 + 35 + 100 + 7) * 2 * 3_000 * MS;
    assertThat(workload(result, "a").extras().demandNs()).hasValue(asked);
    assertThat(guest(result, "a").workNs()).isEqualTo(asked);
    assertThat(workload(result, "a").latency().count()).isZero();
  }

  @Test
  void doesDemandThatCouldNotBeMetLater(@TempDir Path folder) throws IOException {
    String recorded = recorded(folder, "100", "0");

    RunResult during = trace(1, 5).guest("a", 1, recorded).guest("b", 1, recorded).run();
    RunResult after = trace(1, 11).guest("a", 1, recorded).guest("b", 1, recorded).run();

    assertThat(guest(during, "a").workNs()).isBetween(149_900 * MS, 150_100 * MS);
    assertThat(workload(during, "a").extras().demandNs()).hasValue(300_000 * MS);
    assertThat(guest(after, "a").workNs()).isEqualTo(300_000 * MS);
    assertThat(guest(after, "b").workNs()).isEqualTo(300_000 * MS);
  }

  private static Scene trace(int cores, int minutes) {
    return Scene.on("free-virtual")
        .unchecked()
        .cores(cores)
        .window("duration: " + minutes + " min");
  }

  /** A file as of PlanetLab: 288 percentages, of which the first are given, the rest 0. */
  private static String recorded(Path folder, String... percentages) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 288; i++) {
      lines.append(i < percentages.length ? percentages[i] : "0").append('\n');
    }
    Path file = Files.writeString(folder.resolve("machine"), lines);
    return "kind: trace, grain: 100 ms, file: '" + file + "'";
  }

  @Test
  void noMoreThreadsOfAProcessRunAtOnceThanItHasVcpus() {
    RunResult result =
        Scene.on("free-shared").cores(4).guest("a", 2, "kind: compute, threads: 5").run();

    GuestTime time = guest(result, "a").time();
    assertThat(time.runningNs()).as("work-conserving").isEqualTo(2_000 * MS);
    assertThat(time.runnableNs()).as("its own limit is no steal").isZero();
    assertThat(time.totalNs()).isEqualTo(5_000 * MS);
  }

  @Test
  void threadsOfAProcessTakeTurnsEvenIfTheirBurstsAreShort() {
    RunResult result =
        Scene.on("free-shared")
            .cores(4)
            .guest(
                "a",
                1,
                "kind: server, arrivals: {mean: 1 ms, distribution: constant}, service: 1 ms",
                "kind: program, steps: [{compute: 10 ms}]")
            .run();

    assertThat(guest(result, "a").workloads().get(0).completed()).isBetween(400L, 600L);
    assertThat(guest(result, "a").workloads().get(1).completed()).isBetween(40L, 60L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"free-dedicated", "free-shared", "free-virtual"})
  void isOfflineBeforeItsStartAndAfterItsStop(String platform) {
    RunResult result =
        Scene.on(platform)
            .guest(
                "a",
                1,
                List.of("start: 100 ms", "stop: 300 ms"),
                "kind: compute",
                "kind: server, arrivals: {mean: 150 ms, distribution: constant}, service: 1 ms")
            .guest("b", 1, "kind: server, arrivals: {rate: 10/s}, service: 1 ms")
            .run();

    GuestTime time = guest(result, "a").time();
    int threads = guest(result, "a").vcpus();
    assertThat(time.offlineNs()).isEqualTo(threads * 800L * MS);
    assertThat(time.runningNs() + time.runnableNs() + time.blockedNs())
        .isEqualTo(threads * 200L * MS);
    assertThat(guest(result, "a").workNs()).isLessThanOrEqualTo(200 * MS);
    WorkloadResult server = guest(result, "a").workloads().get(1);
    assertThat(server.completed() + server.unfinished()).as("one at 250 ms").isEqualTo(1);
  }

  @Test
  void countsNothingOfTheWarmUpButWhatIsStillUnderWay() {
    RunResult result =
        alone("kind: server, arrivals: {mean: 100 ms, distribution: constant}, service: 60 ms")
            .also("warmup: 250 ms")
            .run();

    WorkloadResult done = workload(result, "a");
    assertThat(done.completed()).as("one that came at 200 ms, then 300 ... 1100").isEqualTo(10);
    assertThat(done.unfinished()).as("came at 1200").isEqualTo(1);
    assertThat(guest(result, "a").time().runningNs()).isEqualTo((10 + 9 * 60 + 50) * MS);
  }
}
