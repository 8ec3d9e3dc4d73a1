package org.coremux.experiment;

import org.coremux.mux.Cost;
import org.coremux.mux.Schedulable;

/**
 * A vCPU or a thread, as trace events tell of it: what it does now, and its track if it has one.
 */
final class TraceMember {
  private static final byte[] ON = EventBytes.of(",\"args\":{\"pcpu\":");
  private static final byte[] WITH = EventBytes.of(",\"runs_there\":\"");
  private static final byte[] QUOTE = EventBytes.of("\"");
  private static final byte[] END = EventBytes.of("}}");
  private static final byte[] LASTS = EventBytes.of(",\"dur\":");
  private static final byte[][] NAMES = names();

  final Schedulable s;
  final LevelCounter level;

  /** Its name, between the quotes of a JSON string. */
  final byte[] name;

  /** What begins each slice of its own track, up to the time; null when it has no track. */
  private final byte[] track;

  private Doing doing;
  private long sinceNs;
  private int processor;
  private TraceMember beside;

  /** The pCPU on whose track its slice is open; null for none. */
  ProcessorTrack on;

  /** The arrow that points to its next slice; 0 for none. */
  long arrow;

  private long overheadBeforeNs;

  TraceMember(Schedulable s, LevelCounter level, byte[] track) {
    this.s = s;
    this.level = level;
    this.track = track;
    name = EventBytes.escaped(s.name());
    doing = Doing.of(s.state(), s.held());
    processor = s.processor().index();
    level.counts(doing == Doing.WAITING ? 1 : 0);
  }

  private static byte[][] names() {
    byte[][] names = new byte[Doing.values().length][];
    for (Doing doing : Doing.values()) {
      String words =
          switch (doing) {
            case RUNNING, SPINNING -> ",\"cat\":\"state\",\"name\":\"running\"";
            case WAITING -> ",\"cat\":\"steal\",\"name\":\"steal: waiting\"";
            case CAPPED -> ",\"cat\":\"steal\",\"name\":\"steal: capped\"";
            case COSTOPPED -> ",\"cat\":\"steal\",\"name\":\"steal: co-stopped\"";
            case BLOCKED, OFFLINE -> ""; // a gap
          };
      names[doing.ordinal()] = EventBytes.of(words);
    }
    return names;
  }

  /** What begins each slice on a track, up to the time. */
  static byte[] track(int process, int thread) {
    return EventBytes.of("{\"ph\":\"X\",\"pid\":%d,\"tid\":%d,\"ts\":".formatted(process, thread));
  }

  Doing doing() {
    return doing;
  }

  /** Whether it has a track of its own. */
  boolean hasTrack() {
    return track != null;
  }

  /** From now on it does something else, maybe elsewhere; the slice of what it did is written. */
  void does(Doing next, long nowNs, TraceWriter writer) {
    if (next != doing) {
      write(nowNs, writer);
      level.counts((next == Doing.WAITING ? 1 : 0) - (doing == Doing.WAITING ? 1 : 0));
      doing = next;
      sinceNs = nowNs;
      beside = null;
    }
    processor = s.processor().index();
  }

  /** At the end of the instant: who has the processor that it waits for. */
  void waitsBeside(TraceMember other) {
    processor = s.processor().index();
    beside = other;
  }

  /** Forgets what was before. */
  void beginAt(long fromNs) {
    sinceNs = fromNs;
  }

  /** The slice of what it does, as far as it has come. */
  void write(long nowNs, TraceWriter writer) {
    byte[] words = NAMES[doing.ordinal()];
    if (track == null || nowNs == sinceNs || words.length == 0 || !writer.isOpen()) {
      return;
    }
    EventBytes out = writer.next().raw(track).micros(sinceNs).raw(LASTS).micros(nowNs - sinceNs);
    out.raw(words).raw(ON).number(processor);
    if (beside != null) {
      out.raw(WITH).raw(beside.name).raw(QUOTE);
    }
    out.raw(END);
  }

  // ---- what its slice on a pCPU cost ----

  void countOverhead() {
    overheadBeforeNs = allOverheadNs();
  }

  /** What was spent on it since, other than on its work. */
  long overheadNs() {
    return allOverheadNs() - overheadBeforeNs;
  }

  private long allOverheadNs() {
    long ns = 0;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      ns += s.overheadNs(Cost.of(kind));
    }
    return ns;
  }
}
