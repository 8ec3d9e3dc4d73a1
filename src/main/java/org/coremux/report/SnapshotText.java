package org.coremux.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Timer;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Decision;
import org.coremux.experiment.Happened;
import org.coremux.experiment.Happening;
import org.coremux.experiment.Snapshot;

/**
 * What a model looks like at one instant, for people. Times are ms, exact to the nanosecond. Each
 * queue is printed once, as it is now. Lines too long for a terminal go on in the next one, after a
 * comma where there is one.
 */
public final class SnapshotText {
  private static final int STATE = 21;
  private static final int TIME = 16;
  private static final int NAME_MAX = 24;

  /** How much further to the right a line goes on. Unit: columns. */
  private static final int HANGING = 4;

  private final long nowNs;
  private final Text text;
  private final StringBuilder out = new StringBuilder();

  private SnapshotText(long nowNs, Charset charset) {
    this.nowNs = nowNs;
    text = new Text(charset);
  }

  /** The events of the scenario so far, a line for each; nothing without any. */
  public static String events(List<Happened> events, Charset charset) {
    SnapshotText writer = new SnapshotText(0, charset);
    for (Happened event : events) {
      writer.wrapped("event at " + ms(event.atNs()) + " ms: " + writer.text.shown(event.words()));
    }
    return writer.out.toString();
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
      writer.wrapped("  " + happening.level() + ": " + happening.what());
    }
    return writer.out.toString();
  }

  private void level(Snapshot.Level level) {
    line("");
    String where = level.isGuest() ? "Guest " : "Host ";
    String under = level.name().equals(level.host()) ? "" : " on " + level.host();
    wrapped(where + level.name() + under + ": " + level.policy());
    level.processors().forEach(processor -> processor(processor, level));
    if (!level.queue().isEmpty()) {
      line("  queues now");
      level.queue().forEach(words -> wrapped("    " + words));
    }
    if (!level.members().isEmpty()) {
      members(level.members());
    }
    pending(level);
  }

  private void processor(Snapshot.OneProcessor p, Snapshot.Level level) {
    String name =
        level.isGuest() ? "vCPU " + p.index() + " (" + p.provider() + ")" : "pCPU " + p.index();
    List<String> words = new ArrayList<>();
    words.add(p.current() + " since " + ms(p.sinceNs()));
    if (!p.isRunning()) {
      words.add("not on a pCPU");
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
    wrapped("  " + name + ": " + String.join(", ", words));
    p.last().ifPresent(this::decision);
  }

  private void decision(Decision decision) {
    String what =
        decision.isSwitch()
            ? decision.from() + " -> " + decision.to()
            : decision.to().equals(Decision.IDLE) ? "stays idle" : decision.to() + " goes on";
    wrapped("    decided at " + ms(decision.atNs()) + ": " + what + "; because " + decision.why());
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

  /** In as many lines as it takes; they break after a comma, a colon or a semicolon. */
  private void wrapped(String words) {
    String shown = text.shown(words);
    if (Text.width(shown) <= Text.WIDTH) {
      line(shown);
      return;
    }
    String rest = shown.stripLeading();
    String further = " ".repeat(shown.length() - rest.length() + HANGING);
    String pieces = rest.replaceAll("(?<![,:;]) ", String.valueOf(Text.NO_BREAK));
    List<String> lines = Text.wrap(further, pieces);
    if (lines.stream().anyMatch(line -> Text.width(line) > Text.WIDTH)) {
      lines = Text.wrap(further, rest);
    }
    line(lines.get(0).substring(HANGING));
    lines.subList(1, lines.size()).forEach(this::line);
  }

  private void line(String words) {
    out.append(words.stripTrailing()).append('\n');
  }
}
