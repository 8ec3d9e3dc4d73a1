package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.hypervisor.Guest;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {
  private static final String WEB =
      """
      scenario: web
      warmup: 50 ms
      duration: 300 ms
      hosts:
        - name: node
          cpu: {cores: 2, clock: 2.6 GHz}
          memory: 32 GiB
      guests:
        - name: web
          count: 2
          vcpus: 2
          memory: 4 GiB
          workload:
            - kind: server
              threads: 3
              arrivals: {rate: 2_000/s}
              service: {mean: 200 us}
              receives: 1
              sends: 2
              reads: 1
              operations: {systemCall: 90_000/s, tlbMiss: 1_000_000/s, kernelShare: 40 %}
        - name: batch
          vcpus: 2
          memory: 4 GiB
          workload: [{kind: compute, threads: 3}]
      """;

  private static Run run(String text, String platform, boolean splits) {
    Plugins plugins = Plugins.installed();
    ScenarioReader reader = new ScenarioReader(plugins.catalogue());
    Model.Options options = new Model.Options(0, true);
    return new Run(
        new Model(
            reader.read(
                text, java.nio.file.Path.of(""), List.of(), Variant.platform(platform, plugins)),
            plugins,
            splits ? options.splittingTime() : options));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bare-metal", "bare-metal-dedicated", "xen-hvm", "kvm", "hosted", "vmware-bt"})
  void itIsAllThatProcessorsRanForTheGuestsAndTheirThreadsWaitedToTheNanosecond(String platform) {
    Run run = run(WEB, platform, true);
    RunResult result = run.toEnd();
    TimeLedger times = run.times();

    for (Guest guest : run.model().hosts().get(0).guests()) {
      GuestResult of =
          result.guests().stream().filter(g -> g.name().equals(guest.name())).findFirst().get();
      Attribution spent = times.of(guest);
      Causes beyond = spent.beyond();
      long waitedNs = beyond.ns("waiting") + beyond.ns("queue") + beyond.ns("capped");
      waitedNs += beyond.ns("costopped") + beyond.ns("wake_up");
      long servedNs = beyond.ns("backend") + beyond.ns("backend_switch");

      assertThat(spent.workNs()).isEqualTo(of.workNs());
      assertThat(spent.totalNs() - waitedNs - servedNs).isEqualTo(of.time().runningNs());
      assertThat(beyond.ns("backend")).isEqualTo(of.overheadNs().amount("backend"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare-metal", "xen-hvm", "kvm-qemu", "hosted"})
  void everyRequestsCausesAddUpToItsLatency(String platform) {
    Run run = run(WEB, platform, true);
    run.toEnd();

    for (Guest guest : run.model().hosts().get(0).guests()) {
      long[] sums = new long[2];
      guest
          .meters()
          .get(0)
          .causes()
          .forEachBucket(
              (highNs, count, clocks) -> {
                StepSums steps = new StepSums();
                steps.addJourney(clocks, guest.isVirtual(), guest.mixes().get(0));
                long totalNs = steps.all().totalNs();
                assertThat(totalNs).isBetween(0L, count * highNs);
                sums[0] += count;
                sums[1] += totalNs;
              });
      assertThat(sums[0]).isEqualTo(guest.meters().get(0).latency().count());
      assertThat(sums[1]).isEqualTo(guest.meters().get(0).latency().totalNs());
    }
  }

  @Test
  void whereTheTimeGoesChangesNothingOfWhatHappens() {
    RunResult with = run(WEB, "xen-hvm", true).toEnd();
    RunResult without = run(WEB, "xen-hvm", false).toEnd();

    assertThat(with.header().traceHash()).isEqualTo(without.header().traceHash());
    assertThat(with.header().events()).isEqualTo(without.header().events());
  }

  @Test
  void aHypervisorsShareOfSystemCallsIsToldApartFromPageWalks() {
    Run run = run(WEB, "vmware-bt", true);
    run.toEnd();
    Causes beyond = run.times().of(run.model().hosts().get(0).guests().get(0)).beyond();

    // Binary translation makes a system call dearer by 2,066 cycles, and the kernel slower.
    assertThat(beyond.ns("system_calls")).isPositive();
    assertThat(beyond.ns("kernel_code")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare-metal", "xen", "kvm"})
  void theLoadOfTheHostIsNoneOfTheGuestsTime(String platform) {
    String text =
        WEB.replace(
            "    memory: 32 GiB\n",
            "    memory: 32 GiB\n    background: [{kind: on-off, burst: 4 ms, sleep: 6 ms}]\n");
    Run run = run(text, platform, true);
    RunResult result = run.toEnd();

    assertThat(result.hosts().get(0).time().hostOsNs()).isGreaterThan(80_000_000L);
    Causes all = run.times().all().beyond();
    // What serves the guests' devices is the guests'; a load of its own, 0.4 of a pCPU, is not.
    assertThat(all.ns("domain0")).isLessThan(60_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare-metal", "kvm", "vmware-bt"})
  void whatPagingAndOperationsTookIsInTheResultToo(String platform) {
    Run run = run(WEB, platform, true);
    GuestResult web = run.toEnd().guests().get(0);
    Causes beyond = run.times().of(run.model().hosts().get(0).guests().get(0)).beyond();

    assertThat(web.lostNs().amount("paging")).isEqualTo(beyond.ns("page_walks"));
    long operationsNs = beyond.ns("system_calls") + beyond.ns("kernel_code");
    assertThat(web.lostNs().amount("operations")).isEqualTo(operationsNs + beyond.ns("user_code"));
  }
}
