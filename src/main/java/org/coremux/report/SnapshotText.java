package org.coremux.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Timer;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Decision;
import org.coremux.experiment.Happening;
import org.coremux.experiment.Snapshot;

/** What a model looks like at one instant, for people. Times are ms, exact to the nanosecond. */
public final class SnapshotText {
  private static final int STATE = 21;
  private static final int TIME = 16;
  private static final int NAME_MAX = 24;

  private final long nowNs;
  private final Text text;
  private final StringBuilder out = new StringBuilder();

  private SnapshotText(long nowNs, Charset charset) {
    this.nowNs = nowNs;
    text = new Text(charset);
  }

  /** The whole of it, its lines ending with {@code \n}. */
  public static String text(Snapshot snapshot, Charset charset) {
    SnapshotText writer = new SnapshotText(snapshot.nowNs(), charset);
    writer.line("at " + ms(snapshot.nowNs()) + " ms");
    snapshot.levels().forEach(writer::level);
    return writer.out.toString();
  }

  /** What happened in one instant, its lines ending with {@code \n}. */
  public static String text(long nowNs, List<Happening> happened, Charset charset) {
    SnapshotText writer = new SnapshotText(nowNs, charset);
    writer.line("at " + ms(nowNs) + " ms");
    for (Happening happening : happened) {
      writer.line(
          "  " + writer.text.shown(happening.level()) + ": " + writer.text.shown(happening.what()));
    }
    return writer.out.toString();
  }

  private void level(Snapshot.Level level) {
    line("");
    String where = level.isGuest() ? "Guest " : "Host ";
    String under = level.name().equals(level.host()) ? "" : " on " + text.shown(level.host());
    line(where + text.shown(level.name()) + under + ": " + text.shown(level.policy()));
    level.processors().forEach(processor -> processor(processor, level));
    if (!level.queue().isEmpty()) {
      line("  queues now");
      level.queue().forEach(words -> line("    " + text.shown(words)));
    }
    if (!level.members().isEmpty()) {
      members(level.members());
    }
    pending(level);
  }

  private void processor(Snapshot.OneProcessor p, Snapshot.Level level) {
    String name =
        level.isGuest()
            ? "vCPU " + p.index() + " (" + text.shown(p.provider()) + ")"
            : "pCPU " + p.index();
    List<String> words = new ArrayList<>();
    words.add(text.shown(p.current()) + " since " + ms(p.sinceNs()));
    if (!p.isRunning()) {
      words.add("not executing: the vCPU is not on a pCPU");
    }
    if (p.debtNs() > 0) {
      words.add("has to pay " + Figure.count(p.debtNs()) + " ns first");
    }
    if (p.untilNs().sliceEndNs() != Timer.NEVER) {
      long endNs = p.untilNs().sliceEndNs();
      words.add((endNs < nowNs ? "slice was over at " : "slice ends ") + ms(endNs));
    }
    if (p.untilNs().burstEndNs() != Timer.NEVER) {
      words.add("burst ends " + ms(p.untilNs().burstEndNs()));
    }
    line("  " + name + ": " + String.join(", ", words));
    p.last().ifPresent(this::decision);
  }

  private void decision(Decision decision) {
    String what =
        decision.isSwitch()
            ? decision.from() + " -> " + decision.to()
            : decision.to().equals(Decision.IDLE) ? "stays idle" : decision.to() + " goes on";
    line(
        "    decided at "
            + ms(decision.atNs())
            + ": "
            + text.shown(what)
            + "; because "
            + text.shown(decision.why()));
    for (String words : decision.queue()) {
      line("    | " + text.shown(words));
    }
  }

  private void members(List<Snapshot.Member> members) {
    int name = 6;
    for (Snapshot.Member member : members) {
      name = Math.max(name, Math.min(NAME_MAX, Text.width(text.shown(member.name()))));
    }
    line(
        "  "
            + text.left("name", name)
            + "  "
            + text.left("state", STATE)
            + text.right("since ms", TIME)
            + text.right("on", 5)
            + "   wakes at ms");
    for (Snapshot.Member member : members) {
      String wakes = member.wakesAtNs() == Timer.NEVER ? "" : "   " + ms(member.wakesAtNs());
      line(
          "  "
              + text.left(text.shown(member.name()), name)
              + "  "
              + text.left(text.shown(member.state()), STATE)
              + text.right(ms(member.sinceNs()), TIME)
              + text.right(Integer.toString(member.processor()), 5)
              + wakes);
    }
  }

  private void pending(Snapshot.Level level) {
    List<String> pending = new ArrayList<>();
    for (Snapshot.OneProcessor p : level.processors()) {
      String of = (level.isGuest() ? "vCPU " : "pCPU ") + p.index();
      if (p.pending().kickDueNs() != Timer.NEVER) {
        pending.add("a kick reaches " + of + " at " + ms(p.pending().kickDueNs()));
      } else if (p.pending().isAsked()) {
        pending.add(of + " is asked to decide and has not yet");
      }
      int interrupts = p.pending().interrupts();
      if (interrupts > 0) {
        pending.add(
            interrupts
                + (interrupts == 1 ? " interrupt waits" : " interrupts wait")
                + " for "
                + of
                + " to run");
      }
    }
    for (Snapshot.OneTimer timer : level.timers()) {
      String of = (level.isGuest() ? "vCPU " : "pCPU ") + timer.processor();
      pending.add("a timer of the policy on " + of + " at " + ms(timer.dueNs()));
    }
    if (!pending.isEmpty()) {
      line("  pending");
      pending.forEach(words -> line("    " + words));
    }
  }

  private static String ms(long ns) {
    return Decimal.milliseconds(ns).toPlainString();
  }

  private void line(String words) {
    out.append(words.stripTrailing()).append('\n');
  }
}
