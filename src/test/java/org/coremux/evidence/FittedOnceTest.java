package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.coremux.evidence.PublishedCell.Kind;
import org.coremux.platform.Basis;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.Platforms;
import org.junit.jupiter.api.Test;

/** A figure that was used to find a primitive can test nothing. */
class FittedOnceTest {
  private static Set<String> fittedOn() {
    Set<String> cells = new LinkedHashSet<>();
    for (String name : Platforms.names()) {
      for (Primitive primitive : Platforms.preset(name).primitives()) {
        cells.addAll(primitive.evidence().provenance().fittedOn());
      }
    }
    return cells;
  }

  @Test
  void noCellIsBothFittedAndPredicted() {
    Set<String> fitted = fittedOn();
    for (PublishedCell cell : PublishedCells.all()) {
      assertThat(fitted.contains(cell.id())).as(cell.id()).isEqualTo(cell.kind() == Kind.FITTED);
    }
  }

  @Test
  void everyCellIsThereOnce() {
    Set<String> ids = new HashSet<>();
    for (PublishedCell cell : PublishedCells.all()) {
      assertThat(ids.add(cell.id())).as(cell.id()).isTrue();
    }
  }

  @Test
  void everyPrimitiveSaysWhatItRestsOn() {
    for (String name : Platforms.names()) {
      Platform platform = Platforms.preset(name);
      for (Primitive primitive : platform.primitives()) {
        Primitive.Evidence evidence = primitive.evidence();
        String shown = name + " " + primitive.name();
        assertThat(evidence.source()).as(shown).isNotBlank();
        boolean hasUnit =
            primitive.isRatio() || !primitive.cpu().isZero() || !primitive.latency().isZero();
        assertThat(hasUnit).as(shown).isTrue();
        assertThat(!evidence.provenance().fittedOn().isEmpty())
            .as(shown)
            .isEqualTo(evidence.basis() == Basis.FITTED);
        // Whoever measured something has a place where it was read, and says how well.
        assertThat(evidence.provenance().flag().isEmpty())
            .as(shown)
            .isEqualTo(evidence.basis() == Basis.ASSUMED);
      }
    }
  }
}
