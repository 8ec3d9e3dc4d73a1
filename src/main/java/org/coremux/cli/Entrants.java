package org.coremux.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.coremux.experiment.Alternative;
import org.coremux.experiment.ComparisonResult;
import org.coremux.mux.SchedulerProvider;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Problem;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;

/**
 * The schedulers that take part in a comparison, and those that cannot. One that was named has to
 * be able to; {@value #ALL} is whichever of those that are installed can.
 */
final class Entrants {
  /** Whatever is installed, the scenario's own first. */
  static final String ALL = "all";

  private final Plugins plugins;
  private final Function<String, Scenario> reader;
  private final List<Alternative> able = new ArrayList<>();
  private final List<ComparisonResult.Refused> unable = new ArrayList<>();

  private Entrants(Plugins plugins, Function<String, Scenario> reader) {
    this.plugins = plugins;
    this.reader = reader;
  }

  /**
   * Sees who can run the scenario.
   *
   * @param names as they were given: known ones, and {@value #ALL}
   * @param own the scenario as it was written, whose scheduler begins where all take part
   * @param reader the scenario with the scheduler of that name
   * @throws ScenarioException if one that was named cannot
   */
  static Entrants of(
      List<String> names, Scenario own, Plugins plugins, Function<String, Scenario> reader) {
    Entrants entrants = new Entrants(plugins, reader);
    for (String name : names) {
      if (!name.equals(ALL)) {
        entrants.able.add(new Alternative(name, reader.apply(name), plugins));
      }
    }
    if (names.contains(ALL)) {
      entrants.others(names, own).forEach(entrants::invite);
    }
    return entrants;
  }

  /** All that were not named themselves. */
  private Set<String> others(List<String> names, Scenario own) {
    Stream<String> ofScenario = own.hosts().stream().map(host -> host.scheduler().name());
    Stream<String> installed = plugins.schedulers().stream().map(SchedulerProvider::name);
    Set<String> others = new LinkedHashSet<>();
    Stream.concat(ofScenario, installed).filter(name -> !names.contains(name)).forEach(others::add);
    return others;
  }

  private void invite(String name) {
    try {
      Scenario scenario = reader.apply(name);
      Model wired = new Model(scenario, plugins, Model.Options.NORMAL);
      able.add(new Alternative(name, wired.scenario(), plugins));
    } catch (ScenarioException refused) {
      unable.add(new ComparisonResult.Refused(name, reason(refused.problems())));
    } catch (IllegalArgumentException refused) {
      unable.add(new ComparisonResult.Refused(name, refused.getMessage()));
    }
  }

  /** What is wrong first, and how much more. */
  private static String reason(List<Problem> problems) {
    Problem first = problems.get(0);
    String key = first.key().isEmpty() ? "" : first.key() + ": ";
    String more = problems.size() == 1 ? "" : "; and %d more".formatted(problems.size() - 1);
    return key + first.message() + more;
  }

  /** Those that take part, in the order in which they are compared. */
  List<Alternative> able() {
    return able;
  }

  /** Those that cannot. */
  List<ComparisonResult.Refused> unable() {
    return unable;
  }
}
