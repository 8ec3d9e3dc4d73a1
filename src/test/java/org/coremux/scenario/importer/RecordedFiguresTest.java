package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.coremux.guest.ReplayMeter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read out of real recordings, lost events and all, is what others read out of them. */
class RecordedFiguresTest {
  private static final Path FOLDER = Path.of("../shared/traces/perf-sched");
  private static final double NS_PER_S = 1e9;
  private static final double DELAY_PART = 0.03;
  private static final long COUNTS_OFF = 3;

  @ParameterizedTest
  @CsvSource({
    "two-hogs-nice, 0.0001",
    "hogs-and-sleeper, 0.0001",
    "build, 0.001",
    "quota-30, 0.0001",
    "web, 0.003", // 10 % of its switches are lost, and where they were is a rule's guess
  })
  void areWhatTheReferenceHas(String name, double runPart) throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "skipped: no recordings in " + FOLDER);
    JsonNode reference =
        new ObjectMapper().readTree(FOLDER.resolve(name + ".recorded.json").toFile());
    PerfRecording recording = new PerfRecording();
    try (InputStream in = Files.newInputStream(FOLDER.resolve(name + ".txt"))) {
      recording.read(in, bytes -> {});
    }
    Map<String, RecordedProcess> processes =
        RecordedProcess.of(recording.schedule().threads()).stream()
            .collect(Collectors.toMap(p -> p.name() + " " + p.priority(), Function.identity()));

    assertThat(reference.size()).isPositive();
    reference
        .properties()
        .forEach(
            entry -> {
              JsonNode theirs = entry.getValue();
              RecordedProcess process = processes.get(entry.getKey());
              ReplayMeter.Figures ours = process.figures();
              double runNs = theirs.get("run_s").asDouble() * NS_PER_S;
              double delayNs = theirs.get("delay_s").asDouble() * NS_PER_S;
              assertThat(process.threads()).hasSize(theirs.get("threads").asInt());
              assertThat((double) ours.runningNs()).isCloseTo(runNs, within(runPart * runNs));
              assertThat((double) ours.runnableNs())
                  .isCloseTo(delayNs, within(DELAY_PART * delayNs));
              assertThat(ours.switches())
                  .isCloseTo(theirs.get("switches").asLong(), within(COUNTS_OFF));
              assertThat(ours.preemptions())
                  .isCloseTo(theirs.get("preemptions").asLong(), within(COUNTS_OFF));
            });
  }
}
