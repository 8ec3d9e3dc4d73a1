package org.coremux.cli;

import java.util.List;
import org.coremux.report.chart.Stretch;
import org.coremux.scenario.Quantity;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code FROM..TO}: a stretch of time as people write it, such as {@code 1.2 s..1.3 s}. */
final class StretchText {
  private StretchText() {}

  /**
   * Reads one.
   *
   * @param option which has it as its value
   * @throws ParameterException when it is none
   */
  static Stretch parse(CommandLine command, String option, String text) {
    List<String> ends = List.of(text.split("\\.\\.", -1));
    if (ends.size() != 2) {
      throw wrong(command, option, text, "is no FROM..TO, such as '1.2 s..1.3 s'");
    }
    try {
      long fromNs = Quantity.parse(ends.get(0).strip(), Quantity.Dimension.TIME);
      long untilNs = Quantity.parse(ends.get(1).strip(), Quantity.Dimension.TIME);
      if (untilNs <= fromNs) {
        throw new IllegalArgumentException("ends before it begins");
      }
      return new Stretch(fromNs, untilNs);
    } catch (IllegalArgumentException e) {
      throw wrong(command, option, text, e.getMessage());
    }
  }

  static ParameterException wrong(CommandLine command, String option, String text, String why) {
    return new ParameterException(command, option + " " + text + ": " + why);
  }
}
