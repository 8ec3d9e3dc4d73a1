package org.coremux.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.Assumption;
import org.coremux.experiment.Happened;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.coremux.report.Figure;

/** The parts of a page that say what was run, with what, and which figures were assumed. */
final class HtmlFacts {
  private HtmlFacts() {}

  /** Duration, seed, events, hash. */
  static String line(RunResult result) {
    RunHeader header = result.header();
    List<String> facts = new ArrayList<>();
    String span = Figure.duration(header.span().durationNs());
    if (header.span().warmupNs() > 0) {
      span += " after " + Figure.duration(header.span().warmupNs()) + " of warm-up";
    }
    facts.add(span);
    String replication = header.replication() == 0 ? "" : ", replication " + header.replication();
    facts.add("seed " + header.seed() + replication);
    facts.add(Figure.count(header.events()) + " events");
    facts.add("trace " + header.traceHashText());
    facts.add("coremux " + Html.text(header.generator().version()));
    if (header.span().finish().equals(Optional.of(RunHeader.Finish.LIMIT_REACHED))) {
      facts.add("the limit was reached before all work was done");
    }
    return "<span>" + String.join("</span> <span>", facts) + "</span>";
  }

  /** The events of the scenario, on a line of their own; nothing without any. */
  static String events(RunResult result) {
    StringBuilder html = new StringBuilder();
    for (Happened one : result.happened()) {
      html.append(html.length() == 0 ? "<br>" : " ")
          .append("<span>at ")
          .append(Figure.duration(one.atNs()))
          .append(": ")
          .append(Html.text(one.words()))
          .append("</span>");
    }
    return html.toString();
  }

  /** The assumed figures as a list. */
  static String assumed(RunResult result) {
    if (result.assumed().isEmpty()) {
      return "<p>None: every figure that was used has a published source.</p>";
    }
    StringBuilder html = new StringBuilder("<ul>\n");
    for (Assumption one : result.assumed()) {
      html.append("<li>")
          .append(Html.text(one.figure() + ": " + one.value()))
          .append(one.of().isEmpty() ? "" : Html.text(" (" + one.of() + ")"))
          .append("</li>\n");
    }
    return html.append("</ul>").toString();
  }

  /** What made it. */
  static String versions(RunResult result) {
    RunHeader header = result.header();
    String[][] facts = {
      {"Coremux", header.generator().version()},
      {"random numbers", header.generator().random()},
      {"seed", Long.toString(header.seed())},
      {"trace hash", header.traceHashText()},
      {"formats", RunResult.FORMAT + ", " + Timeline.FORMAT}
    };
    StringBuilder html = new StringBuilder("<dl>");
    for (String[] fact : facts) {
      html.append("<dt>" + fact[0] + "</dt><dd>" + Html.text(fact[1]) + "</dd>");
    }
    return html.append("</dl>").toString();
  }
}
