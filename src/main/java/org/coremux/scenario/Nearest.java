package org.coremux.scenario;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user most likely meant. */
public final class Nearest {

  /** Longer texts are no misspelt names, and comparing them costs the product of the lengths. */
  private static final int LENGTH_MAX = 64;

  private Nearest() {}

  /** The nearest of {@code names}, if any is near enough to be a slip of the keyboard. */
  static Optional<String> to(String written, Collection<String> names) {
    if (written.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
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
      if ((distance <= allowed || abbreviates)
          && distance < bestDistance
          && distance < candidate.length()) {
        best = name;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** "; did you mean `x`?", or nothing. */
  public static String hint(String written, Collection<String> names) {
    return to(written, names).map(name -> "; did you mean `" + name + "`?").orElse("");
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
