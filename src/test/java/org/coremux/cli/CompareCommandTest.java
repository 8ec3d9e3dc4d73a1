package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();

  private int compare(String... more) {
    List<String> arguments = new ArrayList<>(List.of("compare", Shell.SCENARIO));
    arguments.addAll(List.of(more));
    return shell.run(arguments.toArray(String[]::new));
  }

  private JsonNode json(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--format", "json", "--replications", "3"));
    arguments.addAll(List.of(more));
    assertThat(compare(arguments.toArray(String[]::new))).as(shell.err()).isZero();
    return new ObjectMapper().readTree(shell.out());
  }

  private static List<String> names(JsonNode comparison) {
    List<String> names = new ArrayList<>();
    comparison.get("alternatives").forEach(one -> names.add(one.get("name").asText()));
    return names;
  }

  @Test
  void theBaselineIsBareMetalEvenWhereItIsNotNamed() throws IOException {
    JsonNode comparison = json("--platforms", "xen,kvm");
    assertThat(comparison.get("baseline").asText()).isEqualTo("bare-metal");
    assertThat(names(comparison)).containsExactly("bare-metal", "xen", "kvm");
    assertThat(comparison.get("replications").asInt()).isEqualTo(3);
    assertThat(comparison.get("sharing").get("attribution_s")).isNotEmpty();
  }

  @Test
  void theBaselineIsFirstWhereverItIsNamed() throws IOException {
    assertThat(names(json("--platforms", "kvm,bare-metal"))).containsExactly("bare-metal", "kvm");
  }

  @Test
  void ofSchedulersTheFirstIsTheBaseline() throws IOException {
    JsonNode comparison = json("--schedulers", "round-robin,eevdf");
    assertThat(comparison.get("baseline").asText()).isEqualTo("round-robin");
    assertThat(names(comparison)).containsExactly("round-robin", "eevdf");
    assertThat(comparison.has("sharing")).isFalse();
    assertThat(comparison.get("alternatives").get(1).get("schedulers").get(0).asText())
        .isEqualTo("eevdf");
  }

  @Test
  void itPrintsATableAndNothingElse() {
    assertThat(compare("--platforms", "kvm", "--replications", "3")).as(shell.err()).isZero();
    assertThat(shell.out()).startsWith("two-guests\nWho runs where?\n").contains("Why: from");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void twiceTheSameCommandIsTheSameAnswer() throws IOException {
    JsonNode first = json("--platforms", "kvm");
    Shell again = new Shell();
    assertThat(
            again.run(
                "compare",
                Shell.SCENARIO,
                "--format",
                "json",
                "--replications",
                "3",
                "--platforms",
                "kvm",
                "--quiet"))
        .isZero();
    assertThat(new ObjectMapper().readTree(again.out())).isEqualTo(first);
  }

  @Test
  void anUnknownPlatformIsToldWithTheNearestOne() {
    assertThat(compare("--platforms", "kmv")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--platforms: there is no platform `kmv`; there are", "did you mean `kvm`?");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void anUnknownSchedulerIsToldWithTheNearestOne() {
    assertThat(compare("--schedulers", "eevdf,eevfd")).isEqualTo(2);
    assertThat(shell.err()).contains("there is no scheduler `eevfd`", "did you mean `eevdf`?");
  }

  @Test
  void allSchedulersAreThoseThatAreInstalledTheScenariosOwnFirst() throws IOException {
    JsonNode comparison = json("--schedulers", "all");
    List<String> seen = new ArrayList<>(names(comparison));
    assertThat(seen.get(0)).isEqualTo("round-robin"); // as the file has it
    comparison.get("refused").forEach(one -> seen.add(one.get("name").asText()));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(installed());
  }

  private static List<String> installed() {
    return Plugins.installed().schedulers().stream().map(one -> one.name()).toList();
  }

  @Test
  void ofAllSchedulersThoseThatCannotRunAreToldOfAndDoNotFail() throws IOException {
    String[] capped = {"--set", "guests.web.cap=50 %", "--set", "hosts.node.scheduler=credit2"};
    JsonNode comparison = json("--schedulers", "all", capped[0], capped[1], capped[2], capped[3]);
    assertThat(names(comparison)).startsWith("credit2").contains("eevdf");
    assertThat(names(comparison)).doesNotContain("round-robin");
    List<String> refused = new ArrayList<>();
    comparison
        .get("refused")
        .forEach(one -> refused.add(one.get("name").asText() + " " + one.get("reason").asText()));
    assertThat(refused)
        .anyMatch(
            one ->
                one.startsWith("round-robin guests.web.cap: ")
                    && one.contains("round-robin, cannot cap a guest"));
  }

  @Test
  void namedSchedulersComeBeforeAllOthers() throws IOException {
    List<String> names = names(json("--schedulers", "round-robin,all"));
    assertThat(names.get(0)).isEqualTo("round-robin");
    assertThat(names).doesNotHaveDuplicates().contains("credit2", "eevdf");
  }

  @Test
  void oneThatWasNamedAndCannotRunIsRefusedWithTheReason() {
    assertThat(compare("--schedulers", "round-robin,eevdf", "--set", "guests.web.cap=50 %"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("round-robin, cannot cap a guest");
  }

  @Test
  void fewerThanTwoSchedulersAreNoComparison() {
    assertThat(compare("--schedulers", "eevdf")).isEqualTo(2);
    assertThat(shell.err()).contains("--schedulers: a comparison takes two or more");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void schedulersEndWithATableAndAPicture() {
    assertThat(compare("--schedulers", "eevdf,credit2", "--replications", "3")).isZero();
    assertThat(shell.out())
        .containsSubsequence("scheduler", "steal", "eevdf", "credit2", "fairness", "●", "●");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void schedulersOfWhichAFolderIsKeptSayWhereThePictureIs() {
    Path out = folder.resolve("out");
    assertThat(
            compare(
                "--schedulers",
                "eevdf,credit2",
                "--replications",
                "3",
                "--out",
                out.toString(),
                "--quiet"))
        .as(shell.err())
        .isZero();
    assertThat(shell.out()).endsWith("all of it: " + out.resolve("report.html") + "\n");
    assertThat(out.resolve("schedulers.png")).isNotEmptyFile();
    Shell again = new Shell();
    assertThat(again.run("report", out.toString())).as(again.err()).isZero();
  }

  @Test
  void namesOfSchedulersAreCompleted() {
    assertThat(shell.run("completion", "bash")).isZero();
    assertThat(shell.out())
        .containsPattern("'coremux compare\\|--schedulers'\\) words='all .*eevdf");
  }

  @Test
  void whatIsNamedTwiceOrNotAtAllIsRefused() {
    assertThat(compare("--platforms", "kvm,kvm")).isEqualTo(2);
    assertThat(shell.err()).contains("--platforms: kvm is named twice");
    assertThat(compare()).isEqualTo(2);
    assertThat(shell.err()).contains("what is compared is missing");
    assertThat(compare("--platforms", "kvm", "--schedulers", "eevdf")).isEqualTo(2);
    assertThat(shell.err()).contains("do not go together");
    assertThat(compare("--platforms", "kvm,,xen")).isEqualTo(2);
    assertThat(shell.err()).contains("a name is empty");
  }

  @Test
  void numbersThatCannotBeAreRefusedWithWhatIsAllowed() {
    assertThat(compare("--platforms", "kvm", "--replications", "2")).isEqualTo(2);
    assertThat(shell.err()).contains("--replications 2: must be 3 to 10,000");
    for (String wrong : List.of("0", "100", "-1", "x", "NaN", "")) {
      assertThat(compare("--platforms", "kvm", "--precision=" + wrong)).isEqualTo(2);
    }
    assertThat(shell.err()).contains("--precision x: must be per cent, above 0 % and below 100 %");
  }

  @Test
  void precisionTakesTheSignOrNot() throws IOException {
    JsonNode comparison = json("--platforms", "kvm", "--precision", "7.5 %");
    assertThat(comparison.get("precision").asDouble()).isEqualTo(0.075);
  }

  @Test
  void aPlatformMayBeAFile() throws IOException {
    Path mine =
        Files.writeString(
            folder.resolve("mine.yaml"), "platform: mine\nextends: kvm\nsummary: My own\n");
    assertThat(names(json("--platforms", mine.toString())))
        .containsExactly("bare-metal", mine.toString());
  }

  @Test
  void withOutEverythingIsKeptAndWhatIsAssumedIsMoved() throws IOException {
    Path out = folder.resolve("out");
    JsonNode comparison = json("--platforms", "kvm", "--out", out.toString());
    assertThat(comparison.get("sensitivity")).isNotEmpty();
    assertThat(new ObjectMapper().readTree(out.resolve("comparison.json").toFile()))
        .isEqualTo(comparison);
    assertThat(out.resolve("report.html")).content().contains("Before: what sharing costs");
    assertThat(out.resolve("waterfall.svg")).isNotEmptyFile();
  }

  @Test
  void itMayBeToldNotToMoveWhatIsAssumed() throws IOException {
    String out = folder.resolve("out").toString();
    assertThat(json("--platforms", "kvm", "--out", out, "--no-sensitivity").has("sensitivity"))
        .isFalse();
  }

  @Test
  void aLoadOfTheHostOnAPlatformWithoutAHostSystemIsRefusedWithTheReason() throws IOException {
    Path bare =
        Files.writeString(
            folder.resolve("bare.yaml"),
            "platform: bare\nextends: xen\nsummary: No driver domain\ndomain0: false\n"
                + "io: host-kernel\n");
    assertThat(shell.run("compare", "type1-vs-type2", "--platforms", bare.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("has no host system that could have a load of its own");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldBeforeAnythingIsRun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(compare("--platforms", "kvm", "--out", file.toString())).isEqualTo(1);
    assertThat(shell.err()).contains("it is a file");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void pageAndChartsOfAKeptComparisonAreMadeAgain() throws IOException {
    Path out = folder.resolve("out");
    json("--platforms", "kvm", "--out", out.toString(), "--no-sensitivity");
    byte[] page = Files.readAllBytes(out.resolve("report.html"));
    byte[] chart = Files.readAllBytes(out.resolve("waterfall.svg"));
    Files.delete(out.resolve("report.html"));

    assertThat(new Shell().run("report", out.toString())).isZero();
    assertThat(out.resolve("report.html")).hasBinaryContent(page);
    Path again = folder.resolve("again");
    Shell charts = new Shell();
    String file = out.resolve("comparison.json").toString();
    assertThat(charts.run("chart", file, "--only", "waterfall", "--out", again.toString()))
        .as(charts.err())
        .isZero();
    assertThat(again.resolve("waterfall.svg")).hasBinaryContent(chart);
    Shell wrong = new Shell();
    assertThat(wrong.run("chart", file, "--only", "timeline")).isEqualTo(2);
    assertThat(wrong.err()).contains("must be among slowdown, waterfall, requests");
    assertThat(wrong.run("chart", file, file)).isEqualTo(2);
    assertThat(wrong.err()).contains("is a comparison: it is drawn alone");
  }

  @Test
  void namesOfPlatformsAreCompleted() {
    assertThat(shell.run("completion", "bash")).isZero();
    assertThat(shell.out())
        .containsPattern("'coremux compare\\|--platforms'\\) words='bare-metal .*kvm");
  }
}
