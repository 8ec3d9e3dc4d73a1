package org.coremux.experiment;

/**
 * A figure that the run used and that no published source gives.
 *
 * @param figure its name, such as {@code vmm-exit}
 * @param value with its unit, for people, such as {@code 1,500 ns}
 * @param of what it belongs to, such as the platform {@code hosted}
 */
public record Assumption(String figure, String value, String of) {
  /** Refuses a figure without a name. */
  public Assumption {
    if (figure == null || figure.isEmpty() || value == null || of == null) {
      throw new IllegalArgumentException("an assumed figure needs name, value and owner");
    }
  }
}
