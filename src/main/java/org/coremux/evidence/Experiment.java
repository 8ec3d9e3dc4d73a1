package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.ConfidenceInterval;

/**
 * Something that theory knows exactly, and how it is simulated.
 *
 * @param suite which suite it is of
 * @param model as the field calls it
 * @param parameters its values, for people
 * @param claims what theory says, in the order of a trial's figures
 * @param replications how often it is run, each time on other draws; 1 where nothing is drawn
 * @param trial runs it once
 */
record Experiment(
    TheorySuite suite,
    String model,
    String parameters,
    List<Claim> claims,
    int replications,
    Trial trial) {

  /** One run. */
  @FunctionalInterface
  interface Trial {
    /** The figures of that replication, in the units of their claims. */
    double[] run(int replication);
  }

  /** Copies the list. */
  Experiment {
    claims = List.copyOf(claims);
  }

  /** The verdicts on what all its replications gave. */
  List<TheoryRow> rows(List<double[]> figures) {
    List<TheoryRow> rows = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      int figure = i;
      double[] values = figures.stream().mapToDouble(run -> run[figure]).toArray();
      rows.add(row(claims.get(i), values));
    }
    return rows;
  }

  private TheoryRow row(Claim claim, double[] values) {
    double[] span =
        ConfidenceInterval.of(values, TheoryRow.CONFIDENCE)
            .map(interval -> new double[] {interval.low(), interval.mean(), interval.high()})
            .orElse(new double[] {values[0], values[0], values[0]});
    return new TheoryRow(suite, model, parameters, claim, span[0], span[1], span[2]);
  }
}
