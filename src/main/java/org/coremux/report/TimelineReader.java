package org.coremux.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.coremux.engine.Timer;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.IntColumn;
import org.coremux.experiment.LongColumn;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.Why;

/** Reads what {@link TimelineJson} writes, and takes nothing for granted of what it reads. */
final class TimelineReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;

  private TimelineReader(Path file) {
    this.file = file;
  }

  static Timeline read(Path file) {
    return new TimelineReader(file).timeline();
  }

  private Timeline timeline() {
    JsonNode root = root();
    String format = root.path("format").asText();
    if (!format.equals(Timeline.FORMAT)) {
      throw wrong("it is of format \"%s\", not \"%s\"".formatted(format, Timeline.FORMAT));
    }
    words(root.path("doing"), "doing", Doing.values().length);
    words(root.path("why"), "why", Why.values().length);
    if (!root.path("doing").path(0).asText().equals(name(Doing.OFFLINE))) {
      throw wrong("doing: other words than this version's");
    }
    Timeline.RunKey run =
        new Timeline.RunKey(
            root.path("scenario").asText(),
            root.path("seed").asLong(),
            hash(root.path("trace_hash").asText()),
            root.path("warmup_ns").asLong(),
            root.path("end_ns").asLong());
    List<HostTimeline> hosts = new ArrayList<>();
    for (JsonNode host : root.path("hosts")) {
      hosts.add(host(host));
    }
    return new Timeline(run, hosts);
  }

  private JsonNode root() {
    if (!Files.isRegularFile(file)) {
      throw new BadResultException("there is no file " + file);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw wrong(Text.plain(String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private static String name(Doing doing) {
    return doing.name().toLowerCase(Locale.ROOT);
  }

  private long hash(String text) {
    if (!text.matches("[0-9a-f]{16}")) {
      throw wrong("trace_hash: must be 16 hexadecimal digits");
    }
    return Long.parseUnsignedLong(text, 16);
  }

  private void words(JsonNode words, String key, int most) {
    if (!words.isArray() || words.size() > most) {
      throw wrong(key + ": a list of at most " + most + " words is expected");
    }
  }

  private HostTimeline host(JsonNode host) {
    List<HostTimeline.Level> levels = new ArrayList<>();
    for (JsonNode level : host.path("levels")) {
      levels.add(
          new HostTimeline.Level(
              level.path("name").asText(),
              level.path("policy").asText(),
              level.path("guest").asBoolean()));
    }
    int members = host.path("members").size();
    List<HostTimeline.OneProcessor> processors = new ArrayList<>();
    for (JsonNode p : host.path("processors")) {
      processors.add(
          new HostTimeline.OneProcessor(
              place(p.path("level"), "processors.level", 0, levels.size()),
              p.path("index").asInt(),
              place(p.path("provider"), "processors.provider", Timeline.NONE, members)));
    }
    List<HostTimeline.Member> named = new ArrayList<>();
    for (JsonNode member : host.path("members")) {
      named.add(member(member, levels.size(), processors.size()));
    }
    List<HostTimeline.Words> snapshots = new ArrayList<>();
    for (JsonNode words : host.path("snapshots")) {
      snapshots.add(
          new HostTimeline.Words(words.path("at_ns").asLong(), words.path("text").asText()));
    }
    return new HostTimeline(
        host.path("name").asText(),
        new HostTimeline.Span(
            host.path("from_ns").asLong(),
            host.path("until_ns").asLong(),
            host.path("cut").asBoolean()),
        levels,
        processors,
        named,
        changes(host.path("changes"), members, processors.size()),
        decisions(host.path("decisions"), members, processors.size()),
        snapshots);
  }

  private HostTimeline.Member member(JsonNode member, int levels, int processors) {
    List<Integer> allowed = new ArrayList<>();
    for (JsonNode p : member.path("allowed")) {
      allowed.add(place(p, "members.allowed", 0, processors));
    }
    return new HostTimeline.Member(
        member.path("name").asText(),
        member.path("guest").asText(),
        place(member.path("level"), "members.level", 0, levels),
        allowed);
  }

  private HostTimeline.Changes changes(JsonNode changes, int members, int processors) {
    HostTimeline.Changes rows =
        new HostTimeline.Changes(
            times(changes.path("at")),
            column(changes.path("member"), "changes.member", 0, members),
            column(changes.path("doing"), "changes.doing", 0, Doing.values().length),
            column(changes.path("processor"), "changes.processor", 0, processors));
    sameLength("changes", rows.size(), rows.member(), rows.doing(), rows.processor());
    return rows;
  }

  private HostTimeline.Decisions decisions(JsonNode decisions, int members, int processors) {
    int none = Timeline.NONE;
    LongColumn atNs = times(decisions.path("at"));
    LongColumn untilNs = new LongColumn();
    for (JsonNode slice : decisions.path("slice")) {
      boolean isNever = slice.asLong() < 0 || untilNs.size() >= atNs.size();
      untilNs.add(isNever ? Timer.NEVER : atNs.get(untilNs.size()) + slice.asLong());
    }
    HostTimeline.Decisions rows =
        new HostTimeline.Decisions(
            atNs,
            column(decisions.path("processor"), "decisions.processor", 0, processors),
            column(decisions.path("why"), "decisions.why", 0, Why.values().length),
            column(decisions.path("who"), "decisions.who", none, members),
            column(decisions.path("more"), "decisions.more", 0, Integer.MAX_VALUE),
            column(decisions.path("from"), "decisions.from", none, members),
            column(decisions.path("to"), "decisions.to", none, members),
            untilNs);
    sameLength("decisions", rows.size(), rows.processor(), rows.why(), rows.who(), rows.more());
    sameLength("decisions", rows.size(), rows.from(), rows.to());
    if (untilNs.size() != rows.size()) {
      throw wrong("decisions: the columns differ in length");
    }
    return rows;
  }

  private void sameLength(String what, int rows, IntColumn... columns) {
    for (IntColumn column : columns) {
      if (column.size() != rows) {
        throw wrong(what + ": the columns differ in length");
      }
    }
  }

  private static LongColumn times(JsonNode deltas) {
    LongColumn times = new LongColumn();
    long atNs = 0;
    for (JsonNode delta : deltas) {
      atNs += delta.asLong();
      times.add(atNs);
    }
    return times;
  }

  private IntColumn column(JsonNode numbers, String what, int least, int limit) {
    IntColumn column = new IntColumn();
    for (JsonNode number : numbers) {
      column.add(place(number, what, least, limit));
    }
    return column;
  }

  private int place(JsonNode number, String what, int least, int limit) {
    if (!number.canConvertToInt() || number.asInt() < least || number.asInt() >= limit) {
      throw wrong(
          what + ": " + Text.plain(number.asText()) + " is not in " + least + " to below " + limit);
    }
    return number.asInt();
  }

  private BadResultException wrong(String what) {
    return new BadResultException(file + " is not a sound timeline: " + what);
  }
}
