package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.coremux.experiment.Doing;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.coremux.experiment.Timeline;
import org.coremux.report.RecordedRun;
import org.coremux.report.SavedRun;
import org.coremux.scenario.Model;
import org.coremux.scenario.Scenario;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final String YAML = "scenario: web-and-batch\nname: \"<b>&amp;\"\n";

  private static Timeline timeline(RunResult result, String guest) {
    Timeline sketch =
        new TimelineSketch(1, 1_000_000_000L, 11_000_000_000L)
            .vcpu(guest)
            .vcpu("web-1")
            .at(0, 0, Doing.WAITING, 0)
            .at(0, 1, Doing.RUNNING, 0)
            .at(3_000_000_000L, 1, Doing.BLOCKED, 0)
            .at(3_000_000_000L, 0, Doing.RUNNING, 0)
            .timeline();
    return new Timeline(Timeline.RunKey.of(result), sketch.hosts());
  }

  private static Document page(HtmlReport report) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.write(bytes);
    return Jsoup.parse(bytes.toString(StandardCharsets.UTF_8));
  }

  private static Document page() throws IOException {
    RunResult result = SampleResults.webAndBatch();
    return page(new HtmlReport(result, YAML, Optional.of(timeline(result, "batch"))));
  }

  @Test
  void thePageHasTheQuestionTheAnswerAndAllThatIsKept() throws IOException {
    Document page = page();
    assertThat(page.title()).isEqualTo("web-and-batch · Coremux");
    assertThat(page.select(".question").text()).startsWith("Does a batch guest hurt");
    assertThat(page.select(".answer").text()).startsWith("batch suffered most");
    assertThat(page.select(".facts").text())
        .contains("seed 42", "1,234,567 events", "0123456789abce");
    assertThat(page.select("#assumed li").eachText()).contains("vm-exit: 1,100 ns (xen)");
    assertThat(page.select("#versions").text()).contains("coremux-result/1", "XO_SHI_RO_256_PP");
    assertThat(page.select("#yaml").first().wholeText().strip()).isEqualTo(YAML.strip());
    assertThat(page.select("#tables caption")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(page.select(".chart img")).isNotEmpty();
    assertThat(page.select("#timeline").attr("data-state")).isEqualTo("loading");
  }

  private static Document pageOf(String scenarioName, String duration) throws IOException {
    Scenario scenario = RecordedRun.scenario(scenarioName, "warmup=10 ms", "duration=" + duration);
    Model model = new Model(scenario, RecordedRun.PLUGINS, Model.Options.NORMAL);
    return page(new HtmlReport(new Run(model).toEnd(), YAML, Optional.empty()));
  }

  @Test
  void whatLocksAndCrossCallsCostHasATableWhereThereAreAny() throws IOException {
    Document locks = pageOf("pathologies/p05-lock-holder-preemption", "60 ms");
    assertThat(locks.select("#tables table:contains(Spin locks) tbody th").eachText())
        .containsExactly("roomy-locks", "crowded-locks", "helped-locks", "paravirtual-locks");
    assertThat(locks.select("#tables caption").text()).doesNotContain("Cross calls");
    Document calls = pageOf("pathologies/p07-tlb-shootdown", "300 ms");
    assertThat(calls.select("#tables table:contains(Cross calls) tbody th").eachText())
        .containsExactly("native", "paravirtual");
    assertThat(page().select("#tables caption").text()).doesNotContain("Cross calls", "Spin locks");
  }

  @Test
  void whatBecameOfTicksHasATableWhereAnyWereNotInTime() throws IOException {
    Document ticks = pageOf("late-ticks", "600 ms");
    assertThat(ticks.select("#tables table:contains(Timer ticks) tbody th").eachText())
        .containsExactlyInAnyOrder("collapse", "catch-up", "drop", "sighted");
    assertThat(ticks.select("#tables table:contains(Charged by ticks) tbody tr")).hasSize(4);
    assertThat(page().select("#tables caption").text()).doesNotContain("Timer ticks", "Charged");
  }

  @Test
  void whatNoStealTellsIsSaidOfWhoLostMost() throws IOException {
    assertThat(pageOf("pathologies/p05-lock-holder-preemption", "60 ms").select("ul.more").text())
        .containsPattern(
            "Of the \\S+ ms that crowded-locks ran, it burnt \\S+ ms waiting for spin locks\\.$")
        .doesNotContain("at most 0 ms");
    assertThat(pageOf("pathologies/p07-tlb-shootdown", "300 ms").body().text())
        .containsPattern("The threads of native waited \\S+ ms in all until other vCPUs answered");
    assertThat(page().body().text()).doesNotContain("spin locks").doesNotContain("answered");
  }

  @Test
  void guestsAreSortedByWhatTheyLost() throws IOException {
    assertThat(page().select("#who tbody th").eachText())
        .containsExactly("batch", "web-3", "web-2", "web-1");
  }

  @Test
  void theLongestWaitLeadsIntoTheTimeline() throws IOException {
    Element link = page().select("#who a").first();
    assertThat(link.attr("href")).isEqualTo("#wait=0,0,1000000000,3000000000");
    assertThat(link.text()).isEqualTo("2.000 s at 1000.000 ms");
  }

  @Test
  void nothingIsLoadedFromAnywhere() throws IOException {
    Document page = page();
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; script-src 'sha256-")
        .doesNotContain("http", "*", "unsafe-eval");
    assertThat(page.select("link, iframe, object, embed, base, script[src]")).isEmpty();
    for (Element loads : page.select("[src], [srcset]")) {
      assertThat(loads.attr("src") + loads.attr("srcset")).startsWith("data:image/svg+xml;base64,");
    }
    for (Element link : page.select("[href]")) {
      assertThat(link.attr("href")).startsWith("#");
    }
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    String evil = "</script><img src=x onerror=alert(1)>\"'`\u202e\n{{answer}}";
    RunResult result = SampleResults.webAndBatch();
    Timeline timeline = timeline(result, evil);
    Document page = page(new HtmlReport(result, "a: " + evil, Optional.of(timeline)));
    assertThat(page.select("[onerror]")).isEmpty();
    assertThat(page.select("img")).hasSameSizeAs(page.select(".chart img"));
    assertThat(page.select("script")).hasSize(3);
    assertThat(page.select("#yaml").first().wholeText())
        .contains("</script><img src=x onerror=alert(1)>\"'`?\n{{answer}}");
  }

  @Test
  void escapingLeavesNothingThatABrowserObeys() {
    assertThat(Html.text("<a href=\"x\" b='y'>`&\u202e\u0000\n"))
        .isEqualTo("&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&#96;&amp;???");
    assertThat(Html.lines("a\n<b\n")).isEqualTo("a\n&lt;b");
  }

  @Test
  void withoutATimelineThePageHasTheRest() throws IOException {
    Document page = page(new HtmlReport(SampleResults.webAndBatch(), YAML, Optional.empty()));
    assertThat(page.select("#timeline").attr("data-state")).isEqualTo("none");
    assertThat(page.select("#data").html()).isEmpty();
    assertThat(page.select("#timeline").text()).contains("kept without a timeline");
    assertThat(page.select(".answer").text()).startsWith("batch suffered most");
  }

  @Test
  void thePageOfASavedResultIsTheSame(@TempDir Path folder) throws IOException {
    RunResult result = SampleResults.webAndBatch();
    Timeline timeline = timeline(result, "batch");
    assertThat(new ResultFolder(folder).write(result, YAML, timeline)).isEmpty();
    Path page = folder.resolve(HtmlReport.FILE);
    Path again = folder.resolve("again.html");
    HtmlReport.of(SavedRun.read(folder)).write(again);
    assertThat(again).hasSameBinaryContentAs(page);
  }
}
