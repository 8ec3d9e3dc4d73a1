package org.coremux.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A kept result as a Markdown table, and its place between two markers of a text. */
final class BenchmarkTable {
  static final String BEGIN = "<!-- benchmarks: begin -->";
  static final String END = "<!-- benchmarks: end -->";

  /** How many wait where decisions are compared. */
  private static final int DEAR_RUNNABLE = 64;

  /** From how many times the price of round robin on a decision is dear. */
  private static final int DEAR_TIMES = 3;

  private BenchmarkTable() {}

  /** One row for each benchmark and set of parameters, in the order in which they ran. */
  static String of(JsonNode kept) {
    StringBuilder table = new StringBuilder();
    table
        .append(kept.get("date").asText())
        .append(", ")
        .append(kept.get("cpu").asText())
        .append(", JDK ")
        .append(kept.get("jdk").asText())
        .append(", commit ")
        .append(kept.get("commit").asText())
        .append(":\n\n| benchmark | parameters | score | error (99.9 %) | unit | bytes/op |\n")
        .append("|---|---|---:|---:|---|---:|\n");
    for (JsonNode result : kept.get("results")) {
      row(table, result);
    }
    return table.append(dearDecisions(kept)).toString();
  }

  /**
   * Policies whose decision costs more than three times what one of round robin does, with 64
   * waiting: each has to be worth it, or has a complexity that demands it. Empty where it was not
   * measured.
   */
  static String dearDecisions(JsonNode kept) {
    Map<String, Double> ns = new TreeMap<>();
    for (JsonNode result : kept.get("results")) {
      JsonNode parameters = result.path("params");
      if (result.get("benchmark").asText().endsWith(".DecisionBenchmark.decide")
          && parameters.path("runnable").asText().equals(String.valueOf(DEAR_RUNNABLE))) {
        ns.put(
            parameters.path(Benchmarks.SCHEDULER).asText(),
            result.get("primaryMetric").get("score").asDouble());
      }
    }
    Double usual = ns.get("round-robin");
    if (usual == null) {
      return "";
    }
    ns.values().removeIf(each -> each <= DEAR_TIMES * usual);
    String dear = ns.isEmpty() ? "none" : String.join(", ", ns.keySet());
    return "\nDearer per decision than "
        + DEAR_TIMES
        + " times round-robin with "
        + DEAR_RUNNABLE
        + " waiting: "
        + dear
        + ".\n";
  }

  private static void row(StringBuilder table, JsonNode result) {
    String name = result.get("benchmark").asText();
    int method = name.lastIndexOf('.');
    int type = name.lastIndexOf('.', method - 1);
    JsonNode score = result.get("primaryMetric");
    JsonNode allocated = result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score");
    table
        .append("| ")
        .append(name, type + 1, name.length())
        .append(" | ")
        .append(parameters(result.path("params")))
        .append(" | ")
        .append(figure(score.get("score").asDouble()))
        .append(" | ")
        .append(figure(score.path("scoreError").asDouble(Double.NaN)))
        .append(" | ")
        .append(score.get("scoreUnit").asText())
        .append(" | ")
        .append(figure(allocated.asDouble(Double.NaN)))
        .append(" |\n");
  }

  private static String parameters(JsonNode parameters) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : parameters.properties()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(field.getKey())
          .append('=')
          .append(field.getValue().asText());
    }
    return text.toString();
  }

  private static String figure(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  /**
   * The text with what stands between its markers replaced.
   *
   * @throws IllegalArgumentException if the text has no such markers
   */
  static String inserted(String text, String table) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no markers " + BEGIN + " and " + END);
    }
    return text.substring(0, begin + BEGIN.length()) + "\n" + table + text.substring(end);
  }
}
