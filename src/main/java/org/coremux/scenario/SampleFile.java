package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Quantity.QuantityException;

/** Reads measured times: one a line, with unit; empty lines and what follows a # do not count. */
final class SampleFile {

  private SampleFile() {}

  /**
   * The times in ns.
   *
   * @throws ScenarioException if the file cannot be read or a line is no time
   */
  static long[] read(Path file) {
    String text = TextFile.read(file, file.toString());
    List<Long> valuesNs = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String value = line.replaceFirst("#.*", "").strip();
      if (value.isEmpty()) {
        continue;
      }
      try {
        long ns = Quantity.parse(value, Dimension.TIME);
        if (ns > Distribution.LONGEST_NS) {
          throw new QuantityException(Problem.quoted(value) + " is too long");
        }
        valuesNs.add(ns);
      } catch (QuantityException wrong) {
        problems.add(new Problem(file.toString(), number, 1, "", wrong.getMessage()));
      }
    }
    if (problems.isEmpty() && valuesNs.isEmpty()) {
      problems.add(
          new Problem(
              file.toString(),
              0,
              0,
              "",
              "has no values; expected is one time a line, such as 1.5 ms"));
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(problems);
    }
    return valuesNs.stream().mapToLong(Long::longValue).toArray();
  }
}
