package org.coremux.evidence.fuzz;

import java.util.List;
import java.util.Optional;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.scenario.GuestSpec;
import org.coremux.scenario.HostSpec;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.WorkloadSpec;

/**
 * Whether hogs got their shares, in a contest: guests of one vCPU that compute for ever, on one
 * pCPU under a policy with its own settings. Of any other scenario nothing is said.
 */
final class ShareCheck {
  /** Beside a law's own bound, for what hosts do themselves. Source: assumed; a fiftieth. */
  private static final int PART = 50;

  /** The shortest contest: shorter ones are all transients. Unit: ns. Source: assumed. */
  private static final long SHORTEST_NS = 900_000_000;

  /** How far a capped hog may be above its cap. Unit: ns. Source: assumed: a period. */
  private static final long CAP_SLACK_NS = 110_000_000;

  private static final long HUNDREDTHS = 10_000;

  private ShareCheck() {}

  /** What is wrong; empty when nothing is, or no law is known. */
  static Optional<String> of(Scenario scenario, Laws laws, RunResult result) {
    if (!isContest(scenario)) {
      return Optional.empty();
    }
    List<GuestSpec> specs = scenario.guests();
    String policy = scenario.hosts().get(0).scheduler().name();
    boolean isCapped = specs.stream().anyMatch(spec -> spec.cap() > 0);
    return isCapped ? caps(policy, specs, result) : shares(policy, specs, laws, result);
  }

  private static boolean isContest(Scenario scenario) {
    if (scenario.hosts().size() != 1
        || !scenario.events().isEmpty()
        || scenario.isUntilFinished()
        || scenario.measuredNsMax() < SHORTEST_NS) {
      return false;
    }
    HostSpec host = scenario.hosts().get(0);
    return host.cpu().pcpus() == 1
        && host.background().isEmpty()
        && host.overcommit().isEmpty()
        && host.assists().isEmpty()
        && !host.platform().contains("dedicated")
        && isUsual(host)
        && scenario.guests().stream().allMatch(ShareCheck::isHog);
  }

  private static boolean isUsual(HostSpec host) {
    return host.scheduler().parameters().declared().stream()
        .allMatch(
            parameter -> {
              Object value = host.scheduler().parameters().orNull(parameter.name());
              return value == null || value.equals(parameter.standard());
            });
  }

  private static boolean isHog(GuestSpec guest) {
    if (guest.vcpus() != 1
        || guest.copies() != 1
        || guest.isHost()
        || !guest.isGroup()
        || !guest.groups().isEmpty()
        || !guest.scheduling().isEmpty()
        || guest.pages().isPresent()
        || guest.startNs() != 0
        || guest.stopNs() != GuestSpec.NEVER
        || guest.workload().size() != 1) {
      return false;
    }
    WorkloadSpec workload = guest.workload().get(0);
    return workload.kind().equals("compute")
        && workload.threads() == 1
        && workload.operations().ratesPerSecond().isEmpty()
        && workload.workingSetBytes() == 0
        && workload.parameters().orNull("work") == null;
  }

  private static Optional<String> caps(String policy, List<GuestSpec> specs, RunResult result) {
    for (int i = 0; i < specs.size(); i++) {
      GuestResult guest = result.guests().get(i);
      long capNs = result.durationNs() / HUNDREDTHS * specs.get(i).cap();
      if (capNs > 0 && guest.time().runningNs() > capNs + CAP_SLACK_NS) {
        return Optional.of(
            "law of caps: %s lets %s run %d ns, and its cap comes to %d ns"
                .formatted(policy, guest.name(), guest.time().runningNs(), capNs));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> shares(
      String policy, List<GuestSpec> specs, Laws laws, RunResult result) {
    Laws.Law law = laws.of(policy);
    boolean areEqual = specs.stream().mapToInt(GuestSpec::weight).distinct().count() == 1;
    if (law.shares() == Laws.Shares.NONE
        || law.shares() == Laws.Shares.WEIGHTED_IF_EQUAL && !areEqual) {
      return Optional.empty();
    }
    boolean looks = law.shares() != Laws.Shares.EQUAL;
    long weights = 0;
    long ranNs = 0;
    for (int i = 0; i < specs.size(); i++) {
      weights += looks ? specs.get(i).weight() : 1;
      ranNs += result.guests().get(i).time().runningNs();
    }
    for (int i = 0; i < specs.size(); i++) {
      GuestResult guest = result.guests().get(i);
      long shareNs = ranNs / weights * (looks ? specs.get(i).weight() : 1);
      long offNs = Math.abs(guest.time().runningNs() - shareNs);
      if (offNs > law.shareNs() + result.durationNs() / PART) {
        return Optional.of(
            "law of shares: under %s %s ran %d ns, and its share is %d ns"
                .formatted(policy, guest.name(), guest.time().runningNs(), shareNs));
      }
    }
    return Optional.empty();
  }
}
