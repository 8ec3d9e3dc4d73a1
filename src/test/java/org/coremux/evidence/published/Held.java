package org.coremux.evidence.published;

import java.nio.file.Path;
import java.util.List;
import org.coremux.evidence.published.TableOutcome.GateOutcome;
import org.coremux.scenario.Plugins;

/** A published table, simulated for a test. */
record Held(TableOutcome outcome) {
  /** The one in that file. */
  static Held table(String name) {
    PublishedEvidence evidence =
        new PublishedEvidence(Path.of("scenarios", "published"), Plugins.installed());
    return new Held(evidence.of(List.of(PublishedTables.of(name)), () -> {}).get(0));
  }

  Outcome row(String key) {
    return outcome.outcomes().stream()
        .filter(one -> one.row().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  double simulated(String key) {
    return row(key).simulated().orElseThrow();
  }

  double error(String key) {
    return row(key).error().orElseThrow();
  }

  /** The goals that are missed. */
  List<String> missed() {
    return outcome.gates().stream().filter(gate -> !gate.holds()).map(GateOutcome::says).toList();
  }
}
