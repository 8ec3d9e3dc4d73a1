package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.engine.Timer;
import org.coremux.guest.WorkloadMeter;
import org.coremux.hypervisor.Migration;
import org.coremux.scenario.Model;

/** Reads what became of the migrations of a run. */
final class Migrations {
  private final Model model;
  private final Sampling sampling;

  Migrations(Model model, Sampling sampling) {
    this.model = model;
    this.sampling = sampling;
  }

  /** All that have begun. */
  List<MigrationResult> all() {
    List<MigrationResult> all = new ArrayList<>();
    for (int i = 0; i < model.migrations().size(); i++) {
      if (model.migrations().get(i).startNs() != Timer.NEVER) {
        all.add(of(model.migrations().get(i), felt(i)));
      }
    }
    return all;
  }

  private Optional<MigrationResult.Felt> felt(int migration) {
    List<WorkloadMeter> meters = model.migrations().get(migration).trip().guest().meters();
    return meters.isEmpty()
        ? Optional.empty()
        : Optional.of(sampling.felt(migration, meters.get(0).kind()));
  }

  private static MigrationResult of(Migration migration, Optional<MigrationResult.Felt> felt) {
    Migration.Trip trip = migration.trip();
    return new MigrationResult(
        trip.guest().name(),
        trip.source().name(),
        trip.target().name(),
        migration.rules().by().key(),
        new MigrationResult.Span(
            migration.startNs(),
            at(migration.stoppedNs()),
            at(migration.resumedNs()),
            at(migration.endNs())),
        migration.rounds().stream().map(Migrations::round).toList(),
        new MigrationResult.Pages(
            migration.sentBytes(),
            migration.slowedPercent(),
            migration.faults(),
            migration.faultNs()),
        migration.outcome().key(),
        migration.why(),
        felt);
  }

  private static MigrationResult.Round round(Migration.Round of) {
    return new MigrationResult.Round(
        of.startNs(), of.ns(), of.sentBytes(), of.dirtiedBytes(), of.bitsPerSecond());
  }

  private static OptionalLong at(long ns) {
    return ns == Timer.NEVER ? OptionalLong.empty() : OptionalLong.of(ns);
  }
}
