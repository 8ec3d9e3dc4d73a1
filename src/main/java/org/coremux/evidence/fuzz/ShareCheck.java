package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameters;
import org.coremux.engine.Step;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.scenario.Expansion;
import org.coremux.scenario.GuestSpec;
import org.coremux.scenario.HostSpec;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.SchedulerSpec;
import org.coremux.scenario.WorkloadSpec;

/**
 * Whether guests got what is theirs. In a contest - guests of one vCPU on one pCPU, under a policy
 * with its own settings, each of which computes all the time that is measured, whatever it did
 * before, or idles all the time - that is the share of each hog, or what it has reserved where all
 * of it fits; anywhere no more than its cap.
 */
final class ShareCheck {
  /** Beside a law's own bound, for what hosts do themselves. Source: assumed; a fiftieth. */
  private static final int PART = 50;

  /** The shortest contest: shorter ones are all transients. Unit: ns. Source: assumed. */
  private static final long SHORTEST_NS = 900_000_000;

  /** How far a capped hog may be above its cap. Unit: ns. Source: assumed: a period. */
  private static final long CAP_SLACK_NS = 110_000_000;

  /** What may be reserved of a pCPU. Source: assumed; the rest is for what the host does. */
  private static final double FULL = 0.9;

  private static final long HUNDREDTHS = 10_000;

  /** So many standard deviations are not luck: once in 500 million guests. */
  private static final double DEVIATIONS = 6;

  private ShareCheck() {}

  /** What is wrong; empty when nothing is, or no law is known. */
  static Optional<String> of(Scenario scenario, Laws laws, RunResult result) {
    Optional<String> beyond = caps(scenario, result);
    if (beyond.isPresent() || !isContest(scenario)) {
      return beyond;
    }
    List<Hog> hogs = new ArrayList<>();
    for (int i = 0; i < scenario.guests().size(); i++) {
      if (!isIdle(scenario.guests().get(i), scenario)) {
        hogs.add(new Hog(scenario.guests().get(i), result.guests().get(i)));
      }
    }
    String policy = scenario.hosts().get(0).scheduler().name();
    if (hogs.stream().anyMatch(hog -> hog.spec().cap() > 0)) {
      return Optional.empty();
    }
    Optional<Laws.Reserved> reserved = Laws.reservedBy(policy);
    Optional<String> floor = Laws.floorBy(policy);
    if (reserved.isPresent()) {
      return reserved(policy, hogs, reserved.get(), result.durationNs());
    }
    Laws.Law law = laws.of(policy);
    if (floor.isPresent() && hogs.stream().anyMatch(hog -> !hog.spec().scheduling().isEmpty())) {
      return floors(policy, hogs, floor.get(), law.shareNs(), result.durationNs());
    }
    return shares(scenario.hosts().get(0), hogs, law, result.durationNs());
  }

  /** A guest of a contest that computes for ever, with what it got. */
  private record Hog(GuestSpec spec, GuestResult got) {
    long ranNs() {
      return got.time().runningNs();
    }

    boolean slept() {
      return spec.workload().get(0).kind().equals("program");
    }
  }

  // ---- caps ----

  /** Nobody runs more than its cap, whatever else there is, if that does not change. */
  private static Optional<String> caps(Scenario scenario, RunResult result) {
    boolean isSet = scenario.events().stream().anyMatch(event -> event.action().equals("set"));
    if (isSet || scenario.hosts().stream().anyMatch(host -> !isUsual(host))) {
      return Optional.empty();
    }
    long aheadNs = scenario.hosts().stream().mapToLong(ShareCheck::aheadNs).max().orElse(0);
    for (Expansion.Guest guest : scenario.expanded().guests()) {
      GuestSpec spec = guest.spec();
      long capNs = result.durationNs() / HUNDREDTHS * spec.cap();
      long ranNs = result.guest(guest.name()).orElseThrow().time().runningNs();
      long mostNs = capNs + aheadNs / HUNDREDTHS * spec.cap() + spec.vcpus() * CAP_SLACK_NS;
      boolean isBesideCaps =
          spec.scheduling().stream().anyMatch(to -> Laws.reservesBesideCaps(to.name()));
      if (guest.outer() < 0 && capNs > 0 && ranNs > mostNs && !isBesideCaps) {
        return Optional.of(
            "law of caps: %s runs %d ns, and its cap comes to %d ns"
                .formatted(guest.name(), ranNs, capNs));
      }
    }
    return Optional.empty();
  }

  /** How far ahead of its cap one may be, under a policy that lets it. */
  private static long aheadNs(HostSpec host) {
    Parameters its = host.scheduler().parameters();
    return its.declares(Laws.AHEAD_OF_CAP) ? its.durationNs(Laws.AHEAD_OF_CAP) : 0;
  }

  // ---- contests ----

  /** Whether it is one, of which it is known who gets what. */
  static boolean isContest(Scenario scenario) {
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
        && scenario.guests().stream()
            .allMatch(guest -> isHog(guest, scenario) || isIdle(guest, scenario));
  }

  /** As the policy is without settings, but for shorter turns, which bring shares closer. */
  private static boolean isUsual(HostSpec host) {
    return host.scheduler().parameters().declared().stream()
        .allMatch(
            parameter -> {
              Object value = host.scheduler().parameters().orNull(parameter.name());
              return value == null
                  || value.equals(parameter.standard())
                  || parameter.name().equals(ContestWriter.QUANTUM)
                      && (Long) value < (Long) parameter.standard();
            });
  }

  /** It computes whenever it is measured; it may have slept before. */
  private static boolean isHog(GuestSpec guest, Scenario scenario) {
    if (!isPlain(guest)) {
      return false;
    }
    Parameters its = guest.workload().get(0).parameters();
    return switch (guest.workload().get(0).kind()) {
      case "compute" -> its.orNull("work") == null;
      case "program" -> {
        List<Step> steps = its.steps("steps");
        yield steps.size() == 2
            && isLong(steps.get(0), Step.Kind.SLEEP, 1)
            && steps.get(0).amount().meanNs() < scenario.warmupNs()
            && isLong(steps.get(1), Step.Kind.COMPUTE, 2 * scenario.measuredNsMax());
      }
      default -> false;
    };
  }

  /** It boots, and sleeps for longer than the run. */
  private static boolean isIdle(GuestSpec guest, Scenario scenario) {
    return isPlain(guest)
        && guest.workload().get(0).kind().equals("program")
        && isLong(
            guest.workload().get(0).parameters().steps("steps").get(0),
            Step.Kind.SLEEP,
            2 * scenario.endNsMax());
  }

  private static boolean isLong(Step step, Step.Kind kind, long ns) {
    return step.kind() == kind
        && step.amount().kind() == Distribution.Kind.CONSTANT
        && step.amount().meanNs() >= ns;
  }

  private static boolean isPlain(GuestSpec guest) {
    if (guest.vcpus() != 1
        || guest.copies() != 1
        || guest.isHost()
        || !guest.isGroup()
        || !guest.groups().isEmpty()
        || guest.pages().isPresent()
        || guest.startNs() != 0
        || guest.stopNs() != GuestSpec.NEVER
        || guest.workload().size() != 1) {
      return false;
    }
    WorkloadSpec workload = guest.workload().get(0);
    return workload.threads() == 1
        && workload.operations().ratesPerSecond().isEmpty()
        && workload.workingSetBytes() == 0;
  }

  /** Where all that is reserved fits, each gets it. */
  private static Optional<String> reserved(
      String policy, List<Hog> hogs, Laws.Reserved by, long durationNs) {
    double all = 0;
    for (Hog hog : hogs) {
      Optional<Parameters> said = said(policy, hog.spec());
      if (said.isEmpty()) {
        return Optional.empty();
      }
      all += (double) said.get().durationNs(by.budget()) / said.get().durationNs(by.period());
    }
    for (Hog hog : hogs) {
      Parameters said = said(policy, hog.spec()).orElseThrow();
      long periodNs = said.durationNs(by.period());
      long dueNs = durationNs / periodNs * said.durationNs(by.budget());
      if (all <= FULL && hog.ranNs() < dueNs - 2 * periodNs - durationNs / PART) {
        return Optional.of(
            "law of reservations: under %s %s ran %d ns, and it has reserved %d ns"
                .formatted(policy, hog.got().name(), hog.ranNs(), dueNs));
      }
    }
    return Optional.empty();
  }

  /** Each gets the part of the pCPU of which it is certain, as all of that fits. */
  private static Optional<String> floors(
      String policy, List<Hog> hogs, String floor, long slackNs, long durationNs) {
    long all = 0;
    for (Hog hog : hogs) {
      all += said(policy, hog.spec()).map(its -> its.percent(floor)).orElse(0L);
    }
    for (Hog hog : hogs) {
      long hundredths = said(policy, hog.spec()).map(its -> its.percent(floor)).orElse(0L);
      long dueNs = durationNs / HUNDREDTHS * hundredths;
      if (all <= FULL * HUNDREDTHS && hog.ranNs() < dueNs - slackNs - durationNs / PART) {
        return Optional.of(
            "law of reservations: under %s %s ran %d ns, and it is certain of %d ns"
                .formatted(policy, hog.got().name(), hog.ranNs(), dueNs));
      }
    }
    return Optional.empty();
  }

  private static Optional<Parameters> said(String policy, GuestSpec guest) {
    return guest.scheduling().stream()
        .filter(to -> to.name().equals(policy))
        .map(SchedulerSpec::parameters)
        .findFirst();
  }

  private static Optional<String> shares(
      HostSpec host, List<Hog> hogs, Laws.Law law, long durationNs) {
    boolean areEqual = hogs.stream().mapToInt(hog -> hog.spec().weight()).distinct().count() == 1;
    if (law.shares() == Laws.Shares.NONE
        || law.shares() == Laws.Shares.WEIGHTED_IF_EQUAL && !areEqual
        || hogs.stream().anyMatch(hog -> !hog.spec().scheduling().isEmpty())) {
      return Optional.empty();
    }
    boolean looks = law.shares() != Laws.Shares.EQUAL;
    long weights = 0;
    long ranNs = 0;
    for (Hog hog : hogs) {
      weights += looks ? hog.spec().weight() : 1;
      ranNs += hog.ranNs();
    }
    long slackNs = law.shareNs() + luckNs(law, host, durationNs) + savedNs(host, hogs);
    for (Hog hog : hogs) {
      long shareNs = ranNs / weights * (looks ? hog.spec().weight() : 1);
      if (Math.abs(hog.ranNs() - shareNs) > slackNs + durationNs / PART) {
        return Optional.of(
            "law of shares: under %s %s ran %d ns, and its share is %d ns"
                .formatted(host.scheduler().name(), hog.got().name(), hog.ranNs(), shareNs));
      }
    }
    return Optional.empty();
  }

  /** What one may have saved up while it slept, under a policy that lets it. */
  private static long savedNs(HostSpec host, List<Hog> hogs) {
    Optional<String> quanta = Laws.savedQuantaBy(host.scheduler().name());
    if (quanta.isEmpty() || hogs.stream().noneMatch(Hog::slept)) {
      return 0;
    }
    Parameters its = host.scheduler().parameters();
    return its.intCount(quanta.get()) * its.durationNs(ContestWriter.QUANTUM);
  }

  /** How far luck may take one from its share: one of a half is the farthest from it. */
  private static long luckNs(Laws.Law law, HostSpec host, long durationNs) {
    if (law.shares() != Laws.Shares.DRAWN) {
      return 0;
    }
    double quantumNs = host.scheduler().parameters().durationNs(ContestWriter.QUANTUM);
    return (long) (DEVIATIONS / 2 * StrictMath.sqrt(durationNs * quantumNs));
  }
}
