package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.coremux.platform.Primitive;
import org.coremux.scenario.Platforms;
import org.junit.jupiter.api.Test;

/** A row that a primitive or a count was solved from says so, and no other does. */
class FittedRowsTest {
  private static Set<String> fittedOn() {
    Set<String> rows = new LinkedHashSet<>();
    for (String name : Platforms.names()) {
      for (Primitive primitive : Platforms.preset(name).primitives()) {
        rows.addAll(primitive.evidence().provenance().fittedOn());
      }
    }
    return rows;
  }

  private static Map<String, PublishedRow> rows() {
    Map<String, PublishedRow> rows = new HashMap<>();
    for (PublishedTable table : PublishedTables.all()) {
      for (PublishedRow row : table.rows()) {
        assertThat(rows.put(table.id(row), row)).as(table.id(row)).isNull();
      }
    }
    return rows;
  }

  @Test
  void aFittedRowIsNamedByAPrimitiveOrSaysWhatWasFittedOnIt() {
    Set<String> fitted = fittedOn();
    rows()
        .forEach(
            (id, row) -> {
              if (row.basis() == Basis.FITTED) {
                assertThat(fitted.contains(id) || !row.note().isBlank()).as(id).isTrue();
              }
            });
  }

  @Test
  void whatAPrimitiveWasSolvedFromIsNoTest() {
    Map<String, PublishedRow> rows = rows();
    for (String id : fittedOn()) {
      if (rows.containsKey(id)) {
        assertThat(rows.get(id).basis()).as(id).isEqualTo(Basis.FITTED);
      }
    }
  }

  @Test
  void aRowWithoutTheModelsFigureSaysWhy() {
    rows()
        .forEach(
            (id, row) -> {
              if (row.simulated().isEmpty() || row.basis() == Basis.NONE) {
                assertThat(row.basis()).as(id).isEqualTo(Basis.NONE);
                assertThat(row.note()).as(id).isNotBlank();
              }
            });
  }
}
