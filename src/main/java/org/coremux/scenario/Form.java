package org.coremux.scenario;

/** What the value of a key looks like. */
enum Form {
  /** A name: any printable characters. */
  NAME,
  /** Any text. */
  TEXT,
  /** A whole number. */
  COUNT,
  /** {@code true} or {@code false}. */
  SWITCH,
  /** A time with unit. */
  TIME,
  /** A size with unit. */
  BYTES,
  /** A clock rate with unit. */
  FREQUENCY,
  /** A data rate with unit. */
  BANDWIDTH,
  /** Whole times per second. */
  RATE,
  /** A random time. */
  RANDOM,
  /** The devices of a machine. */
  DEVICES,
  /** How a guest's devices look to it. */
  DEVICE_MODEL,
  /** What a guest does with its memory. */
  PAGES,
  /** Which pages a guest writes to. */
  WRITES,
  /** A percentage. */
  PERCENT,
  /** How a guest's memory gets to another host. */
  MIGRATION_WAY,
  /** How fast it is sent. */
  MIGRATION_RATE,
  /** What becomes of a migration that does not converge. */
  MIGRATION_END,
  /** The word {@code finished}. */
  FINISHED,
  /** A list of pCPUs: {@code 0-3,6}. */
  CPUS,
  /** A preset's name, or sockets, cores, threads and clock. */
  CPU,
  /** A platform's name. */
  PLATFORM,
  /** Which of a platform's assists there are. */
  ASSISTS,
  /** What a workload does all the time, by rate. */
  OPERATIONS,
  /** A policy's name, or the name with parameters. */
  SCHEDULER,
  /** The same for the pCPUs of a host, of which it may give away whole cores. */
  HOST_SCHEDULER,
  /** What a guest says to single policies. */
  SCHEDULING,
  /** The driver domain. */
  DOMAIN0,
  /** Which effects of the machine's build there are. */
  EFFECTS,
  /** Settings of KVM. */
  KVM,
  /** What may be promised beyond what there is. */
  OVERCOMMIT,
  /** The guest's own system. */
  OS,
  /** What becomes of timer ticks that a guest could not take. */
  LOST_TICKS,
  /** How a guest accounts CPU time. */
  ACCOUNTING,
  /** A list of workloads. */
  WORKLOADS,
  /** A list of groups. */
  GROUPS,
  /** A list of guests. */
  GUESTS,
  /** A list of hosts. */
  HOSTS,
  /** A list of events. */
  EVENTS,
  /** Paths with values. */
  SETTINGS
}
