package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Threads that a recording keeps to one pCPU, where only whole cores are given away. */
class PinnedReplayTest {
  private static final String REPLAY =
      "workload: [{kind: replay, file: recordings/build.replay.gz, process: make, pinned: PINNED}]";

  private static String scenario(String platform, boolean inGuest, boolean isPinned) {
    String replay = REPLAY.replace("PINNED", "" + isPinned);
    String host = inGuest ? "" : ", " + replay.replace("workload", "background");
    String guest = inGuest ? replay : "workload: [{kind: compute}]";
    return """
        scenario: test
        duration: 1 s
        hosts:
          - {name: node, cpu: {cores: 2, threads: 2}, memory: 8 GiB, platform: %s,
            scheduler: {name: eevdf, granularity: core}%s}
        guests:
          - {name: one, vcpus: 1, memory: 1 GiB, %s}
        """
        .formatted(platform, host, guest);
  }

  private static Scenario read(String text) {
    Catalogue catalogue = Plugins.installed().catalogue();
    return new ScenarioReader(catalogue).read(text, "x.yaml", Path.of("scenarios"));
  }

  private static String refusal(String text) {
    ScenarioException wrong = catchThrowableOfType(ScenarioException.class, () -> read(text));
    assertThat(wrong).as(text).isNotNull();
    return wrong.problems().toString();
  }

  @Test
  void aHostsOwnReplayIsRefusedWithTheWayOut() {
    assertThat(refusal(scenario("kvm", false, true)))
        .contains("x.yaml:")
        .contains("hosts.node.background: has a replay that keeps threads to one pCPU")
        .contains("whole ones (granularity: core); allowed here: pinned: false");
    assertThatCode(() -> read(scenario("kvm", false, false))).doesNotThrowAnyException();
  }

  @Test
  void soIsThatOfAGroupOfProcessesAndThatOfAVmIsNot() {
    assertThat(refusal(scenario("bare-metal", true, true))).contains("guests.one.workload: has a");
    assertThatCode(() -> read(scenario("kvm", true, true))).doesNotThrowAnyException();
  }

  @Test
  void andThatOfAContainerAndOfAGuestInTheGroup() {
    String inGroup = "groups: [{name: all, " + REPLAY.replace("PINNED", "true") + "}]";
    String plain = scenario("bare-metal", true, false);
    String workload = REPLAY.replace("PINNED", "false");
    assertThat(refusal(plain.replace(workload, inGroup))).contains("guests.one.groups: has a");

    String inner = "platform: kvm, guests: [{name: in, vcpus: 1, memory: 1 MiB, %s}]";
    assertThat(refusal(plain.replace(workload, inner.formatted(inGroup))))
        .contains("guests.one.guests.in.groups: has a");
  }

  /** There each has a machine of as many single-threaded cores as it has vCPUs, in one socket. */
  @Test
  void onAMachineOfItsOwnThatMachineCounts() {
    String two = scenario("bare-metal-dedicated", true, true).replace("vcpus: 1", "vcpus: 2");

    assertThatCode(() -> read(two)).doesNotThrowAnyException();
    assertThat(refusal(two.replace("granularity: core", "granularity: socket")))
        .contains("guests.one.workload: has a");
  }
}
