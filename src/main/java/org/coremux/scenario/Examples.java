package org.coremux.scenario;

/** Values as a user would write them, for messages and the JSON Schema. */
final class Examples {

  private Examples() {}

  /** A value for a key. */
  static String of(Key key) {
    if (!key.standard().isEmpty()) {
      return key.standard();
    }
    return switch (key.form()) {
      case NAME -> key.value().equals("host") ? "node" : "web";
      case TEXT -> key.value().equals("kind") ? "compute" : "Who gets the cores?";
      case COUNT -> key.value().equals("cores") ? "4" : "2";
      case SWITCH -> "true";
      case TIME -> "10 s";
      case BYTES -> "4 GiB";
      case FREQUENCY -> "2.6 GHz";
      case BANDWIDTH -> "10 Gbit/s";
      case RATE -> MixReader.EXAMPLE;
      case RANDOM -> "{mean: 1 ms}";
      case DEVICES -> "{diskChannels: 8}";
      case DEVICE_MODEL -> "paravirtual";
      case PAGES -> "{touched: 3 GiB, active: 1 GiB}";
      case WRITES -> "{hot: 16 MiB}";
      case PERCENT -> "150 %";
      case MIGRATION_WAY -> "post-copy";
      case MIGRATION_RATE -> "{max: 1 Gbit/s}";
      case MIGRATION_END -> "abort";
      case FINISHED -> "finished";
      case CPUS -> "0-3";
      case CPU -> "{cores: 4, threads: 2}";
      case PLATFORM -> "xen";
      case ASSISTS -> "{nestedPaging: false}";
      case OPERATIONS -> "{systemCall: 50_000/s}";
      case SCHEDULER, HOST_SCHEDULER -> "credit2";
      case SCHEDULING -> SchedulingReader.EXAMPLE;
      case DOMAIN0 -> "{vcpus: 2}";
      case EFFECTS -> "{migration: false}";
      case KVM -> "{haltPoll: 50 us}";
      case OVERCOMMIT -> "{memory: 150 %}";
      case OS -> "{tick: 4 ms}";
      case LOST_TICKS -> "catch-up";
      case ACCOUNTING -> "ticks";
      case WORKLOADS -> "[{kind: compute}]";
      case GROUPS -> "[{name: app, workload: [{kind: compute}]}]";
      case GUESTS -> "[{name: web, vcpus: 2, memory: 4 GiB, workload: [{kind: compute}]}]";
      case HOSTS -> "[{name: node, cpu: {cores: 4}, memory: 64 GiB}]";
      case EVENTS -> "[{at: 5 s, pause: web}]";
      case SETTINGS -> "{guests.web.weight: 512}";
    };
  }
}
