package org.coremux.evidence.published;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.coremux.evidence.published.TableOutcome.GateOutcome;

/**
 * How good the predictions are, over all tables; only figures that were read or measured count.
 *
 * @param predicted how many
 * @param median of the errors, whichever way
 * @param near the share of them within {@link #NEAR}
 * @param gates what must hold of all tables together
 */
public record Summary(int predicted, double median, double near, List<GateOutcome> gates) {
  /** An error that is small enough. Source: issue of the project, as those below. */
  private static final double NEAR = 0.20;

  private static final int PREDICTED_MIN = 90;
  private static final double MEDIAN_MAX = 0.08;
  private static final double NEAR_MIN = 0.80;

  /** Copies the list. */
  public Summary {
    gates = List.copyOf(gates);
  }

  /** Of these tables. */
  public static Summary of(List<TableOutcome> tables) {
    double[] errors =
        tables.stream()
            .flatMap(table -> table.outcomes().stream())
            .filter(outcome -> outcome.row().basis() == Basis.PREDICTED)
            .filter(outcome -> outcome.row().isVerified())
            .mapToDouble(Outcome::size)
            .toArray();
    double median = errors.length == 0 ? 0 : new Median().evaluate(errors);
    long near = Arrays.stream(errors).filter(error -> error <= NEAR).count();
    double share = errors.length == 0 ? 0 : near / (double) errors.length;
    List<GateOutcome> gates = new ArrayList<>();
    gates.add(
        new GateOutcome(
            "at least " + PREDICTED_MIN + " figures predicted", errors.length >= PREDICTED_MIN));
    gates.add(new GateOutcome("median error under 8 %", median < MEDIAN_MAX));
    gates.add(new GateOutcome("four in five within 20 %", share >= NEAR_MIN));
    return new Summary(errors.length, median, share, gates);
  }

  /** The same without goals: of some tables, which cannot reach those of all. */
  public Summary ofSome() {
    return new Summary(predicted, median, near, List.of());
  }

  /** Whether its goals and those of all tables are reached. */
  public boolean holds(List<TableOutcome> tables) {
    return gates.stream().allMatch(GateOutcome::holds) && tablesHold(tables);
  }

  private static boolean tablesHold(List<TableOutcome> tables) {
    return tables.stream().flatMap(table -> table.gates().stream()).allMatch(GateOutcome::holds);
  }
}
