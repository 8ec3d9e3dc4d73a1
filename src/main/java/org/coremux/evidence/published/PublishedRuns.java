package org.coremux.evidence.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.coremux.evidence.published.PublishedTable.ScenarioRun;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunThreads;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;

/** The runs that tables need, each done once, however many rows are read off it. */
final class PublishedRuns {
  private static final String ENDING = ".yaml";

  private final Path folder;
  private final Plugins plugins;

  /** Of scenarios in that folder. */
  PublishedRuns(Path folder, Plugins plugins) {
    this.folder = folder;
    this.plugins = plugins;
  }

  /**
   * Runs them on all processors; the figures do not depend on how many there are.
   *
   * @param done is told, from any thread, after each run
   * @throws org.coremux.scenario.ScenarioException if one cannot be read or run
   */
  Map<ScenarioRun, RunFigures> run(List<PublishedTable> tables, Runnable done) {
    int processors = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = RunThreads.of("coremux-published", processors);
    try {
      Map<ScenarioRun, Future<RunFigures>> started = new LinkedHashMap<>();
      for (PublishedTable table : tables) {
        for (ScenarioRun run : table.runs().values()) {
          started.computeIfAbsent(run, one -> threads.submit(() -> figures(one, done)));
        }
      }
      Map<ScenarioRun, RunFigures> figures = new LinkedHashMap<>();
      started.forEach((run, future) -> figures.put(run, RunThreads.result(future)));
      return figures;
    } finally {
      threads.shutdownNow();
    }
  }

  private RunFigures figures(ScenarioRun run, Runnable done) {
    List<String> overrides = new ArrayList<>();
    run.set().forEach((path, value) -> overrides.add(path + "=" + found(value)));
    Scenario scenario =
        new ScenarioReader(plugins.catalogue())
            .read(folder.resolve(run.scenario() + ENDING), overrides);
    Model model = new Model(scenario, plugins, Model.Options.NORMAL);
    RunFigures figures = new RunFigures(new Run(model).toEnd());
    done.run();
    return figures;
  }

  /** A file's name is relative to the scenario, as in one. */
  private String found(String value) {
    return value.endsWith(ENDING) ? folder.resolve(value).toString() : value;
  }
}
