package org.coremux.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.experiment.Assumption;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.LatencyCurve;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.coremux.experiment.WorkloadResult;
import org.coremux.guest.ReplayMeter;

/** Reads what {@link ResultJson} writes; derived figures are derived again, not read. */
final class ResultReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** From per cent to millionths. */
  private static final int PERCENT_PLACES = 4;

  private ResultReader() {}

  static RunResult read(Path file) {
    JsonNode root = tree(file);
    JsonNode format = root.path("format");
    if (!root.isObject() || !format.isTextual()) {
      throw new BadResultException(file + " is not a coremux result: it has no \"format\"");
    }
    if (!format.textValue().equals(RunResult.FORMAT)) {
      throw new BadResultException(
          "%s is of format \"%s\"; this version reads \"%s\""
              .formatted(file, Text.plain(format.textValue()), RunResult.FORMAT));
    }
    try {
      return result(new Node(root, ""));
    } catch (BadResultException e) {
      throw new BadResultException(file + ": " + e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new BadResultException(file + " is not a sound result: " + Text.plain(e.getMessage()));
    }
  }

  private static JsonNode tree(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadResultException(file + " is a folder, not a result");
    }
    try {
      JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
      if (root.isMissingNode()) {
        throw new BadResultException(file + " is empty, not a coremux result");
      }
      return root;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new BadResultException(file + " is not a coremux result: it is not JSON" + where);
    } catch (IOException e) {
      throw new BadResultException("cannot read " + file + ": " + AtomicFile.reason(e));
    }
  }

  private static RunResult result(Node root) {
    List<HostResult> hosts = new ArrayList<>();
    for (Node host : root.list("hosts")) {
      hosts.add(host(host));
    }
    List<GuestResult> guests = new ArrayList<>();
    for (Node guest : root.list("guests")) {
      guests.add(guest(guest));
    }
    List<GroupResult> groups = new ArrayList<>();
    for (Node group : root.list("groups")) {
      List<String> members = new ArrayList<>();
      for (Node member : group.list("members")) {
        members.add(member.text());
      }
      groups.add(new GroupResult(members, guest(group)));
    }
    List<Assumption> assumed = new ArrayList<>();
    if (root.has("assumed")) {
      for (Node one : root.list("assumed")) {
        assumed.add(
            new Assumption(one.at("figure").text(), one.at("value").text(), one.at("of").text()));
      }
    }
    Optional<Series> series =
        root.has("series") ? Optional.of(series(root.at("series"))) : Optional.empty();
    return new RunResult(header(root), hosts, guests, groups, assumed, series);
  }

  private static RunHeader header(Node root) {
    Node generator = root.at("generator");
    Optional<RunHeader.Finish> finish = Optional.empty();
    if (root.has("until")) {
      finish =
          Optional.of(
              root.at("limit_reached").yes()
                  ? RunHeader.Finish.LIMIT_REACHED
                  : RunHeader.Finish.FINISHED);
    }
    String hash = root.at("trace_hash").text();
    if (!hash.matches("[0-9a-f]{16}")) {
      throw new BadResultException("trace_hash: must be 16 hexadecimal digits");
    }
    return new RunHeader(
        root.at("scenario").text(),
        root.has("question") ? Optional.of(root.at("question").text()) : Optional.empty(),
        new RunHeader.Generator(generator.at("version").text(), generator.at("random").text()),
        root.count("seed"),
        Math.toIntExact(root.count("replication")),
        new RunHeader.Span(root.seconds("duration_s"), root.seconds("warmup_s"), finish),
        root.count("events"),
        Long.parseUnsignedLong(hash, 16));
  }

  private static HostResult host(Node host) {
    Node time = host.at("time_s");
    return new HostResult(
        host.at("name").text(),
        host.at("platform").text(),
        host.at("scheduler").text(),
        Math.toIntExact(host.count("pcpus")),
        new HostTime(
            time.seconds("guest"),
            time.seconds("exit"),
            time.seconds("switch"),
            time.seconds("vmm"),
            time.seconds("host_os"),
            time.seconds("hypervisor"),
            time.seconds("idle")),
        host.count("context_switches"),
        host.count("migrations"),
        host.has("domain0") ? Optional.of(guest(host.at("domain0"))) : Optional.empty());
  }

  private static GuestResult guest(Node guest) {
    Node time = guest.at("time_s");
    Node runnable = guest.at("runnable_s");
    List<WorkloadResult> workloads = new ArrayList<>();
    for (Node workload : guest.list("workloads")) {
      workloads.add(workload(workload));
    }
    Breakdown exits = Breakdown.NONE;
    for (Map.Entry<String, Node> exit : guest.at("exits").members().entrySet()) {
      exits = exits.with(exit.getKey(), exit.getValue().count());
    }
    return new GuestResult(
        guest.at("name").text(),
        guest.has("host") ? guest.at("host").text() : "",
        Math.toIntExact(guest.count("vcpus")),
        new GuestTime(
            time.seconds("running"),
            time.seconds("runnable"),
            time.seconds("blocked"),
            time.seconds("offline"),
            runnable.seconds("waiting"),
            runnable.seconds("capped"),
            runnable.seconds("costopped")),
        times(guest.at("lost_s")),
        guest.seconds("work_s"),
        new GuestResult.Dispatches(
            guest.count("switches"), guest.count("preemptions"), guest.count("migrations")),
        exits,
        times(guest.at("overhead_s")),
        latency(guest.at("dispatch_latency_ms")),
        workloads);
  }

  private static WorkloadResult workload(Node workload) {
    return new WorkloadResult(
        workload.at("kind").text(),
        workload.count("completed"),
        workload.count("unfinished"),
        workload.count("dropped"),
        latency(workload.at("latency_ms")),
        new WorkloadResult.Extras(
            workload.has("missed")
                ? OptionalLong.of(workload.count("missed"))
                : OptionalLong.empty(),
            workload.has("redrawn") ? workload.count("redrawn") : 0,
            workload.has("demand_s")
                ? OptionalLong.of(workload.seconds("demand_s"))
                : OptionalLong.empty(),
            workload.has("recorded") ? Optional.of(replayed(workload)) : Optional.empty()));
  }

  private static Replayed replayed(Node workload) {
    return new Replayed(
        workload.at("process").text(),
        figures(workload.at("recorded")),
        figures(workload.at("replayed")),
        latency(workload.at("run_delay_ms")),
        latency(workload.at("recorded_run_delay_ms")));
  }

  private static ReplayMeter.Figures figures(Node of) {
    return new ReplayMeter.Figures(
        of.seconds("running_s"),
        of.seconds("runnable_s"),
        of.count("switches"),
        of.count("preemptions"));
  }

  private static Latency latency(Node latency) {
    long count = latency.count("count");
    if (count == 0) {
      return Latency.NONE;
    }
    return new Latency(
        count,
        latency.milliseconds("mean"),
        latency.milliseconds("p50"),
        latency.milliseconds("p95"),
        latency.milliseconds("p99"),
        latency.milliseconds("max"),
        latency.has("half_width")
            ? OptionalLong.of(latency.milliseconds("half_width"))
            : OptionalLong.empty(),
        latency.has("curve") ? curve(latency.list("curve")) : LatencyCurve.NONE);
  }

  private static LatencyCurve curve(List<Node> points) {
    List<LatencyCurve.Point> all = new ArrayList<>();
    for (Node point : points) {
      List<Node> pair = point.elements();
      if (pair.size() != 2) {
        throw point.wrong("a percentile and milliseconds");
      }
      all.add(new LatencyCurve.Point(pair.get(0).ppm(), pair.get(1).milliseconds()));
    }
    return new LatencyCurve(all);
  }

  private static Breakdown times(Node times) {
    Breakdown breakdown = Breakdown.NONE;
    for (Map.Entry<String, Node> time : times.members().entrySet()) {
      breakdown = breakdown.with(time.getKey(), time.getValue().seconds());
    }
    return breakdown;
  }

  private static Series series(Node series) {
    List<Series.HostSeries> hosts = new ArrayList<>();
    for (Node host : series.list("hosts")) {
      hosts.add(
          new Series.HostSeries(
              host.at("name").text(),
              bands(host.at("guests")),
              bands(host.at("overhead")),
              band("idle", host.list("idle")),
              host.has("waiting") ? bands(host.at("waiting")) : List.of()));
    }
    return new Series(series.seconds("bucket_s"), hosts);
  }

  private static List<Series.Band> bands(Node bands) {
    List<Series.Band> all = new ArrayList<>();
    for (Map.Entry<String, Node> one : bands.members().entrySet()) {
      all.add(band(one.getKey(), one.getValue().elements()));
    }
    return all;
  }

  private static Series.Band band(String name, List<Node> figures) {
    List<Long> ns = new ArrayList<>();
    for (Node figure : figures) {
      ns.add(figure.seconds());
    }
    return new Series.Band(name, ns);
  }

  /** A value and the path to it, so that every error names its place. */
  private record Node(JsonNode value, String path) {
    Node at(String key) {
      JsonNode child = value.path(key);
      Node node = new Node(child, path.isEmpty() ? key : path + "." + key);
      if (child.isMissingNode()) {
        throw new BadResultException(Text.plain(node.path) + ": missing");
      }
      return node;
    }

    boolean has(String key) {
      return value.hasNonNull(key);
    }

    Map<String, Node> members() {
      if (!value.isObject()) {
        throw wrong("an object");
      }
      Map<String, Node> all = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        all.put(entry.getKey(), new Node(entry.getValue(), path + "." + entry.getKey()));
      }
      return all;
    }

    List<Node> list(String key) {
      return at(key).elements();
    }

    List<Node> elements() {
      if (!value.isArray()) {
        throw wrong("an array");
      }
      List<Node> all = new ArrayList<>();
      for (JsonNode element : value) {
        all.add(new Node(element, path + "[" + all.size() + "]"));
      }
      return all;
    }

    String text() {
      if (!value.isTextual()) {
        throw wrong("a text");
      }
      return value.textValue();
    }

    boolean yes() {
      if (!value.isBoolean()) {
        throw wrong("true or false");
      }
      return value.booleanValue();
    }

    long count(String key) {
      return at(key).count();
    }

    long count() {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw wrong("a whole number");
      }
      return value.longValue();
    }

    long seconds(String key) {
      return at(key).seconds();
    }

    long seconds() {
      try {
        return Decimal.nsOfSeconds(number("a number of seconds"));
      } catch (ArithmeticException e) {
        throw wrong("seconds with at most nine decimals");
      }
    }

    long milliseconds(String key) {
      return at(key).milliseconds();
    }

    long milliseconds() {
      try {
        return Decimal.nsOfMilliseconds(number("a number of milliseconds"));
      } catch (ArithmeticException e) {
        throw wrong("milliseconds with at most six decimals");
      }
    }

    int ppm() {
      try {
        return number("a percentile").movePointRight(PERCENT_PLACES).intValueExact();
      } catch (ArithmeticException e) {
        throw wrong("a percentile with at most four decimals");
      }
    }

    private BigDecimal number(String allowed) {
      if (!value.isNumber()) {
        throw wrong(allowed);
      }
      return value.decimalValue();
    }

    private BadResultException wrong(String allowed) {
      return new BadResultException(Text.plain(path) + ": must be " + allowed);
    }
  }
}
