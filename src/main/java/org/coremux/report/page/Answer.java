package org.coremux.report.page;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.MigrationResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;
import org.coremux.report.Figure;
import org.coremux.report.Text;

/**
 * What a result says of who suffered, when and because of whom, in plain words.
 *
 * @param sentence the answer in one sentence
 * @param more sentences that go with it: migrations; when, the longest wait of another one,
 *     latencies; what locks cost
 */
record Answer(String sentence, List<String> more) {
  /** Below it nobody would notice. Unit: share of the wanted time. Source: assumed. */
  private static final double NOTICED = 0.0005;

  /** From then on instants are told in seconds. */
  private static final long LATE_NS = 10_000_000_000L;

  /** Who waited less than this part of all waiting is not who suffered. Source: assumed. */
  private static final long TOLD_PARTS = 20;

  /** So many migrations are told here; all are in a table. */
  private static final int MOVES = 3;

  Answer {
    more = List.copyOf(more);
  }

  /** Without an analysis nothing is said of when and because of whom. */
  static Answer of(RunResult result, Optional<WaitingAnalysis> waiting) {
    Answer answer = ofWaiting(result, waiting);
    List<String> more = new ArrayList<>();
    result.migrations().stream().limit(MOVES).map(Answer::move).forEach(more::add);
    more.addAll(answer.more); // first, as they go on about who the sentence names
    more.addAll(Losses.told(result));
    return new Answer(answer.sentence, more);
  }

  /** What a guest felt of its migration is more than what its steal tells. */
  private static String move(MigrationResult move) {
    String what =
        Culprits.clipped(move.guest())
            + (move.downtimeNs().isPresent() ? " moved from " : " did not move from ")
            + Culprits.clipped(move.from())
            + " to "
            + Culprits.clipped(move.to());
    return move.downtimeNs().isPresent()
        ? what + ", and stood still for " + length(move.downtimeNs().getAsLong()) + "."
        : what + ": " + move.why() + ".";
  }

  private static Answer ofWaiting(RunResult result, Optional<WaitingAnalysis> waiting) {
    Optional<GuestResult> worst = victim(result);
    if (worst.isEmpty()) {
      return new Answer("There was no guest that could have suffered.", List.of());
    }
    GuestResult victim = worst.get();
    if (victim.steal().doubleValue() < NOTICED) {
      return new Answer(
          victim.time().runnableNs() == 0
              ? "Nobody suffered: every guest ran whenever it wanted to."
              : "Nobody suffered to speak of: every guest ran practically whenever it wanted to.",
          List.of());
    }
    return new Writer(result, waiting, victim).answer();
  }

  /**
   * Who suffered most: the largest steal, but of those alone whose waiting is a part of all that is
   * worth telling.
   */
  static Optional<GuestResult> victim(RunResult result) {
    long allNs = result.guests().stream().mapToLong(guest -> guest.time().runnableNs()).sum();
    return result.guests().stream()
        .filter(guest -> guest.time().runnableNs() >= allNs / TOLD_PARTS)
        .max(Comparator.comparing(GuestResult::steal));
  }

  /** A length of time as people read it. */
  static String length(long ns) {
    if (ns >= 1_000_000_000L) {
      return Figure.seconds(ns) + " s";
    }
    return Figure.milliseconds(ns) + " ms";
  }

  /** An instant, as it can be typed where one is jumped to. */
  static String instant(long ns) {
    if (ns >= LATE_NS) {
      return Decimal.seconds(ns).setScale(6, RoundingMode.HALF_UP).toPlainString() + " s";
    }
    return Decimal.milliseconds(ns).setScale(3, RoundingMode.HALF_UP).toPlainString() + " ms";
  }

  private static final class Writer {
    private final RunResult result;
    private final Optional<WaitingAnalysis> waiting;
    private final Optional<WaitingAnalysis.Waited> waited;
    private final GuestResult victim;
    private final Culprits culprits;
    private final List<String> more = new ArrayList<>();

    Writer(RunResult result, Optional<WaitingAnalysis> waiting, GuestResult victim) {
      this.result = result;
      this.waiting = waiting;
      this.victim = victim;
      waited = waiting.flatMap(all -> all.of(victim.name()));
      culprits = new Culprits(result);
    }

    Answer answer() {
      GuestTime time = victim.time();
      boolean isHeld = time.cappedNs() + time.costoppedNs() > time.waitingNs();
      String sentence = isHeld ? held(time) : waited(time);
      waited.flatMap(WaitingAnalysis.Waited::worst).ifPresent(wait -> worst(wait, isHeld));
      another();
      latency();
      return new Answer(sentence, more);
    }

    private String held(GuestTime time) {
      String by =
          time.cappedNs() >= time.costoppedNs() ? "its own cap" : "waiting for its siblings";
      return "%s suffered most: for %s %% of the time that it wanted to run (%s), %s held it back; "
              .formatted(
                  Culprits.clipped(victim.name()),
                  Figure.percent(victim.steal()),
                  length(time.runnableNs()),
                  by)
          + "that is no other guest's fault.";
    }

    private String waited(GuestTime time) {
      String sentence =
          "%s suffered most: it waited for %s %% of the time that it wanted to run (%s)"
              .formatted(
                  Culprits.clipped(victim.name()),
                  Figure.percent(victim.steal()),
                  length(time.runnableNs()));
      if (waited.isEmpty() || waited.get().because().isEmpty()) {
        return sentence + ".";
      }
      List<WaitingAnalysis.Share> because = waited.get().because();
      more.add(
          "While it waited, the processors that it may use were with: "
              + culprits.named(victim.name(), because)
              + ".");
      return sentence
          + culprits
              .worst(victim.name(), because)
              .map(who -> ", mostly because of " + who)
              .orElse("")
          + ".";
    }

    private void worst(WaitingAnalysis.Wait wait, boolean isHeld) {
      more.add(
          "Its longest %s: %s (%s), from %s on."
              .formatted(
                  isHeld ? "stretch held back" : "wait",
                  length(wait.lengthNs()),
                  Culprits.clipped(wait.member()),
                  instant(wait.fromNs())));
    }

    /** The longest single wait may be another one's. */
    private void another() {
      Optional<WaitingAnalysis.Waited> longest = waiting.flatMap(WaitingAnalysis::longest);
      if (longest.isEmpty()
          || longest.get().guest().equals(victim.name())
          || result.guest(longest.get().guest()).isEmpty()) {
        return;
      }
      WaitingAnalysis.Wait wait = longest.get().longest().orElseThrow();
      more.add(
          "The longest single wait was that of %s: %s, from %s on; meanwhile %s."
              .formatted(
                  Culprits.clipped(longest.get().guest()),
                  length(wait.lengthNs()),
                  instant(wait.fromNs()),
                  culprits.named(longest.get().guest(), wait.because())));
    }

    /** Of the one who suffered, or if nothing of it is timed of the slowest. */
    private void latency() {
      Optional<Timed> slowest = slowest(List.of(victim)).or(() -> slowest(result.guests()));
      slowest.ifPresent(one -> more.add(told(one)));
    }

    private static Optional<Timed> slowest(List<GuestResult> guests) {
      return guests.stream()
          .flatMap(guest -> guest.workloads().stream().map(work -> new Timed(guest, work)))
          .filter(one -> one.work().latency().p99Ns() > 0)
          .max(Comparator.comparingLong(one -> one.work().latency().p99Ns()));
    }

    private String told(Timed one) {
      Latency latency = one.work().latency();
      String whose =
          (one.guest().equals(victim) ? "The %s of %s" : "Slowest was the %s of %s: it")
              .formatted(Text.plain(one.work().kind()), Culprits.clipped(one.guest().name()));
      String half = latency.p50Ns() == 0 ? "no time" : "at most " + length(latency.p50Ns());
      return "%s took %s in half of all cases, and at most %s in 99 of 100 (p99)."
          .formatted(whose, half, length(latency.p99Ns()));
    }

    /** A workload whose latencies are known, and whose it is. */
    private record Timed(GuestResult guest, WorkloadResult work) {}
  }
}
