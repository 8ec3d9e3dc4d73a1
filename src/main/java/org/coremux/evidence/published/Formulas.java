package org.coremux.evidence.published;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.jexl3.JexlArithmetic;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.coremux.evidence.published.PublishedTable.Gate;

/**
 * The formulas of a table: arithmetic on figures of its runs, {@code xen['fork.latency.mean']}, and
 * on what {@link Terms} has, {@code cycles('kvm/hypercall')}.
 */
final class Formulas {
  private final PublishedTable table;
  private final Map<String, RunFigures> runs;
  private final JexlEngine engine;

  /** Division is that of numbers, also of whole ones. */
  private static final class Numbers extends JexlArithmetic {
    Numbers() {
      super(true);
    }

    @Override
    public Object divide(Object left, Object right) {
      return toDouble(left) / toDouble(right);
    }
  }

  /**
   * Of a table.
   *
   * @param runs the figures of its runs, by its names for them
   */
  Formulas(PublishedTable table, Map<String, RunFigures> runs) {
    this.table = table;
    this.runs = runs;
    Map<String, Object> functions = new HashMap<>();
    functions.put(null, new Terms(table, this::simulated)); // called without a prefix
    engine =
        new JexlBuilder()
            .arithmetic(new Numbers())
            .permissions(new JexlPermissions.ClassPermissions(Terms.class, RunFigures.class))
            .namespaces(functions)
            .strict(true)
            .silent(false)
            .create();
  }

  /**
   * The model's figure of a row.
   *
   * @throws IllegalStateException if its formula is wrong: a defect of the table
   */
  double simulated(PublishedRow row) {
    return ((Number) value(row.key(), row.simulated())).doubleValue();
  }

  /** Whether a goal is reached. */
  boolean holds(Gate gate) {
    return (Boolean) value(gate.says(), gate.holds());
  }

  private Object value(String what, String formula) {
    MapContext context = new MapContext();
    runs.forEach(context::set);
    try {
      return engine.createExpression(formula).evaluate(context);
    } catch (JexlException wrong) {
      throw new IllegalStateException(table.id() + ": " + what + ": " + formula, wrong);
    }
  }
}
