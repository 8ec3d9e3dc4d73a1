package org.coremux.hypervisor;

import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Timer;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;

record MigrationRun(Model model, Migration migration, RunResult result) {
  static MigrationRun of(String text, MigrationRules rules, long atNs, boolean checked) {
    Plugins plugins = Plugins.installed();
    Model model =
        new Model(
            new ScenarioReader(plugins.catalogue()).read(text, Path.of(""), List.of()),
            plugins,
            new Model.Options(0, checked));
    Host a = model.hosts().get(0);
    Host b = model.hosts().get(1);
    Migration m =
        new Migration(
            model.simulation(), new Migration.Trip(model.guests().get(0).guest(), a, b), rules);
    a.site().arm(new Timer(m::begin), atNs);
    return new MigrationRun(model, m, new Run(model).toEnd());
  }

  void print() {
    double st = migration.startNs() / 1e9;
    for (Migration.Round r : migration.rounds()) {
      System.out.printf(
          "  %.3f s: %.1f MB at %.0f Mbit/s (meant %.0f) in %.3f s, dirtied %.1f MB%n",
          r.startNs() / 1e9 - st,
          r.sentBytes() / 1e6,
          r.sentBytes() * 8e3 / r.ns(),
          r.bitsPerSecond() / 1e6,
          r.ns() / 1e9,
          r.dirtiedBytes() / 1e6);
    }
    System.out.printf(
        "  %s (%s): total %.3f s, downtime %.1f ms, sent %.1f MB, faults %d (%.3f s)%n",
        migration.outcome(),
        migration.why(),
        (migration.endNs() - migration.startNs()) / 1e9,
        (migration.resumedNs() - migration.stoppedNs()) / 1e6,
        migration.sentBytes() / 1e6,
        migration.faults(),
        migration.faultNs() / 1e9);
  }

  public static void main(String[] args) {
    String text =
        """
        scenario: t
        duration: %s
        hosts:
          - {name: a, cpu: {sockets: 2, cores: 1, clock: 2 GHz}, memory: 2 GiB, platform: %s, devices: {link: 1 Gbit/s}}
          - {name: b, cpu: {sockets: 2, cores: 1, clock: 2 GHz}, memory: 2 GiB, platform: %s, devices: {link: 1 Gbit/s}}
        guests:
          - name: web
            host: a
            vcpus: 1
            memory: 800 MiB
            pages: {touched: %s, active: 100 MiB, writes: {hot: %s, hotRate: 40_000/s, rate: %s/s}}
            workload: [{kind: compute}]
        """;
    long t0 = System.nanoTime();
    MigrationRun r =
        of(
            text.formatted("90 s", "xen-2003", "xen-2003", "645 MiB", "16 MiB", 560),
            MigrationRules.XEN,
            1_000_000_000,
            args.length > 0);
    r.print();
    System.out.println(r.result().guests().get(0));
    r.result().hosts().forEach(System.out::println);
    System.out.println(
        (System.nanoTime() - t0) / 1e9 + " s, events " + r.model().simulation().events());
    t0 = System.nanoTime();
    of(
            text.formatted("20 s", "kvm", "kvm", "645 MiB", "16 MiB", 560),
            MigrationRules.QEMU,
            1_000_000_000,
            args.length > 0)
        .print();
    System.out.println((System.nanoTime() - t0) / 1e9);
    MigrationRules x = MigrationRules.XEN;
    of(
            text.formatted("20 s", "kvm", "kvm", "645 MiB", "16 MiB", 560),
            new MigrationRules(
                MigrationRules.By.POST_COPY,
                x.rate(),
                x.stop(),
                x.limit(),
                x.slowdown(),
                x.resumeNs()),
            1_000_000_000,
            args.length > 0)
        .print();
    of(
            text.formatted("20 s", "xen", "xen", "645 MiB", "16 MiB", 560),
            new MigrationRules(
                MigrationRules.By.STOP_AND_COPY,
                x.rate(),
                x.stop(),
                x.limit(),
                x.slowdown(),
                x.resumeNs()),
            1_000_000_000,
            args.length > 0)
        .print();
  }
}
