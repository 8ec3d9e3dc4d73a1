package org.coremux.scenario.trace;

import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.guest.Replay;
import org.coremux.guest.ReplayProcess;
import org.coremux.guest.ReplayStage;
import org.coremux.guest.Workload;
import org.coremux.guest.WorkloadProvider;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;
import org.coremux.sched.NiceWeights;

/** Announces the workload that does again what a process did when it was recorded. */
public final class ReplayWorkload implements WorkloadProvider {
  /** Above all priorities that users can set. Source: Linux, the stop class. */
  private static final int REAL_TIME_MAX = 100;

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String summary() {
    return "does again what a process of a recorded Linux schedule did";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.requiredFile("file", "An imported schedule, as `coremux import` writes it"),
        Parameter.requiredText("process", "The process in it, by name"),
        Parameter.count(
            "nice",
            0,
            Range.of(NiceWeights.NICE_MIN, NiceWeights.NICE_MAX),
            "The nice value of its threads",
            "the recording, if it is another"),
        Parameter.count(
            "realTime",
            0,
            Range.of(0, REAL_TIME_MAX),
            "Priority above all fair threads; 0 for a fair one",
            "the recording, if it is another"),
        Parameter.toggle(
            "pinned",
            true,
            "Whether threads that kept to one CPU are kept to that processor, if there is one",
            "replaying-schedules.md, section 1"));
  }

  @Override
  public boolean ends(Parameters parameters) {
    return true;
  }

  @Override
  public boolean isRealTime(Parameters parameters) {
    return parameters.count("realTime") > 0;
  }

  @Override
  public Workload create(Parameters parameters, Copy copy) {
    Path file = parameters.file("file").toAbsolutePath().normalize();
    ReplayRecording recording =
        copy.commons().common(List.of(file), () -> ReplayFile.read(parameters.file("file")));
    ReplayStage stage =
        copy.commons()
            .common(List.of(file, copy.guest()), () -> new ReplayStage(recording.threads()));
    String name = parameters.text("process");
    ReplayProcess process = recording.processes().get(name);
    if (process == null) {
      List<String> names = List.copyOf(recording.processes().keySet());
      throw new ScenarioException(
          new Problem(
              parameters.file("file").toString(),
              0,
              0,
              "",
              "has no process `"
                  + name
                  + "`; there are "
                  + String.join(", ", names)
                  + Nearest.hint(name, names)));
    }
    return new Replay(
        process,
        stage,
        new Replay.Settings(
            (int) parameters.count("nice"),
            (int) parameters.count("realTime"),
            parameters.on("pinned")));
  }
}
