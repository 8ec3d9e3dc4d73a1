package org.coremux.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.scenario.importer.PerfSchedOptions;
import org.coremux.scenario.importer.Wakes;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a recorded schedule is taken: what it does not hold. */
final class PerfSchedArguments {
  private static final List<String> KERNELS = List.of("6.6", "6.12", "latest");
  private static final String USUAL_KERNEL = "latest";

  @Option(
      names = "--kernel",
      paramLabel = "6.6|6.12|latest",
      defaultValue = "latest",
      description = "The kernel that was recorded, for its scheduler (default: ${DEFAULT-VALUE}).")
  private String kernel;

  @Option(
      names = "--wakes",
      paramLabel = "[NAME=]inferred|recorded|causal",
      description =
          "What wake-ups are taken for: as inferred (the default); recorded, all of them timers',"
              + " which come after the recorded sleep; causal, all of them that of the thread that"
              + " ran. For all processes or one; may be repeated.")
  private List<String> wakes = new ArrayList<>();

  @Option(
      names = "--group",
      paramLabel = "NAME=[weight:N][,cap:P%]",
      description =
          "Makes a process a group with a cpu.weight and a cap, which no recording holds; may be"
              + " repeated.")
  private List<String> groups = new ArrayList<>();

  /** Whether any of them was given. */
  boolean areGiven() {
    return !kernel.equals(USUAL_KERNEL) || !wakes.isEmpty() || !groups.isEmpty();
  }

  /** As they were given. */
  String told() {
    List<String> told = new ArrayList<>();
    if (!kernel.equals(USUAL_KERNEL)) {
      told.add("--kernel " + kernel);
    }
    wakes.forEach(given -> told.add("--wakes " + given));
    groups.forEach(given -> told.add("--group " + given));
    return String.join(" ", told);
  }

  /**
   * What they mean.
   *
   * @throws ParameterException if one is wrong
   */
  PerfSchedOptions options(CommandLine command) {
    if (!KERNELS.contains(kernel)) {
      throw new ParameterException(
          command, "--kernel " + kernel + ": allowed are " + String.join(", ", KERNELS));
    }
    Wakes all = Wakes.INFERRED;
    Map<String, Wakes> some = new LinkedHashMap<>();
    for (String given : wakes) {
      int equals = given.lastIndexOf('=');
      Wakes mode = mode(given, given.substring(equals + 1), command);
      if (equals < 0) {
        all = mode;
      } else {
        some.put(given.substring(0, equals), mode);
      }
    }
    Map<String, PerfSchedOptions.Share> shares = new LinkedHashMap<>();
    for (String given : groups) {
      GroupOption group =
          GroupOption.of(given, message -> new ParameterException(command, message));
      shares.put(group.name(), group.share());
    }
    return new PerfSchedOptions(kernel, all, some, shares, Optional.empty());
  }

  private static Wakes mode(String given, String word, CommandLine command) {
    for (Wakes mode : Wakes.values()) {
      if (mode.key().equals(word)) {
        return mode;
      }
    }
    throw new ParameterException(
        command,
        "--wakes " + given + ": allowed are inferred, recorded, causal, or NAME=one of them");
  }
}
