package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
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
  void whatAPrimitiveWasFittedOnIsAFittedRow() {
    Set<String> fitted = new HashSet<>();
    for (PublishedTable table : PublishedTables.all()) {
      for (PublishedRow row : table.rows()) {
        if (row.basis() == Basis.FITTED) {
          fitted.add(table.id(row));
        }
      }
    }
    assertThat(fitted).containsAll(fittedOn());
  }

  /** Else a count of a scenario was, and the row or its table says which. */
  @Test
  void aFittedRowSaysWhatWasFittedOnIt() {
    Set<String> fittedOn = fittedOn();
    for (PublishedTable table : PublishedTables.all()) {
      for (PublishedRow row : table.rows()) {
        if (row.basis() == Basis.FITTED && !fittedOn.contains(table.id(row))) {
          assertThat(row.note()).as(table.id(row)).isNotBlank();
        }
      }
    }
  }

  @Test
  void everyRowIsThereOnce() {
    Set<String> ids = new HashSet<>();
    for (PublishedTable table : PublishedTables.all()) {
      for (PublishedRow row : table.rows()) {
        assertThat(ids.add(table.id(row))).as(table.id(row)).isTrue();
      }
    }
  }

  @Test
  void aRowWithoutTheModelsFigureSaysWhy() {
    for (PublishedTable table : PublishedTables.all()) {
      for (PublishedRow row : table.rows()) {
        if (row.simulated().isEmpty() || row.basis() == Basis.NONE) {
          assertThat(row.basis()).as(table.id(row)).isEqualTo(Basis.NONE);
          assertThat(row.note()).as(table.id(row)).isNotBlank();
        }
      }
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
            .isEqualTo(evidence.basis() == org.coremux.platform.Basis.FITTED);
        // Whoever measured something has a place where it was read, and says how well.
        assertThat(evidence.provenance().flag().isEmpty())
            .as(shown)
            .isEqualTo(evidence.basis() == org.coremux.platform.Basis.ASSUMED);
      }
    }
  }
}
