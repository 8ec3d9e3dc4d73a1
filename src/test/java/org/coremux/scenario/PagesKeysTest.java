package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.coremux.hypervisor.PageUse;
import org.junit.jupiter.api.Test;

/** What a guest says of its memory. */
class PagesKeysTest {
  private static final String FILE =
      """
      scenario: pages
      duration: 1 s
      hosts:
        - {name: node, cpu: {cores: 4}, memory: 64 GiB, platform: kvm}
      guests:
        - name: web
          vcpus: 2
          memory: 4 GiB
          pages:
            touched: 3 GiB
            active: 1 GiB
            references: 20_000/s
            identical: 20 %
            content: linux
            writes: {hot: 8 MiB, hotRate: 30_000/s, rate: 2_000/s}
            shares: 500
            min: 512 MiB
            node: 0
            memoryBound: 40 %
          workload: [{kind: compute}]
        - {name: part, vcpus: 1, memory: 2 GiB, pages: {touched: 1 GiB},
           workload: [{kind: compute}]}
        - {name: silent, vcpus: 1, memory: 8 MiB, workload: [{kind: compute}]}
      """;

  private static Scenario read(String text) {
    return new ScenarioReader(Plugins.installed().catalogue()).read(text, "x.yaml", Path.of(""));
  }

  private static List<PageUse> uses(Scenario scenario) {
    return scenario.guests().stream().map(GuestSpec::pageUse).toList();
  }

  @Test
  void areReadAsTheyAreWritten() {
    assertThat(uses(read(FILE)).get(0))
        .isEqualTo(
            new PageUse(
                4L << 30,
                3L << 30,
                1L << 30,
                20_000,
                new PageUse.Content("linux", 2_000),
                new PageUse.Claim(500, 512L << 20),
                new PageUse.Home(0, 4_000),
                new PageUse.Writes(8L << 20, 30_000, 2_000)));
  }

  @Test
  void whatIsLeftOutFollowsFromTheRest() {
    assertThat(uses(read(FILE)).get(1))
        .isEqualTo(
            new PageUse(
                2L << 30,
                1L << 30,
                1L << 30, // all that it has touched
                10_000,
                new PageUse.Content("common", 0),
                new PageUse.Claim(20_480, 0), // 10 for each MiB
                new PageUse.Home(PageUse.Home.PLACED, 3_000),
                new PageUse.Writes(16L << 20, 40_000, 100)));
  }

  @Test
  void aGuestThatSaysNothingUsesAllOfIt() {
    PageUse silent = uses(read(FILE)).get(2);

    assertThat(silent).isEqualTo(PageUse.usual(8L << 20));
    assertThat(silent.activeBytes()).isEqualTo(8L << 20);
    assertThat(silent.home().farHundredths()).isZero();
    assertThat(silent.writes().hotBytes()).isEqualTo(8L << 20); // no more than there is
  }

  @Test
  void arePrintedAndReadBackAsTheSame() {
    Scenario scenario = read(FILE);

    String yaml = EffectiveScenario.yaml(scenario, Plugins.installed().catalogue());

    assertThat(yaml).contains("active: 1 GiB", "hotRate: 30000/s", "content: linux");
    assertThat(yaml.split("pages:", -1)).hasSize(3); // not of the one that says nothing
    assertThat(read(yaml)).isEqualTo(scenario);
  }
}
