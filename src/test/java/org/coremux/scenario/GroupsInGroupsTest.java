package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes within processes are groups in groups, which a policy without them is not given. */
class GroupsInGroupsTest {
  private static final String HOST =
      """
      scenario: test
      duration: 1 s
      hosts: [{name: node, cpu: {cores: 2}, memory: 8 GiB, platform: PLATFORM, scheduler: POLICY}]
      guests:
      """;

  /** A guest of processes that is in another, and holds a guest of its own. */
  private static final String TWO_DEEP =
      """
        - name: outer
          vcpus: 1
          memory: 2 GiB
          platform: bare-metal
          os: {scheduler: KERNEL}
          guests:
            - name: middle
              vcpus: 1
              memory: 1 GiB
              platform: bare-metal
              guests:
                - {name: inner, vcpus: 1, memory: 100 MiB, workload: [{kind: compute}]}
      """;

  private static final String GROUP_IN_PROCESS =
      """
        - name: outer
          vcpus: 1
          memory: 2 GiB
          platform: bare-metal
          os: {scheduler: KERNEL}
          guests:
            - name: middle
              vcpus: 1
              memory: 1 GiB
              groups: [{name: shop, workload: [{kind: compute}]}]
      """;

  private static String on(String platform, String policy, String guests, String kernel) {
    return HOST.replace("PLATFORM", platform).replace("POLICY", policy)
        + guests.replace("KERNEL", kernel);
  }

  private static Scenario read(String text) {
    return new ScenarioReader(Plugins.installed().catalogue()).read(text, "x.yaml", Path.of(""));
  }

  private static List<String> problems(String text) {
    ScenarioException wrong = catchThrowableOfType(ScenarioException.class, () -> read(text));
    assertThat(wrong).as(text).isNotNull();
    return wrong.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void aGuestsKernelWithoutThemRefusesProcessesTwoDeep() {
    List<String> problems = problems(on("kvm", "cfs", TWO_DEEP, "credit2"));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0))
        .startsWith("x.yaml:14:")
        .contains(
            "outer.guests.middle.platform: makes the guests in it groups in a group of processes",
            "the scheduler of the guest outer, credit2, cannot do groups");
  }

  @Test
  void aGuestsKernelWithoutThemRefusesGroupsOfAProcessInIt() {
    List<String> problems = problems(on("xen", "credit2", GROUP_IN_PROCESS, "credit"));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0))
        .startsWith("x.yaml:14:")
        .contains("middle.groups: are groups", "the scheduler of the guest outer, credit, cannot");
  }

  @Test
  void onAHostOfProcessesItsKernelCounts() {
    String guests = TWO_DEEP.replace("    os: {scheduler: KERNEL}\n", "");

    assertThat(problems(on("bare-metal", "credit", guests, "")).get(0))
        .startsWith("x.yaml:8:")
        .contains("outer.platform: makes the guests", "the scheduler of the host node, credit,");
    assertThat(read(on("bare-metal", "cfs", guests, "")).entries()).hasSize(3);
  }

  @Test
  void aKernelWithGroupsAndAKernelBetweenTakeThem() {
    assertThat(read(on("xen", "credit2", TWO_DEEP, "eevdf")).entries()).hasSize(3);
    String machineBetween = TWO_DEEP.replaceFirst("platform: bare-metal", "platform: kvm");
    assertThat(read(on("kvm", "cfs", machineBetween, "credit2")).entries()).hasSize(3);
  }
}
