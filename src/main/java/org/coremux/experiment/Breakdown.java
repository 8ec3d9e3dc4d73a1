package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Amounts by name, in a fixed order: exits by reason (a count), overhead by kind (ns), time lost by
 * factor (ns).
 *
 * @param parts the amounts, names unique
 */
public record Breakdown(List<Part> parts) {
  /** No parts at all. */
  public static final Breakdown NONE = new Breakdown(List.of());

  /**
   * One amount.
   *
   * @param name as the JSON key prints it, such as {@code hypercall}
   * @param amount a count or nanoseconds; below zero only where time was saved
   */
  public record Part(String name, long amount) {
    /** Checks the name. */
    public Part {
      if (name == null || name.isEmpty()) {
        throw new IllegalArgumentException("a part needs a name");
      }
    }
  }

  /** Copies the list and refuses a name that occurs twice. */
  public Breakdown {
    parts = List.copyOf(parts);
    Set<String> seen = new HashSet<>();
    for (Part part : parts) {
      if (!seen.add(part.name())) {
        throw new IllegalArgumentException(part.name() + " occurs twice");
      }
    }
  }

  /** This breakdown with one part more at its end, or that part increased if it is there. */
  public Breakdown with(String name, long amount) {
    List<Part> all = new ArrayList<>(parts);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        all.set(i, new Part(name, Math.addExact(all.get(i).amount(), amount)));
        return new Breakdown(all);
      }
    }
    all.add(new Part(name, amount));
    return new Breakdown(all);
  }

  /** The sums part by part; a part that only {@code other} has comes after those of this one. */
  public Breakdown plus(Breakdown other) {
    Breakdown sum = this;
    for (Part part : other.parts) {
      sum = sum.with(part.name(), part.amount());
    }
    return sum;
  }

  /** This breakdown with the given names first, in that order, 0 where they were missing. */
  public Breakdown beginningWith(String... names) {
    Breakdown first = NONE;
    for (String name : names) {
      first = first.with(name, 0);
    }
    return first.plus(this);
  }

  /** The amount of a name; 0 if there is no such part. */
  public long amount(String name) {
    for (Part part : parts) {
      if (part.name().equals(name)) {
        return part.amount();
      }
    }
    return 0;
  }

  /** The sum of all amounts. */
  public long total() {
    long total = 0;
    for (Part part : parts) {
      total = Math.addExact(total, part.amount());
    }
    return total;
  }
}
