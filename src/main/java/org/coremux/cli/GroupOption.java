package org.coremux.cli;

import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.coremux.scenario.importer.PerfSchedOptions;

/**
 * {@code NAME=weight:200,cap:30%}: a process that is a group.
 *
 * @param name of the process, as its guest is named
 * @param share what it was given
 */
record GroupOption(String name, PerfSchedOptions.Share share) {
  private static final int WEIGHT_MAX = 10_000;

  /** Reads one; what is wrong goes through {@code refuse}. */
  static GroupOption of(String given, Function<String, RuntimeException> refuse) {
    int equals = given.lastIndexOf('=');
    String name = equals < 0 ? given : given.substring(0, equals);
    String rest = equals < 0 ? "" : given.substring(equals + 1);
    OptionalInt weight = OptionalInt.empty();
    OptionalLong cap = OptionalLong.empty();
    for (String part : rest.isEmpty() ? new String[0] : rest.split(",", -1)) {
      if (part.matches("weight:[1-9]\\d{0,4}")) {
        weight = OptionalInt.of(Integer.parseInt(part.substring("weight:".length())));
      } else if (part.matches("cap:\\d{1,6}(\\.\\d{1,2})? ?%")) {
        String percent = part.substring("cap:".length(), part.length() - 1).strip();
        cap = OptionalLong.of(new BigDecimal(percent).movePointRight(2).longValueExact());
      } else {
        throw refuse.apply(
            "--group "
                + given
                + ": `"
                + part
                + "` is neither weight:N nor cap:P%, such as cap:30%");
      }
    }
    if (name.isEmpty()
        || weight.orElse(1) > WEIGHT_MAX
        || cap.isPresent() && cap.getAsLong() == 0) {
      throw refuse.apply(
          "--group "
              + given
              + ": needs a name, a weight of 1 to 10000 and a cap over 0 %, such as"
              + " web=weight:200,cap:30%");
    }
    return new GroupOption(name, new PerfSchedOptions.Share(weight, cap));
  }
}
