package org.coremux.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.experiment.RunResult;
import org.coremux.mux.SchedulerProvider;
import org.coremux.report.ResultJson;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random scenarios: those of one seed are clean, and mistakes in a policy are found. */
class FuzzerTest {
  private static final Laws.Law FAIR =
      new Laws.Law(2_000_000, false, Laws.Shares.WEIGHTED, 60_000_000);

  @TempDir private Path folder;

  private static Fuzzer fuzzer(Plugins plugins, Laws laws) {
    return new Fuzzer(plugins, laws, (RunResult result) -> ResultJson.text(result));
  }

  private Plugins planted(String mistake) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    String name =
        List.of(
                new Planted.ForgetsWoken(),
                new Planted.LeavesIdle(),
                new Planted.RunsTwice(),
                new Planted.ChargesHalf(),
                new Planted.IgnoresCaps(),
                new Planted.CountsSleepers())
            .stream()
            .filter(provider -> provider.name().equals(mistake))
            .findFirst()
            .orElseThrow()
            .getClass()
            .getName();
    Files.writeString(services.resolve(SchedulerProvider.class.getName()), name);
    URL[] urls = {folder.toUri().toURL()};
    return Plugins.installed(new URLClassLoader(urls, getClass().getClassLoader()));
  }

  @Test
  void theCasesOfASeedAreClean() {
    Fuzzer.Report report =
        fuzzer(Plugins.installed(), Laws.installed()).threads(2).run(1, 100, () -> false);

    assertThat(report.failures()).isEmpty();
    assertThat(report.tally().cases()).isEqualTo(100);
    assertThat(report.tally().refused()).isLessThan(15);
    assertThat(report.tally().cut()).isZero();
  }

  @Test
  void aSeedGivesTheSameCasesOnAnyNumberOfThreads() {
    Fuzzer.Report one = fuzzer(Plugins.installed(), Laws.installed()).run(7, 12, () -> false);
    Fuzzer.Report three =
        fuzzer(Plugins.installed(), Laws.installed()).threads(3).run(7, 12, () -> false);

    assertThat(three).isEqualTo(one);
    CaseWriter cases = new CaseWriter(Plugins.installed().catalogue(), "", 7);
    assertThat(Tree.text(cases.write(5))).isEqualTo(Tree.text(cases.write(5)));
    assertThat(Tree.text(cases.write(5))).isNotEqualTo(Tree.text(cases.write(6)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"forgets-woken", "leaves-idle", "runs-twice", "charges-half", "ignores-caps"})
  void aMistakeInAPolicyIsFoundAndMadeSmall(String mistake) throws IOException {
    Plugins plugins = planted(mistake);
    Laws laws = Laws.installed().with(mistake, FAIR);

    Fuzzer.Report report =
        fuzzer(plugins, laws).policy(mistake).threads(2).run(1, 300, () -> false);

    assertThat(report.failures()).hasSize(1);
    Fuzzer.Failure failure = report.failures().get(0);
    assertThat(failure.text()).contains(mistake);
    assertThat(failure.text().lines().filter(line -> line.contains("- name: h")).count())
        .as(failure.text())
        .isLessThanOrEqualTo(1);
    assertThat(failure.text().lines().filter(line -> line.contains("- name: g")).count())
        .as(failure.text())
        .isBetween(1L, 2L);
    Verdict again =
        new Trial(plugins, laws, (RunResult result) -> ResultJson.text(result)).of(failure.text());
    assertThat(again).isEqualTo(failure.verdict());
  }

  @Test
  void aPolicyThatHeedsOneThatNeverWakesIsFound() throws IOException {
    String mistake = "counts-sleepers";
    Laws laws = Laws.installed().with(mistake, FAIR);

    Fuzzer.Report report =
        fuzzer(planted(mistake), laws).policy(mistake).threads(2).run(1, 300, () -> false);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).verdict().signature()).isEqualTo("law of idle guests");
  }

  @Test
  void aFailureIsToldAtOnceAndAsItIsWhenOneIsInAHurry() throws IOException {
    String mistake = "leaves-idle";
    List<Fuzzer.Failure> told = new ArrayList<>();

    Fuzzer.Report report =
        fuzzer(planted(mistake), Laws.installed().with(mistake, FAIR))
            .policy(mistake)
            .onFailure(told::add)
            .hurriedBy(() -> true)
            .run(1, 300, () -> false);

    assertThat(report.failures()).hasSize(1).isEqualTo(told);
    assertThat(told.get(0).trials()).isZero();
  }

  @Test
  void aCaseThatIsReadIsWrittenAsOneWouldWriteIt() {
    Map<String, Object> root = Tree.mapping();
    root.put("scenario", "a");
    Map<String, Object> guest = Tree.mapping();
    guest.put("name", "g0");
    guest.put("affinity", "0,2");
    root.put("guests", CaseWriter.list(guest));

    assertThat(Tree.text(root))
        .isEqualTo("scenario: a\nguests:\n  - name: g0\n    affinity: \"0,2\"\n");
  }

  @Test
  void aCaseThatReadsRecordingsReplaysBesideThem() throws IOException {
    String text =
        """
        scenario: recorded
        duration: 50 ms
        hosts: [{name: h0, cpu: {cores: 2}, memory: 1 GiB}]
        guests:
          - name: g0
            vcpus: 2
            memory: 100 MiB
            workload:
              - {kind: trace, file: fuzz-usage.csv, column: bursts}
              - {kind: replay, file: fuzz-schedule.replay, process: pair}
        """;
    Trial trial =
        new Trial(Plugins.installed(), Laws.installed(), (RunResult result) -> "").in(folder);
    Fuzzer.Failure failure = new Fuzzer.Failure(0, text, Verdict.refused(""), 0);
    assertThat(trial.of(text).outcome()).isEqualTo(Verdict.Outcome.REFUSED);

    for (Map.Entry<String, String> file : failure.recordings().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }

    assertThat(trial.of(text).outcome()).isEqualTo(Verdict.Outcome.CLEAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cfs", "eevdf", "credit", "credit2", "stride", "bvt", "esxi", "edf", "hyper-v"})
  void whoHasSleptGetsNoMoreThanItsShare(String policy) {
    String text =
        """
        scenario: slept
        warmup: 630 ms
        duration: 1 s
        hosts: [{name: h0, cpu: {cores: 1}, memory: 1 GiB, platform: xen, scheduler: %s}]
        guests:
          - {name: g0, vcpus: 1, memory: 100 MiB, workload: [{kind: compute}]}
          - name: g1
            vcpus: 1
            memory: 100 MiB
            workload: [{kind: program, steps: [{sleep: 600 ms}, {compute: 10 s}]}]
        """
            .formatted(policy);
    assertClean(text);
  }

  /** With weight 128 it runs 800 ms of the second, which without what it saved would be 333. */
  @ParameterizedTest
  @ValueSource(strings = {"weight: 128", "weight: 256", "weight: 512"})
  void whoHasSleptUnderEsxiMaySaveUpQuanta(String weight) {
    String text =
        """
        scenario: saved
        warmup: 630 ms
        duration: 1 s
        hosts: [{name: h0, cpu: {cores: 1}, memory: 1 GiB, scheduler: esxi}]
        guests:
          - {name: g0, vcpus: 1, memory: 100 MiB, workload: [{kind: compute}]}
          - name: g1
            vcpus: 1
            memory: 100 MiB
            %s
            workload: [{kind: program, steps: [{sleep: 600 ms}, {compute: 10 s}]}]
          - name: g2
            vcpus: 1
            memory: 100 MiB
            weight: 512
            workload: [{kind: program, steps: [{sleep: 5 s}]}]
        """
            .formatted(weight);
    assertClean(text);
  }

  @Test
  void aCapDoesNotConcernWhoHasReservedUnderDeadline() {
    String text =
        """
        scenario: reserved
        duration: 300 ms
        hosts: [{name: h0, cpu: {cores: 1}, memory: 1 GiB, scheduler: deadline}]
        guests:
          - name: g0
            vcpus: 1
            memory: 100 MiB
            cap: 1 %
            scheduling: {deadline: {runtime: 5 ms, period: 10 ms}}
            workload: [{kind: compute}]
        """;
    assertClean(text);
  }

  private static void assertClean(String text) {
    Trial trial = new Trial(Plugins.installed(), Laws.installed(), (RunResult result) -> "");

    Verdict verdict = trial.of(text);

    assertThat(verdict.outcome()).as(verdict.what()).isEqualTo(Verdict.Outcome.CLEAN);
  }
}
