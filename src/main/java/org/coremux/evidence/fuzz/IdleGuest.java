package org.coremux.evidence.fuzz;

import java.util.Optional;
import java.util.function.Function;
import org.coremux.experiment.Inspector;
import org.coremux.hypervisor.Host;
import org.coremux.mux.TraceHash;
import org.coremux.scenario.EffectiveScenario;
import org.coremux.scenario.HostSpec;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;

/**
 * Whether others do the same beside one more guest, the last of all, which every policy has been
 * told of and which never wakes: the law of idle guest neutrality.
 *
 * <p>Source: schedulers.md, section 21. Not under policies whose {@link Laws} say that they count
 * who is there; not where guests move, as they are numbered after it, or where hosts take memory
 * back.
 */
final class IdleGuest {
  /** One case in so many: two more runs each. Source: assumed. */
  private static final int ONE_IN = 4;

  /** It would start now, and the runs end a nanosecond before. Unit: ns before the end. */
  private static final long BEFORE_END_NS = 1;

  private static final String EVENTS = "\nevents:";

  private final Plugins plugins;
  private final Laws laws;

  IdleGuest(Plugins plugins, Laws laws) {
    this.plugins = plugins;
    this.laws = laws;
  }

  /** Whether the law is known to hold there, and the case is one of those that are looked at. */
  boolean isLookedAt(Scenario scenario) {
    return scenario.seed() % ONE_IN == 0
        && !scenario.isUntilFinished()
        && scenario.events().stream().noneMatch(event -> event.action().equals("migrate"))
        && scenario.hosts().stream().allMatch(this::isDeaf);
  }

  private boolean isDeaf(HostSpec host) {
    return laws.of(host.scheduler().name()).isDeafToIdle() && host.overcommit().isEmpty();
  }

  /** What is wrong; empty when nothing is, or there is no room for another guest. */
  Optional<String> problem(Scenario scenario, Function<String, Scenario> reader) {
    String text = EffectiveScenario.yaml(scenario, plugins.catalogue());
    long endNs = scenario.endNsMax();
    int at = text.indexOf(EVENTS);
    int before = at < 0 ? text.length() : at + 1;
    String more =
        text.substring(0, before)
            + "  - {name: idle-too, vcpus: 1, memory: 1 MiB, workload: [{kind: compute}], start: "
            + ValueWriter.time(endNs - BEFORE_END_NS)
            + "}\n"
            + text.substring(before);
    Scenario with;
    try {
      with = reader.apply(more);
    } catch (ScenarioException noRoom) {
      return Optional.empty();
    }
    long untilNs = endNs - BEFORE_END_NS - 1;
    return hash(scenario, untilNs) == hash(with, untilNs)
        ? Optional.empty()
        : Optional.of("law of idle guests: beside one more that never wakes others do otherwise");
  }

  private long hash(Scenario scenario, long untilNs) {
    Inspector inspector = new Inspector(scenario, plugins);
    inspector.runTo(untilNs);
    long hash = 0;
    for (Host host : inspector.model().hosts()) {
      hash = TraceHash.combine(hash, host.traceHash());
    }
    return hash;
  }
}
