package org.coremux.scenario;

import java.util.List;
import java.util.Optional;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.ScenarioPath.Step;

/**
 * Which paths a {@code set} may name: of all that {@code --set} takes those that can change while a
 * scenario runs.
 */
final class EventSettings {
  private static final List<String> OF_GUEST = List.of("weight", "cap", "affinity");
  private static final List<String> OF_GROUP = List.of("weight", "cap");
  private static final List<String> OF_DOMAIN0 = List.of("weight", "affinity");

  private final Catalogue catalogue;
  private final Mapping root;

  /** Those of a scenario that is {@code root}. */
  EventSettings(Catalogue catalogue, Mapping root) {
    this.catalogue = catalogue;
    this.root = root;
  }

  /** Whether it may change during a run; that it is there is checked when it is changed. */
  boolean allows(ScenarioPath path) {
    List<Step> steps = path.steps();
    String first = name(steps, 0);
    if (first.equals("hosts")) {
      return steps.size() == 4
          && name(steps, 2).equals("domain0")
          && OF_DOMAIN0.contains(name(steps, 3));
    }
    return first.equals("guests") && steps.size() > 2 && ofGuest(steps, 2);
  }

  private boolean ofGuest(List<Step> steps, int at) {
    return switch (name(steps, at)) {
      case "guests" -> steps.size() > at + 2 && ofGuest(steps, at + 2);
      case "groups" -> steps.size() > at + 2 && ofGroup(steps, at + 2);
      case "workload" -> ofWorkload(steps, at + 1);
      default -> steps.size() == at + 1 && OF_GUEST.contains(name(steps, at));
    };
  }

  private boolean ofGroup(List<Step> steps, int at) {
    return switch (name(steps, at)) {
      case "groups" -> steps.size() > at + 2 && ofGroup(steps, at + 2);
      case "workload" -> ofWorkload(steps, at + 1);
      default -> steps.size() == at + 1 && OF_GROUP.contains(name(steps, at));
    };
  }

  /** {@code at} is the step that says which workload it is. */
  private boolean ofWorkload(List<Step> steps, int at) {
    if (steps.size() < at + 2) {
      return false;
    }
    Node node = root;
    for (Step step : steps.subList(0, at + 1)) {
      node = node == null ? null : Overrides.child(node, step);
    }
    if (!(node instanceof Mapping workload) || !(workload.value("kind") instanceof Scalar kind)) {
      return true; // it is said that there is none when it is to be changed
    }
    Optional<Catalogue.Workload> entry = Catalogue.find(catalogue.workloads(), kind.text());
    return entry.isPresent()
        && entry.get().parameters().stream()
            .anyMatch(p -> p.changes() && p.name().equals(name(steps, at + 1)));
  }

  private static String name(List<Step> steps, int at) {
    return at < steps.size() && steps.get(at).name() != null ? steps.get(at).name() : "";
  }

  /** What is allowed, for messages. */
  String allowed() {
    StringBuilder text =
        new StringBuilder(
            "weight, cap and affinity of a guest, weight and cap of a group in it,"
                + " hosts.NAME.domain0.weight and .affinity");
    for (Catalogue.Workload kind : catalogue.workloads()) {
      List<String> names =
          kind.parameters().stream().filter(Parameter::changes).map(Parameter::name).toList();
      if (!names.isEmpty()) {
        text.append(", of a workload `").append(kind.name()).append("` ");
        text.append(String.join(" and ", names));
      }
    }
    return text.toString();
  }
}
