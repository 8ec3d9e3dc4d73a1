package org.coremux.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.experiment.HostTimeline;
import org.coremux.report.TimelineJson;

/**
 * Measures how fluid a page with a long timeline is: {@code benchmarks/page-frames [DURATION]}. The
 * frames of a zoom and a pan, in headless Chromium without a GPU.
 */
final class PageFrames {
  private static final String MEASURE =
      """
      (async () => {
        const view = page.view;
        const moves = {
          'zoom in and out': i => view.zoom(i % 100 < 50 ? 0.9 : 1 / 0.9),
          'pan': i => view.pan(i % 40 < 20 ? 0.05 : -0.05),
        };
        const lines = [];
        for (const threads of [false, true]) {
          if (threads) {
            view.toggleAll();
          }
          for (const [name, move] of Object.entries(moves)) {
            view.show(0, view.rows.span.until);
            if (name === 'pan') {
              view.zoom(0.3);
            }
            const drawn = [];
            const apart = [];
            let before = 0;
            for (let i = 0; i < 200; i++) {
              await new Promise(requestAnimationFrame);
              const now = performance.now();
              if (before) {
                apart.push(now - before);
              }
              before = now;
              move(i);
              view.draw();
              drawn.push(performance.now() - now);
            }
            const at = (list, share) =>
              list.sort((a, b) => a - b)[Math.floor(share * (list.length - 1))].toFixed(1);
            const figures = list => [0.5, 0.95, 1].map(share => at(list, share)).join(' / ');
            lines.push(`${name}${threads ? ', with threads' : ''}: drawing ${figures(drawn)} ms,`
              + ` frame to frame ${figures(apart)} ms (median / 95 % / worst)`);
          }
        }
        return lines;
      })()
      """;

  private PageFrames() {}

  /** Runs the quickstart for so long, makes its page, and moves about in it. */
  public static void main(String[] arguments) throws IOException {
    String duration = arguments.length > 0 ? arguments[0] : "240 s";
    Path program = Browser.program().orElseThrow(() -> new IOException("no chromium on the PATH"));
    Path out = Files.createTempDirectory("page-frames");
    Shell shell = new Shell();
    int code =
        shell.run(
            "run",
            "scenarios/quickstart.yaml",
            "--set",
            "duration=" + duration,
            "--timeline",
            "all",
            "--out",
            out.toString());
    if (code != 0) {
      throw new IOException(shell.err());
    }
    HostTimeline host = TimelineJson.read(out.resolve(TimelineJson.FILE)).hosts().get(0);
    HostTimeline.Decisions decisions = host.decisions();
    int switches = 0;
    for (int i = 0; i < decisions.size(); i++) {
      switches += decisions.from().get(i) == decisions.to().get(i) ? 0 : 1;
    }
    System.out.printf(
        "%,d switches, %,d changes, %,d decisions; page of %,d KB in %s%n",
        switches,
        host.changes().size(),
        decisions.size(),
        Files.size(out.resolve("report.html")) / 1000,
        out);
    try (Browser browser = Browser.open(program)) {
      long beganNs = System.nanoTime();
      browser.show(out.resolve("report.html"));
      browser.evaluate("coremux.page.then(page => { window.page = page; page.view.draw(); })");
      System.out.printf("opened in %.1f s%n", (System.nanoTime() - beganNs) / 1e9);
      for (JsonNode line : browser.evaluate(MEASURE)) {
        System.out.println(line.asText());
      }
    }
  }
}
