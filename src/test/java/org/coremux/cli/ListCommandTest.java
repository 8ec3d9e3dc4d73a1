package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.coremux.experiment.Metric;
import org.coremux.mux.SchedulerProvider;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandTest {
  @TempDir private Path folder;

  private final Shell shell = new Shell();

  @Test
  void saysWhatCanBeListed() {
    assertThat(shell.run("list")).isZero();
    assertThat(shell.out().lines()).hasSize(6);
  }

  @Test
  void listsEachWithItsParametersDefaultsAndSources() {
    assertThat(shell.run("list", "schedulers")).isZero();
    assertThat(shell.run("list", "workloads")).isZero();
    assertThat(shell.run("list", "platforms")).isZero();
    assertThat(shell.run("list", "cpus")).isZero();
    assertThat(shell.run("list", "scenarios")).isZero();

    assertThat(shell.out())
        .contains("round-robin: ", "  quantum  ", " 10 ms ", "source: Kleinrock 1964")
        .contains("server: ", "arrivals: ", "kvm: ", "type: type-2", "epyc-7763: ")
        .contains("scenarios/quickstart.yaml\n    Does a batch guest")
        .contains("scenarios/planetlab-hour.yaml\n    How much of its demand");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void everySchedulerIsListedWithAllItsSettingsIn80Columns() {
    assertThat(shell.run("list", "schedulers")).isZero();
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);
    for (SchedulerProvider one : Plugins.installed().schedulers()) {
      String entry = entry(one.name());
      String words = entry.replaceAll("\\s+", " ");
      assertThat(words).contains(one.summary()).contains("source: " + one.source());
      Stream.concat(one.parameters().stream(), one.guestParameters().stream())
          .forEach(setting -> assertThat(entry).contains("\n  " + setting.name() + " "));
      assertThat(entry.contains("of a guest, as scheduling." + one.name()))
          .isEqualTo(!one.guestParameters().isEmpty());
    }
  }

  /** What stands between its name and the next one's. */
  private String entry(String name) {
    int from = ("\n\n" + shell.out()).indexOf("\n\n" + name + ": ");
    assertThat(from).as(name).isNotNegative();
    int until = shell.out().indexOf("\n\n", from);
    return shell.out().substring(from, until);
  }

  @Test
  void theJsonHasSettingsOfSchedulersAndOfTheirGuests() throws IOException {
    assertThat(shell.run("list", "schedulers", "--format", "json")).isZero();
    JsonNode entries = new ObjectMapper().readTree(shell.out()).get("entries");
    assertThat(entries).hasSize(Plugins.installed().schedulers().size());
    for (JsonNode one : entries) {
      SchedulerProvider known = Plugins.installed().scheduler(one.get("name").asText());
      assertThat(one.get("source").asText()).isEqualTo(known.source());
      assertThat(one.get("parameters")).hasSize(known.parameters().size());
      assertThat(one.get("guest_parameters")).hasSize(known.guestParameters().size());
      assertThat(one.get("no_groups").isNull()).isEqualTo(one.get("groups").asBoolean());
    }
  }

  @Test
  void refusesWhatThereIsNot() {
    assertThat(shell.run("list", "sched")).isEqualTo(2);
    assertThat(shell.err()).contains("`sched` is not one of schedulers, workloads");
  }

  @Test
  void everyPathOfAMetricIsInTheJson() throws IOException {
    assertThat(shell.run("list", "metrics")).isZero();
    Shell run = new Shell();
    assertThat(run.run("run", Shell.SCENARIO, "--format", "json")).isZero();
    JsonNode web = new ObjectMapper().readTree(run.out()).at("/groups/0");
    for (Metric metric : Metric.all()) {
      assertThat(shell.out()).contains("GROUP." + metric.shortName() + " ");
      String pointer = "/" + metric.path().replace("[0]", "/0").replace('.', '/');
      boolean isOfOthers =
          metric.shortName().equals("missed")
              || metric.shortName().startsWith("migration.")
              || metric.path().contains(".cross_calls.")
              || metric.path().contains(".cpu_time_s.")
              || metric.path().startsWith("ticks.")
              || metric.path().contains(".locks.");
      assertThat(web.at(pointer).isMissingNode()).as(pointer).isEqualTo(isOfOthers);
    }
  }

  @Test
  void schemaIsJson() throws IOException {
    assertThat(shell.run("schema")).isZero();
    assertThat(new ObjectMapper().readTree(shell.out()).at("/properties/hosts").isObject())
        .isTrue();
  }

  @Test
  void whatShowPrintsIsTheSameScenario() throws IOException {
    assertThat(shell.run("show", Shell.SCENARIO, "--set", "guests.web.count=3")).isZero();
    Path file = Files.writeString(folder.resolve("shown.yaml"), shell.out());
    Shell again = new Shell();
    assertThat(again.run("show", file.toString())).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(shell.out()).contains("count: 3  # web-1, web-2, web-3");
  }

  @Test
  void showRefusesWhatRunWouldRefuse() {
    for (String change : List.of("guests.web.memory=64 GiB", "hosts.node.scheduler=fifa")) {
      assertThat(new Shell().run("show", Shell.SCENARIO, "--set", change)).isEqualTo(2);
    }
  }
}
