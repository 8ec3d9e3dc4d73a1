package org.coremux.scenario;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/**
 * Which events a policy acts upon: those that every policy must, and those with a default that it
 * has its own answer to.
 *
 * @param required the events that every policy answers
 * @param own the others that this one answers
 * @param standard the others, which it leaves as they are
 */
public record PolicyEvents(List<String> required, List<String> own, List<String> standard) {
  /** The smallest machine that a policy can be made for. */
  private static final String MACHINE =
      """
      scenario: events
      duration: 1 ms
      hosts: [{name: node, cpu: {cores: 1}, memory: 1 GiB, platform: xen, scheduler: %s}]
      guests: [{name: one, vcpus: 1, memory: 16 MiB, workload: [{kind: compute}]}]
      """;

  public PolicyEvents {
    required = List.copyOf(required);
    own = List.copyOf(own);
    standard = List.copyOf(standard);
  }

  /** Of a policy, which is made once for it; empty for one that cannot be made without settings. */
  public static Optional<PolicyEvents> of(SchedulerProvider provider, Plugins plugins) {
    List<Scheduler> made = new ArrayList<>();
    Model.PolicyObserver first =
        (pool, create) -> {
          made.add(create.apply(pool));
          return made.get(made.size() - 1);
        };
    try {
      String text = MACHINE.formatted(YamlText.quoted(provider.name()));
      Scenario scenario = new ScenarioReader(plugins.catalogue()).read(text, "events", Path.of(""));
      new Model(scenario, plugins, Model.Options.NORMAL.with(first));
    } catch (ScenarioException needsSettings) {
      return Optional.empty();
    }
    return Optional.of(of(made.get(0).getClass()));
  }

  private static PolicyEvents of(Class<? extends Scheduler> policy) {
    Set<String> required = new TreeSet<>(); // reflection promises no order
    Set<String> own = new TreeSet<>();
    Set<String> standard = new TreeSet<>();
    for (Method event : Scheduler.class.getMethods()) {
      if (!event.isDefault()) {
        required.add(event.getName());
      } else {
        (isOwn(policy, event) ? own : standard).add(event.getName());
      }
    }
    standard.removeAll(own); // one that is told of groups, too, and answers one of both
    return new PolicyEvents(List.copyOf(required), List.copyOf(own), List.copyOf(standard));
  }

  private static boolean isOwn(Class<? extends Scheduler> policy, Method event) {
    try {
      return !policy
          .getMethod(event.getName(), event.getParameterTypes())
          .getDeclaringClass()
          .equals(Scheduler.class);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
