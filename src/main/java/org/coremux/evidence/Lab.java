package org.coremux.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;

/** Where theory is simulated: a machine on which nothing costs anything, and one guest on it. */
final class Lab implements AutoCloseable {
  /** Whatever a platform adds is left out: theory knows nothing of it. */
  private static final String MACHINE =
      """
      platform: free
      extends: bare-metal-dedicated
      summary: Cores on which nothing costs anything
      paths:
        switch: []
        kick: []
        leaveIdle: []
        guestBlock: []
        deviceInterrupt: []
        assignedInterrupt: []
      """;

  /** Of the measured time, before it. Source: assumed; the longest memory is some 1 s of 80 s. */
  private static final double WARMUP = 0.05;

  private final Plugins plugins;
  private final Effort effort;
  private final Path folder;
  private final Path machine;

  /**
   * How much is simulated.
   *
   * @param replications of whatever is drawn, at least 2
   * @param length of each, over that of the whole suite
   */
  public record Effort(int replications, double length) {
    /** What {@code validate theory} does. */
    public static final Effort WHOLE = new Effort(16, 1);

    /** Checks the ranges. */
    public Effort {
      if (replications < 2 || !(length > 0)) {
        throw new IllegalArgumentException(replications + " replications of " + length);
      }
    }
  }

  Lab(Plugins plugins, Effort effort) {
    this.plugins = plugins;
    this.effort = effort;
    try {
      folder = Files.createTempDirectory("coremux-theory");
      machine = Files.writeString(folder.resolve("free.yaml"), MACHINE);
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot write a temporary folder", broken);
    }
  }

  Effort effort() {
    return effort;
  }

  /**
   * A scenario.
   *
   * @param cores of the machine, one for each vCPU of the guest
   * @param policy that shares them out
   * @param seconds that are measured, before they are scaled by the effort
   * @param workloads of the guest
   * @param disk mean service of the disk, which serves one at a time; empty for none
   */
  record Scene(int cores, String policy, double seconds, List<String> workloads, String disk) {
    static Scene of(int cores, String policy, double seconds, String... workloads) {
      return new Scene(cores, policy, seconds, List.of(workloads), "");
    }

    Scene withDisk(String mean) {
      return new Scene(cores, policy, seconds, workloads, mean);
    }
  }

  /** Runs it, and reads these figures off its result. */
  @SafeVarargs
  final Experiment.Trial trial(Scene scene, ToDoubleFunction<RunResult>... figures) {
    Scenario scenario =
        new ScenarioReader(plugins.catalogue()).read(text(scene), folder, List.of());
    return replication -> {
      Model model = new Model(scenario, plugins, new Model.Options(replication, false));
      RunResult result = new Run(model).toEnd();
      double[] values = new double[figures.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = figures[i].applyAsDouble(result);
      }
      return values;
    };
  }

  private String text(Scene scene) {
    double seconds = scene.seconds() * effort.length();
    StringBuilder text = new StringBuilder("scenario: theory\nseed: 1\n");
    text.append("warmup: ").append(ms(seconds * WARMUP)).append('\n');
    text.append("duration: ").append(ms(seconds)).append('\n');
    text.append("hosts:\n  - name: node\n    memory: 1 GiB\n    platform: free.yaml\n");
    text.append("    cpu: {cores: ").append(scene.cores()).append(", clock: 1 GHz}\n");
    text.append("    scheduler: ").append(scene.policy()).append('\n');
    if (!scene.disk().isEmpty()) {
      text.append("    devices: {disk: {mean: ").append(scene.disk());
      text.append(", distribution: exponential}, diskChannels: 1}\n");
    }
    text.append("guests:\n  - name: guest\n    memory: 1 MiB\n    group: false\n");
    text.append("    os: {tick: 0 s}\n    vcpus: ").append(scene.cores()).append('\n');
    text.append("    workload:\n");
    scene.workloads().forEach(one -> text.append("      - {").append(one).append("}\n"));
    return text.toString();
  }

  private static String ms(double seconds) {
    return String.format(Locale.ROOT, "%d ms", Math.max(1, Math.round(seconds * 1_000)));
  }

  @Override
  public void close() {
    try {
      Files.delete(machine);
      Files.delete(folder);
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot delete a temporary folder", broken);
    }
  }
}
