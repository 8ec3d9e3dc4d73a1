package org.coremux.evidence.published;

import java.math.BigDecimal;
import java.util.AbstractMap;
import java.util.Set;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.Metric;
import org.coremux.experiment.RunResult;

/**
 * The figures of a run by their names, as {@code coremux list metrics} has them, such as {@code
 * fork.latency.mean}; of a host {@code hosts.NAME.utilization}; of a group its exits for a reason,
 * {@code GROUP.exits.io}; and of the first live migration what {@link MigrationFigures} has, {@code
 * migration.downtime}.
 */
final class RunFigures extends AbstractMap<String, Double> {
  private static final String HOSTS = "hosts.";
  private static final String UTILISATION = ".utilization";
  private static final String EXITS = ".exits.";
  private static final String MIGRATION = "migration.";

  private final RunResult result;

  RunFigures(RunResult result) {
    this.result = result;
  }

  @Override
  public Double get(Object name) {
    return value(String.valueOf(name)).doubleValue();
  }

  private BigDecimal value(String name) {
    if (name.startsWith(MIGRATION)) {
      MigrationFigures moved = new MigrationFigures(result.migrations().get(0));
      return BigDecimal.valueOf(moved.figure(name.substring(MIGRATION.length())));
    }
    if (name.startsWith(HOSTS) && name.endsWith(UTILISATION)) {
      String host = name.substring(HOSTS.length(), name.length() - UTILISATION.length());
      return result.hosts().stream()
          .filter(one -> one.name().equals(host))
          .map(HostResult::utilisation)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no host " + host));
    }
    int exits = name.indexOf(EXITS);
    if (exits >= 0) {
      return result
          .group(name.substring(0, exits))
          .map(group -> group.totals().exits().amount(name.substring(exits + EXITS.length())))
          .map(BigDecimal::valueOf)
          .orElseThrow(() -> new IllegalArgumentException("there is no group in " + name));
    }
    return Metric.value(result, name)
        .orElseThrow(() -> new IllegalArgumentException("nothing happened that counts in " + name));
  }

  @Override
  public boolean containsKey(Object name) {
    return true; // what does not exist says so when it is asked for
  }

  /** There is no list of them: they are made when they are asked for. */
  @Override
  public Set<Entry<String, Double>> entrySet() {
    return Set.of();
  }
}
