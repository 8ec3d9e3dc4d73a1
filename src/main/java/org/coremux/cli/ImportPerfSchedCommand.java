package org.coremux.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.coremux.report.AtomicFile;
import org.coremux.report.Progress;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.importer.PerfSchedImport;
import org.coremux.scenario.importer.PerfSchedOptions;
import org.coremux.scenario.trace.ReplayFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux import perf-sched TRACE --out x.yaml}: the schedule of a Linux machine. */
@Command(
    name = "perf-sched",
    description = "Makes a scenario from a schedule that perf recorded on a Linux machine.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "On the machine:",
      "  perf sched record -o perf.data -- make -j4",
      "  perf script --ns -i perf.data > build.txt",
      "Here:",
      "  coremux import perf-sched build.txt --out build.yaml && coremux run build.yaml",
      "  coremux import perf-sched build.txt --out vm.yaml \\",
      "      --as-guests vcpus=2,platform=kvm",
      "Beside x.yaml come x.replay (what each thread did) and x-machine.yaml (what",
      "waking a CPU took). More: docs/recorded-schedules.md."
    })
final class ImportPerfSchedCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  /** As many as a guest can have. */
  private static final int VCPUS_MAX = 4_096;

  /** A machine on each platform, for completion. */
  static final class Machines implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Platforms.names().stream().map(name -> "vcpus=2,platform=" + name).iterator();
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TRACE",
      description =
          "The text of `perf script --ns` or `perf sched script`, plain or gzip; - for stdin.")
  private String trace;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "x.yaml",
      description = "The scenario to write.")
  private Path out;

  @Mixin private PerfSchedArguments arguments = new PerfSchedArguments();

  @Option(
      names = "--as-guests",
      paramLabel = "vcpus=N,platform=P",
      completionCandidates = Machines.class,
      description = "Puts the processes into one virtual machine on the same CPUs.")
  private String asGuests;

  @Option(names = "--quiet", description = "Says nothing but errors.")
  private boolean quiet;

  /**
   * Imports and says what was found.
   *
   * @return 0
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    PerfSchedOptions options = arguments.options(spec.commandLine()).in(machine());
    String file = out.getFileName() == null ? "" : out.getFileName().toString();
    if (!file.matches(".+\\.ya?ml") || Files.isDirectory(out)) {
      throw usage("--out " + out + ": is no name of a scenario; give one such as x.yaml");
    }
    String name = file.replaceFirst("\\.ya?ml$", "");
    PerfSchedImport.Result result = read(new PerfSchedImport(trace, options), name);
    AtomicFile.write(beside(name + ".replay"), to -> ReplayFile.write(result.replay(), to));
    if (options.vm().isEmpty()) {
      write(beside(name + "-machine.yaml"), result.platform());
    }
    write(out, result.scenario());
    if (!quiet) {
      result.found().summary().forEach(console::note);
      console.note("Written: " + out);
    }
    return CommandLine.ExitCode.OK;
  }

  private PerfSchedImport.Result read(PerfSchedImport from, String name) {
    if (trace.equals(STDIN)) {
      try {
        return from.read(System.in, name, bytes -> {});
      } catch (IOException broken) {
        throw usage("-: stdin cannot be read: " + broken.getMessage());
      }
    }
    Path file = Path.of(trace);
    try (Progress progress =
        quiet
            ? Progress.none()
            : Progress.onTerminal("reading " + file.getFileName(), size(file))) {
      return from.read(file, name, bytes -> progress.update(bytes, 0));
    }
  }

  private static long size(Path file) {
    try {
      return Math.max(1, Files.size(file));
    } catch (IOException unknown) {
      return 1; // the import says what is wrong with the file
    }
  }

  private Path beside(String name) {
    return out.resolveSibling(name);
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  // ---- what the options mean ----

  private Optional<PerfSchedOptions.VirtualMachine> machine() {
    if (asGuests == null) {
      return Optional.empty();
    }
    int vcpus = 0;
    String platform = "kvm";
    for (String part : asGuests.split(",", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2 && pair[0].equals("vcpus") && pair[1].matches("[1-9]\\d{0,3}")) {
        vcpus = Integer.parseInt(pair[1]);
      } else if (pair.length == 2 && pair[0].equals("platform") && !pair[1].isBlank()) {
        platform = pair[1];
      } else {
        throw usage(
            "--as-guests " + asGuests + ": `" + part + "` is neither vcpus=N nor platform=P");
      }
    }
    if (vcpus > VCPUS_MAX) {
      throw usage("--as-guests " + asGuests + ": a machine has at most " + VCPUS_MAX + " vCPUs");
    }
    if (vcpus == 0) {
      throw usage("--as-guests " + asGuests + ": needs vcpus=N, such as vcpus=2,platform=kvm");
    }
    refuseUnknown(platform);
    return Optional.of(new PerfSchedOptions.VirtualMachine(vcpus, platform));
  }

  private void refuseUnknown(String platform) {
    List<String> names = Platforms.names();
    boolean isFile = platform.contains("/") || platform.matches(".*\\.ya?ml");
    if (!isFile && !names.contains(platform)) {
      throw usage(
          "--as-guests "
              + asGuests
              + ": there is no platform `"
              + platform
              + "`; allowed are "
              + String.join(", ", names)
              + ", or a file"
              + Nearest.hint(platform, names));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
