package org.coremux.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Timeline;

/**
 * Who wanted to run and did not, when, and who had the processors meanwhile: exact over the span of
 * a timeline. Of guests in virtual machines it counts vCPUs, of processes threads. Unit: ns.
 *
 * @param guests all that have members on a level of a host, host by host
 */
public record WaitingAnalysis(List<Waited> guests) {
  /**
   * How a guest fared.
   *
   * @param host where it is
   * @param guest its name
   * @param time what its members did, summed over them
   * @param longest the longest that one of them waited at a stretch, if any did
   * @param longestHeld the longest that one was held back by its cap or for its siblings
   * @param because who had the processors on which they may run while they waited; the most first
   */
  public record Waited(
      String host,
      String guest,
      Sums time,
      Optional<Wait> longest,
      Optional<Wait> longestHeld,
      List<Share> because) {
    /** Copies the list. */
    public Waited {
      because = List.copyOf(because);
    }

    /** The one of the two stretches that tells of most of the time it lost. */
    public Optional<Wait> worst() {
      boolean isHeld = time.heldNs() > time.waitingNs();
      return isHeld ? longestHeld : longest;
    }
  }

  /**
   * Sums over the members of a guest.
   *
   * @param runningNs they had a processor
   * @param waitingNs they wanted to run, and others did
   * @param cappedNs their cap was used up
   * @param costoppedNs they had to wait for their siblings
   */
  public record Sums(long runningNs, long waitingNs, long cappedNs, long costoppedNs) {
    /** Held back by no other guest. */
    public long heldNs() {
      return cappedNs + costoppedNs;
    }
  }

  /**
   * One stretch of waiting, cut to the span of the timeline.
   *
   * @param place the host's and the member's numbers in the timeline
   * @param member the name of the vCPU or thread
   * @param fromNs since the start of the run
   * @param untilNs since the start of the run
   * @param because who had the processors meanwhile; empty when it was held
   */
  public record Wait(Place place, String member, long fromNs, long untilNs, List<Share> because) {
    /** Copies the list. */
    public Wait {
      because = List.copyOf(because);
    }

    /** How long it was. */
    public long lengthNs() {
      return untilNs - fromNs;
    }
  }

  /**
   * Where a member is in a timeline.
   *
   * @param host its number
   * @param member its number on that host
   */
  public record Place(int host, int member) {}

  /**
   * A share of processor time.
   *
   * @param guest whose; empty when the processors were idle
   * @param partNs processor time
   * @param wholeNs all processor time that it is a share of
   */
  public record Share(String guest, long partNs, long wholeNs) {
    /** From 0 to 1. */
    public double ratio() {
      return wholeNs == 0 ? 0 : (double) partNs / wholeNs;
    }
  }

  /** Copies the list. */
  public WaitingAnalysis {
    guests = List.copyOf(guests);
  }

  /** Of all hosts of a timeline. */
  public static WaitingAnalysis of(Timeline timeline) {
    List<Waited> all = new ArrayList<>();
    int number = 0;
    for (HostTimeline host : timeline.hosts()) {
      all.addAll(new WaitingSweep(host, number++).guests());
    }
    return new WaitingAnalysis(all);
  }

  /** That of a guest. */
  public Optional<Waited> of(String guest) {
    return guests.stream().filter(one -> one.guest().equals(guest)).findFirst();
  }

  /** The longest stretch that anybody waited, not held, and whose. */
  public Optional<Waited> longest() {
    Waited found = null;
    for (Waited one : guests) {
      if (one.longest().isPresent()
          && (found == null || one.longest().get().lengthNs() > found.longest().get().lengthNs())) {
        found = one;
      }
    }
    return Optional.ofNullable(found);
  }
}
