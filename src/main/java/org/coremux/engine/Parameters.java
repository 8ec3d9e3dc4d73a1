package org.coremux.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of one plug-in instance: typed, checked and complete with defaults.
 *
 * <p>Immutable. A name that the plug-in did not declare, or asked for as another kind than it was
 * declared, is a mistake of the plug-in and ends in an {@code IllegalArgumentException}. Meant for
 * set-up, not for use while a simulation runs.
 */
public final class Parameters {

  private final Map<String, Parameter> declared;
  private final Map<String, Object> values;

  private Parameters(Map<String, Parameter> declared, Map<String, Object> values) {
    this.declared = Collections.unmodifiableMap(declared);
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * The given values, with the defaults of {@code declared} for the rest.
   *
   * @param declared every parameter that the plug-in understands, in the order to print them
   * @param given values by name, in the Java types of {@link Parameter.Kind}; no nulls
   * @throws IllegalArgumentException if a name is unknown, a type is wrong, a number is out of
   *     range, or a required value is missing
   */
  public static Parameters of(List<Parameter> declared, Map<String, ?> given) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      if (byName.put(parameter.name(), parameter) != null) {
        throw new IllegalArgumentException(parameter.name() + " is declared twice");
      }
      Object value = given.get(parameter.name());
      if (value == null) {
        value = parameter.standard();
      } else {
        parameter.check(value);
      }
      if (value != null) {
        values.put(parameter.name(), value);
      } else if (parameter.required()) {
        throw new IllegalArgumentException(parameter.name() + " is missing");
      }
    }
    for (String name : given.keySet()) {
      if (!byName.containsKey(name)) {
        throw new IllegalArgumentException(name + " is not declared");
      }
    }
    return new Parameters(byName, values);
  }

  /** The defaults of {@code declared}, of which none may be required. */
  public static Parameters defaults(List<Parameter> declared) {
    return of(declared, Map.of());
  }

  /** Whether there is a setting of that name. */
  public boolean declares(String name) {
    return declared.containsKey(name);
  }

  /** Whether there is a value: given, or by default. */
  public boolean has(String name) {
    declaration(name);
    return values.containsKey(name);
  }

  /** A time span in ns. */
  public long durationNs(String name) {
    return (Long) value(name, Parameter.Kind.DURATION);
  }

  /** A whole number. */
  public long count(String name) {
    return (Long) value(name, Parameter.Kind.COUNT);
  }

  /** A whole number that fits an {@code int}. */
  public int intCount(String name) {
    return Math.toIntExact(count(name));
  }

  /** A percentage in hundredths of a percent: 150 % is 15,000. */
  public long percent(String name) {
    return (Long) value(name, Parameter.Kind.PERCENT);
  }

  /** A decimal number. */
  public double factor(String name) {
    return (Double) value(name, Parameter.Kind.FACTOR);
  }

  /** One of the words declared. */
  public String choice(String name) {
    return (String) value(name, Parameter.Kind.CHOICE);
  }

  /** Whether the switch is on. */
  public boolean on(String name) {
    return (Boolean) value(name, Parameter.Kind.SWITCH);
  }

  /** A text. */
  public String text(String name) {
    return (String) value(name, Parameter.Kind.TEXT);
  }

  /** A file or folder. */
  public Path file(String name) {
    return (Path) value(name, Parameter.Kind.FILE);
  }

  /** A random quantity in ns: of kind RANDOM, SERVICE, ARRIVALS or WORK. */
  public Distribution random(String name) {
    Object value = present(name);
    if (value instanceof Distribution distribution) {
      return distribution;
    }
    throw new IllegalArgumentException(name + " is no random quantity");
  }

  /** The steps of a program. */
  public List<Step> steps(String name) {
    List<Step> steps = new ArrayList<>();
    for (Object step : (List<?>) value(name, Parameter.Kind.STEPS)) {
      steps.add((Step) step);
    }
    return List.copyOf(steps);
  }

  /** What was declared, in order. */
  public List<Parameter> declared() {
    return List.copyOf(declared.values());
  }

  /** The value as it is held, or null when there is none: for those who print it. */
  public Object orNull(String name) {
    declaration(name);
    return values.get(name);
  }

  /** Whether two say the same: the same declarations and the same values, defaults included. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters that
        && declared.equals(that.declared)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The values by name, in the order of declaration. */
  @Override
  public String toString() {
    return values.toString();
  }

  private Object value(String name, Parameter.Kind kind) {
    if (declaration(name).kind() != kind) {
      throw new IllegalArgumentException(
          name + " is declared as " + declaration(name).kind() + ", not " + kind);
    }
    return present(name);
  }

  private Object present(String name) {
    declaration(name);
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " was not given: ask has() first");
    }
    return value;
  }

  private Parameter declaration(String name) {
    Parameter parameter = declared.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          name + " is not declared; there are " + String.join(", ", declared.keySet()));
    }
    return parameter;
  }
}
