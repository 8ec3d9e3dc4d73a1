package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Hosts and guests one by one, and who goes where. */
class ExpansionTest {

  private final ScenarioReader reader = new ScenarioReader(TestCatalogue.catalogue());

  @Test
  void numbersWhatIsCountedAndOnlyThat() {
    Expansion expansion =
        expanded(
            "[{name: node, cpu: {cores: 4}, memory: 64 GiB, count: 1}]",
            "{name: web, count: 3, vcpus: 1, memory: 1 GiB}",
            "{name: db, vcpus: 1, memory: 1 GiB}");

    assertThat(expansion.hosts()).extracting(Expansion.Host::name).containsExactly("node-1");
    assertThat(expansion.guests())
        .extracting(Expansion.Guest::name)
        .containsExactly("web-1", "web-2", "web-3", "db");
    assertThat(expansion.guests()).extracting(Expansion.Guest::copy).containsExactly(0, 1, 2, 0);
  }

  @Test
  void placesOnTheHostWithTheFewestVCpusPerPCpuAndTheFirstAtATie() {
    Expansion expansion =
        expanded(
            "[{name: small, cpu: {cores: 2}, memory: 64 GiB}, "
                + "{name: large, cpu: {cores: 4}, memory: 64 GiB}]",
            "{name: web, count: 6, vcpus: 1, memory: 1 GiB}");

    // 0/2 ties 0/4: small; 1/2 > 0/4: large; 1/2 > 1/4: large; 1/2 ties 2/4: small; then
    // 2/2 > 2/4: large; 2/2 > 3/4: large.
    assertThat(expansion.guests())
        .extracting(Expansion.Guest::host)
        .containsExactly(0, 1, 1, 0, 1, 1);
  }

  @Test
  void passesOverHostsWithoutTheMemory() {
    Expansion expansion =
        expanded(
            "[{name: a, cpu: {cores: 8}, memory: 2 GiB}, "
                + "{name: b, cpu: {cores: 1}, memory: 64 GiB}]",
            "{name: web, count: 3, vcpus: 1, memory: 1 GiB}");

    assertThat(expansion.guests()).extracting(Expansion.Guest::host).containsExactly(0, 1, 0);
  }

  @Test
  void countsGuestsThatNameTheirHostFromTheBeginning() {
    Expansion expansion =
        expanded(
            "[{name: a, cpu: {cores: 2}, memory: 64 GiB}, "
                + "{name: b, cpu: {cores: 2}, memory: 64 GiB}]",
            "{name: web, vcpus: 1, memory: 1 GiB}",
            "{name: db, vcpus: 2, memory: 1 GiB, host: a}");

    assertThat(expansion.guests()).extracting(Expansion.Guest::host).containsExactly(1, 0);
  }

  @Test
  void placesOnlyWhereTheAffinityExists() {
    Expansion expansion =
        expanded(
            "[{name: a, cpu: {cores: 2}, memory: 64 GiB}, "
                + "{name: b, cpu: {cores: 4}, memory: 64 GiB}]",
            "{name: web, vcpus: 1, memory: 1 GiB, affinity: 3}");

    assertThat(expansion.guests().get(0).host()).isEqualTo(1);
  }

  private Expansion expanded(String hosts, String... guests) {
    StringBuilder text =
        new StringBuilder("scenario: x\nduration: 1 s\nhosts: ")
            .append(hosts)
            .append("\nguests:\n");
    for (String guest : guests) {
      text.append("  - ")
          .append(guest.replaceFirst("}$", ", workload: [{kind: compute}]}"))
          .append('\n');
    }
    return reader.read(text.toString(), "x.yaml", Path.of("")).expanded();
  }
}
