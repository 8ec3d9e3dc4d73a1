package org.coremux.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Observation;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.TimelineRecorder;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;

/** A run of a shipped scenario, with what was taken down of it. */
public record RecordedRun(RunResult result, Timeline timeline) {
  /** What is installed. */
  public static final Plugins PLUGINS = Plugins.installed();

  private static final int PLENTY = 10_000_000;

  /** One that is shipped, with changes. */
  public static Scenario scenario(String name, String... changes) {
    return new ScenarioReader(PLUGINS.catalogue())
        .read(Path.of("scenarios/" + name + ".yaml"), List.of(changes));
  }

  /** All that is measured. */
  public static TimelineRecorder.Window measured(Scenario scenario) {
    long endNs = scenario.warmupNs() + scenario.measuredNsMax();
    return new TimelineRecorder.Window(scenario.warmupNs(), endNs, PLENTY, 10_000);
  }

  /** Runs it. */
  public static RecordedRun of(Scenario scenario, TimelineRecorder.Window window) {
    Model model = new Model(scenario, PLUGINS, Observation.options(Model.Options.NORMAL));
    TimelineRecorder recorder =
        new TimelineRecorder(
            model, window, snapshot -> SnapshotText.text(snapshot, StandardCharsets.UTF_8));
    model.hosts().forEach(host -> Observation.of(host, List.of(recorder.of(host))));
    RunResult result = new Run(model).toEnd();
    return new RecordedRun(result, recorder.timeline(result));
  }

  /** The first host's part. */
  public HostTimeline host() {
    return timeline.hosts().get(0);
  }
}
