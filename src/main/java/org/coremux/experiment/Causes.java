package org.coremux.experiment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What time went to, cause by cause, in a fixed order. Unlike in a {@link Breakdown} an amount may
 * be negative: what made something faster.
 *
 * @param parts the amounts, names unique
 */
public record Causes(List<Cause> parts) {
  /** Nothing at all. */
  public static final Causes NONE = new Causes(List.of());

  /** What small causes together are called. */
  public static final String OTHER = "other";

  /**
   * One cause.
   *
   * @param name as the JSON prints it, such as {@code waiting}
   * @param ns time that went to it; negative when it was saved
   */
  public record Cause(String name, long ns) {
    /** Refuses an empty name. */
    public Cause {
      if (name == null || name.isEmpty()) {
        throw new IllegalArgumentException("a cause needs a name");
      }
    }
  }

  /** Copies the list and refuses a name that occurs twice. */
  public Causes {
    parts = List.copyOf(parts);
    Set<String> seen = new HashSet<>();
    for (Cause part : parts) {
      if (!seen.add(part.name())) {
        throw new IllegalArgumentException(part.name() + " occurs twice");
      }
    }
  }

  /** These with one cause more at the end, or that one increased if it is there. */
  public Causes with(String name, long ns) {
    List<Cause> all = new ArrayList<>(parts);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        all.set(i, new Cause(name, Math.addExact(all.get(i).ns(), ns)));
        return new Causes(all);
      }
    }
    all.add(new Cause(name, ns));
    return new Causes(all);
  }

  /** The sums cause by cause; one that only {@code other} has comes after those of this one. */
  public Causes plus(Causes other) {
    Causes sum = this;
    for (Cause part : other.parts) {
      sum = sum.with(part.name(), part.ns());
    }
    return sum;
  }

  /** The time of a cause; 0 if there is no such. */
  public long ns(String name) {
    return parts.stream().filter(p -> p.name().equals(name)).mapToLong(Cause::ns).sum();
  }

  /** The sum of all. */
  public long totalNs() {
    return parts.stream()
        .map(part -> BigInteger.valueOf(part.ns()))
        .reduce(BigInteger.ZERO, BigInteger::add)
        .longValueExact();
  }

  /**
   * For people: the largest ones in their order, and the others together as {@link #OTHER} at the
   * end. What is nothing is left out; the sum is the same.
   *
   * @param most how many have a name of their own
   * @param leastNs what is smaller, either way, has none
   */
  public Causes folded(int most, long leastNs) {
    List<Cause> large =
        parts.stream()
            .filter(part -> Math.abs(part.ns()) >= Math.max(1, leastNs))
            .sorted(Comparator.comparingLong(part -> -Math.abs(part.ns())))
            .limit(most)
            .toList();
    Causes folded = NONE;
    for (Cause part : parts) {
      if (large.contains(part)) {
        folded = folded.with(part.name(), part.ns());
      }
    }
    long restNs = totalNs() - folded.totalNs();
    return restNs == 0 ? folded : folded.with(OTHER, restNs);
  }
}
