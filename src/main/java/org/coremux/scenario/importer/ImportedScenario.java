package org.coremux.scenario.importer;

import java.util.List;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.YamlText;

/**
 * The texts of an imported schedule: a scenario, and a platform with what was measured in the
 * recording.
 */
final class ImportedScenario {
  /** Memory of a process, which no recording tells. Unit: MiB. Source: assumed. */
  private static final int MEMORY_MIB = 16;

  /** cpu.weight of a weight of 256. Source: DESIGN 6. */
  private static final long CPU_WEIGHT = 100;

  private static final long WEIGHT = 256;

  private final Imported imported;
  private final PerfSchedOptions options;
  private final List<RecordedProcess> processes;
  private final StringBuilder yaml = new StringBuilder();

  ImportedScenario(Imported imported, PerfSchedOptions options, List<RecordedProcess> processes) {
    this.imported = imported;
    this.options = options;
    this.processes = processes;
  }

  // ---- the scenario ----

  /** The scenario, whose files beside it have these names. */
  String scenario(String replayFile, String platformFile) {
    line("# " + imported.name() + ", imported from a recording of perf sched.");
    for (String line : imported.summary()) {
      line("# " + line);
    }
    line("scenario: " + YamlText.quoted(imported.name()));
    line("question: What does this schedule become when something about it is changed?");
    line("seed: 1");
    line("warmup: 0 s");
    line("duration: " + time(imported.spanNs()));
    line("hosts:");
    line("  - name: recorded");
    line("    # The clock is not recorded; no figure of the recorded machine depends on it.");
    String llcs = imported.llcs() == 1 ? "" : ", llcs: " + imported.llcs();
    line("    cpu: {cores: " + imported.cpus() + llcs + ", clock: 3 GHz}");
    line("    memory: " + (memoryMib() + 1024) + " MiB");
    if (options.vm().isPresent()) {
      line("    platform: " + YamlText.quoted(options.vm().get().platform()));
    } else {
      line("    platform: " + YamlText.quoted("./" + platformFile));
      line("    scheduler: " + scheduler());
    }
    line("guests:");
    if (options.vm().isPresent()) {
      machine(options.vm().get(), replayFile);
    } else {
      processes.forEach(process -> guest(process, replayFile));
    }
    return yaml.toString();
  }

  private String scheduler() {
    Tick tick = imported.tick();
    String ticking =
        tick == null
            ? ""
            : ", tick: " + time(tick.periodNs()) + ", tickPhase: " + time(tick.phaseNs());
    return "{name: eevdf, version: \"" + options.kernel() + "\"" + ticking + "}";
  }

  private long memoryMib() {
    return (long) MEMORY_MIB * processes.size();
  }

  private void guest(RecordedProcess process, String replayFile) {
    PerfSchedOptions.Share share = options.groups().get(process.guest());
    line("  - name: " + YamlText.quoted(process.guest()));
    line("    vcpus: " + (share == null ? imported.cpus() : process.threads().size()));
    line("    memory: " + MEMORY_MIB + " MiB");
    if (share == null) {
      line("    group: false");
    } else {
      long cpuWeight = share.cpuWeight().orElse((int) CPU_WEIGHT);
      line("    weight: " + Math.max(1, (cpuWeight * WEIGHT + CPU_WEIGHT / 2) / CPU_WEIGHT));
      share
          .capHundredths()
          .ifPresent(cap -> line("    cap: " + Quantity.format(cap, Dimension.PERCENT)));
    }
    line("    workload:");
    workload(process, replayFile);
  }

  private void machine(PerfSchedOptions.VirtualMachine vm, String replayFile) {
    line("  - name: recorded-vm");
    line("    vcpus: " + vm.vcpus());
    line("    memory: " + memoryMib() + " MiB");
    line("    os: {scheduler: " + scheduler() + "}");
    line("    workload:");
    processes.forEach(process -> workload(process, replayFile));
  }

  private void workload(RecordedProcess process, String replayFile) {
    line("      - kind: replay");
    line("        file: " + YamlText.quoted("./" + replayFile));
    line("        process: " + YamlText.quoted(process.guest()));
    if (process.nice() != 0) {
      line("        nice: " + process.nice());
    }
    if (process.realTime() != 0) {
      line("        realTime: " + process.realTime());
    }
  }

  // ---- the platform ----

  /** The platform: bare metal, with what waking and preempting took in the recording. */
  String platform() {
    yaml.setLength(0);
    line(
        "# What waking a CPU took in the recording; switches themselves are in the recorded work.");
    line("platform: " + YamlText.quoted(imported.name() + "-machine"));
    line(
        "summary: "
            + YamlText.quoted("Bare metal, with what was measured in " + imported.source()));
    line("extends: bare-metal");
    line("primitives:");
    primitive("recordedIdleWake", imported.idleWakeNs(), "an idle CPU", imported.idleWakes());
    primitive("recordedPreemption", imported.preemptionNs(), "a busy CPU", imported.preemptions());
    line("paths:");
    line("  switch: []");
    line("  kick:");
    line("    - {do: recordedPreemption, at: target, kind: switch}");
    line("  leaveIdle:");
    line("    - {do: recordedIdleWake, at: target, kind: switch}");
    return yaml.toString();
  }

  private void primitive(String name, long latencyNs, String where, int samples) {
    line("  " + name + ":");
    line("    latency: " + time(latencyNs));
    if (samples == 0) {
      line("    basis: assumed");
      line("    source: none was recorded; as in recordings of Linux 6.18 on an AMD EPYC");
    } else {
      line("    basis: measured");
      String source = "median of " + samples + " wake-ups on " + where + " in " + imported.source();
      line("    source: " + YamlText.quoted(source));
    }
  }

  private static String time(long ns) {
    return Quantity.format(ns, Dimension.TIME);
  }

  private void line(String text) {
    yaml.append(text).append('\n');
  }
}
