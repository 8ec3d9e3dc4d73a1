package org.coremux.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user most likely meant. */
public final class Nearest {

  /** Longer texts are no misspelt names, and comparing them costs the product of the lengths. */
  private static final int LENGTH_MAX = 64;

  private Nearest() {}

  /** So many are named at most: who is offered more has to search again. Source: assumed. */
  private static final int NAMES_MAX = 3;

  private record Near(String name, int distance) {}

  /** The nearest of {@code names}, if any is near enough to be a slip of the keyboard. */
  static Optional<String> to(String written, Collection<String> names) {
    return near(written, names).stream().findFirst().map(Near::name);
  }

  /** All that are near enough, the nearest first, and among equals in the order of the names. */
  private static List<Near> near(String written, Collection<String> names) {
    if (written.length() > LENGTH_MAX) {
      return List.of();
    }
    List<Near> near = new ArrayList<>();
    String wanted = written.toLowerCase(Locale.ROOT);
    for (String name : names) {
      if (name.length() > LENGTH_MAX) {
        continue;
      }
      String candidate = name.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, candidate);
      boolean abbreviates =
          wanted.length() >= 3
              && (candidate.startsWith(wanted)
                  || wanted.startsWith(candidate) && candidate.length() >= 3);
      int allowed = Math.max(1, Math.max(wanted.length(), candidate.length()) / 3);
      if ((distance <= allowed || abbreviates) && distance < candidate.length()) {
        near.add(new Near(name, distance));
      }
    }
    near.sort(Comparator.comparingInt(Near::distance));
    return near;
  }

  /** "; did you mean `x`?", or nothing. */
  public static String hint(String written, Collection<String> names) {
    return to(written, names).map(name -> "; did you mean `" + name + "`?").orElse("");
  }

  /** "; did you mean `x`, `y` or `z`?" of those that are equally near, or nothing. */
  public static String hints(String written, Collection<String> names) {
    List<Near> near = near(written, names);
    List<String> nearest =
        near.stream()
            .filter(one -> one.distance == near.get(0).distance)
            .limit(NAMES_MAX)
            .map(one -> "`" + one.name + "`")
            .toList();
    if (nearest.isEmpty()) {
      return "";
    }
    int last = nearest.size() - 1;
    String first = String.join(", ", nearest.subList(0, last));
    return "; did you mean " + first + (last > 0 ? " or " : "") + nearest.get(last) + "?";
  }

  /** The number of letters to insert, delete, replace or swap with their neighbour. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
