package org.coremux.scenario.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.guest.UtilisationTrace;

/**
 * Tables with a header: the first column is the time in seconds, another the utilisation.
 *
 * <p>Columns are separated by semicolons, tabs or commas, whichever the header has first in this
 * order. The utilisation is the column that the scenario names, else the first one called CPU usage
 * [%], utilisation, utilization, usage or cpu. It is a percentage when its name has a {@code %} or
 * the word percent in it, otherwise a fraction of 1.
 */
public final class CsvReader implements TraceReader {

  private static final List<String> UTILISATION =
      List.of("cpu usage [%]", "utilisation", "utilization", "usage", "cpu");

  private static final String SEPARATORS = ";\t,";

  /** How long a single sample holds. Unit: ns. 5 min. Source: assumed. */
  private static final long ALONE_NS = 300_000_000_000L;

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String summary() {
    return "A table with a header; time in seconds in the first column";
  }

  @Override
  public boolean recognises(TraceText text) {
    return text.first().chars().anyMatch(c -> SEPARATORS.indexOf(c) >= 0);
  }

  @Override
  public UtilisationTrace read(TraceText text) {
    String separator = separator(text.first());
    List<String> header = cells(text.first(), separator);
    int column = column(text, header);
    boolean isPercent =
        header.get(column).contains("%")
            || header.get(column).toLowerCase(Locale.ROOT).contains("percent");
    Samples samples = new Samples(text);
    for (int i = 1; i < text.lines().size(); i++) {
      List<String> row = cells(text.lines().get(i), separator);
      if (row.size() != header.size()) {
        samples.problem(
            i,
            "has "
                + row.size()
                + (row.size() == 1 ? " column" : " columns")
                + ", but the header has "
                + header.size());
      } else {
        samples.add(i, row.get(0), row.get(column), isPercent ? 100 : 1);
      }
    }
    return samples.trace(ALONE_NS);
  }

  private static String separator(String header) {
    for (int i = 0; i < SEPARATORS.length(); i++) {
      if (header.indexOf(SEPARATORS.charAt(i)) >= 0) {
        return SEPARATORS.substring(i, i + 1);
      }
    }
    throw new IllegalArgumentException("a header without separator");
  }

  private static List<String> cells(String line, String separator) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split(java.util.regex.Pattern.quote(separator), -1)) {
      String stripped = cell.strip();
      boolean isQuoted =
          stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"");
      cells.add(isQuoted ? stripped.substring(1, stripped.length() - 1) : stripped);
    }
    return cells;
  }

  private static int column(TraceText text, List<String> header) {
    List<String> names = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    List<String> wanted =
        text.column().isEmpty() ? UTILISATION : List.of(text.column().toLowerCase(Locale.ROOT));
    for (String name : wanted) {
      int index = names.indexOf(name);
      if (index > 0) {
        return index;
      }
    }
    throw text.wrong(
        0,
        (text.column().isEmpty()
                ? "has no column of utilisation"
                : "has no column `" + text.column() + "` after the first")
            + "; there are "
            + String.join(", ", header.subList(1, header.size()))
            + "; name one with `column`");
  }
}
