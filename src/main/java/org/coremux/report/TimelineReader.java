package org.coremux.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.Why;

/**
 * Reads what {@link TimelineJson} writes, and takes nothing for granted of what it reads.
 *
 * <p>Row by row as it comes, so that it needs no more memory than the timeline itself; and what it
 * keeps is limited, so that no file, however small it is packed, takes all memory.
 */
final class TimelineReader {
  /** Most characters of a name in what is said of a file. */
  private static final int NAME_MAX = 24;

  private static final int BUFFER = 1 << 16;

  private final Path file;

  private TimelineReader(Path file) {
    this.file = file;
  }

  static Timeline read(Path file) {
    return read(file, Runtime.getRuntime().maxMemory() / 4 * 3);
  }

  /** The same, keeping no more than takes so many bytes. */
  static Timeline read(Path file, long bytesMax) {
    if (!Files.isRegularFile(file)) {
      throw new BadResultException("there is no file " + file);
    }
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        InputStream plain = new GZIPInputStream(in, BUFFER);
        JsonParser parser = factory.createParser(plain)) {
      return new TimelineReader(file).timeline(new JsonStream(parser, bytesMax));
    } catch (JsonStream.Wrong e) {
      throw new BadResultException(
          file + " is not a sound timeline: " + Text.plain(e.getMessage()), e);
    } catch (IOException e) {
      throw new BadResultException(file + " is not a sound timeline: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return Text.plain(message.lines().findFirst().orElse(""));
  }

  private Timeline timeline(JsonStream json) throws IOException {
    Head head = new Head();
    List<HostTimeline> hosts = new ArrayList<>();
    json.object(
        key -> {
          switch (key) {
            case "format" -> head.format = format(json.text());
            case "scenario" -> head.scenario = json.text();
            case "seed" -> head.seed = json.number();
            case "trace_hash" -> head.hash = hash(json);
            case "warmup_ns" -> head.warmupNs = json.number();
            case "end_ns" -> head.endNs = json.number();
            case "doing" -> words(json, TimelineJson.doing());
            case "why" -> words(json, Arrays.stream(Why.values()).map(Why::words).toList());
            case "hosts" -> json.list(() -> hosts.add(new HostReader(json).host()));
            default -> json.skip();
          }
        });
    json.end();
    if (head.format == null) {
      throw json.wrong("it has no \"format\"");
    }
    if (head.scenario == null || head.hash == null) {
      throw json.wrong("it does not say of which run it is");
    }
    return new Timeline(
        new Timeline.RunKey(head.scenario, head.seed, head.hash, head.warmupNs, head.endNs), hosts);
  }

  /** What comes before the hosts. */
  private static final class Head {
    String format;
    String scenario;
    Long hash;
    long seed;
    long warmupNs;
    long endNs;
  }

  private String format(String format) {
    if (!format.equals(Timeline.FORMAT)) {
      throw new BadResultException(
          "%s is of format \"%s\"; this version reads \"%s\""
              .formatted(file, Text.plain(format, NAME_MAX), Timeline.FORMAT));
    }
    return format;
  }

  private static Long hash(JsonStream json) throws IOException {
    String text = json.text();
    if (!text.matches("[0-9a-f]{16}")) {
      throw json.wrong("must be 16 hexadecimal digits");
    }
    return Long.parseUnsignedLong(text, 16);
  }

  /** Places in these lists stand for the words, so the words have to be this version's. */
  private static void words(JsonStream json, List<String> own) throws IOException {
    List<String> words = new ArrayList<>();
    json.list(() -> words.add(json.text()));
    if (words.size() > own.size() || !own.subList(0, words.size()).equals(words)) {
      throw json.wrong("other words than this version's: " + String.join(", ", own));
    }
  }
}
