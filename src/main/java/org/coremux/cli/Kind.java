package org.coremux.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coremux.experiment.Metric;
import org.coremux.guest.WorkloadProvider;
import org.coremux.mux.SchedulerProvider;
import org.coremux.scenario.CpuModels;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.Plugins;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code coremux list} lists and {@code coremux show} shows one of. */
enum Kind {
  /** Policies. */
  SCHEDULER("schedulers", "policies, for hosts and guests"),
  /** Kinds of workload. */
  WORKLOAD("workloads", "what guests can do"),
  /** Presets of platforms. */
  PLATFORM("platforms", "what may run on the bare machine"),
  /** Presets of CPUs. */
  CPU("cpus", "CPUs by name"),
  /** Figures of a result. */
  METRIC("metrics", "the figures of a result, and their short names"),
  /** Files. */
  SCENARIO("scenarios", "the scenarios that come with the program");

  private final String plural;
  private final String meaning;

  Kind(String plural, String meaning) {
    this.plural = plural;
    this.meaning = meaning;
  }

  /** As one of it is shown: {@code scheduler}. */
  String one() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As all of it are listed: {@code schedulers}. */
  String all() {
    return plural;
  }

  /** A few words about it. */
  String meaning() {
    return meaning;
  }

  /** By either word. */
  static Optional<Kind> of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.one().equals(word) || kind.all().equals(word))
        .findFirst();
  }

  /** The names that there are of it, in the order in which they are listed. */
  List<String> names(Plugins plugins) {
    return switch (this) {
      case SCHEDULER -> plugins.schedulers().stream().map(SchedulerProvider::name).toList();
      case WORKLOAD -> plugins.workloads().stream().map(WorkloadProvider::name).toList();
      case PLATFORM -> Platforms.names();
      case CPU -> CpuModels.names();
      case METRIC -> Metric.all().stream().map(Metric::shortName).toList();
      case SCENARIO -> ShippedScenarios.names();
    };
  }

  /** The words of {@code list}, for completion. */
  static final class Plurals implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(Kind::all).iterator();
    }
  }

  /** The words of {@code show}, for messages. */
  static List<String> singulars() {
    return Arrays.stream(values()).map(Kind::one).toList();
  }

  /** Reads it as it is written on the command line. */
  static final class Converter implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String value) {
      return of(value).orElseThrow(() -> new TypeConversionException(unknown(value)));
    }

    private static String unknown(String value) {
      List<String> words = Arrays.stream(values()).map(Kind::all).toList();
      return "'"
          + value
          + "' is not one of "
          + String.join(", ", words)
          + Nearest.hints(value, words);
    }
  }
}
