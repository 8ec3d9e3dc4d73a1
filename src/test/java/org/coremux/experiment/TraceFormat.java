package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file of trace events, read back: refuses what the format does not allow, and gives its slices.
 *
 * <p>Source: "Trace Event Format", the document of the Chromium project: sections "JSON Object
 * Format", "Duration Events", "Complete Events", "Counter Events", "Flow Events" and "Metadata
 * Events".
 */
public final class TraceFormat {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** By phase: which keys an event must have, and which it may have. */
  private static final Map<String, Keys> PHASES =
      Map.of(
          "B", new Keys(Set.of("ph", "pid", "tid", "ts", "name"), Set.of("cat", "args")),
          "E", new Keys(Set.of("ph", "pid", "tid", "ts"), Set.of("name", "cat", "args")),
          "X", new Keys(Set.of("ph", "pid", "tid", "ts", "dur", "name"), Set.of("cat", "args")),
          "C", new Keys(Set.of("ph", "pid", "ts", "name", "args"), Set.of("tid", "cat")),
          "s", new Keys(Set.of("ph", "pid", "tid", "ts", "name", "cat", "id"), Set.of("args")),
          "f",
              new Keys(Set.of("ph", "pid", "tid", "ts", "name", "cat", "id", "bp"), Set.of("args")),
          "M", new Keys(Set.of("ph", "pid", "tid", "name", "args"), Set.of("ts", "cat")));

  private static final Set<String> METADATA =
      Set.of("process_name", "process_sort_index", "thread_name", "thread_sort_index");

  private static final Map<String, JsonNodeType> TYPES =
      Map.of(
          "ph", JsonNodeType.STRING,
          "name", JsonNodeType.STRING,
          "cat", JsonNodeType.STRING,
          "bp", JsonNodeType.STRING,
          "pid", JsonNodeType.NUMBER,
          "tid", JsonNodeType.NUMBER,
          "ts", JsonNodeType.NUMBER,
          "dur", JsonNodeType.NUMBER,
          "id", JsonNodeType.NUMBER,
          "args", JsonNodeType.OBJECT);

  private record Keys(Set<String> required, Set<String> allowed) {}

  /**
   * Some time on a track.
   *
   * @param within the name of the slice in which it is nested; empty for none
   */
  public record Slice(
      String process, String track, String name, String within, long fromNs, long untilNs) {
    /** How long it lasts, in ns. */
    public long lengthNs() {
      return untilNs - fromNs;
    }

    /** Whether it is nested in another. */
    public boolean isNested() {
      return !within.isEmpty();
    }
  }

  /** From one slice to another. */
  public record Arrow(Slice from, Slice to, long fromNs, long toNs) {}

  /** A figure at a time. */
  public record Count(String process, String name, long atNs, long value) {}

  private final JsonNode file;
  private final Map<Long, String> processes = new HashMap<>();
  private final Map<Long, String> tracks = new HashMap<>();
  private final Map<Long, List<Slice>> slices = new LinkedHashMap<>();
  private final Map<Long, List<TreeMap<Long, Slice>>> byTime = new HashMap<>();
  private final List<Arrow> arrows = new ArrayList<>();
  private final List<Count> counts = new ArrayList<>();

  private TraceFormat(JsonNode file) {
    this.file = file;
    assertThat(names(file)).contains("traceEvents");
    assertThat(names(file)).isSubsetOf("traceEvents", "displayTimeUnit", "otherData");
    assertThat(file.get("displayTimeUnit").asText()).isIn("ms", "ns");
    for (JsonNode event : file.get("traceEvents")) {
      check(event);
      name(event);
    }
    begunAndEnded();
    wholes();
    flows();
    counters();
  }

  /** Reads a file, which must be sound. */
  public static TraceFormat read(byte[] bytes) throws IOException {
    return new TraceFormat(JSON.readTree(bytes));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  // ---- each event ----

  private static void check(JsonNode event) {
    Keys keys = PHASES.get(event.path("ph").asText());
    require(keys != null, "phase", event);
    for (String key : keys.required()) {
      require(event.has(key), "has " + key, event);
    }
    for (Map.Entry<String, JsonNode> one : event.properties()) {
      String key = one.getKey();
      JsonNode value = one.getValue();
      require(keys.required().contains(key) || keys.allowed().contains(key), key, event);
      require(value.getNodeType() == TYPES.get(key), key, event);
      switch (key) {
        case "pid", "tid", "id" -> require(value.isIntegralNumber(), key, event);
        case "ts", "dur" -> require(ns(event, key) >= 0, key, event);
        case "bp" -> require(value.asText().equals("e"), key, event);
        default -> {}
      }
    }
    if (event.get("ph").asText().equals("C")) {
      require(!event.get("args").isEmpty(), "args", event);
      event.get("args").forEach(value -> require(value.isNumber(), "args", event));
    }
  }

  private static void require(boolean holds, String what, JsonNode event) {
    if (!holds) {
      throw new AssertionError(what + " of " + event);
    }
  }

  /** Microseconds with at most three decimals. */
  private static long ns(JsonNode event, String key) {
    return event.get(key).decimalValue().multiply(BigDecimal.valueOf(1_000)).longValueExact();
  }

  private void name(JsonNode event) {
    if (!event.get("ph").asText().equals("M")) {
      return;
    }
    String what = event.get("name").asText();
    assertThat(what).isIn(METADATA);
    String name = event.get("args").path("name").asText();
    if (what.equals("process_name")) {
      assertThat(processes.put(event.get("pid").asLong(), name)).as(name).isNull();
    } else if (what.equals("thread_name")) {
      assertThat(tracks.put(event.get("tid").asLong(), name)).as(name).isNull();
    } else {
      assertThat(event.get("args").get("sort_index").isIntegralNumber()).isTrue();
    }
  }

  private List<JsonNode> of(String... phases) {
    List<JsonNode> some = new ArrayList<>();
    for (JsonNode event : file.get("traceEvents")) {
      if (List.of(phases).contains(event.get("ph").asText())) {
        some.add(event);
      }
    }
    return some;
  }

  // ---- slices ----

  private void begunAndEnded() {
    Map<Long, Deque<JsonNode>> open = new HashMap<>();
    Map<Long, Long> lastNs = new HashMap<>();
    for (JsonNode event : of("B", "E")) {
      long track = event.get("tid").asLong();
      require(ns(event, "ts") >= lastNs.getOrDefault(track, 0L), "order", event);
      lastNs.put(track, ns(event, "ts"));
      Deque<JsonNode> stack = open.computeIfAbsent(track, key -> new ArrayDeque<>());
      if (event.get("ph").asText().equals("B")) {
        stack.push(event);
      } else {
        require(!stack.isEmpty(), "beginning", event);
        JsonNode begin = stack.pop();
        add(begin, stack, ns(event, "ts"));
      }
    }
    assertThat(open.values()).as("ended").allMatch(Deque::isEmpty);
  }

  /** Those on tracks of their own do not overlap; those between others do not touch these. */
  private void wholes() {
    for (JsonNode event : of("X")) {
      add(event, new ArrayDeque<>(), ns(event, "ts") + ns(event, "dur"));
    }
    for (List<Slice> its : slices.values()) {
      List<Slice> outer = its.stream().filter(slice -> !slice.isNested()).toList();
      long endNs = 0;
      for (Slice slice : outer.stream().sorted(this::byTime).toList()) {
        if (slice.fromNs() < endNs) {
          throw new AssertionError("begins before another ends: " + slice);
        }
        endNs = slice.untilNs();
      }
    }
  }

  private int byTime(Slice a, Slice b) {
    int order = Long.compare(a.fromNs(), b.fromNs());
    return order == 0 ? Long.compare(a.untilNs(), b.untilNs()) : order;
  }

  private void add(JsonNode event, Deque<JsonNode> around, long untilNs) {
    long track = event.get("tid").asLong();
    Slice slice =
        new Slice(
            processes.get(event.get("pid").asLong()),
            tracks.get(track),
            event.get("name").asText(),
            around.isEmpty() ? "" : around.peek().get("name").asText(),
            ns(event, "ts"),
            untilNs);
    slices.computeIfAbsent(track, key -> new ArrayList<>()).add(slice);
    List<TreeMap<Long, Slice>> depths = byTime.computeIfAbsent(track, key -> new ArrayList<>());
    while (depths.size() <= around.size()) {
      depths.add(new TreeMap<>());
    }
    if (slice.lengthNs() > 0) {
      depths.get(around.size()).put(slice.fromNs(), slice);
    }
  }

  // ---- arrows and counters ----

  private void flows() {
    Map<Long, JsonNode> begun = new HashMap<>();
    for (JsonNode event : of("s", "f")) {
      long id = event.get("id").asLong();
      if (event.get("ph").asText().equals("s")) {
        require(begun.put(id, event) == null, "number", event);
      } else {
        JsonNode begin = begun.remove(id);
        require(begin != null, "beginning", event);
        require(begin.get("cat").equals(event.get("cat")), "category", event);
        require(begin.get("name").equals(event.get("name")), "name", event);
        long fromNs = ns(begin, "ts");
        long toNs = ns(event, "ts");
        require(toNs >= fromNs, "time", event);
        Slice to = innermost(event.get("tid").asLong(), toNs);
        arrows.add(new Arrow(innermost(begin.get("tid").asLong(), fromNs), to, fromNs, toNs));
      }
    }
  }

  /** The slice that an arrow is bound to; a slice does not hold the time at which it ends. */
  private Slice innermost(long track, long atNs) {
    Slice innermost = null;
    for (TreeMap<Long, Slice> depth : byTime.getOrDefault(track, List.of())) {
      Map.Entry<Long, Slice> last = depth.floorEntry(atNs);
      if (last != null && atNs < last.getValue().untilNs()) {
        innermost = last.getValue();
      }
    }
    return innermost;
  }

  private void counters() {
    for (JsonNode event : of("C")) {
      for (Map.Entry<String, JsonNode> one : event.get("args").properties()) {
        counts.add(
            new Count(
                processes.get(event.get("pid").asLong()),
                event.get("name").asText() + " " + one.getKey(),
                ns(event, "ts"),
                one.getValue().longValue()));
      }
    }
  }

  // ---- what there is ----

  /** All slices, by track in the order of the file. */
  public List<Slice> slices() {
    return slices.values().stream().flatMap(List::stream).toList();
  }

  /** Those of a process, nested ones or not. */
  public List<Slice> of(String process, boolean isNested) {
    return slices().stream()
        .filter(slice -> slice.process().equals(process) && slice.isNested() == isNested)
        .toList();
  }

  /** How long they last together, in ns. */
  public static long totalNs(List<Slice> some) {
    return some.stream().mapToLong(Slice::lengthNs).sum();
  }

  /** Those that begin and end. */
  public List<Arrow> arrows() {
    return arrows;
  }

  /** Every change of every counter. */
  public List<Count> counts() {
    return counts;
  }

  /** Names of bundles of tracks. */
  public Set<String> processes() {
    return Set.copyOf(processes.values());
  }

  /** What the file says of itself. */
  public String about(String key) {
    return file.get("otherData").get(key).asText();
  }
}
