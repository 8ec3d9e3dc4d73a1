package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coremux.scenario.Catalogue;

/**
 * Writes scenario files: for each seed and number one, always the same.
 *
 * <p>Half of them hold anything that a scenario can hold, sizes so that one costs some
 * milliseconds; the others are plain contests for one pCPU, for which laws of shares are known.
 * Policies take turns, and so do a policy's kinds of contests, so that the mistakes of each have an
 * equal chance to be found early.
 */
final class CaseWriter {
  /** Threads of the largest preset that is used: each is looked at after each instant. */
  private static final int PRESET_PCPUS_MAX = 16;

  /** The policy with a table in which all who run have to be. */
  private static final String TABLE = "arinc653";

  private final Catalogue catalogue;
  private final String policy;
  private final long seed;

  /**
   * @param policy the only one on hosts; empty for any
   */
  CaseWriter(Catalogue catalogue, String policy, long seed) {
    this.catalogue = catalogue;
    this.policy = policy;
    this.seed = seed;
  }

  /** The case of that number, from 0. */
  Map<String, Object> write(long number) {
    Dice dice = new Dice(seed, number);
    Map<String, Object> root = Tree.mapping();
    root.put("scenario", "fuzz-" + seed + "-" + number);
    root.put("seed", Long.toString(dice.seed()));
    List<Catalogue.Scheduler> all =
        policy.isEmpty() ? catalogue.schedulers() : List.of(scheduler(policy));
    int place = (int) ((number % all.size() + seed % all.size()) % all.size());
    long turn = number / all.size() + place; // not all policies begin with the same kind
    if (turn % 2 == 0) {
      new ContestWriter(dice, all.get(place), turn / 2).write(root);
    } else {
      new Anything(dice, root, all.get(place).name()).write();
    }
    return root;
  }

  private String policy(Dice dice) {
    return policy.isEmpty() ? dice.of(catalogue.schedulers()).name() : policy;
  }

  private Catalogue.Scheduler scheduler(String name) {
    return catalogue.schedulers().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  static Map<String, Object> cpu(int sockets, int cores, int threads) {
    Map<String, Object> cpu = Tree.mapping();
    if (sockets > 1) {
      cpu.put("sockets", Integer.toString(sockets));
    }
    cpu.put("cores", Integer.toString(cores));
    if (threads > 1) {
      cpu.put("threads", Integer.toString(threads));
    }
    return cpu;
  }

  // ---- anything ----

  /** One case that may hold anything. */
  private final class Anything {
    private final Dice dice;
    private final ValueWriter values;
    private final Map<String, Object> root;
    private final String first;
    private final int durationMs;
    private final int warmupMs;
    private final List<String> hostNames = new ArrayList<>();
    private final List<String> policies = new ArrayList<>();

    /**
     * @param first the policy whose turn it is: of the first host, more often than not
     */
    Anything(Dice dice, Map<String, Object> root, String first) {
      this.dice = dice;
      this.root = root;
      this.first = first;
      values = new ValueWriter(dice);
      durationMs = dice.of(List.of(10, 30, 60, 150, 250));
      warmupMs = dice.percent(30) ? dice.from(1, 30) : 0;
    }

    void write() {
      if (warmupMs > 0) {
        root.put("warmup", warmupMs + " ms");
      }
      boolean isFinite = dice.percent(8);
      root.put(isFinite ? "limit" : "duration", durationMs + " ms");
      if (isFinite) {
        root.put("until", "finished");
      }
      int hosts = dice.percent(70) ? 1 : dice.from(2, 3);
      List<Object> all = new ArrayList<>();
      String platform = platform();
      for (int i = 0; i < hosts; i++) {
        all.add(host(i, dice.percent(75) ? platform : platform()));
      }
      root.put("hosts", all);
      GuestWriter guests = new GuestWriter(catalogue, dice, values, policies);
      List<Object> written = new ArrayList<>();
      int count = dice.from(1, 4);
      for (int i = 0; i < count; i++) {
        written.add(guests.guest("g" + i, durationMs + warmupMs, hostNames));
      }
      root.put("guests", written);
      if (hosts == 1) {
        table(Tree.asMapping(all.get(0)), written);
      }
      if (hosts == 1 && dice.percent(15)) {
        overcommit(Tree.asMapping(all.get(0)), written);
      }
      int runMs = durationMs + warmupMs;
      List<Object> events =
          new EventWriter(catalogue, dice, values, runMs).events(all, hostNames, written);
      if (!events.isEmpty()) {
        root.put("events", events);
      }
    }

    private String platform() {
      return dice.of(catalogue.platforms()).name();
    }

    private Map<String, Object> host(int index, String platform) {
      String name = "h" + index;
      hostNames.add(name);
      Map<String, Object> host = Tree.mapping();
      host.put("name", name);
      if (dice.percent(4)) {
        host.put("count", dice.word("1", "2"));
        hostNames.remove(name);
        hostNames.add(name + "-1");
      }
      host.put("cpu", cpu());
      host.put("memory", "64 GiB");
      host.put("platform", platform);
      Catalogue.Platform traits =
          catalogue.platforms().stream()
              .filter(p -> p.name().equals(platform))
              .findFirst()
              .orElseThrow();
      String drawn = index == 0 ? first : policy(dice);
      String its = dice.percent(70) || !policy.isEmpty() ? drawn : traits.scheduler();
      policies.add(its);
      host.put("scheduler", scheduler(its, true));
      traits(host, traits);
      extras(host);
      return host;
    }

    private Object cpu() {
      if (dice.percent(8)) {
        List<String> small =
            catalogue.cpus().stream()
                .filter(c -> c.cores() * c.threads() <= PRESET_PCPUS_MAX)
                .map(Catalogue.Cpu::name)
                .toList();
        if (!small.isEmpty()) {
          return dice.of(small);
        }
      }
      int cores = dice.from(1, 4);
      Map<String, Object> cpu =
          CaseWriter.cpu(dice.percent(80) ? 1 : 2, cores, dice.percent(65) ? 1 : 2);
      if (cores % 2 == 0 && dice.percent(25)) {
        cpu.put("llcs", "2");
      }
      if (dice.percent(30)) {
        cpu.put("clock", dice.word("1 GHz", "2.1 GHz", "3.3 GHz"));
      }
      return cpu;
    }

    private Object scheduler(String name, boolean isHost) {
      Catalogue.Scheduler its = CaseWriter.this.scheduler(name);
      Map<String, Object> scheduler = Tree.mapping();
      scheduler.put("name", name);
      if (dice.percent(50)) {
        values.some(its.parameters(), 30).ifPresent(scheduler::putAll);
      }
      if (isHost && dice.percent(10)) {
        scheduler.put("granularity", dice.word("core", "socket"));
      }
      return scheduler.size() == 1 ? name : scheduler;
    }

    /** Most partitions have a table that somebody thought of. */
    private void table(Map<String, Object> host, List<Object> guests) {
      boolean isTable = host.get("scheduler").toString().contains(TABLE) && dice.percent(60);
      if (!isTable) {
        return;
      }
      List<String> entries = new ArrayList<>();
      for (Object node : guests) {
        Map<String, Object> guest = Tree.asMapping(node);
        String first = guest.get("name") + (guest.containsKey("count") ? "-1" : "");
        int vcpus = Integer.parseInt((String) guest.get("vcpus"));
        for (int i = 0; i < vcpus; i++) {
          entries.add(first + ".v" + i + " " + values.time(200_000, 8_000_000));
        }
        if (dice.percent(30)) {
          entries.add("idle " + values.time(100_000, 5_000_000));
        }
      }
      Map<String, Object> scheduler = Tree.mapping();
      scheduler.put("name", TABLE);
      scheduler.put("schedule", String.join(", ", entries));
      if (dice.percent(20)) {
        scheduler.put("majorFrame", values.time(20_000_000, 90_000_000));
      }
      host.put("scheduler", scheduler);
    }

    private void traits(Map<String, Object> host, Catalogue.Platform platform) {
      if (!platform.assists().isEmpty() && dice.percent(20)) {
        Map<String, Object> assists = Tree.mapping();
        for (int i = 0; i < 2; i++) {
          assists.put(dice.of(platform.assists()).name(), dice.word("true", "false"));
        }
        host.put("assists", assists);
      }
      if (platform.traits().domain0() && dice.percent(40)) {
        Map<String, Object> domain0 = Tree.mapping();
        domain0.put("vcpus", Integer.toString(dice.from(1, 3)));
        domain0.put("weight", dice.word("64", "256", "1024"));
        if (dice.percent(20)) {
          domain0.put("affinity", dice.word("0", "0-1"));
        }
        host.put("domain0", domain0);
      }
      boolean hasLoad = platform.traits().hostSystem() || platform.traits().domain0();
      if (hasLoad && dice.percent(20)) {
        host.put("background", list(new GuestWriter(catalogue, dice, values, policies).workload()));
      }
      if (platform.traits().polls() && dice.percent(25)) {
        Map<String, Object> kvm = Tree.mapping();
        kvm.put("haltPoll", dice.word("0 s", "50 us", "400 us"));
        kvm.put("haltPollStart", dice.word("0 s", "10 us", "40 us"));
        kvm.put("haltPollShrink", dice.word("0", "2"));
        kvm.put("haltPollGrow", dice.word("1", "2", "8"));
        kvm.put("pleWindow", dice.word("256", "4096", "100000"));
        host.put("kvm", kvm);
      }
    }

    private void extras(Map<String, Object> host) {
      if (dice.percent(15)) {
        Map<String, Object> effects = Tree.mapping();
        Stream.of("smt", "migration", "warmup", "remote")
            .filter(effect -> dice.percent(50))
            .forEach(effect -> effects.put(effect, dice.word("true", "false")));
        if (dice.percent(50)) {
          effects.put("smtSpeed", dice.word("40 %", "62.5 %", "100 %"));
        }
        if (dice.percent(30)) {
          effects.put("smtSpeedMemory", dice.word("70 %", "100 %"));
        }
        host.put("effects", effects);
      }
      if (dice.percent(20)) {
        Map<String, Object> devices = Tree.mapping();
        devices.put("disk", values.random(20_000, 2_000_000));
        devices.put("diskChannels", Integer.toString(dice.from(1, 8)));
        devices.put("link", dice.word("100 Mbit/s", "1 Gbit/s", "25 Gbit/s"));
        host.put("devices", devices);
      }
      if (dice.percent(10)) {
        host.put("remoteMemory", dice.word("100 %", "130 %", "250 %"));
      }
    }

    private void overcommit(Map<String, Object> host, List<Object> guests) {
      long gib = 0;
      for (Object guest : guests) {
        Object count = Tree.asMapping(guest).getOrDefault("count", "1");
        gib += Long.parseLong((String) count);
      }
      Map<String, Object> overcommit = Tree.mapping();
      overcommit.put("memory", dice.word("200 %", "300 %"));
      overcommit.put("sharing", dice.word("true", "false"));
      overcommit.put("balloon", dice.word("true", "false"));
      overcommit.put("scan", dice.word("0/s", "2000/s"));
      overcommit.put("idleTax", dice.word("0 %", "75 %", "99 %"));
      if (dice.percent(30)) {
        overcommit.put("swap", values.random(50_000, 5_000_000));
      }
      host.put("overcommit", overcommit);
      host.put("memory", 600 * gib + " MiB");
    }
  }
}
