package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceEventsTest {
  private static final String SERVER =
      "kind: server, threads: 3, arrivals: {rate: 2000/s}, service: {mean: 300 us}";
  private static final String CLIENTS =
      "kind: clients, clients: 4, think: {mean: 1 ms}, service: {mean: 200 us}";
  private static final String HOG = "kind: compute, threads: 3";
  private static final TraceEvents.Window ALL =
      new TraceEvents.Window(0, Long.MAX_VALUE, Long.MAX_VALUE);

  /** A run, with what was written of it. */
  private record Traced(RunResult result, TraceEvents.Extent extent, byte[] bytes) {
    TraceFormat read() throws IOException {
      return TraceFormat.read(bytes);
    }
  }

  private static Model model(Scene scene) {
    Model.Options options = Observation.options(Model.Options.NORMAL);
    return new Model(scene.scenario(), Plugins.installed(), options);
  }

  private static Traced traced(Scene scene, TraceEvents.Window window) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Model model = model(scene);
    TraceEvents events = new TraceEvents(model, out, window);
    model.hosts().forEach(host -> Observation.of(host, List.of(events.of(host))));
    RunResult result = new Run(model).toEnd();
    TraceEvents.Extent extent = events.finish(result);
    assertThat(extent.bytes()).isEqualTo(out.size());
    return new Traced(result, extent, out.toByteArray());
  }

  private static Scene scene(String platform, String policy) {
    return Scene.on(platform)
        .cpu("{cores: 1, threads: 2, clock: 2 GHz}")
        .policy("{name: " + policy + "}")
        .window("duration: 150 ms")
        .guest("web", 1, List.of("count: 2"), SERVER)
        .guest("shop", 2, CLIENTS, "kind: periodic, threads: 1, period: 3 ms, burst: 200 us");
  }

  static List<Scene> scenes() {
    return List.of(
        scene("xen", "credit2").guest("hog", 2, List.of("cap: 70 %"), HOG),
        scene("kvm", "eevdf").guest("hog", 2, List.of("cap: 70 %"), HOG),
        scene("kvm", "round-robin").guest("late", 2, List.of("start: 20 ms", "stop: 90 ms"), HOG),
        scene("hosted", "eevdf").host("background: [{kind: compute}]").guest("hog", 1, HOG),
        scene("bare-metal", "eevdf").guest("hog", 1, List.of("cap: 40 %"), HOG),
        scene("bare-metal", "credit2").guest("hog", 1, HOG),
        scene("bare-metal-dedicated", "eevdf"),
        scene("kvm", "eevdf").hosts(2).guest("hog", 2, List.of("host: node-2"), HOG));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void changesNothing(Scene scene) throws IOException {
    RunResult plain = scene.unchecked().run();
    for (TraceEvents.Window window :
        List.of(ALL, new TraceEvents.Window(50_000_123, 70_000_001, 40_000))) {
      assertThat(traced(scene, window).result()).isEqualTo(plain);
    }
  }

  /** That reading the file finds it sound is asserted by {@link TraceFormat}. */
  @ParameterizedTest
  @MethodSource("scenes")
  void slicesAddUpToTheBooksToTheNanosecond(Scene scene) throws IOException {
    Traced traced = traced(scene, ALL);
    TraceFormat trace = traced.read();
    String of = traced.result().hosts().size() == 1 ? "" : " on ";
    long runningNs = 0;
    for (GuestResult guest : traced.result().guests()) {
      String where = of.isEmpty() ? "" : of + guest.host();
      List<TraceFormat.Slice> slices =
          Stream.of(": vCPUs", ": threads")
              .flatMap(what -> trace.of("guest " + guest.name() + where + what, false).stream())
              .toList();
      assertThat(named(slices, "running")).as(guest.name()).isEqualTo(guest.time().runningNs());
      assertThat(named(slices, "steal: waiting")).isEqualTo(guest.time().waitingNs());
      assertThat(named(slices, "steal: capped")).isEqualTo(guest.time().cappedNs());
      assertThat(named(slices, "steal: co-stopped")).isEqualTo(guest.time().costoppedNs());
      runningNs += guest.time().runningNs();
    }
    assertThat(runningNs).isPositive();
    for (HostResult host : traced.result().hosts()) {
      long capacityNs = host.pcpus() * traced.result().durationNs();
      assertThat(TraceFormat.totalNs(trace.of("host " + host.name() + ": pCPUs", false)))
          .as("busy time of " + host.name())
          .isEqualTo(capacityNs - host.time().idleNs());
    }
  }

  private static long named(List<TraceFormat.Slice> slices, String name) {
    return TraceFormat.totalNs(slices.stream().filter(s -> s.name().equals(name)).toList());
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void countersSayHowManySlicesThereAre(Scene scene) throws IOException {
    TraceFormat trace = traced(scene, ALL).read();
    List<TraceFormat.Slice> outer =
        trace.slices().stream().filter(slice -> !slice.isNested()).toList();
    for (String process : trace.processes()) {
      if (process.endsWith(": pCPUs")) {
        List<TraceFormat.Count> busy =
            trace.counts().stream()
                .filter(count -> count.process().equals(process))
                .filter(count -> count.name().equals("pCPUs busy"))
                .toList();
        assertThat(busy).isNotEmpty();
        agree(
            busy,
            outer.stream()
                .filter(slice -> slice.process().equals(process))
                .filter(slice -> !slice.name().equals("switch to idle"))
                .toList());
      }
    }
    List<TraceFormat.Count> waiting =
        trace.counts().stream().filter(c -> c.name().equals("run queue waiting")).toList();
    if (waiting.stream().map(TraceFormat.Count::process).distinct().count() == 1) {
      agree(
          waiting, outer.stream().filter(slice -> slice.name().equals("steal: waiting")).toList());
    }
  }

  /** After the last change within each instant there are as many slices as were counted. */
  private static void agree(List<TraceFormat.Count> counts, List<TraceFormat.Slice> slices) {
    TreeMap<Long, Long> changes = new TreeMap<>();
    for (TraceFormat.Slice slice : slices) {
      changes.merge(slice.fromNs(), 1L, Long::sum);
      changes.merge(slice.untilNs(), -1L, Long::sum);
    }
    TreeMap<Long, Long> counted = new TreeMap<>();
    counts.forEach(count -> counted.put(count.atNs(), count.value()));
    long open = 0;
    long endNs = changes.isEmpty() ? 0 : changes.lastKey();
    for (var change : changes.headMap(endNs).entrySet()) {
      open += change.getValue();
      long countedThen = counted.floorEntry(change.getKey()).getValue();
      if (countedThen != open) {
        assertThat(countedThen).as("at " + change.getKey()).isEqualTo(open);
      }
    }
  }

  @Test
  void threadsAreNestedInTheirVcpu() throws IOException {
    Traced traced = traced(scene("kvm", "eevdf").guest("hog", 2, HOG), ALL);
    TraceFormat trace = traced.read();

    List<TraceFormat.Slice> inner = trace.of("host node: pCPUs", true);
    assertThat(inner).isNotEmpty();
    for (TraceFormat.Slice slice : inner) {
      String guest = slice.name().substring(0, slice.name().indexOf('.'));
      assertThat(slice.within()).as(slice.toString()).startsWith(guest + ".v");
    }
    for (GuestResult guest : traced.result().guests()) {
      List<TraceFormat.Slice> its =
          inner.stream().filter(slice -> slice.name().startsWith(guest.name() + ".")).toList();
      assertThat(TraceFormat.totalNs(its))
          .as("a vCPU runs a thread for no longer than it runs, and mostly one")
          .isBetween(guest.time().runningNs() * 9 / 10, guest.time().runningNs());
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void arrowsPointFromASliceToTheBeginningOfAnother(Scene scene) throws IOException {
    Traced traced = traced(scene, ALL);
    List<TraceFormat.Arrow> arrows =
        traced.read().arrows().stream()
            .filter(arrow -> arrow.toNs() < traced.result().durationNs()) // else nothing comes
            .toList();
    assertThat(arrows)
        .isNotEmpty()
        .allSatisfy(
            arrow -> {
              assertThat(arrow.from()).as(arrow.toString()).isNotNull();
              assertThat(arrow.to()).as(arrow.toString()).isNotNull();
              assertThat(arrow.to().fromNs()).isEqualTo(arrow.toNs());
            });
  }

  @Test
  void aWindowHoldsWhatHappensWithinItAndNothingElse() throws IOException {
    Scene scene = scene("xen", "credit2").guest("hog", 2, List.of("cap: 70 %"), HOG);
    TraceFormat whole = traced(scene, ALL).read();
    TraceEvents.Window window = new TraceEvents.Window(50_000_123, 120_000_001, Long.MAX_VALUE);
    Traced part = traced(scene, window);

    assertThat(part.extent().isCut()).isFalse();
    assertThat(part.read().about("ends")).isEqualTo("as asked");
    List<String> wanted = new ArrayList<>();
    for (TraceFormat.Slice slice : whole.slices()) {
      long fromNs = Math.max(slice.fromNs(), window.fromNs());
      long untilNs = Math.min(slice.untilNs(), window.untilNs());
      if (fromNs < untilNs) {
        wanted.add(slice.track() + " " + slice.name() + " " + fromNs + ".." + untilNs);
      }
    }
    assertThat(part.read().slices())
        .extracting(s -> s.track() + " " + s.name() + " " + s.fromNs() + ".." + s.untilNs())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void theLimitEndsATraceAfterAWholeInstant() throws IOException {
    Scene scene = scene("xen", "credit2").hosts(2);
    TraceFormat whole = traced(scene, ALL).read();
    Traced cut = traced(scene, new TraceEvents.Window(0, Long.MAX_VALUE, 100_000));

    assertThat(cut.extent().isCut()).isTrue();
    assertThat(cut.bytes().length).isBetween(100_000, 110_000);
    TraceFormat trace = cut.read();
    assertThat(trace.about("ends")).contains("limit");
    assertThat(trace.about("limit_bytes")).isEqualTo("100000");
    long untilNs = cut.extent().untilNs();
    assertThat(trace.about("until_ns")).isEqualTo(Long.toString(untilNs));
    LongPredicate isBefore = ns -> ns < untilNs;
    assertThat(ends(trace, isBefore))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(ends(whole, isBefore));
  }

  private static List<String> ends(TraceFormat trace, LongPredicate isWanted) {
    return trace.slices().stream()
        .filter(slice -> isWanted.test(slice.untilNs()))
        .map(TraceFormat.Slice::toString)
        .toList();
  }

  @Test
  void namesCannotBreakTheFile() throws IOException {
    String name = "\"},\\u0000\\t\\u202e</script>é😀";
    Scene scene =
        Scene.on("kvm")
            .window("duration: 10 ms")
            .guest("plain", 1, HOG)
            .set("guests.plain.name=" + "q\\\"}],'é😀");
    TraceFormat trace = traced(scene, ALL).read();
    assertThat(trace.processes()).contains("guest q\\\"}],'é😀: vCPUs");
    assertThat(EventBytes.text(EventBytes.escaped("a\"\\\u0001\ud800" + name.charAt(0))))
        .isEqualTo("a\\\"\\\\\\u0001?\\\"");
  }

  @Test
  void aStreamThatFailsBreaksNoRun() {
    Scene scene = scene("xen", "credit2").guest("hog", 2, HOG);
    Model model = model(scene);
    TraceEvents events =
        new TraceEvents(
            model,
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            },
            ALL);
    model.hosts().forEach(host -> Observation.of(host, List.of(events.of(host))));
    RunResult result = new Run(model).toEnd();

    assertThat(result).isEqualTo(scene.unchecked().run());
    assertThatThrownBy(() -> events.finish(result)).hasMessage("No space left on device");
  }

  @Test
  void numbersAreExact() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventBytes bytes = new EventBytes(out);
    bytes.micros(0).number(7).micros(999).micros(1_000_001).micros(Long.MAX_VALUE);
    bytes.number(Long.MAX_VALUE).flush();
    assertThat(out).hasToString("0.00070.9991000.0019223372036854775.8079223372036854775807");
    assertThat(bytes.count()).isEqualTo(out.size());
  }
}
