package org.coremux.experiment;

import java.util.Optional;
import java.util.function.BinaryOperator;

/** Sums of what some have and others have not. */
final class Sums {
  private Sums() {}

  /** The sum of two, or the one that is there; empty where neither is. */
  static <T> Optional<T> of(Optional<T> one, Optional<T> other, BinaryOperator<T> plus) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(plus.apply(one.get(), other.get()))
        : one.or(() -> other);
  }
}
