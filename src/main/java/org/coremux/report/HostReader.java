package org.coremux.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Timer;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.IntColumn;
import org.coremux.experiment.LongColumn;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.Why;

/** Reads one host of a timeline. */
final class HostReader {
  /** What a row takes in columns that grow by doubling. Unit: bytes. */
  private static final int LONG_BYTES = 16;

  private static final int INT_BYTES = 8;

  private final JsonStream json;
  private final List<HostTimeline.Level> levels = new ArrayList<>();
  private final List<HostTimeline.OneProcessor> processors = new ArrayList<>();
  private final List<HostTimeline.Member> members = new ArrayList<>();
  private final List<HostTimeline.Words> snapshots = new ArrayList<>();
  private HostTimeline.Changes changes = new HostTimeline.Changes();
  private HostTimeline.Decisions decisions = new HostTimeline.Decisions();
  private String name;
  private long fromNs;
  private long untilNs;
  private boolean isCut;

  HostReader(JsonStream json) {
    this.json = json;
  }

  HostTimeline host() throws IOException {
    json.object(
        key -> {
          switch (key) {
            case "name" -> name = json.text();
            case "from_ns" -> fromNs = json.number();
            case "until_ns" -> untilNs = json.number();
            case "cut" -> isCut = json.yes();
            case "levels" -> json.list(this::level);
            case "processors" -> json.list(this::processor);
            case "members" -> json.list(this::member);
            case "changes" -> changes();
            case "decisions" -> decisions();
            case "snapshots" -> json.list(this::snapshot);
            default -> json.skip();
          }
        });
    if (name == null) {
      throw json.wrong("a host without a name");
    }
    if (fromNs < 0 || untilNs < fromNs) {
      throw json.wrong("no stretch of time from " + fromNs + " to " + untilNs + " ns");
    }
    // Whom a processor and a member name may come later in the file than they do.
    for (HostTimeline.OneProcessor one : processors) {
      among("processors.level", one.level(), 0, levels.size());
      among("processors.provider", one.provider(), Timeline.NONE, members.size());
    }
    for (HostTimeline.Member one : members) {
      among("members.level", one.level(), 0, levels.size());
      for (int allowed : one.allowed()) {
        among("members.allowed", allowed, 0, processors.size());
      }
    }
    return new HostTimeline(
        name,
        new HostTimeline.Span(fromNs, untilNs, isCut),
        levels,
        processors,
        members,
        changes,
        decisions,
        snapshots);
  }

  private void among(String what, long number, int least, int limit) throws IOException {
    if (number < least || number >= limit) {
      throw json.wrong(what + ": " + number + " is not in " + least + " to below " + limit);
    }
  }

  private void level() throws IOException {
    Object[] of = {"", "", false};
    json.object(
        key -> {
          switch (key) {
            case "name" -> of[0] = json.text();
            case "policy" -> of[1] = json.text();
            case "guest" -> of[2] = json.yes();
            default -> json.skip();
          }
        });
    levels.add(new HostTimeline.Level((String) of[0], (String) of[1], (Boolean) of[2]));
  }

  private void processor() throws IOException {
    int[] of = {0, 0, Timeline.NONE};
    json.object(
        key -> {
          switch (key) {
            case "level" -> of[0] = place("level");
            case "index" -> of[1] = place("index");
            case "provider" -> of[2] = place("provider");
            default -> json.skip();
          }
        });
    processors.add(new HostTimeline.OneProcessor(of[0], of[1], of[2]));
  }

  private int place(String what) throws IOException {
    long number = json.number();
    among(what, number, Timeline.NONE, Integer.MAX_VALUE);
    return (int) number;
  }

  private void member() throws IOException {
    String[] of = {"", ""};
    int[] level = {0};
    List<Integer> allowed = new ArrayList<>();
    json.object(
        key -> {
          switch (key) {
            case "name" -> of[0] = json.text();
            case "guest" -> of[1] = json.text();
            case "level" -> level[0] = place("level");
            case "allowed" -> json.list(() -> allowed.add(place("allowed")));
            default -> json.skip();
          }
        });
    members.add(new HostTimeline.Member(of[0], of[1], level[0], allowed));
  }

  private void snapshot() throws IOException {
    long[] atNs = {0};
    String[] text = {""};
    json.object(
        key -> {
          switch (key) {
            case "at_ns" -> atNs[0] = json.number();
            case "text" -> text[0] = json.text();
            default -> json.skip();
          }
        });
    snapshots.add(new HostTimeline.Words(atNs[0], text[0]));
  }

  private void changes() throws IOException {
    changes = new HostTimeline.Changes();
    json.object(
        key -> {
          switch (key) {
            case "at" -> times(changes.atNs());
            case "member" -> column(changes.member(), key, 0, members.size());
            case "doing" -> column(changes.doing(), key, 0, Doing.values().length);
            case "processor" -> column(changes.processor(), key, 0, processors.size());
            default -> json.skip();
          }
        });
    sameLength(changes.size(), changes.member(), changes.doing(), changes.processor());
  }

  private void decisions() throws IOException {
    decisions = new HostTimeline.Decisions();
    int none = Timeline.NONE;
    HostTimeline.Decisions rows = decisions;
    json.object(
        key -> {
          switch (key) {
            case "at" -> times(rows.atNs());
            case "processor" -> column(rows.processor(), key, 0, processors.size());
            case "why" -> column(rows.why(), key, 0, Why.values().length);
            case "who" -> column(rows.who(), key, none, members.size());
            case "more" -> column(rows.more(), key, 0, Integer.MAX_VALUE);
            case "from" -> column(rows.from(), key, none, members.size());
            case "to" -> column(rows.to(), key, none, members.size());
            case "slice" -> slices(rows);
            default -> json.skip();
          }
        });
    sameLength(rows.size(), rows.processor(), rows.why(), rows.who(), rows.more());
    sameLength(rows.size(), rows.from(), rows.to());
    if (rows.untilNs().size() != rows.size()) {
      throw json.wrong("the columns differ in length");
    }
  }

  /**
   * Times do not descend; but for the first rows of what was so before the beginning, each with its
   * own time.
   */
  private void times(LongColumn times) throws IOException {
    long[] nowNs = {0, 0};
    json.numbers(
        LONG_BYTES,
        delta -> {
          nowNs[0] += delta;
          long seenNs = Math.max(fromNs, nowNs[0]);
          if (nowNs[0] < 0 || seenNs < nowNs[1]) {
            throw json.wrong("time goes back to " + nowNs[0] + " ns");
          }
          nowNs[1] = seenNs;
          times.add(nowNs[0]);
        });
  }

  /** A slice's end is told from its decision on, so the decisions' times come first. */
  private void slices(HostTimeline.Decisions rows) throws IOException {
    json.numbers(
        LONG_BYTES,
        slice -> {
          int row = rows.untilNs().size();
          if (row >= rows.size()) {
            throw json.wrong("the columns differ in length");
          }
          long endNs = rows.atNs().get(row) + slice;
          rows.untilNs().add(slice < 0 || endNs < 0 ? Timer.NEVER : endNs);
        });
  }

  private void column(IntColumn column, String what, int least, int limit) throws IOException {
    json.numbers(
        INT_BYTES,
        number -> {
          among(what, number, least, limit);
          column.add((int) number);
        });
  }

  private void sameLength(int rows, IntColumn... columns) throws IOException {
    for (IntColumn column : columns) {
      if (column.size() != rows) {
        throw json.wrong("the columns differ in length");
      }
    }
  }
}
