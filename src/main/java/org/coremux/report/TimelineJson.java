package org.coremux.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.coremux.engine.Timer;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.IntColumn;
import org.coremux.experiment.LongColumn;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.Why;

/**
 * Timelines as JSON, format {@value Timeline#FORMAT}, and back: the file is compressed by gzip.
 *
 * <p>Rows are written as columns. Times are ns; those of rows are each the difference to the row
 * before, the first to 0; a slice's end is the time from the decision to it, {@code -1} without
 * one. Members, processors and levels are numbers: places in the lists before. {@code doing} and
 * {@code why} are places in the two lists of words at the beginning.
 */
public final class TimelineJson {
  /** The name of the file beside {@code result.json}. */
  public static final String FILE = "timeline.json.gz";

  private TimelineJson() {}

  /**
   * Writes a file, whole or not at all.
   *
   * @throws UncheckedIOException with a message for people if it cannot be written
   */
  public static void write(Timeline timeline, Path file) {
    AtomicFile.write(
        file,
        out -> {
          GZIPOutputStream zip = new GZIPOutputStream(out);
          writePlain(timeline, zip);
          zip.finish();
        });
  }

  /**
   * Reads a file back.
   *
   * @throws BadResultException if there is no such file, or it is not a sound timeline
   */
  public static Timeline read(Path file) {
    return TimelineReader.read(file);
  }

  /** The same as text, not compressed. */
  public static String text(Timeline timeline) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writePlain(timeline, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Writes it, not compressed, to a stream, which stays open. */
  public static void writePlain(Timeline timeline, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    BufferedOutputStream buffered = new BufferedOutputStream(out);
    try (JsonGenerator json = factory.createGenerator(buffered)) {
      new Writer(json).write(timeline);
    }
    buffered.flush();
  }

  /** The words for what members do, by their numbers. */
  static List<String> doing() {
    return Arrays.stream(Doing.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static final class Writer {
    private final JsonGenerator json;

    Writer(JsonGenerator json) {
      this.json = json;
    }

    void write(Timeline timeline) throws IOException {
      json.writeStartObject();
      json.writeStringField("format", Timeline.FORMAT);
      json.writeStringField("scenario", timeline.run().scenario());
      json.writeNumberField("seed", timeline.run().seed());
      json.writeStringField("trace_hash", "%016x".formatted(timeline.run().traceHash()));
      json.writeNumberField("warmup_ns", timeline.run().warmupNs());
      json.writeNumberField("end_ns", timeline.run().endNs());
      json.writeArrayFieldStart("doing");
      for (String doing : doing()) {
        json.writeString(doing);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("why");
      for (Why why : Why.values()) {
        json.writeString(why.words());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("hosts");
      for (HostTimeline host : timeline.hosts()) {
        host(host);
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void host(HostTimeline host) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", host.host());
      json.writeNumberField("from_ns", host.span().fromNs());
      json.writeNumberField("until_ns", host.span().untilNs());
      json.writeBooleanField("cut", host.span().isCut());
      json.writeArrayFieldStart("levels");
      for (HostTimeline.Level level : host.levels()) {
        json.writeStartObject();
        json.writeStringField("name", level.name());
        json.writeStringField("policy", level.policy());
        json.writeBooleanField("guest", level.isGuest());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("processors");
      for (HostTimeline.OneProcessor p : host.processors()) {
        json.writeStartObject();
        json.writeNumberField("level", p.level());
        json.writeNumberField("index", p.index());
        json.writeNumberField("provider", p.provider());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("members");
      for (HostTimeline.Member member : host.members()) {
        member(member);
      }
      json.writeEndArray();
      changes(host.changes());
      decisions(host.decisions());
      json.writeArrayFieldStart("snapshots");
      for (HostTimeline.Words words : host.snapshots()) {
        json.writeStartObject();
        json.writeNumberField("at_ns", words.atNs());
        json.writeStringField("text", words.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void member(HostTimeline.Member member) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", member.name());
      json.writeStringField("guest", member.guest());
      json.writeNumberField("level", member.level());
      if (!member.allowed().isEmpty()) {
        json.writeArrayFieldStart("allowed");
        for (int p : member.allowed()) {
          json.writeNumber(p);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }

    private void changes(HostTimeline.Changes changes) throws IOException {
      json.writeObjectFieldStart("changes");
      times("at", changes.atNs());
      column("member", changes.member());
      column("doing", changes.doing());
      column("processor", changes.processor());
      json.writeEndObject();
    }

    private void decisions(HostTimeline.Decisions decisions) throws IOException {
      json.writeObjectFieldStart("decisions");
      times("at", decisions.atNs());
      column("processor", decisions.processor());
      column("why", decisions.why());
      column("who", decisions.who());
      column("more", decisions.more());
      column("from", decisions.from());
      column("to", decisions.to());
      json.writeArrayFieldStart("slice");
      for (int i = 0; i < decisions.size(); i++) {
        long untilNs = decisions.untilNs().get(i);
        json.writeNumber(untilNs == Timer.NEVER ? -1 : untilNs - decisions.atNs().get(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void times(String key, LongColumn ns) throws IOException {
      json.writeArrayFieldStart(key);
      long before = 0;
      for (int i = 0; i < ns.size(); i++) {
        json.writeNumber(ns.get(i) - before);
        before = ns.get(i);
      }
      json.writeEndArray();
    }

    private void column(String key, IntColumn numbers) throws IOException {
      json.writeArrayFieldStart(key);
      for (int i = 0; i < numbers.size(); i++) {
        json.writeNumber(numbers.get(i));
      }
      json.writeEndArray();
    }
  }
}
