package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.evidence.PublishedCell.Kind;
import org.junit.jupiter.api.Test;

/** Dall et al., ISCA 2016, table II: 17 cells used up, 11 predicted. */
class DallTableTest {
  private static List<PublishedCell> cells(Kind kind) {
    return PublishedCells.dall().stream().filter(cell -> cell.kind() == kind).toList();
  }

  @Test
  void cellsThatPrimitivesWereFittedOnAreExact() {
    assertThat(cells(Kind.FITTED)).hasSize(17);
    for (PublishedCell cell : cells(Kind.FITTED)) {
      assertThat(cell.simulated()).as(cell.id()).isCloseTo(cell.value(), within(1L));
    }
  }

  /** Recalled cells are told and not judged one by one; the median is of all. */
  @Test
  void cellsThatNothingWasFittedOnAreWithinAFifth() {
    List<Double> errors = new ArrayList<>();
    StringBuilder report = new StringBuilder();
    for (PublishedCell cell : cells(Kind.PREDICTED)) {
      errors.add(StrictMath.abs(cell.errorPercent()));
      report.append(
          String.format(
              Locale.ROOT,
              "%-42s %,7d %,7d %+6.1f %% %s%n",
              cell.id(),
              cell.value(),
              cell.simulated(),
              cell.errorPercent(),
              cell.flag()));
      if (cell.isVerified()) {
        assertThat(cell.errorPercent()).as(cell.id()).isBetween(-20.0, 20.0);
      }
    }
    errors.sort(null);
    assertThat(errors).as(report.toString()).hasSize(11);
    assertThat(errors.get(5)).as(report.toString()).isLessThanOrEqualTo(10);
    assertThat(errors.get(10)).as(report.toString()).isLessThanOrEqualTo(20);
  }

  /** What the feasibility study found for each: nothing may drift unseen. */
  @Test
  void predictionsAreThoseOfTheStudy() {
    assertThat(cells(Kind.PREDICTED))
        .extracting(PublishedCell::simulated)
        .containsExactly(
            1_246L, 13_262L, 4_544L, 71L, 1_484L, 9_635L, 5_468L, 17_530L, 650L, 17_530L, 11_262L);
  }
}
