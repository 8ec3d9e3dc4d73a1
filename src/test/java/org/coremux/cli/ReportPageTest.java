package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Decision;
import org.coremux.experiment.Inspector;
import org.coremux.experiment.Snapshot;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the page of a run as a browser shows it; where there is no Chromium it says so. */
class ReportPageTest {
  private static final String HOSTILE = "src/test/resources/org/coremux/cli/hostile-names.yaml";

  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException {
    Optional<Path> program = Browser.program();
    assumeTrue(program.isPresent(), "SKIPPED: no chromium on the PATH, so no page is looked at");
    browser = Browser.open(program.get());
  }

  @AfterAll
  static void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  private static void show(String scenario) {
    Path out = folder.resolve(Path.of(scenario).getFileName().toString());
    Shell shell = new Shell();
    assertThat(shell.run("run", scenario, "--timeline", "all", "--out", out.toString()))
        .as(shell.err())
        .isZero();
    browser.show(out.resolve("report.html"));
    String state = "coremux.page.then(() => document.getElementById('timeline').dataset.state)";
    assertThat(browser.evaluate(state).asText()).isEqualTo("drawn");
    browser.evaluate("coremux.page.then(page => { window.page = page; page.view.draw(); })");
  }

  private static String said() {
    return browser.evaluate("document.getElementById('said').textContent").asText();
  }

  private static long cursor() {
    return browser.evaluate("page.view.cursor").asLong();
  }

  @Test
  void thePageLoadsNothingAndComplainsOfNothingAndDrawsTheTimeline() {
    show(Shell.SCENARIO);
    int colours =
        browser
            .evaluate(
                "new Set(new Uint32Array(page.canvas.getContext('2d').getImageData(0, 0,"
                    + " page.canvas.width, page.canvas.height).data.buffer)).size")
            .asInt();
    assertThat(colours).isGreaterThan(5);
    assertThat(browser.evaluate("[...document.images].every(i => i.naturalWidth > 0)").asBoolean())
        .isTrue();
    assertThat(browser.requests()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void everythingCanBeDoneByKeys() {
    show(Shell.SCENARIO);
    for (int i = 0; i < 60 && !isOnCanvas(); i++) {
      browser.press("Tab");
    }
    assertThat(isOnCanvas()).isTrue();
    browser.press("Home");
    long begin = cursor();
    browser.press("n");
    assertThat(cursor()).isGreaterThan(begin);
    browser.press("p");
    assertThat(cursor()).isLessThanOrEqualTo(begin + 1);
    browser.press("w");
    assertThat(said()).contains(": waiting since ");
    double wide = wide();
    browser.press("+");
    assertThat(wide()).isLessThan(wide);
    double from = browser.evaluate("page.view.from").asDouble();
    browser.press("ArrowRight");
    assertThat(browser.evaluate("page.view.from").asDouble()).isGreaterThan(from);
    browser.press("0");
    assertThat(wide()).isEqualTo(210e6);
    int focus = browser.evaluate("page.view.focus").asInt();
    browser.press("ArrowUp");
    assertThat(browser.evaluate("page.view.focus").asInt()).isEqualTo(focus - 1);
    int rows = browser.evaluate("page.view.list.length").asInt();
    browser.press("t");
    assertThat(browser.evaluate("page.view.list.length").asInt()).isGreaterThan(rows);
  }

  private static boolean isOnCanvas() {
    return browser.evaluate("document.activeElement === page.canvas").asBoolean();
  }

  private static double wide() {
    return browser.evaluate("page.view.until - page.view.from").asDouble();
  }

  @Test
  void anInstantThatIsJumpedToIsReadExactly() {
    show(Shell.SCENARIO);
    browser.evaluate("page.jump('123.456789 ms')");
    assertThat(cursor()).isEqualTo(123_456_789);
    assertThat(browser.evaluate("page.read() || document.getElementById('command').textContent"))
        .asString()
        .contains("--at '123.456789 ms'");
    browser.evaluate("page.jump('0.05 s')");
    assertThat(cursor()).isEqualTo(50_000_000);
    browser.evaluate("page.jump('9 s')");
    assertThat(said()).contains("outside of what was kept");
    browser.evaluate("page.jump('<b>soon')");
    assertThat(said()).contains("is no time");
    browser.evaluate("page.follow('#wait=0,2,1000000,1500000')");
    assertThat(cursor()).isEqualTo(1_000_000);
  }

  @Test
  void whatIsReadAtAnInstantIsWhatAtPrints() {
    show(Shell.SCENARIO);
    Plugins plugins = Plugins.installed();
    Scenario scenario =
        new ScenarioReader(plugins.catalogue()).read(Path.of(Shell.SCENARIO), List.of());
    Inspector inspector = new Inspector(scenario, plugins);
    for (long ns = 1_234_567; ns < 210_000_000; ns += 9_876_543) {
      inspector.runTo(ns);
      List<String> expected = new ArrayList<>();
      for (Snapshot.Level level : inspector.snapshot().levels()) {
        level.processors().forEach(p -> expected.add(words(p)));
      }
      for (Snapshot.Level level : inspector.snapshot().levels()) {
        level.members().forEach(m -> expected.add(words(m)));
      }
      List<String> read = new ArrayList<>();
      for (JsonNode one : browser.evaluate(READ.replace("NS", Long.toString(ns)))) {
        read.add(one.asText());
      }
      assertThat(read).as("at %d ns", ns).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static final String READ =
      """
      (() => {
        const {rows, instants} = page.view;
        const processors = rows.processors.map((processor, p) => {
          const at = instants.processor(p, NS);
          return [processor.index, instants.name(at.who), coremux.ms(at.since), at.isProvided,
            coremux.ms(at.decided), at.what, at.why].join(' | ');
        });
        const members = rows.members.map((member, m) => {
          const at = instants.member(m, NS);
          return [member.name, at.state, coremux.ms(at.since),
            rows.processors[at.processor].index].join(' | ');
        });
        return processors.concat(members);
      })()
      """;

  private static String words(Snapshot.OneProcessor p) {
    Decision last = p.last().orElseThrow();
    String what =
        last.isSwitch()
            ? last.from() + " -> " + last.to()
            : last.to().equals(Decision.IDLE) ? "stays idle" : last.to() + " goes on";
    return String.join(
        " | ",
        Integer.toString(p.index()),
        p.current(),
        ms(p.sinceNs()),
        Boolean.toString(p.isRunning()),
        ms(last.atNs()),
        what,
        last.why());
  }

  private static String words(Snapshot.Member m) {
    return String.join(
        " | ", m.name(), m.state(), ms(m.sinceNs()), Integer.toString(m.processor()));
  }

  private static String ms(long ns) {
    return Decimal.milliseconds(ns).toPlainString();
  }

  @Test
  void hostileNamesAreShownAndNotObeyed() {
    show(HOSTILE);
    assertThat(browser.evaluate("document.title").asText())
        .isEqualTo("</title><script>alert(1)</script> · Coremux");
    browser.evaluate("page.threads(); page.worst(); page.read()");
    assertThat(browser.evaluate("document.querySelectorAll('img:not(.chart img)').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.querySelectorAll('[onerror]').length").asInt()).isZero();
    assertThat(browser.evaluate("document.scripts.length").asInt()).isEqualTo(3);
    assertThat(browser.evaluate("document.body.textContent.includes('<img src=x')").asBoolean())
        .isTrue();
    assertThat(browser.evaluate("document.body.innerText.includes('\\u202e')").asBoolean())
        .isFalse();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).isEmpty();
  }
}
