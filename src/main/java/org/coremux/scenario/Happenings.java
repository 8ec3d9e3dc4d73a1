package org.coremux.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.GuestOs;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.GuestSetup;
import org.coremux.hypervisor.Host;
import org.coremux.hypervisor.Migration;
import org.coremux.hypervisor.MigrationRules;
import org.coremux.mux.Group;

/**
 * What happens to a model at its times: the events of its scenario, each armed where it happens.
 *
 * <p>Events of one instant happen in the order of the file, after guests that start or stop by
 * their own keys then, and before everything else.
 */
final class Happenings {
  private final Model model;
  private final Map<Guest, List<Group>> groups;
  private final Plugins plugins;

  private final Map<Migration, EventSpec> migrations = new LinkedHashMap<>();

  /** What hosts and guests are when the next event happens. */
  private EventSpec.Changed now;

  /** Where guests are by then that have moved. */
  private final Map<Guest, Host> whereabouts = new HashMap<>();

  /** What an event does, by the site at which it does that. */
  private Map<Site, List<LongConsumer>> deeds = new LinkedHashMap<>();

  /**
   * @param groups the containers of each guest: each before those in it, in the order of the file
   */
  Happenings(Model model, Map<Guest, List<Group>> groups, Plugins plugins) {
    this.model = model;
    this.groups = groups;
    this.plugins = plugins;
    now = new EventSpec.Changed(model.scenario().hosts(), model.scenario().guests());
  }

  /** Arms all events. */
  void arm() {
    for (EventSpec event : model.scenario().eventsInOrder()) {
      deeds = new LinkedHashMap<>();
      if (event.changed().isPresent()) {
        set(event.changed().get());
      } else {
        happen(event);
      }
      deeds.forEach(
          (site, all) ->
              site.arm(new Timer(at -> all.forEach(deed -> deed.accept(at))), event.atNs()));
    }
  }

  /** What could not be done so far, a line for each. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    migrations.forEach(
        (migration, event) -> {
          if (!migration.failure().isEmpty()) {
            failures.add(
                "events: at %s, migrate %s to %s: %s"
                    .formatted(
                        SpecReader.time(event.atNs()),
                        event.target(),
                        event.to(),
                        migration.failure()));
          }
        });
    return failures;
  }

  private void at(Host host, LongConsumer deed) {
    deeds.computeIfAbsent(host.site(), site -> new ArrayList<>()).add(deed);
  }

  private void happen(EventSpec event) {
    Expansion expansion = model.expansion();
    if (event.action().equals("fail")) {
      for (Expansion.Host named : expansion.hostsNamed(event.target())) {
        Host host = model.hosts().get(expansion.hosts().indexOf(named));
        at(host, time -> host.fail());
      }
    }
    for (Expansion.Guest named : expansion.guestsNamed(event.target())) {
      Model.Placed placed = model.guests().get(expansion.guests().indexOf(named));
      Host host = model.hosts().get(placed.host());
      boolean moves = event.action().equals("migrate");
      at(host, moves ? migration(event, placed) : deed(event, placed.guest()));
    }
  }

  private LongConsumer migration(EventSpec event, Model.Placed placed) {
    Expansion.Host named = model.expansion().hostsNamed(event.to()).get(0);
    Host to = model.hosts().get(model.expansion().hosts().indexOf(named));
    Guest guest = placed.guest();
    Host from = whereabouts.getOrDefault(guest, model.hosts().get(placed.host()));
    whereabouts.put(guest, to);
    boolean isXen = from.setup().platform().traits().hasDomain0();
    MigrationRules usual = isXen ? MigrationRules.XEN : MigrationRules.QEMU;
    Migration.Trip trip = new Migration.Trip(guest, from, to);
    Migration migration = model.migrate(trip, event.migration().over(usual));
    migrations.put(migration, event);
    return migration::begin;
  }

  private static LongConsumer deed(EventSpec event, Guest guest) {
    return switch (event.action()) {
      case "pause" -> time -> guest.pause();
      case "resume" -> time -> guest.resume();
      case "stop" -> time -> guest.shutDown();
      case "fail" -> time -> guest.fail();
      default -> throw new IllegalArgumentException("there is no event " + event.action());
    };
  }

  // ---- set ----

  private void set(EventSpec.Changed then) {
    List<HostSpec> before = now.hosts();
    for (int i = 0; i < model.hosts().size(); i++) {
      int entry = model.expansion().hosts().get(i).entry();
      set(model.hosts().get(i), before.get(entry), then.hosts().get(entry));
    }
    List<GuestSpec> entriesBefore = Scenario.entries(now.guests());
    List<GuestSpec> entriesThen = Scenario.entries(then.guests());
    for (Model.Placed placed : model.guests()) {
      new GuestChange(placed)
          .between(entriesBefore.get(placed.entry()), entriesThen.get(placed.entry()));
    }
    now = then;
  }

  private void set(Host host, HostSpec before, HostSpec then) {
    if (!before.domain0().equals(then.domain0())) {
      Domain0Spec domain0 = then.domain0().orElseThrow();
      GuestSetup.Share share =
          GuestSetup.Share.of(domain0.weight(), Model.mask(domain0.affinity()));
      at(host, time -> host.domain0().share(share, true));
    }
  }

  /** What becomes another of one guest; its workloads and groups are met as they were installed. */
  private final class GuestChange {
    private final Guest guest;
    private final Host host;
    private int workload;
    private int group;

    GuestChange(Model.Placed placed) {
      guest = placed.guest();
      host = model.hosts().get(placed.host());
    }

    void between(GuestSpec before, GuestSpec then) {
      GuestSetup.Share share = Model.share(then);
      if (!share.equals(Model.share(before))) {
        boolean mayBeOnItsWay = whereabouts.containsKey(guest);
        at(host, time -> guest.share(share, !mayBeOnItsWay || fits(then)));
      }
      workloads(before.workload(), then.workload());
      groups(before.groups(), then.groups());
    }

    /** What it says was checked for where it goes: it may not be there yet, or never get there. */
    private boolean fits(GuestSpec then) {
      Expansion all = model.expansion();
      MigrationChecks checks = new MigrationChecks(all, plugins.catalogue(), Map.of());
      int on = model.hosts().indexOf(guest.host());
      return checks.settings(then, all.hosts().get(on).spec()).isEmpty();
    }

    private void workloads(List<WorkloadSpec> before, List<WorkloadSpec> then) {
      for (int i = 0; i < then.size(); i++) {
        int index = workload++;
        WorkloadSpec spec = then.get(i);
        if (!spec.written().equals(before.get(i).written())) {
          at(host, time -> guest.changed(index, spec.parameters(), time));
        }
      }
    }

    private void groups(List<GroupSpec> before, List<GroupSpec> then) {
      for (int i = 0; i < then.size(); i++) {
        Group own = groups.get(guest).get(group++);
        GroupSpec spec = then.get(i);
        if (spec.weight() != before.get(i).weight() || spec.cap() != before.get(i).cap()) {
          GuestOs os = guest.os();
          Group.Quota quota = Model.quota(spec);
          at(host, time -> os.multiplexer().changes().share(own, spec.weight(), quota));
        }
        workloads(before.get(i).workload(), spec.workload());
        groups(before.get(i).groups(), spec.groups());
      }
    }
  }
}
