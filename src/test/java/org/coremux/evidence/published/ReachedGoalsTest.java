package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.coremux.evidence.published.TableOutcome.GateOutcome;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;

/** The goals of the tables of hosted sending, walks, exits, nesting, containers, and devices. */
class ReachedGoalsTest {
  private static final List<String> TABLES =
      List.of(
          "sugerman2001-figure5",
          "sugerman2001-profile",
          "sugerman2001-send",
          "agesen2012",
          "exits",
          "bhargava2008",
          "felter2014",
          "direct-io",
          "bonzini2019",
          "nested");

  @Test
  void areThoseOfTheirFiles() {
    List<PublishedTable> tables = TABLES.stream().map(PublishedTables::of).toList();
    List<TableOutcome> outcomes =
        new PublishedEvidence(Path.of("scenarios/published"), Plugins.installed())
            .of(tables, () -> {});
    for (TableOutcome outcome : outcomes) {
      assertThat(outcome.gates()).as(outcome.table().id()).isNotEmpty();
      for (GateOutcome gate : outcome.gates()) {
        assertThat(gate.holds()).as(outcome.table().id() + ": " + gate.says()).isTrue();
      }
    }
  }
}
