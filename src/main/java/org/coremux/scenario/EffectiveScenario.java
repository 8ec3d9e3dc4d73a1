package org.coremux.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.coremux.hypervisor.MemorySpec;
import org.coremux.scenario.Catalogue.Platform;
import org.coremux.scenario.Quantity.Dimension;

/**
 * Writes a scenario back as YAML with everything filled in, for {@code coremux show}.
 *
 * <p>Reading what was written gives an equal scenario. Comments say what the file does not: the
 * names behind a count, the host that each guest is placed on, and how its platform says weight and
 * cap.
 */
public final class EffectiveScenario {

  private static final int NAMES_MAX = 6;

  private final Catalogue catalogue;
  private final StringBuilder yaml = new StringBuilder();
  private Expansion expansion;

  /** Which entry comes next. */
  private int entry;

  private EffectiveScenario(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** {@code scenario} as YAML; {@code catalogue} is the one that it was read with. */
  public static String yaml(Scenario scenario, Catalogue catalogue) {
    EffectiveScenario writer = new EffectiveScenario(catalogue);
    writer.scenario(scenario);
    return writer.yaml.toString();
  }

  private void scenario(Scenario scenario) {
    expansion = scenario.expanded();
    line(0, "scenario: " + YamlText.quoted(scenario.name()));
    if (!scenario.question().isEmpty()) {
      line(0, "question: " + YamlText.quoted(scenario.question()));
    }
    line(0, "seed: " + scenario.seed());
    line(0, "warmup: " + time(scenario.warmupNs()));
    if (scenario.isUntilFinished()) {
      line(0, "until: " + scenario.until());
      line(0, "limit: " + time(scenario.limitNs()));
    } else {
      line(0, "duration: " + time(scenario.durationNs()));
    }
    line(0, "hosts:");
    for (HostSpec host : scenario.hosts()) {
      host(host);
    }
    line(0, "guests:");
    scenario.guests().forEach(guest -> guest(2, guest, Optional.empty()));
    if (!scenario.events().isEmpty()) {
      line(0, "events:");
      scenario.events().forEach(this::event);
    }
  }

  private void host(HostSpec host) {
    line(2, "- name: " + YamlText.quoted(host.name()));
    count(4, host.count(), host.names());
    CpuSpec cpu = host.cpu();
    String described =
        "{sockets: "
            + cpu.sockets()
            + ", cores: "
            + cpu.cores()
            + ", threads: "
            + cpu.threads()
            + (cpu.llcs() == 1 ? "" : ", llcs: " + cpu.llcs())
            + ", clock: "
            + Quantity.format(cpu.clockHz(), Dimension.FREQUENCY)
            + "}";
    line(
        4,
        "cpu: "
            + (cpu.preset().isEmpty()
                ? described
                : YamlText.quoted(cpu.preset()) + "  # " + described));
    line(4, "memory: " + Quantity.format(host.memoryBytes(), Dimension.BYTES));
    line(4, "platform: " + YamlText.quoted(host.platform()));
    assists(host);
    scheduler(4, host.scheduler());
    host.domain0()
        .ifPresent(
            domain0 ->
                line(
                    4,
                    "domain0: {vcpus: "
                        + domain0.vcpus()
                        + ", weight: "
                        + domain0.weight()
                        + affinity(", ", domain0.affinity())
                        + "}"));
    workloads(4, "background", host.background());
    DevicesSpec devices = host.devices();
    if (!devices.equals(DevicesSpec.USUAL)) {
      String rate = Quantity.format(devices.linkBitsPerSecond(), Dimension.BANDWIDTH);
      line(4, "devices:");
      line(6, "disk: " + devices.written());
      line(6, "diskChannels: " + devices.diskChannels());
      line(6, "link: " + rate);
    }
    host.overcommit().ifPresent(over -> line(4, "overcommit: " + OvercommitReader.written(over)));
    if (host.remoteMemory() != MemorySpec.USUAL_REMOTE) {
      line(4, "remoteMemory: " + percent(host.remoteMemory()));
    }
    if (!host.effects().equals(EffectsSpec.ALL)) {
      line(4, "effects: " + host.effects().written());
    }
    if (!host.kvm().equals(KvmSpec.USUAL)) {
      line(4, "kvm: " + host.kvm().written());
    }
  }

  /** The assists that the scenario switches, and as a comment those that are as they are. */
  private void assists(HostSpec host) {
    Map<String, Boolean> others = new LinkedHashMap<>();
    catalogue
        .platform(host.platform())
        .ifPresent(platform -> platform.assists().forEach(a -> others.put(a.name(), a.isOn())));
    others.keySet().removeAll(host.assists().keySet());
    if (!host.assists().isEmpty()) {
      line(4, "assists: {" + listed(host.assists()) + "}");
    }
    if (!others.isEmpty()) {
      line(4, "# assists: {" + listed(others) + "} (its own)");
    }
  }

  private static String listed(Map<String, Boolean> assists) {
    return assists.entrySet().stream()
        .map(assist -> YamlText.quoted(assist.getKey()) + ": " + assist.getValue())
        .collect(Collectors.joining(", "));
  }

  /** {@code outer} is the guest that it is in. */
  private void guest(int indent, GuestSpec guest, Optional<GuestSpec> outer) {
    int inner = indent + 2;
    List<Expansion.Host> hosts = hostsOf(entry++);
    Optional<Platform> below =
        outer
            .map(GuestSpec::platform)
            .or(() -> hosts.stream().findFirst().map(host -> host.spec().platform()))
            .flatMap(catalogue::platform);
    long clockHz = hosts.isEmpty() ? 0 : hosts.get(0).spec().cpu().clockHz();
    line(indent, "- name: " + YamlText.quoted(guest.name()));
    count(inner, guest.count(), guest.names());
    line(inner, "vcpus: " + guest.vcpus());
    line(inner, "memory: " + Quantity.format(guest.memoryBytes(), Dimension.BYTES));
    share(inner, guest, below, clockHz);
    if (!guest.affinity().isAll()) {
      line(inner, "affinity: " + cpus(guest.affinity()));
    }
    guest.devices().ifPresent(model -> line(inner, "devices: " + model.key()));
    SchedulingReader.written(guest.scheduling()).forEach(said -> line(inner, said));
    guest.pages().ifPresent(pages -> pages(inner, pages));
    if (!guest.host().isEmpty()) {
      line(inner, "host: " + YamlText.quoted(guest.host()));
    } else if (!hosts.isEmpty() && outer.isEmpty()) {
      String placed = listed(hosts.stream().map(Expansion.Host::name).toList());
      line(inner, "# host: " + placed + " (placed)");
    }
    system(inner, guest);
    workloads(inner, "workload", guest.workload());
    groups(inner, guest.groups());
    if (!guest.platform().isEmpty()) {
      line(inner, "platform: " + YamlText.quoted(guest.platform()));
    }
    if (!guest.guests().isEmpty()) {
      line(inner, "guests:");
      guest.guests().forEach(nested -> guest(inner + 2, nested, Optional.of(guest)));
    }
  }

  private void pages(int indent, PagesSpec pages) {
    line(indent, "pages:");
    PagesReader.written(pages).forEach(written -> line(indent + 2, written));
  }

  /** The hosts that the guests of an entry are on, in order. */
  private List<Expansion.Host> hostsOf(int entry) {
    return expansion.guests().stream()
        .filter(guest -> guest.entry() == entry && guest.host() >= 0)
        .map(Expansion.Guest::host)
        .distinct()
        .sorted()
        .map(host -> expansion.hosts().get(host))
        .toList();
  }

  private void share(int indent, GuestSpec guest, Optional<Platform> platform, long clockHz) {
    String own = platform.map(p -> "  # " + p.name() + ": ").orElse("");
    if (!guest.isGroup()) {
      line(indent, "group: false");
      return;
    }
    String weight = platform.map(p -> p.shares().weightText(guest.weight())).orElse("");
    line(indent, "weight: " + guest.weight() + own + weight);
    if (guest.cap() > 0) {
      String cap =
          platform.map(p -> p.shares().capText(guest.cap(), guest.vcpus(), clockHz)).orElse("");
      line(indent, "cap: " + percent(guest.cap()) + own + cap);
    }
  }

  private void system(int indent, GuestSpec guest) {
    line(indent, "os:");
    scheduler(indent + 2, guest.os().scheduler());
    line(indent + 2, "tick: " + time(guest.os().tickNs()));
    line(indent + 2, "stealClock: " + guest.os().stealClock());
    line(indent + 2, "lostTicks: " + guest.os().lostTicks().key());
    line(indent + 2, "accounting: " + guest.os().accounting().key());
    line(indent, "start: " + time(guest.startNs()));
    if (guest.stopNs() != GuestSpec.NEVER) {
      line(indent, "stop: " + time(guest.stopNs()));
    }
  }

  private void groups(int indent, List<GroupSpec> groups) {
    if (groups.isEmpty()) {
      return;
    }
    line(indent, "groups:");
    for (GroupSpec group : groups) {
      line(indent + 2, "- name: " + YamlText.quoted(group.name()));
      line(indent + 4, "weight: " + group.weight());
      if (group.cap() > 0) {
        line(indent + 4, "cap: " + percent(group.cap()));
      }
      workloads(indent + 4, "workload", group.workload());
      groups(indent + 4, group.groups());
    }
  }

  private void workloads(int indent, String key, List<WorkloadSpec> workloads) {
    if (workloads.isEmpty()) {
      return;
    }
    line(indent, key + ":");
    for (WorkloadSpec workload : workloads) {
      line(indent + 2, "- kind: " + YamlText.quoted(workload.kind()));
      line(indent + 4, "threads: " + workload.threads());
      if (!workload.stream().isEmpty()) {
        line(indent + 4, "stream: " + YamlText.quoted(workload.stream()));
      }
      if (!workload.operations().isEmpty()) {
        line(indent + 4, "operations: " + MixReader.written(workload.operations()));
      }
      if (workload.workingSetBytes() > 0) {
        String size = Quantity.format(workload.workingSetBytes(), Dimension.BYTES);
        line(indent + 4, "workingSet: " + size);
      }
      settings(indent + 4, workload.written());
    }
  }

  private void scheduler(int indent, SchedulerSpec scheduler) {
    line(indent, "scheduler:");
    line(indent + 2, "name: " + YamlText.quoted(scheduler.name()));
    settings(indent + 2, scheduler.written());
  }

  private void settings(int indent, Map<String, String> written) {
    written.forEach((name, value) -> line(indent, YamlText.quoted(name) + ": " + value));
  }

  private void event(EventSpec event) {
    StringBuilder text = new StringBuilder("- {at: " + time(event.atNs()) + ", ");
    if (event.action().equals("set")) {
      text.append("set: {");
      String separator = "";
      for (Map.Entry<String, String> change : event.settings().entrySet()) {
        text.append(separator)
            .append(YamlText.quoted(change.getKey()))
            .append(": ")
            .append(YamlText.quoted(change.getValue()));
        separator = ", ";
      }
      text.append('}');
    } else {
      text.append(event.action()).append(": ").append(YamlText.quoted(event.target()));
    }
    if (!event.to().isEmpty()) {
      text.append(", to: ").append(YamlText.quoted(event.to()));
      event.migration().written().forEach(said -> text.append(", ").append(said));
    }
    line(2, text.append('}').toString());
  }

  private void count(int indent, int count, List<String> names) {
    if (count > 0) {
      line(indent, "count: " + count + "  # " + listed(names));
    }
  }

  private static String listed(List<String> names) {
    String shown =
        names.size() <= NAMES_MAX
            ? String.join(", ", names)
            : names.get(0) + ", " + names.get(1) + " ... " + names.get(names.size() - 1);
    // A comment is one line whatever the names are.
    return shown.codePoints().anyMatch(c -> c == 0x85) ? "" : shown;
  }

  private static String affinity(String before, CpuList affinity) {
    return affinity.isAll() ? "" : before + "affinity: " + cpus(affinity);
  }

  /** In quotes: a comma would end the value in a flow mapping, and digits alone are a number. */
  private static String cpus(CpuList affinity) {
    return "\"" + affinity + "\"";
  }

  private static String time(long ns) {
    return Quantity.format(ns, Dimension.TIME);
  }

  private static String percent(long hundredths) {
    return Quantity.format(hundredths, Dimension.PERCENT);
  }

  private void line(int indent, String text) {
    yaml.append(" ".repeat(indent)).append(text).append('\n');
  }
}
