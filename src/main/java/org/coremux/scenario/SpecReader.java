package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.coremux.engine.Parameter;
import org.coremux.platform.OperationMix;
import org.coremux.scenario.Catalogue.Entry;
import org.coremux.scenario.Catalogue.Platform;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Section.Element;
import org.coremux.scenario.Section.Shape;
import org.coremux.sched.Granularity;
import org.coremux.sched.HyperVProvider;

/** Reads hosts and what they have in common with guests: cores, policies, workloads. */
final class SpecReader {

  /** What stands for a CPU that is wrong. */
  private static final CpuSpec NO_CPU = new CpuSpec("", 1, 1, 1, 1, 1);

  private static final String HYPER_V = new HyperVProvider().name();

  private static final Shape HOST = Shape.of("host", HostSpec.class);
  private static final Shape CPU = Shape.of("cpu", CpuSpec.class);
  private static final Shape DOMAIN0 = Shape.of("domain0", Domain0Spec.class);

  private final Reading reading;
  private final Values values;
  private final Settings.Reader settings;
  private final MixReader mixes;

  SpecReader(Reading reading) {
    this.reading = reading;
    this.values = new Values(reading);
    this.settings = new Settings.Reader(reading);
    this.mixes = new MixReader(reading);
  }

  /** What was read, and where. */
  record Read<T>(T spec, Section section) {}

  /** The host, or empty when it is no mapping. */
  Optional<Read<HostSpec>> host(Element element) {
    Section section = Section.open(reading, element.node(), element.path(), HOST);
    if (section == null) {
      return Optional.empty();
    }
    String name = section.text("name");
    int count = section.integer("count");
    CpuSpec cpu = cpu(section);
    long memoryBytes = section.number("memory");
    Optional<Platform> platform = platform(section, "platform");
    SchedulerSpec scheduler =
        section.has("scheduler")
            ? scheduler(section, platform.map(Platform::scheduler), Granularity.parameters())
            : platform.flatMap(p -> standard(p.scheduler())).orElse(null);
    if (scheduler == null) {
      section.spoil("scheduler");
      if (!section.has("scheduler") && platform.isPresent()) {
        section.problem("scheduler", missing(platform.get().scheduler()));
      }
    }
    List<WorkloadSpec> background = workloads(section, "background");
    if (section.has("background")
        && platform.isPresent()
        && !platform.get().traits().hostSystem()
        && !platform.get().traits().domain0()) {
      section.problem(
          "background",
          "the platform "
              + platform.get().name()
              + " has no host system that could have a load of its own");
    }
    return Optional.of(
        new Read<>(
            new HostSpec(
                name,
                count,
                cpu,
                memoryBytes,
                platform.isPresent() ? platformName(section, "platform") : "",
                new AssistReader(reading).read(section, platform),
                scheduler,
                domain0(section, platform, cpu),
                background,
                new DevicesReader(reading).read(section),
                new OvercommitReader(reading).read(section, platform),
                section.number("remoteMemory"),
                EffectsSpec.read(reading, section),
                KvmSpec.read(reading, section, platform.orElse(null))),
            section));
  }

  private CpuSpec cpu(Section host) {
    Node node = host.node("cpu");
    List<String> names = Catalogue.names(reading.catalogue().cpus());
    if (node instanceof Scalar scalar && !scalar.isNull() && !scalar.isSwitch()) {
      Optional<Catalogue.Cpu> preset = Catalogue.find(reading.catalogue().cpus(), scalar.text());
      if (preset.isEmpty()) {
        host.problem(
            "cpu",
            "there is no CPU "
                + Problem.quoted(scalar.text())
                + "; there are "
                + String.join(", ", names)
                + ", or describe it: "
                + "{sockets: 1, cores: 4, threads: 2, clock: 2.6 GHz}"
                + Nearest.hint(scalar.text(), names));
        return NO_CPU;
      }
      Catalogue.Cpu cpu = preset.get();
      return new CpuSpec(cpu.name(), cpu.sockets(), cpu.cores(), cpu.threads(), 1, cpu.clockHz());
    }
    Section section = node == null ? null : Section.open(reading, node, host.pathOf("cpu"), CPU);
    if (section == null) {
      host.spoil("cpu");
      return NO_CPU;
    }
    int sockets = section.integer("sockets");
    int cores = section.integer("cores");
    int threads = section.integer("threads");
    int llcs = Math.min(section.integer("llcs"), Math.max(1, cores)); // no core has two
    boolean isGood =
        section.isGood("sockets") && section.isGood("cores") && section.isGood("threads");
    if (isGood && section.isGood("llcs") && cores % llcs != 0) {
      section.problem(
          "llcs", "is " + llcs + ", which does not divide the " + cores + " cores of a socket");
    }
    long pcpus = (long) sockets * cores * threads;
    if (pcpus > Limits.PCPUS_MAX) {
      host.problem(
          "cpu",
          sockets
              + " x "
              + cores
              + " x "
              + threads
              + " = "
              + YamlTree.grouped(pcpus)
              + " pCPUs; a host may have "
              + YamlTree.grouped(Limits.PCPUS_MAX));
      isGood = false;
    }
    if (!isGood) {
      host.spoil("cpu");
      return NO_CPU;
    }
    return new CpuSpec("", sockets, cores, threads, llcs, section.number("clock"));
  }

  /** The platform that a key names; its default when the key is not given. */
  Optional<Platform> platform(Section owner, String key) {
    String name = platformName(owner, key);
    if (!owner.isGood(key) || name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Platform> platform = reading.catalogue().platform(name);
      if (platform.isEmpty()) {
        owner.problem(key, unknown("platform", name, reading.catalogue().platforms()));
      }
      return platform;
    } catch (ScenarioException wrong) {
      owner.spoil(key);
      reading.problems().addAll(wrong.problems());
      return Optional.empty();
    }
  }

  /** What a key names as a platform; a file by its path from the working folder. */
  String platformName(Section owner, String key) {
    String name = owner.text(key);
    if (!owner.isGood(key) || !Catalogue.isFile(name)) {
      return name;
    }
    Optional<Path> file = new RandomReader(reading).existing(owner.node(key), owner.pathOf(key));
    if (file.isEmpty()) {
      owner.spoil(key);
    }
    // With a slash in it, so that it is a file to whoever reads it next.
    return file.map(path -> path.getParent() == null ? "./" + path : path.toString()).orElse("");
  }

  /** What to say when the policy that a platform has of its own is not there. */
  String missing(String scheduler) {
    return "is missing: the platform's own scheduler "
        + Problem.quoted(scheduler)
        + " is not installed; there are "
        + String.join(", ", Catalogue.names(reading.catalogue().schedulers()));
  }

  private static String unknown(String noun, String name, List<? extends Entry> entries) {
    List<String> names = Catalogue.names(entries);
    return "there is no "
        + noun
        + " "
        + Problem.quoted(name)
        + "; there are "
        + String.join(", ", names)
        + Nearest.hint(name, names);
  }

  private Optional<Domain0Spec> domain0(Section host, Optional<Platform> platform, CpuSpec cpu) {
    boolean hasDomain0 = platform.isPresent() && platform.get().traits().domain0();
    Node node = host.node("domain0");
    if (node == null) {
      return hasDomain0
          ? Optional.of(new Domain0Spec(Math.min(cpu.pcpus(), Limits.VCPUS_MAX), 256, CpuList.ALL))
          : Optional.empty();
    }
    Section section = Section.open(reading, node, host.pathOf("domain0"), DOMAIN0);
    if (section == null) {
      return Optional.empty();
    }
    int vcpus =
        section.has("vcpus") ? section.integer("vcpus") : Math.min(cpu.pcpus(), Limits.VCPUS_MAX);
    Domain0Spec domain0 =
        new Domain0Spec(vcpus, section.integer("weight"), section.cpus("affinity"));
    if (platform.isPresent() && !hasDomain0) {
      host.problem("domain0", "the platform " + platform.get().name() + " has no driver domain");
    }
    if (host.isGood("cpu") && domain0.affinity().highest() >= cpu.pcpus()) {
      section.problem("affinity", beyond(domain0.affinity(), cpu.pcpus()));
    }
    return Optional.of(domain0);
  }

  static String beyond(CpuList affinity, int pcpus) {
    return "names pCPU "
        + affinity.highest()
        + ", but the host has "
        + pcpus
        + (pcpus == 1 ? " pCPU: 0" : " pCPUs: 0-" + (pcpus - 1));
  }

  /** A policy by name, with its defaults. */
  Optional<SchedulerSpec> standard(String name) {
    return Catalogue.find(reading.catalogue().schedulers(), name)
        .map(
            scheduler -> {
              Settings defaults = Settings.defaults(scheduler.parameters());
              return new SchedulerSpec(name, defaults.parameters(), defaults.written());
            });
  }

  /** Why a policy cannot do groups, and which can; empty when it can. */
  Optional<String> noGroups(SchedulerSpec scheduler) {
    return refusal(scheduler, Catalogue.Scheduler::noGroups);
  }

  /** Why a policy cannot cap a guest, and which can; empty when it can. */
  Optional<String> noCaps(SchedulerSpec scheduler) {
    return ofItsSettings(scheduler).or(() -> refusal(scheduler, Catalogue.Scheduler::noCaps));
  }

  /** Why Hyper-V as it is set cannot cap a guest, which depends on its type. */
  static Optional<String> ofItsSettings(SchedulerSpec scheduler) {
    return scheduler.name().equals(HYPER_V)
        ? Optional.ofNullable(HyperVProvider.refusesCaps(scheduler.parameters()))
        : Optional.empty();
  }

  private Optional<String> refusal(
      SchedulerSpec scheduler, Function<Catalogue.Scheduler, String> refuses) {
    List<Catalogue.Scheduler> schedulers = reading.catalogue().schedulers();
    List<String> able =
        schedulers.stream()
            .filter(policy -> refuses.apply(policy).isEmpty())
            .map(Catalogue.Scheduler::name)
            .toList();
    return Catalogue.find(schedulers, scheduler.name())
        .map(refuses)
        .filter(why -> !why.isEmpty())
        .map(why -> why + (able.isEmpty() ? "" : "; these can: " + String.join(", ", able)));
  }

  /**
   * The policy under the key {@code scheduler}: its name, or a mapping of parameters in which the
   * name may be left out when there is a {@code standard} one; null when it is wrong.
   *
   * @param common what every policy understands there beside its own parameters
   */
  SchedulerSpec scheduler(Section owner, Optional<String> standard, List<Parameter> common) {
    Node node = named(owner.node("scheduler"));
    String path = owner.pathOf("scheduler");
    Mapping mapping = new Mapping(node.place());
    if (node instanceof Mapping given) {
      mapping.entries().putAll(given.entries());
      mapping
          .entries()
          .computeIfPresent("name", (key, name) -> new Node.Entry(name.key(), named(name.value())));
    } else {
      Scalar scalar = values.scalar(node, path, "a policy such as credit2");
      if (scalar == null) {
        return null;
      }
      mapping.entries().put("name", new Node.Entry(node.place(), node));
    }
    if (mapping.value("name") == null && standard.isPresent()) {
      mapping
          .entries()
          .put(
              "name",
              new Node.Entry(node.place(), new Scalar(node.place(), standard.get(), false)));
    }
    if (mapping.value("name") == null) {
      reading.problem(
          mapping,
          ScenarioPath.child(path, "name"),
          "is missing; a scheduler needs it, as in {name: credit2}");
      return null;
    }
    return scheduler(node, mapping, path, common);
  }

  /** Xen's policy {@code null} is a name, although YAML takes the word for no value. */
  private static Node named(Node node) {
    return node instanceof Scalar scalar && scalar.isNull() && scalar.text().equals("null")
        ? new Scalar(scalar.place(), scalar.text(), true)
        : node;
  }

  private SchedulerSpec scheduler(Node node, Mapping mapping, String path, List<Parameter> common) {
    String namePath = node instanceof Mapping ? ScenarioPath.child(path, "name") : path;
    Optional<String> name = values.name(mapping.value("name"), namePath);
    if (name.isEmpty()) {
      return null;
    }
    List<Catalogue.Scheduler> schedulers = reading.catalogue().schedulers();
    Optional<Catalogue.Scheduler> entry = Catalogue.find(schedulers, name.get());
    if (entry.isEmpty()) {
      reading.problem(
          mapping.value("name"), namePath, unknown("scheduler", name.get(), schedulers));
      return null;
    }
    List<Parameter> own = entry.get().parameters();
    List<Parameter> parameters = GranularityKeys.with(own, common);
    refuseUnknown(mapping, path, "the scheduler " + name.get(), with(List.of("name"), parameters));
    return settings
        .read(mapping, path, parameters)
        .map(read -> new SchedulerSpec(name.get(), read.parameters(), read.written()))
        .map(read -> common.isEmpty() ? read : GranularityKeys.brief(read, own))
        .orElse(null);
  }

  private static List<String> with(List<String> first, List<Parameter> parameters) {
    List<String> names = new ArrayList<>(first);
    parameters.forEach(parameter -> names.add(parameter.name()));
    return names;
  }

  private void refuseUnknown(Mapping mapping, String path, String owner, List<String> allowed) {
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!allowed.contains(name)) {
                reading.problem(
                    entry.key(),
                    ScenarioPath.child(path, name),
                    "is no key of "
                        + owner
                        + "; allowed are "
                        + String.join(", ", allowed)
                        + Nearest.hint(name, allowed));
              }
            });
  }

  /** A list of workloads; those that are wrong are left out, and the key is spoilt. */
  List<WorkloadSpec> workloads(Section owner, String key) {
    List<WorkloadSpec> workloads = new ArrayList<>();
    for (Element element : owner.elements(key)) {
      Optional<WorkloadSpec> workload = workload(element);
      if (workload.isPresent()) {
        workloads.add(workload.get());
      } else {
        owner.spoil(key);
      }
    }
    return workloads;
  }

  private Optional<WorkloadSpec> workload(Element element) {
    String path = element.path();
    List<Catalogue.Workload> kinds = reading.catalogue().workloads();
    if (!(element.node() instanceof Mapping mapping)) {
      reading.problem(
          element.node(),
          path,
          "is "
              + element.node().noun()
              + ", where a workload such as {kind: compute, threads: 2} is expected");
      return Optional.empty();
    }
    Node kindNode = mapping.value("kind");
    String kindPath = ScenarioPath.child(path, "kind");
    if (kindNode == null) {
      reading.problem(
          mapping, kindPath, "is missing; there are " + String.join(", ", Catalogue.names(kinds)));
      return Optional.empty();
    }
    Optional<String> kind = values.name(kindNode, kindPath);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Optional<Catalogue.Workload> entry = Catalogue.find(kinds, kind.get());
    if (entry.isEmpty()) {
      reading.problem(kindNode, kindPath, unknown("workload", kind.get(), kinds));
      return Optional.empty();
    }
    List<Parameter> parameters = entry.get().parameters();
    Section section =
        Section.open(
            reading,
            mapping,
            path,
            new Shape("workload", WorkloadSpec.class, with(List.of(), parameters)));
    int threads = section.integer("threads");
    String stream = section.text("stream");
    Optional<Settings> read = settings.read(mapping, path, parameters);
    Optional<OperationMix> mix = mixes.read(section);
    long workingSet = section.number("workingSet");
    boolean isGood =
        section.isGood("threads")
            && section.isGood("stream")
            && section.isGood("workingSet")
            && mix.isPresent();
    if (read.isEmpty() || !isGood) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkloadSpec(
            kind.get(),
            threads,
            stream,
            mix.get(),
            workingSet,
            read.get().parameters(),
            read.get().written()));
  }

  /** The events of a scenario. */
  List<EventSpec> events(Section scenario) {
    List<EventSpec> events = new ArrayList<>();
    for (Element element : scenario.elements("events")) {
      Section section =
          Section.open(
              reading,
              element.node(),
              element.path(),
              new Shape("event", EventSpec.class, EventSpec.MORE));
      if (section != null) {
        events.add(event(section));
      }
    }
    return events;
  }

  private EventSpec event(Section section) {
    List<String> actions = new ArrayList<>(EventSpec.ACTIONS);
    actions.add("set");
    List<String> given = actions.stream().filter(section::has).toList();
    if (given.size() != 1) {
      reading.problem(
          section.place(),
          section.path(),
          "needs one of "
              + String.join(", ", actions)
              + (given.isEmpty() ? "" : ", and has " + String.join(", ", given)));
    }
    String action = given.isEmpty() ? "set" : given.get(0);
    String target =
        action.equals("set") || !section.has(action)
            ? ""
            : values.name(section.node(action), section.pathOf(action)).orElse("");
    boolean isMigration = action.equals("migrate");
    if (section.has("to") != isMigration) {
      section.problem(
          "to", isMigration ? "is missing; `migrate` needs it" : "goes with `migrate` only");
    }
    Map<String, String> changes = new LinkedHashMap<>();
    if (section.node("set") instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (path, entry) -> {
                try {
                  ScenarioPath.parse(path);
                  values
                      .text(entry.value(), section.pathOf("set"))
                      .ifPresent(text -> changes.put(path, text));
                } catch (IllegalArgumentException wrong) {
                  reading.problem(entry.key(), section.pathOf("set"), wrong.getMessage());
                }
              });
    } else if (section.has("set")) {
      section.problem(
          "set", "is no mapping of paths to values, such as " + "{guests.web.weight: 1024}");
    }
    return new EventSpec(
        section.number("at"),
        action,
        target,
        section.text("to"),
        new MigrationReader(reading).read(section),
        changes,
        Optional.empty());
  }

  /** A time as it is shown in messages. */
  static String time(long ns) {
    return Quantity.format(ns, Dimension.TIME);
  }
}
