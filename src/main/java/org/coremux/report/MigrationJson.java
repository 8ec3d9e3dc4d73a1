package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.MigrationResult;

/** Migrations in a result's JSON, and back. */
final class MigrationJson {
  private final JsonGenerator json;

  MigrationJson(JsonGenerator json) {
    this.json = json;
  }

  /** Writes all of them; nothing when there are none. */
  void write(List<MigrationResult> migrations) throws IOException {
    if (migrations.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("migrations");
    for (MigrationResult migration : migrations) {
      write(migration);
    }
    json.writeEndArray();
  }

  private void write(MigrationResult migration) throws IOException {
    json.writeStartObject();
    json.writeStringField("guest", migration.guest());
    json.writeStringField("from", migration.from());
    json.writeStringField("to", migration.to());
    json.writeStringField("by", migration.by());
    json.writeStringField("outcome", migration.outcome());
    json.writeStringField("why", migration.why());
    MigrationResult.Span span = migration.span();
    seconds("start_s", OptionalLong.of(span.startNs()));
    seconds("stopped_s", span.stoppedNs());
    seconds("resumed_s", span.resumedNs());
    seconds("end_s", span.endNs());
    seconds("total_s", migration.totalNs());
    json.writeFieldName("downtime_ms");
    if (migration.downtimeNs().isPresent()) {
      long ns = migration.downtimeNs().getAsLong();
      json.writeNumber(Decimal.milliseconds(ns).toPlainString());
    } else {
      json.writeNull();
    }
    json.writeNumberField("sent_bytes", migration.pages().sentBytes());
    json.writeNumberField("slowed_percent", migration.pages().slowedPercent());
    json.writeNumberField("faults", migration.pages().faults());
    seconds("fault_s", OptionalLong.of(migration.pages().faultNs()));
    json.writeArrayFieldStart("rounds");
    for (MigrationResult.Round round : migration.rounds()) {
      round(round);
    }
    json.writeEndArray();
    if (migration.felt().isPresent()) {
      felt(migration.felt().get());
    }
    json.writeEndObject();
  }

  private void round(MigrationResult.Round round) throws IOException {
    json.writeStartObject();
    seconds("start_s", OptionalLong.of(round.startNs()));
    seconds("seconds", OptionalLong.of(round.ns()));
    json.writeNumberField("sent_bytes", round.sentBytes());
    json.writeNumberField("dirtied_bytes", round.dirtiedBytes());
    json.writeNumberField("rate", round.bitsPerSecond());
    json.writeEndObject();
  }

  private void felt(MigrationResult.Felt felt) throws IOException {
    json.writeObjectFieldStart("felt");
    json.writeStringField("kind", felt.kind());
    seconds("start_s", OptionalLong.of(felt.startNs()));
    seconds("bucket_s", OptionalLong.of(felt.bucketNs()));
    json.writeArrayFieldStart("completed");
    for (long count : felt.completed()) {
      json.writeNumber(count);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("latency_total_s");
    for (long ns : felt.totalNs()) {
      json.writeNumber(Decimal.seconds(ns).toPlainString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void seconds(String key, OptionalLong ns) throws IOException {
    json.writeFieldName(key);
    if (ns.isPresent()) {
      json.writeNumber(Decimal.seconds(ns.getAsLong()).toPlainString());
    } else {
      json.writeNull();
    }
  }

  // ---- and back ----

  /** All of a result; none where it has no such key. */
  static List<MigrationResult> read(ResultNode root) {
    List<MigrationResult> all = new ArrayList<>();
    if (root.has("migrations")) {
      root.list("migrations").forEach(one -> all.add(migration(one)));
    }
    return all;
  }

  private static MigrationResult migration(ResultNode of) {
    List<MigrationResult.Round> rounds = new ArrayList<>();
    for (ResultNode round : of.list("rounds")) {
      rounds.add(
          new MigrationResult.Round(
              round.seconds("start_s"),
              round.seconds("seconds"),
              round.count("sent_bytes"),
              round.count("dirtied_bytes"),
              round.count("rate")));
    }
    return new MigrationResult(
        of.at("guest").text(),
        of.at("from").text(),
        of.at("to").text(),
        of.at("by").text(),
        new MigrationResult.Span(
            of.seconds("start_s"), at(of, "stopped_s"), at(of, "resumed_s"), at(of, "end_s")),
        rounds,
        new MigrationResult.Pages(
            of.count("sent_bytes"),
            Math.toIntExact(of.count("slowed_percent")),
            of.count("faults"),
            of.seconds("fault_s")),
        of.at("outcome").text(),
        of.at("why").text(),
        of.has("felt") ? Optional.of(felt(of.at("felt"))) : Optional.empty());
  }

  private static OptionalLong at(ResultNode of, String key) {
    return of.has(key) ? OptionalLong.of(of.seconds(key)) : OptionalLong.empty();
  }

  private static MigrationResult.Felt felt(ResultNode of) {
    return new MigrationResult.Felt(
        of.at("kind").text(),
        of.seconds("start_s"),
        of.seconds("bucket_s"),
        of.list("completed").stream().map(ResultNode::count).toList(),
        of.list("latency_total_s").stream().map(ResultNode::seconds).toList());
  }
}
