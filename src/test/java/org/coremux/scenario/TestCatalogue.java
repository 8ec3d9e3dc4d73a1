package org.coremux.scenario;

import java.util.List;
import java.util.function.Predicate;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.platform.Assist;

/** What the scenarios of these tests may name. */
final class TestCatalogue {
  private static final String NO_GROUPS = "it has one queue for all";

  private static final long MS = 1_000_000L;
  private static final Range SPAN = Range.of(1, Limits.SPAN_MAX_NS);

  private TestCatalogue() {}

  static Catalogue catalogue() {
    return new Catalogue(schedulers(), workloads(), platforms(), cpus());
  }

  private static List<Catalogue.Scheduler> schedulers() {
    Parameter slice =
        Parameter.duration(
            "slice",
            10 * MS,
            Range.of(1_000, 1_000 * MS),
            "How long one runs when others wait",
            "assumed");
    return List.of(
        new Catalogue.Scheduler(
            "round-robin", "One queue, equal slices", List.of(slice), NO_GROUPS, NO_GROUPS),
        new Catalogue.Scheduler(
            "eevdf",
            "Linux's earliest eligible virtual deadline first",
            List.of(
                Parameter.choice(
                    "preset",
                    "latest",
                    List.of("6.6", "6.12", "latest"),
                    "The kernel whose defaults hold",
                    "schedulers.md 10.1"),
                Parameter.optionalDuration(
                    "baseSlice", Range.of(100_000, 100 * MS), "Slice before scaling"),
                Parameter.toggle(
                    "hrtick", false, "Whether slices end between ticks", "schedulers.md 10.1")),
            "",
            ""),
        new Catalogue.Scheduler(
            "credit2",
            "Xen's default: credits against weight",
            List.of(
                Parameter.duration(
                    "ratelimit",
                    MS,
                    Range.of(0, 500 * MS),
                    "Shortest time between preemptions",
                    "schedulers.md 2"),
                Parameter.count(
                    "maxCpusPerRunqueue",
                    16,
                    Range.of(1, 1024),
                    "pCPUs that share a run queue",
                    "schedulers.md 4.1"),
                Parameter.factor(
                    "balance",
                    1.0,
                    Range.of(0, 4_000_000),
                    "How unequal run queues may be",
                    "assumed"),
                Parameter.percent("headroom", 1_250, Range.of(0, 10_000), "Kept free", "assumed")),
            "Xen knows domains only",
            ""));
  }

  private static List<Catalogue.Workload> workloads() {
    Predicate<Parameters> never = p -> false;
    Predicate<Parameters> always = p -> true;
    return List.of(
        new Catalogue.Workload(
            "compute",
            "Computes, forever or an amount",
            List.of(Parameter.optionalWork("work", "How much; forever unless said")),
            p -> p.has("work")),
        new Catalogue.Workload(
            "periodic",
            "Computes a burst in every period",
            List.of(
                Parameter.requiredDuration("period", SPAN, "Between releases"),
                Parameter.requiredRandom("burst", 1, "Work of a release"),
                Parameter.optionalDuration(
                    "deadline", SPAN, "From release; the period unless said")),
            never),
        new Catalogue.Workload(
            "on-off",
            "Computes and sleeps in turns",
            List.of(
                Parameter.requiredRandom("burst", 1, "Work of a burst"),
                Parameter.requiredRandom("sleep", 0, "Time between bursts")),
            never),
        new Catalogue.Workload(
            "server",
            "Answers requests that arrive from outside",
            List.of(
                Parameter.requiredArrivals("arrivals", "When requests come"),
                Parameter.requiredService("service", 1, "Work of a request"),
                queue()),
            never),
        new Catalogue.Workload(
            "clients",
            "Answers clients that think between requests",
            List.of(
                Parameter.requiredCount("clients", Range.of(1, 1_000_000), "So many clients"),
                Parameter.requiredService("think", 0, "Between requests"),
                Parameter.requiredService("service", 1, "Work of a request"),
                queue()),
            never),
        new Catalogue.Workload(
            "batch",
            "Does jobs until all are done",
            List.of(
                Parameter.requiredCount("jobs", Range.of(1, 1_000_000_000), "So many jobs"),
                Parameter.requiredWork("work", "Work of a job"),
                Parameter.optionalArrivals(
                    "arrivals", "When jobs come; all at the start unless said")),
            always),
        new Catalogue.Workload(
            "trace",
            "Asks for what was recorded",
            List.of(
                Parameter.requiredFile("file", "A recording, or a folder of them"),
                Parameter.duration(
                    "grain",
                    10 * MS,
                    Range.of(1_000, 3_600_000 * MS),
                    "The period of the bursts",
                    "assumed"),
                Parameter.optionalText("column", "The column of a CSV")),
            always),
        new Catalogue.Workload(
            "program",
            "Does the steps that it is told",
            List.of(
                Parameter.requiredSteps("steps", "What to do, in order"),
                Parameter.optionalCount(
                    "repeat", Range.of(1, 1_000_000_000_000L), "How often; forever unless said")),
            p -> p.has("repeat")));
  }

  private static Parameter queue() {
    return Parameter.count(
        "queue",
        1_000_000,
        Range.of(1, 1_000_000_000),
        "Requests that may wait; others are dropped",
        "DESIGN 7");
  }

  private static List<Catalogue.Platform> platforms() {
    Catalogue.GuestDefaults linux = new Catalogue.GuestDefaults("eevdf", 4 * MS, true);
    return List.of(
        new Catalogue.Platform(
            "bare-metal",
            "One system, shared",
            "eevdf",
            new Catalogue.Traits(false, true, true, false, false, false),
            linux,
            SHARES,
            List.of()),
        new Catalogue.Platform(
            "bare-metal-dedicated",
            "Cores of one's own",
            "eevdf",
            new Catalogue.Traits(false, false, false, false, false, false),
            linux,
            SHARES,
            List.of()),
        new Catalogue.Platform(
            "xen",
            "Type 1 with a driver domain",
            "credit2",
            new Catalogue.Traits(true, false, false, true, true, false),
            linux,
            SHARES,
            List.of(new Assist("nestedPaging", true))),
        new Catalogue.Platform(
            "kvm",
            "vCPUs are threads of Linux",
            "eevdf",
            new Catalogue.Traits(false, true, true, true, true, true),
            linux,
            SHARES,
            List.of(new Assist("nestedPaging", true), new Assist("hugePages", false))),
        new Catalogue.Platform(
            "hosted",
            "A desktop hypervisor",
            "eevdf",
            new Catalogue.Traits(false, true, true, true, false, false),
            new Catalogue.GuestDefaults("eevdf", MS, false),
            SHARES,
            List.of()));
  }

  private static final Catalogue.Shares SHARES =
      new Catalogue.Shares() {
        @Override
        public String weightText(long weight) {
          return "shares = " + 4 * weight;
        }

        @Override
        public String capText(long capHundredths, int vcpus, long clockHz) {
          return "limit = " + clockHz / 10_000 * capHundredths / 1_000_000 + " MHz";
        }
      };

  private static List<Catalogue.Cpu> cpus() {
    return List.of(
        new Catalogue.Cpu("xeon-gold-6126", "Skylake-SP", 2, 12, 2, 2_600_000_000L),
        new Catalogue.Cpu("epyc-7543", "Milan", 2, 32, 2, 2_800_000_000L));
  }
}
