package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Quantity.Dimension;

/** Values for what plug-ins declare, from their declared ranges, near what is usual. */
final class ValueWriter {
  /** The shortest time span drawn. Unit: ns. Source: assumed, so that not all is switches. */
  private static final long SPAN_MIN_NS = 50_000;

  /** The longest time span drawn. Unit: ns. Source: assumed, so that it ends within a case. */
  private static final long SPAN_MAX_NS = 100_000_000;

  /** What is usual where a parameter does not say. Unit: ns. Source: assumed. */
  private static final long SPAN_USUAL_NS = 4_000_000;

  /** Times a usual value, and parts of it, that are drawn. Source: assumed. */
  private static final long FACTOR = 8;

  private static final long COUNT_MAX = 64;
  private static final long PERCENT_MAX = 20_000;
  private static final long NS_PER_US = 1_000;

  private final Dice dice;

  ValueWriter(Dice dice) {
    this.dice = dice;
  }

  /** Some of them, and all that must be there; empty when one of those cannot be drawn. */
  Optional<Map<String, Object>> some(List<Parameter> declared, int chance) {
    Map<String, Object> values = Tree.mapping();
    for (Parameter parameter : declared) {
      if (parameter.required() || dice.percent(chance)) {
        Optional<Object> value = value(parameter);
        if (value.isEmpty() && parameter.required()) {
          return Optional.empty();
        }
        value.ifPresent(drawn -> values.put(parameter.name(), drawn));
      }
    }
    return Optional.of(values);
  }

  /** One value; empty for what nothing can be drawn for, such as a file. */
  Optional<Object> value(Parameter parameter) {
    return switch (parameter.kind()) {
      case DURATION -> Optional.of(duration(parameter));
      case COUNT -> Optional.of(Long.toString(near(parameter, 4, COUNT_MAX)));
      case PERCENT ->
          Optional.of(Quantity.format(near(parameter, 5_000, PERCENT_MAX), Dimension.PERCENT));
      case FACTOR -> {
        long millionths = near(parameter, Parameter.FACTOR_ONE, 100 * Parameter.FACTOR_ONE);
        yield Optional.of(java.math.BigDecimal.valueOf(millionths, 6).toPlainString());
      }
      case CHOICE -> Optional.of(dice.of(parameter.choices()));
      case SWITCH -> Optional.of(dice.word("true", "false"));
      case TEXT -> text(parameter.name());
      case FILE -> Optional.empty();
      case RANDOM -> Optional.of(random(20_000, 5_000_000));
      case SERVICE -> Optional.of(random(20_000, 3_000_000));
      case WORK -> Optional.of(random(200_000, 20_000_000));
      case ARRIVALS -> Optional.of(arrivals());
      case STEPS -> Optional.of(steps());
    };
  }

  /** Of texts those that policies know. */
  private Optional<Object> text(String name) {
    return switch (name) {
      case "softAffinity" -> Optional.of(dice.word("0", "1", "0-1", "0,2"));
      case "cpuGroup" -> Optional.of(dice.word("web", "batch"));
      case "groups" -> Optional.of(dice.word("web 50 %, batch 25 %", "web 20 %, batch 150 %"));
      default -> Optional.empty();
    };
  }

  private String duration(Parameter parameter) {
    boolean isOff = parameter.mayBeOff() && dice.percent(20);
    return isOff ? Parameter.OFF_WORD : time(span(parameter));
  }

  private long span(Parameter parameter) {
    if (parameter.min() == 0 && dice.percent(10)) {
      return 0;
    }
    Object standard = parameter.standard();
    long usual = standard == null || (Long) standard == 0 ? SPAN_USUAL_NS : (Long) standard;
    long low = Math.max(parameter.min(), Math.min(SPAN_MIN_NS, usual));
    long min = Math.max(low, usual / FACTOR);
    long max = Math.min(parameter.max(), Math.min(SPAN_MAX_NS, usual * FACTOR));
    long drawn = dice.magnitude(min, Math.max(min, max));
    return drawn < 10 * NS_PER_US ? drawn : rounded(drawn, parameter.min());
  }

  /** As a person would write it: two figures. */
  private static long rounded(long value, long min) {
    long unit = 1;
    while (value / unit >= 100) {
      unit *= 10;
    }
    return Math.max(min, value / unit * unit);
  }

  private long near(Parameter parameter, long usually, long most) {
    Object standard = parameter.standard();
    long usual = usually;
    if (standard instanceof Long number && number > 0) {
      usual = number;
    } else if (standard instanceof Double number && number > 0) {
      usual = (long) (number * Parameter.FACTOR_ONE);
    }
    if (parameter.min() == 0 && dice.percent(10)) {
      return 0;
    }
    long min = Math.max(Math.max(1, parameter.min()), usual / FACTOR);
    long max = Math.min(parameter.max(), Math.max(usual, Math.min(most, usual * FACTOR)));
    return min >= max ? max : rounded(dice.magnitude(min, max), min);
  }

  /** A time span between both. Unit: ns. */
  String time(long minNs, long maxNs) {
    return time(rounded(dice.magnitude(minNs, maxNs), minNs));
  }

  static String time(long ns) {
    return Quantity.format(ns, Dimension.TIME);
  }

  /** A random quantity with a mean between both. Unit: ns. */
  Object random(long minNs, long maxNs) {
    if (dice.percent(30)) {
      return time(minNs, maxNs);
    }
    Map<String, Object> random = Tree.mapping();
    String kind =
        dice.word("constant", "exponential", "uniform", "normal", "lognormal", "pareto", "erlang");
    long mean = rounded(dice.magnitude(minNs, maxNs), minNs);
    if (kind.equals("uniform")) {
      random.put("min", time(mean / 2));
      random.put("max", time(2 * mean));
    } else {
      random.put("mean", time(mean));
    }
    switch (kind) {
      case "normal" -> random.put("cv", dice.word("0.1", "0.3", "0.8"));
      case "lognormal" -> random.put("cv", dice.word("0.5", "1", "2"));
      case "pareto" -> random.put("shape", dice.word("1.5", "2.5"));
      case "erlang" -> random.put("shape", dice.word("2", "4"));
      default -> {}
    }
    random.put("distribution", kind);
    return random;
  }

  private Object arrivals() {
    Map<String, Object> arrivals = Tree.mapping();
    arrivals.put("rate", rounded(dice.magnitude(20, 5_000), 1) + "/s");
    return arrivals;
  }

  private Object steps() {
    List<Object> steps = new ArrayList<>();
    int count = dice.from(1, 3);
    for (int i = 0; i < count; i++) {
      steps.add(step("compute", random(10_000, 5_000_000)));
      if (dice.percent(70)) {
        steps.add(step("sleep", random(10_000, 10_000_000)));
      }
    }
    return steps;
  }

  static Map<String, Object> step(String what, Object howLong) {
    Map<String, Object> step = Tree.mapping();
    step.put(what, howLong);
    return step;
  }
}
