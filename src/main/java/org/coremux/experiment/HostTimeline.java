package org.coremux.experiment;

import java.util.List;

/**
 * What happened on one host from one instant to another, change by change. Times are ns since the
 * start of the run. Processors and members are numbered from 0, over all levels.
 *
 * @param host its name
 * @param span what it covers
 * @param levels the host's own first (on dedicated cores one for each guest), then its guests'
 * @param processors all of them, level by level: pCPUs, then the vCPUs as their guests see them
 * @param members all that are scheduled: vCPUs or threads, in the order in which they came
 * @param changes of what members do
 * @param decisions of the policies
 * @param snapshots of the host, in the words of {@code --at}, at instants with decisions
 */
public record HostTimeline(
    String host,
    Span span,
    List<Level> levels,
    List<OneProcessor> processors,
    List<Member> members,
    Changes changes,
    Decisions decisions,
    List<Words> snapshots) {
  /**
   * A stretch of time.
   *
   * @param fromNs its beginning
   * @param untilNs its end, not included
   * @param isCut whether it ends before it was to, because there was too much to keep
   */
  public record Span(long fromNs, long untilNs, boolean isCut) {}

  /**
   * One level.
   *
   * @param name the host's or the guest's
   * @param policy its policy's name
   * @param isGuest whether its processors are vCPUs
   */
  public record Level(String name, String policy, boolean isGuest) {}

  /**
   * One processor.
   *
   * @param level which level's
   * @param index its number there
   * @param provider the member that it is: a vCPU; {@link Timeline#NONE} for a pCPU
   */
  public record OneProcessor(int level, int index, int provider) {}

  /**
   * A vCPU or a thread.
   *
   * @param name as people know it
   * @param guest whose it is; empty for nobody's
   * @param level at which it is scheduled
   * @param allowed the processors of that level on which it may run; empty for all
   */
  public record Member(String name, String guest, int level, List<Integer> allowed) {
    /** Copies the list. */
    public Member {
      allowed = List.copyOf(allowed);
    }
  }

  /**
   * Changes, in order, a row each. The first rows say what each one did at the beginning of the
   * span, with the time since when, which may lie before.
   *
   * @param atNs when
   * @param member whose
   * @param doing what it does from then on
   * @param processor where it is at home: runs, is queued, or ran last
   */
  public record Changes(LongColumn atNs, IntColumn member, IntColumn doing, IntColumn processor) {
    /** No rows. */
    public Changes() {
      this(new LongColumn(), new IntColumn(), new IntColumn(), new IntColumn());
    }

    /** How many rows there are. */
    public int size() {
      return atNs.size();
    }

    /** Adds a row. */
    public void add(long whenNs, int whose, Doing what, int where) {
      atNs.add(whenNs);
      member.add(whose);
      doing.add(what.ordinal());
      processor.add(where);
    }

    /** Takes away the rows of an instant and after, but none of the first. */
    void cutAt(long instantNs, int first) {
      int rows = size();
      while (rows > first && atNs.get(rows - 1) >= instantNs) {
        rows--;
      }
      atNs.cutTo(rows);
      member.cutTo(rows);
      doing.cutTo(rows);
      processor.cutTo(rows);
    }

    /** Takes a row away, cheaply if few come after it. */
    void remove(int row) {
      atNs.remove(row);
      member.remove(row);
      doing.remove(row);
      processor.remove(row);
    }

    /** What a row's member does from then on. */
    public Doing doingAt(int row) {
      return Doing.values()[doing.get(row)];
    }
  }

  /**
   * Decisions, in order, a row each.
   *
   * @param atNs when
   * @param processor for which
   * @param why as {@link Why}'s ordinal
   * @param who whom the reason is about; {@link Timeline#NONE} for nobody
   * @param more for how many more the same was true
   * @param from who was there; {@link Timeline#NONE} for nobody
   * @param to who is there from then on; {@link Timeline#NONE} for nobody
   * @param untilNs when its slice ends; {@link org.coremux.engine.Timer#NEVER} without one
   */
  public record Decisions(
      LongColumn atNs,
      IntColumn processor,
      IntColumn why,
      IntColumn who,
      IntColumn more,
      IntColumn from,
      IntColumn to,
      LongColumn untilNs) {
    /** No rows. */
    public Decisions() {
      this(
          new LongColumn(),
          new IntColumn(),
          new IntColumn(),
          new IntColumn(),
          new IntColumn(),
          new IntColumn(),
          new IntColumn(),
          new LongColumn());
    }

    /** How many rows there are. */
    public int size() {
      return atNs.size();
    }

    /** Adds a row. */
    public void add(long whenNs, int where, Why reason, Whom whom, long sliceEndNs) {
      atNs.add(whenNs);
      processor.add(where);
      why.add(reason.ordinal());
      who.add(whom.who());
      more.add(whom.more());
      from.add(whom.from());
      to.add(whom.to());
      untilNs.add(sliceEndNs);
    }

    /** Takes away the rows of an instant and after. */
    void cutAt(long instantNs) {
      int rows = size();
      while (rows > 0 && atNs.get(rows - 1) >= instantNs) {
        rows--;
      }
      atNs.cutTo(rows);
      processor.cutTo(rows);
      why.cutTo(rows);
      who.cutTo(rows);
      more.cutTo(rows);
      from.cutTo(rows);
      to.cutTo(rows);
      untilNs.cutTo(rows);
    }
  }

  /**
   * Whom a decision concerns.
   *
   * @param who whom the reason is about; {@link Timeline#NONE} for nobody
   * @param more for how many more the same was true
   * @param from who was there; {@link Timeline#NONE} for nobody
   * @param to who is there from then on; {@link Timeline#NONE} for nobody
   */
  public record Whom(int who, int more, int from, int to) {}

  /**
   * What the host looked like after an instant.
   *
   * @param atNs the instant
   * @param text as {@code --at} prints it
   */
  public record Words(long atNs, String text) {}

  /** Copies the lists. */
  public HostTimeline {
    levels = List.copyOf(levels);
    processors = List.copyOf(processors);
    members = List.copyOf(members);
    snapshots = List.copyOf(snapshots);
  }
}
