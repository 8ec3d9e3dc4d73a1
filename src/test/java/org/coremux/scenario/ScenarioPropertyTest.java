package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** What holds of every text. */
class ScenarioPropertyTest {

  private static final String[] PIECES = {
    "-",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "&a ",
    "*a",
    "!!",
    "|",
    ">",
    "'",
    "\"",
    "#",
    "\n",
    "  ",
    "\t",
    "~",
    "null",
    "true",
    "0",
    "-1",
    "1e99",
    ".inf",
    "5 ms",
    "9 EiB",
    "64",
    "%",
    "@",
    "`",
    "<<: ",
    "? ",
    "---\n",
    "...\n",
    "name: ",
    "count: ",
    "\u0000",
    "\u2028",
    "\uD83D\uDE00",
    "\uD800",
    "mean: ",
    "kind: ",
    "{}",
    "[]",
    "2147483648",
    "count: 100000\n",
    "file: /\n",
  };

  private final ScenarioReader reader = new ScenarioReader(TestCatalogue.catalogue());

  @Property(tries = 1_000)
  void throwsNothingButItsOwnException(@ForAll Random random) {
    StringBuilder text = new StringBuilder(ScenarioReaderTest.EVERYTHING);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(6) * random.nextInt(6));
      text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
    }

    Outcome outcome = outcome(text.toString(), List.of());

    assertThat(outcome.isRight()).isTrue();
  }

  @Property(tries = 1_000)
  void throwsNothingElseForAnyOverride(@ForAll Random random) {
    String[] paths = {
      "seed",
      "guests",
      "guests.web",
      "guests.web.workload[0]",
      "hosts[0].cpu",
      "hosts.node.scheduler",
      "guests.web.os.tick",
      "guests.web.workload[0].service.mean",
      "guests.\"a.out 1\".weight",
      "events[0]",
      "warmup",
      "hosts.laptop.background"
    };
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      value.append(PIECES[random.nextInt(PIECES.length)]);
    }

    Outcome outcome =
        outcome(
            ScenarioReaderTest.EVERYTHING,
            List.of(paths[random.nextInt(paths.length)] + "=" + value));

    assertThat(outcome.isRight()).isTrue();
  }

  @Property(tries = 200)
  void throwsNothingElseForAnyTextAtAll(@ForAll @StringLength(max = 200) String text) {
    assertThat(outcome(text, List.of(text)).isRight()).isTrue();
  }

  @Property(tries = 200)
  void readsBackWhatItShows(@ForAll("guests") String guest, @ForAll("names") String name) {
    String text =
        "scenario: "
            + YamlText.quoted(name)
            + "\nduration: 3 s\n"
            + "hosts: [{name: node, cpu: {cores: 8}, memory: 1 TiB, platform: xen}]\n"
            + "guests:\n  - "
            + guest.replace("NAME", YamlText.quoted(name));
    Scenario scenario = reader.read(text, "x.yaml", Path.of(""));

    String yaml = EffectiveScenario.yaml(scenario, TestCatalogue.catalogue());

    assertThat(reader.read(yaml, "y.yaml", Path.of(""))).isEqualTo(scenario);
  }

  /** What became of a text. */
  private record Outcome(boolean isRight) {}

  private Outcome outcome(String text, List<String> overrides) {
    try {
      Scenario scenario = reader.read(text, Path.of(""), overrides);
      String yaml = EffectiveScenario.yaml(scenario, TestCatalogue.catalogue());
      return new Outcome(reader.read(yaml, "y.yaml", Path.of("")).equals(scenario));
    } catch (ScenarioException wrong) {
      return new Outcome(
          !wrong.problems().isEmpty()
              && wrong.problems().stream().noneMatch(problem -> problem.toString().contains("\n")));
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .ofMinLength(1)
        .ofMaxLength(12)
        .map(name -> name.strip());
  }

  @Provide
  Arbitrary<String> guests() {
    Arbitrary<String> times =
        Arbitraries.longs()
            .between(1, 1L << 59)
            .map(ns -> Quantity.format(ns, Quantity.Dimension.TIME));
    Arbitrary<String> randoms =
        Arbitraries.oneOf(
            times,
            times.map(t -> "{mean: " + t + "}"),
            times.map(t -> "{mean: " + t + ", distribution: exponential}"),
            times.map(t -> "{mean: " + t + ", distribution: normal, cv: 0.3}"),
            times.map(t -> "{mean: " + t + ", distribution: lognormal, sigma: " + t + "}"),
            times.map(t -> "{mean: " + t + ", distribution: pareto, shape: 2.5}"),
            times.map(t -> "{mean: " + t + ", distribution: erlang, shape: 3}"),
            times.map(t -> "{min: 0 s, max: " + t + ", distribution: uniform}"));
    Arbitrary<String> rates =
        Arbitraries.oneOf(
            randoms.filter(r -> r.startsWith("{")),
            Arbitraries.longs()
                .between(1, 1_000_000)
                .map(n -> "{rate: " + n / 1000.0 + "/ms}")
                .map(r -> r.replace("E-", "e-")));
    return net.jqwik.api.Combinators.combine(
            randoms,
            rates,
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, 65_535),
            Arbitraries.longs().between(1, 10_000),
            Arbitraries.longs().between(1, 1L << 35))
        .as(
            (random, rate, vcpus, weight, cap, memory) ->
                "{name: NAME, count: "
                    + vcpus
                    + ", vcpus: "
                    + vcpus
                    + ", memory: "
                    + memory
                    + " B, weight: "
                    + weight
                    + ", cap: "
                    + Quantity.format(cap, Quantity.Dimension.PERCENT)
                    + ", affinity: "
                    + vcpus / 2
                    + "-"
                    + (vcpus - 1)
                    + ", workload: [{kind: server, arrivals: "
                    + rate
                    + ", service: "
                    + random
                    + "}, {kind: on-off, burst: "
                    + random
                    + ", sleep: "
                    + random
                    + "}]}");
  }
}
