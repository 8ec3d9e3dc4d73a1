package org.coremux.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Timeline;

/**
 * The rows of a timeline chart of one host: who ran on each pCPU, and what each vCPU did.
 *
 * <p>On a pCPU's lane a number is a place in {@code members}, or their number for nobody; on a
 * vCPU's it is a {@link Doing}.
 *
 * @param host what happened
 * @param fromNs from when
 * @param untilNs until when
 * @param pcpus those that are shown
 * @param vcpus those that are shown, in their order: vCPUs, or threads where nothing is virtual
 * @param hidden what is not shown
 */
record TimelineData(
    HostTimeline host,
    long fromNs,
    long untilNs,
    List<Lane> pcpus,
    List<Lane> vcpus,
    Hidden hidden) {
  /**
   * What is not shown.
   *
   * @param pcpus processors beyond the first
   * @param vcpus those that waited less
   * @param still those that did nothing all the time
   */
  record Hidden(int pcpus, int vcpus, int still) {}

  /** Most rows of pCPUs when not everything has room. Source: assumed. */
  private static final int PCPUS_MAX = 16;

  private static final Comparator<Waited> LONGEST =
      Comparator.comparingLong((Waited one) -> -one.ns()).thenComparingInt(Waited::member);

  private record Waited(int member, long ns) {}

  /** The rows of a stretch, of which there are at most so many. */
  static TimelineData of(HostTimeline host, long fromNs, long untilNs, int rowsMax) {
    List<Lane> processors = new ArrayList<>();
    List<Lane> members = new ArrayList<>();
    fill(host, processors, members);
    List<Lane> pcpus = processors.stream().filter(lane -> lane != null).toList();
    List<Waited> moved = new ArrayList<>();
    int still = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) == null) {
        continue;
      }
      long[] sums = members.get(i).sums(fromNs, untilNs);
      long idleNs = sums[Doing.BLOCKED.ordinal()] + sums[Doing.OFFLINE.ordinal()];
      if (Arrays.stream(sums).sum() == idleNs) {
        still++;
      } else {
        moved.add(new Waited(i, waitedNs(sums)));
      }
    }
    int shownPcpus =
        pcpus.size() + moved.size() <= rowsMax ? pcpus.size() : Math.min(pcpus.size(), PCPUS_MAX);
    Set<Integer> shown =
        moved.stream()
            .sorted(LONGEST)
            .limit(Math.max(1, rowsMax - shownPcpus))
            .map(Waited::member)
            .collect(Collectors.toSet());
    List<Lane> vcpus =
        moved.stream()
            .map(Waited::member)
            .filter(shown::contains)
            .sorted(Comparator.comparing(member -> isHostOs(host, member)))
            .map(members::get)
            .toList();
    return new TimelineData(
        host,
        fromNs,
        untilNs,
        pcpus.subList(0, shownPcpus),
        vcpus,
        new Hidden(pcpus.size() - shownPcpus, moved.size() - vcpus.size(), still));
  }

  /** Whether it is the host's own thread: those come last. */
  private static boolean isHostOs(HostTimeline host, int member) {
    String guest = host.members().get(member).guest();
    return guest.isEmpty() || guest.equals(host.host());
  }

  private static long waitedNs(long[] sums) {
    long ns = 0;
    for (Doing doing : Doing.values()) {
      ns += doing.isWaiting() ? sums[doing.ordinal()] : 0;
    }
    return ns;
  }

  /** A lane for each processor and member of the host itself; null for those within guests. */
  private static void fill(HostTimeline host, List<Lane> processors, List<Lane> members) {
    int nobody = host.members().size();
    for (HostTimeline.OneProcessor one : host.processors()) {
      boolean isReal = one.provider() == Timeline.NONE;
      processors.add(isReal ? new Lane(pcpuName(host, one), nobody + 1) : null);
    }
    for (HostTimeline.Member member : host.members()) {
      boolean isInside = host.levels().get(member.level()).isGuest();
      members.add(isInside ? null : new Lane(member.name(), Doing.values().length));
    }
    int[] on = new int[host.processors().size()];
    Arrays.fill(on, nobody);
    int[] at = new int[nobody];
    Arrays.fill(at, Timeline.NONE);
    for (Lane lane : processors) {
      if (lane != null) {
        lane.change(host.span().fromNs(), nobody);
      }
    }
    HostTimeline.Changes changes = host.changes();
    for (int row = 0; row < changes.size(); row++) {
      int member = changes.member().get(row);
      if (members.get(member) == null) {
        continue;
      }
      long nowNs = Math.max(host.span().fromNs(), changes.atNs().get(row));
      Doing doing = changes.doingAt(row);
      members.get(member).change(nowNs, doing.ordinal());
      int left = at[member];
      int processor = changes.processor().get(row);
      if (left != Timeline.NONE && on[left] == member) {
        on[left] = nobody;
        processors.get(left).change(nowNs, nobody);
      }
      at[member] = Timeline.NONE;
      if (doing.isRunning() && processors.get(processor) != null) {
        at[member] = processor;
        on[processor] = member;
        processors.get(processor).change(nowNs, member);
      }
    }
  }

  private static String pcpuName(HostTimeline host, HostTimeline.OneProcessor one) {
    long levels = host.levels().stream().filter(level -> !level.isGuest()).count();
    String of = levels > 1 ? Look.name(host.levels().get(one.level()).name()) + " " : "";
    return of + "pCPU " + one.index();
  }

  /** The number of nobody on a pCPU's lane. */
  int nobody() {
    return host.members().size();
  }
}
