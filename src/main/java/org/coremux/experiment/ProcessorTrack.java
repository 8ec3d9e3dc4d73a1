package org.coremux.experiment;

import java.util.Arrays;
import org.coremux.engine.Timer;
import org.coremux.mux.Cost;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * The track of a pCPU: who is on it, and nested in that slice who is on the vCPU, and so on.
 *
 * <p>A slice is two events, its beginning and its end, each written when it happens: so nested ones
 * and arrows that meet in one nanosecond stand in the file in the order in which they happened, and
 * nothing has to be kept until the outermost ends.
 */
final class ProcessorTrack {
  private static final byte[] NAME = EventBytes.of(",\"name\":\"");
  private static final byte[] WHY = EventBytes.of("\",\"args\":{\"why\":\"");
  private static final byte[] MORE = EventBytes.of(" (and ");
  private static final byte[] SUCH = EventBytes.of(" more)");
  private static final byte[] FROM = EventBytes.of("\",\"from\":\"");
  private static final byte[] IDLE = EventBytes.of(Decision.IDLE);
  private static final byte[] SLICE_END = EventBytes.of("\",\"slice_ends_us\":");
  private static final byte[] QUOTE = EventBytes.of("\"");
  private static final byte[] NO_ARGS = EventBytes.of("\"}");
  private static final byte[] END = EventBytes.of("}");
  private static final byte[] END_OF_BOTH = EventBytes.of("}}");
  private static final byte[] OVERHEAD = EventBytes.of(",\"args\":{\"overhead_us\":");
  private static final byte[] LASTS = EventBytes.of(",\"dur\":");
  private static final byte[] TO_IDLE =
      EventBytes.of(",\"cat\":\"overhead\",\"name\":\"switch to idle\"}");
  private static final byte[] WAKES =
      EventBytes.of(",\"cat\":\"wake-up\",\"name\":\"wake-up\",\"id\":");
  private static final byte[][][] REASONS = reasons();

  private final TraceWriter writer;
  private final Processor processor;
  private final byte[] begin;
  private final byte[] end;
  private final byte[] whole;
  private final byte[] arrowFrom;
  private final byte[] arrowTo;
  private TraceMember[] open = new TraceMember[2];
  private long[] beganNs = new long[open.length];
  private int depth;
  private long idleSinceNs = Timer.NEVER;
  private long idleBeforeNs;

  ProcessorTrack(TraceWriter writer, Processor processor, int process, int thread) {
    this.writer = writer;
    this.processor = processor;
    String where = "\"pid\":%d,\"tid\":%d,\"ts\":".formatted(process, thread);
    begin = EventBytes.of("{\"ph\":\"B\"," + where);
    end = EventBytes.of("{\"ph\":\"E\"," + where);
    whole = EventBytes.of("{\"ph\":\"X\"," + where);
    arrowFrom = EventBytes.of("{\"ph\":\"s\"," + where);
    arrowTo = EventBytes.of("{\"ph\":\"f\",\"bp\":\"e\"," + where);
  }

  /** For each reason the words before and after the name. */
  private static byte[][][] reasons() {
    byte[][][] reasons = new byte[Why.values().length][][];
    for (Why why : Why.values()) {
      String[] around = (why.words() + " ").split("%s", -1);
      String last = around[around.length - 1];
      around[around.length - 1] = last.substring(0, last.length() - 1);
      reasons[why.ordinal()] = Arrays.stream(around).map(EventBytes::of).toArray(byte[][]::new);
    }
    return reasons;
  }

  boolean isBusy() {
    return depth > 0;
  }

  /** Who is on the pCPU itself; null for nobody. */
  TraceMember outermost() {
    return depth == 0 ? null : open[0];
  }

  // ---- slices ----

  /** From now on it runs, within whoever is open. */
  void open(TraceMember member, long nowNs) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
      beganNs = Arrays.copyOf(beganNs, 2 * depth);
    }
    beganNs[depth] = nowNs;
    open[depth++] = member;
    member.on = this;
    member.countOverhead();
  }

  /** The event that begins the slice of the one that was opened last. */
  void writeBegin(TraceMember member, long nowNs, LastDecision decision, TraceMembers members) {
    if (!writer.isOpen()) {
      return;
    }
    EventBytes out = writer.next().raw(begin).micros(nowNs).raw(NAME).raw(member.name);
    if (decision != null && decision.atNs() == nowNs && decision.to() == member.s) {
      out.raw(WHY);
      words(out, decision, members);
      out.raw(FROM);
      out.raw(decision.from() == null ? IDLE : members.of(decision.from()).name);
      if (decision.untilNs() == Timer.NEVER) {
        out.raw(QUOTE);
      } else {
        out.raw(SLICE_END).micros(decision.untilNs());
      }
      out.raw(END_OF_BOTH);
    } else {
      out.raw(NO_ARGS);
    }
    if (member.arrow != 0) {
      writer.next().raw(arrowTo).micros(nowNs).raw(WAKES).number(member.arrow).raw(END);
      member.arrow = 0;
    }
  }

  private static void words(EventBytes out, LastDecision decision, TraceMembers members) {
    byte[][] around = REASONS[decision.why().ordinal()];
    for (int i = 0; i < around.length; i++) {
      if (i > 0 && decision.who() != null) {
        out.raw(members.of(decision.who()).name);
      }
      out.raw(around[i]);
    }
    if (decision.more() > 0) {
      out.raw(MORE).number(decision.more()).raw(SUCH);
    }
  }

  /** It runs no longer, and so nobody within it does. */
  void close(TraceMember member, long nowNs) {
    boolean isClosed = false;
    while (!isClosed) {
      TraceMember last = open[--depth];
      writeEnd(last, nowNs);
      last.on = null;
      open[depth] = null;
      isClosed = last == member;
    }
  }

  private void writeEnd(TraceMember member, long nowNs) {
    if (!writer.isOpen()) {
      return;
    }
    EventBytes out = writer.next().raw(end).micros(nowNs);
    long overheadNs = member.overheadNs();
    if (overheadNs > 0) {
      out.raw(OVERHEAD).micros(overheadNs).raw(END_OF_BOTH);
    } else {
      out.raw(END);
    }
  }

  /** The trace begins: whoever is open begins with it. */
  void beginAt(long fromNs, TraceMembers members) {
    for (int i = 0; i < depth; i++) {
      beganNs[i] = fromNs;
      open[i].countOverhead();
      writeBegin(open[i], fromNs, null, members);
    }
  }

  /** The trace ends: whoever is open ends with it. Its books are settled. */
  void endAt(long fromNs, long untilNs) {
    writeIdle(fromNs, untilNs);
    for (int i = depth - 1; i >= 0; i--) {
      writeEnd(open[i], untilNs);
    }
  }

  // ---- arrows ----

  /**
   * An arrow begins in the innermost slice; its number, or 0 when there is no slice.
   *
   * <p>A slice does not hold the nanosecond at which it ends, and who wakes another one often ends
   * with that: so the arrow begins a nanosecond before, where there is one.
   */
  long wakes(long nowNs) {
    if (depth == 0 || !writer.isOpen()) {
      return 0;
    }
    long arrow = writer.nextArrow();
    long fromNs = Math.max(beganNs[depth - 1], nowNs - 1);
    writer.next().raw(arrowFrom).micros(fromNs).raw(WAKES).number(arrow).raw(END);
    return arrow;
  }

  // ---- idle ----

  /** Its policy has decided; the books of the processor are settled. */
  void decided(Schedulable to, long fromNs, long nowNs) {
    if (to != null) {
      writeIdle(fromNs, nowNs);
      idleSinceNs = Timer.NEVER;
    } else if (idleSinceNs == Timer.NEVER) {
      idleSinceNs = nowNs;
      idleBeforeNs = processor.spentNs(Cost.IDLE);
    }
  }

  /** What switching to idle took, which is nobody's slice: it is paid first, then it is idle. */
  private void writeIdle(long fromNs, long untilNs) {
    if (idleSinceNs == Timer.NEVER || !writer.isOpen()) {
      return;
    }
    long nowNs = processor.multiplexer().site().nowNs();
    long idleNs = processor.spentNs(Cost.IDLE) - idleBeforeNs;
    long beginNs = Math.max(idleSinceNs, fromNs);
    long endNs = Math.min(nowNs - idleNs, untilNs);
    if (endNs > beginNs) {
      EventBytes out = writer.next().raw(whole).micros(beginNs);
      out.raw(LASTS).micros(endNs - beginNs).raw(TO_IDLE);
    }
  }
}
