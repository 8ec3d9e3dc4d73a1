package org.coremux.report.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;
import org.coremux.report.Figure;

/** What policies are compared by, as tables of a page; and who could not take part. */
final class ContestHtml {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final ComparisonResult result;

  /** Of a comparison of policies. */
  ContestHtml(ComparisonResult result) {
    this.result = result;
  }

  String html() {
    return figures() + words() + refused();
  }

  private String figures() {
    List<Yardstick> shown = shown();
    List<String> headings = new ArrayList<>(List.of("<scheduler"));
    shown.forEach(by -> headings.add(by.key() + unit(by)));
    HtmlTable table =
        new HtmlTable(
            "What each scheduler gives and takes: mean, and 95 % interval over replications",
            headings.toArray(String[]::new));
    for (ComparisonResult.Side side : result.alternatives()) {
      table.row(side.name());
      for (Yardstick by : shown) {
        String cell = by.of(side).map(one -> cell(by, one)).orElse("–");
        table.raw(
            by.isWonBy(side, result)
                ? "<strong>" + Html.text(cell) + " *</strong>"
                : Html.text(cell));
      }
    }
    return table.html();
  }

  /** Those that this scenario has. */
  private List<Yardstick> shown() {
    return Stream.of(Yardstick.values())
        .filter(by -> result.alternatives().stream().anyMatch(side -> by.of(side).isPresent()))
        .toList();
  }

  private static String unit(Yardstick by) {
    if (by.isShare()) {
      return ", %";
    }
    return by.unit().isEmpty() ? "" : ", " + by.unit();
  }

  private static String cell(Yardstick by, Estimate one) {
    return "%s (%s to %s)"
        .formatted(figure(by, one.mean()), figure(by, one.low()), figure(by, one.high()));
  }

  private static String figure(Yardstick by, BigDecimal value) {
    return Figure.brief(by.isShare() ? value.multiply(HUNDRED) : value);
  }

  private String words() {
    StringBuilder words =
        new StringBuilder(
            "<p class=\"note\">* best beyond chance: its interval overlaps with no other's.");
    for (Yardstick by : shown()) {
      words.append(" <code>").append(by.key()).append("</code>: ");
      words.append(Html.text(by.meaning())).append("; ").append(by.better().key());
      words.append(" is better.");
    }
    return words.append("</p>\n").toString();
  }

  private String refused() {
    List<ComparisonResult.Refused> refused = result.contest().orElseThrow().refused();
    if (refused.isEmpty()) {
      return "";
    }
    HtmlTable table = new HtmlTable("Cannot run this scenario", "<scheduler", "<why");
    refused.forEach(one -> table.row(one.name()).cell(one.reason()));
    return table.html();
  }
}
