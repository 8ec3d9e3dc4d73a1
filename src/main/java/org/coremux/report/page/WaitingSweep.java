package org.coremux.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Timeline;

/**
 * Goes once through what happened on a host, and counts who waited and who had the processors.
 *
 * <p>For each set of processors on which somebody may run it keeps how long each guest has had
 * them; a wait's culprits are the difference of that from its beginning to its end.
 */
final class WaitingSweep {
  /** Processors on which somebody may run, and how long each guest has had them. */
  private final class Ground {
    final int processors;
    final long[] heldNs;
    final int[] held;
    final long[] sinceNs;

    Ground(int processors) {
      this.processors = processors;
      heldNs = new long[names.size() + 1];
      held = new int[names.size() + 1];
      sinceNs = new long[names.size() + 1];
      Arrays.fill(sinceNs, fromNs);
      held[names.size()] = processors; // idle
    }

    void change(int who, int by, long nowNs) {
      heldNs[who] += held[who] * (nowNs - sinceNs[who]);
      sinceNs[who] = nowNs;
      held[who] += by;
    }

    long[] at(long nowNs) {
      long[] now = new long[heldNs.length];
      for (int i = 0; i < now.length; i++) {
        now[i] = heldNs[i] + held[i] * (nowNs - sinceNs[i]);
      }
      return now;
    }
  }

  /** What a member does. */
  private static final class One {
    final int number;
    final int guest;
    final Ground ground;
    Doing doing = Doing.OFFLINE;
    long sinceNs;
    int on = Timeline.NONE;
    long[] atBegin;

    One(int number, int guest, Ground ground) {
      this.number = number;
      this.guest = guest;
      this.ground = ground;
    }
  }

  /** What is known of a guest. */
  private static final class Sum {
    final long[] doingNs = new long[Doing.values().length];
    long[] becauseNs;
    long wholeNs;
    Optional<WaitingAnalysis.Wait> longest = Optional.empty();
    Optional<WaitingAnalysis.Wait> longestHeld = Optional.empty();
  }

  private final HostTimeline host;
  private final int number;
  private final long fromNs;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final List<One> members = new ArrayList<>();
  private final List<List<Ground>> groundsOf = new ArrayList<>();
  private final int[] occupant;
  private final List<Sum> sums = new ArrayList<>();

  WaitingSweep(HostTimeline host, int number) {
    this.host = host;
    this.number = number;
    fromNs = host.span().fromNs();
    occupant = new int[host.processors().size()];
    Arrays.fill(occupant, Timeline.NONE);
    for (HostTimeline.Member member : host.members()) {
      if (isOfHost(member)) {
        names.putIfAbsent(owner(member), names.size());
      }
    }
    for (int i = 0; i < names.size(); i++) {
      Sum sum = new Sum();
      sum.becauseNs = new long[names.size() + 1];
      sums.add(sum);
    }
    lay();
  }

  private static String owner(HostTimeline.Member member) {
    return member.guest().isEmpty() ? member.name() : member.guest();
  }

  private boolean isOfHost(HostTimeline.Member member) {
    return !host.levels().get(member.level()).isGuest();
  }

  /** Finds the sets of processors, and which of them each processor is in. */
  private void lay() {
    Map<List<Integer>, Ground> grounds = new HashMap<>();
    host.processors().forEach(p -> groundsOf.add(new ArrayList<>()));
    for (HostTimeline.Member member : host.members()) {
      if (!isOfHost(member)) {
        members.add(null);
        continue;
      }
      List<Integer> where = member.allowed().isEmpty() ? all(member.level()) : member.allowed();
      Ground ground = grounds.get(where);
      if (ground == null) {
        ground = new Ground(where.size());
        grounds.put(where, ground);
        for (int p : where) {
          groundsOf.get(p).add(ground);
        }
      }
      members.add(new One(members.size(), names.get(owner(member)), ground));
    }
  }

  private List<Integer> all(int level) {
    List<Integer> all = new ArrayList<>();
    for (int p = 0; p < host.processors().size(); p++) {
      if (host.processors().get(p).level() == level) {
        all.add(p);
      }
    }
    return all;
  }

  /** How each guest fared. */
  List<WaitingAnalysis.Waited> guests() {
    HostTimeline.Changes changes = host.changes();
    for (int row = 0; row < changes.size(); row++) {
      One one = members.get(changes.member().get(row));
      if (one != null) {
        long atNs = Math.max(fromNs, changes.atNs().get(row));
        change(one, atNs, changes.doingAt(row), changes.processor().get(row));
      }
    }
    for (One one : members) {
      if (one != null) {
        change(one, host.span().untilNs(), Doing.OFFLINE, 0);
      }
    }
    List<WaitingAnalysis.Waited> all = new ArrayList<>();
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      Sum sum = sums.get(name.getValue());
      WaitingAnalysis.Sums time =
          new WaitingAnalysis.Sums(
              sum.doingNs[Doing.RUNNING.ordinal()] + sum.doingNs[Doing.SPINNING.ordinal()],
              sum.doingNs[Doing.WAITING.ordinal()],
              sum.doingNs[Doing.CAPPED.ordinal()],
              sum.doingNs[Doing.COSTOPPED.ordinal()]);
      all.add(
          new WaitingAnalysis.Waited(
              host.host(),
              name.getKey(),
              time,
              sum.longest,
              sum.longestHeld,
              shares(sum.becauseNs, sum.wholeNs)));
    }
    return all;
  }

  private void change(One one, long nowNs, Doing doing, int processor) {
    int on = doing.isRunning() ? processor : Timeline.NONE;
    if (on != one.on) {
      leave(one, nowNs);
      enter(one, on, nowNs);
    }
    if (doing != one.doing) {
      ended(one, nowNs);
      one.doing = doing;
      one.sinceNs = nowNs;
      one.atBegin = doing == Doing.WAITING ? one.ground.at(nowNs) : null;
    }
  }

  private void leave(One one, long nowNs) {
    if (one.on != Timeline.NONE && occupant[one.on] == one.number) {
      occupied(one.on, one.guest, names.size(), nowNs);
      occupant[one.on] = Timeline.NONE;
    }
    one.on = Timeline.NONE;
  }

  private void enter(One one, int on, long nowNs) {
    if (on != Timeline.NONE) {
      int before = occupant[on];
      int whose = before == Timeline.NONE ? names.size() : members.get(before).guest;
      occupied(on, whose, one.guest, nowNs);
      occupant[on] = one.number;
    }
    one.on = on;
  }

  private void occupied(int processor, int before, int now, long nowNs) {
    for (Ground ground : groundsOf.get(processor)) {
      ground.change(before, -1, nowNs);
      ground.change(now, 1, nowNs);
    }
  }

  private void ended(One one, long nowNs) {
    Sum sum = sums.get(one.guest);
    long lengthNs = nowNs - one.sinceNs;
    if (one.doing == Doing.OFFLINE || lengthNs <= 0) {
      return;
    }
    sum.doingNs[one.doing.ordinal()] += lengthNs;
    if (one.doing == Doing.WAITING) {
      long[] because = one.ground.at(nowNs);
      for (int i = 0; i < because.length; i++) {
        because[i] -= one.atBegin[i];
        sum.becauseNs[i] += because[i];
      }
      long wholeNs = lengthNs * one.ground.processors;
      sum.wholeNs += wholeNs;
      if (isLonger(lengthNs, sum.longest)) {
        sum.longest = Optional.of(wait(one, nowNs, shares(because, wholeNs)));
      }
    } else if (one.doing.isWaiting() && isLonger(lengthNs, sum.longestHeld)) {
      sum.longestHeld = Optional.of(wait(one, nowNs, List.of()));
    }
  }

  private static boolean isLonger(long lengthNs, Optional<WaitingAnalysis.Wait> than) {
    return than.isEmpty() || lengthNs > than.get().lengthNs();
  }

  private WaitingAnalysis.Wait wait(One one, long nowNs, List<WaitingAnalysis.Share> because) {
    return new WaitingAnalysis.Wait(
        new WaitingAnalysis.Place(number, one.number),
        host.members().get(one.number).name(),
        one.sinceNs,
        nowNs,
        because);
  }

  /** The most first; of equal ones who came first. */
  private List<WaitingAnalysis.Share> shares(long[] ns, long wholeNs) {
    List<String> guests = new ArrayList<>(names.keySet());
    guests.add("");
    List<WaitingAnalysis.Share> all = new ArrayList<>();
    for (int i = 0; i < ns.length; i++) {
      if (ns[i] > 0) {
        all.add(new WaitingAnalysis.Share(guests.get(i), ns[i], wholeNs));
      }
    }
    all.sort(Comparator.comparingLong((WaitingAnalysis.Share share) -> -share.partNs()));
    return all;
  }
}
