package org.coremux.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.scenario.HostSpec;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;

/**
 * A scenario in a few lines, for tests: one host called node, one policy everywhere unless said,
 * round-robin with a quantum of 10 ms, and every invariant checked.
 */
public final class Scene {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final Path FREE = Path.of("src/test/resources/org/coremux/experiment");

  private final List<String> head = new ArrayList<>();
  private final List<String> host = new ArrayList<>();
  private final List<String> guests = new ArrayList<>();
  private final List<String> overrides = new ArrayList<>();
  private final String platform;
  private String cpu = "{cores: 1, clock: 1 GHz}";
  private String policy = "{name: round-robin, quantum: 10 ms}";
  private String window = "duration: 1 s";
  private String count = "";
  private boolean checked = true;

  private Scene(String platform) {
    this.platform = platform;
  }

  /** On a preset, or on one of the free platforms: dedicated, shared, virtual. */
  public static Scene on(String platform) {
    return new Scene(platform);
  }

  /** So many cores of one thread, at 1 GHz. */
  public Scene cores(int cores) {
    return cpu("{cores: " + cores + ", clock: 1 GHz}");
  }

  /** The machine. */
  public Scene cpu(String spec) {
    cpu = spec;
    return this;
  }

  /** The policy of the host and, from here on, of the guests. */
  public Scene policy(String spec) {
    policy = spec;
    return this;
  }

  /** What is measured: {@code duration: 1 s}, or {@code until: finished}. */
  public Scene window(String spec) {
    window = spec;
    return this;
  }

  /** Another line at the top of the file. */
  public Scene also(String line) {
    head.add(line);
    return this;
  }

  /** Another line of the host. */
  public Scene host(String line) {
    host.add(line);
    return this;
  }

  /** So many equal hosts. */
  public Scene hosts(int hosts) {
    count = "\n    count: " + hosts;
    return this;
  }

  /** A guest with these workloads. */
  public Scene guest(String name, int vcpus, String... workloads) {
    return guest(name, vcpus, List.of(), workloads);
  }

  /** A guest with more keys. */
  public Scene guest(String name, int vcpus, List<String> keys, String... workloads) {
    StringBuilder guest = new StringBuilder();
    guest.append("  - name: ").append(name).append("\n    vcpus: ").append(vcpus);
    guest.append("\n    memory: 1 MiB\n");
    if (keys.stream().noneMatch(key -> key.startsWith("os:"))) {
      guest.append("    os: {scheduler: ").append(policy).append("}\n");
    }
    keys.forEach(key -> guest.append("    ").append(key).append('\n'));
    guest.append("    workload:\n");
    for (String workload : workloads) {
      guest.append("      - {").append(workload).append("}\n");
    }
    guests.add(guest.toString());
    return this;
  }

  /** As with {@code --set}. */
  public Scene set(String override) {
    overrides.add(override);
    return this;
  }

  /** Without invariants, for long runs. */
  public Scene unchecked() {
    checked = false;
    return this;
  }

  private String preset() {
    return switch (platform) {
      case "free-dedicated" -> "bare-metal-dedicated";
      case "free-shared" -> "bare-metal";
      case "free-virtual" -> "kvm";
      default -> platform;
    };
  }

  /** The file. */
  public String text() {
    StringBuilder text = new StringBuilder("scenario: test\n").append(window).append('\n');
    head.forEach(line -> text.append(line).append('\n'));
    text.append("hosts:\n  - name: node").append(count);
    text.append("\n    cpu: ").append(cpu).append("\n    memory: 1 TiB\n");
    text.append("    platform: ").append(preset()).append('\n');
    text.append("    scheduler: ").append(policy).append('\n');
    host.forEach(line -> text.append("    ").append(line).append('\n'));
    text.append("guests:\n");
    guests.forEach(text::append);
    return text.toString();
  }

  /** What is read from it. */
  public Scenario scenario() {
    Scenario read = new ScenarioReader(PLUGINS.catalogue()).read(text(), Path.of(""), overrides);
    if (preset().equals(platform)) {
      return read;
    }
    String file = FREE.resolve(platform + ".yaml").toString();
    return new Scenario(
        read.name(),
        read.question(),
        read.seed(),
        read.warmupNs(),
        read.durationNs(),
        read.until(),
        read.limitNs(),
        read.hosts().stream().map(spec -> onPlatform(spec, file)).toList(),
        read.guests(),
        read.events());
  }

  private static HostSpec onPlatform(HostSpec spec, String file) {
    return new HostSpec(
        spec.name(),
        spec.count(),
        spec.cpu(),
        spec.memoryBytes(),
        file,
        spec.assists(),
        spec.scheduler(),
        spec.domain0(),
        spec.background(),
        spec.devices(),
        spec.overcommit(),
        spec.remoteMemory(),
        spec.effects(),
        spec.kvm());
  }

  /** Wired, at time 0. */
  public Model model() {
    return model(0);
  }

  /** The same, with other draws. */
  public Model model(int replication) {
    return new Model(scenario(), PLUGINS, options(replication));
  }

  /** How it is run. */
  public Model.Options options() {
    return options(0);
  }

  private Model.Options options(int replication) {
    return new Model.Options(replication, checked);
  }

  /** Run to its end. */
  public RunResult run() {
    return new Run(model()).toEnd();
  }

  /** Run to its end, with other draws. */
  public RunResult run(int replication) {
    return new Run(model(replication)).toEnd();
  }

  /** The result of the guest. */
  public static GuestResult guest(RunResult result, String name) {
    return result.guests().stream().filter(g -> g.name().equals(name)).findAny().orElseThrow();
  }

  /** The only workload of the guest. */
  public static WorkloadResult workload(RunResult result, String name) {
    return guest(result, name).workloads().get(0);
  }
}
