package org.coremux.experiment;

import java.nio.file.Path;
import java.util.List;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;

/** How many batch threads may run before half of the requests take over 20 ms? */
final class ExampleExperiment {
  private ExampleExperiment() {}

  // example: begin
  static int threadsUntilSlow(Path file) {
    Plugins plugins = Plugins.installed();
    ScenarioReader reader = new ScenarioReader(plugins.catalogue());
    for (int threads = 1; threads <= 8; threads++) {
      List<String> changes = List.of("guests.batch.workload[0].threads=" + threads);
      Scenario scenario = reader.read(file, changes);
      RunResult result = new Run(new Model(scenario, plugins, Model.Options.NORMAL)).toEnd();
      double medianMs = Metric.value(result, "web.latency.p50").orElseThrow().doubleValue();
      System.out.printf("%d threads: %.3f ms%n", threads, medianMs);
      if (medianMs > 20) {
        return threads;
      }
    }
    return -1;
  }
  // example: end
}
