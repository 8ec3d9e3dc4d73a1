package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Dall et al., ISCA 2016, table II: 17 cells used up, 11 predicted. */
class DallTableTest {
  private final Simulated table = Simulated.table("dall2016-micro");

  private List<Outcome> cells(Basis basis) {
    return table.outcomes().stream().filter(cell -> cell.row().basis() == basis).toList();
  }

  @Test
  void cellsThatPrimitivesWereFittedOnAreExact() {
    assertThat(cells(Basis.FITTED)).hasSize(17);
    for (Outcome cell : cells(Basis.FITTED)) {
      assertThat(cell.simulated().orElseThrow())
          .as(cell.row().key())
          .isCloseTo(cell.row().published(), within(1.0));
    }
  }

  @Test
  void cellsThatNothingWasFittedOnAreWithinAFifth() {
    double[] errors = cells(Basis.PREDICTED).stream().mapToDouble(Outcome::size).sorted().toArray();
    assertThat(errors).hasSize(11);
    assertThat(errors[5]).as("median").isLessThanOrEqualTo(0.10);
    assertThat(errors[10]).as("worst").isLessThanOrEqualTo(0.20);
  }

  /** What the feasibility study found for each: nothing may drift unseen. */
  @Test
  void predictionsAreThoseOfTheStudy() {
    assertThat(cells(Basis.PREDICTED).stream().mapToLong(c -> (long) c.simulated().orElseThrow()))
        .containsExactly(
            1_246L, 13_262L, 4_544L, 71L, 1_484L, 9_635L, 5_468L, 17_530L, 650L, 17_530L, 11_262L);
  }
}
