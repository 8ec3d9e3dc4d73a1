package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();

  @BeforeEach
  void run() {
    Shell run = new Shell();
    assertThat(run.run("run", Shell.SCENARIO, "--out", folder.toString())).as(run.err()).isZero();
  }

  @Test
  void itMakesThePageOfTheRunAgain() throws IOException {
    Path page = folder.resolve("report.html");
    byte[] first = Files.readAllBytes(page);
    Files.delete(page);
    assertThat(shell.run("report", folder.toString())).as(shell.err()).isZero();
    assertThat(shell.out().strip()).isEqualTo(page.toString());
    assertThat(page).hasBinaryContent(first);
  }

  @Test
  void withoutTimelineAndScenarioItMakesWhatItCan() throws IOException {
    Files.delete(folder.resolve("timeline.json.gz"));
    Files.delete(folder.resolve("scenario.yaml"));
    Path page = folder.resolve("page.html");
    String result = folder.resolve("result.json").toString();
    assertThat(shell.run("report", result, "--out", page.toString())).as(shell.err()).isZero();
    assertThat(page).content().contains("suffered most").contains("kept without a timeline");
  }

  @Test
  void whatIsNoResultOrOfAnotherRunIsRefused() throws IOException {
    assertThat(shell.run("report", folder.resolve("nowhere").toString())).isEqualTo(2);
    Path other = folder.resolve("other");
    new Shell().run("run", Shell.SCENARIO, "--seed", "8", "--out", other.toString());
    Files.copy(
        other.resolve("timeline.json.gz"),
        folder.resolve("timeline.json.gz"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(folder.resolve("report.html"));
    assertThat(shell.run("report", folder.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("is of another run");
    assertThat(folder.resolve("report.html")).doesNotExist();
  }
}
