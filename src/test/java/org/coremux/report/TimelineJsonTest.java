package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.coremux.engine.Timer;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.Why;
import org.coremux.report.chart.SampleCharts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineJsonTest {
  private final RunResult result = SampleResults.webAndBatch();
  private final Timeline timeline = SampleCharts.timeline(result);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeIt() {
    file = folder.resolve(TimelineJson.FILE);
    HostTimeline host = timeline.hosts().get(0);
    host.decisions()
        .add(
            host.span().untilNs() - 1,
            1,
            Why.TIMER,
            new HostTimeline.Whom(Timeline.NONE, 0, Timeline.NONE, 2),
            Timer.NEVER);
    TimelineJson.write(timeline, file);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Timeline read = TimelineJson.read(file);
    assertThat(TimelineJson.text(read)).isEqualTo(TimelineJson.text(timeline));
    assertThat(read.run()).isEqualTo(timeline.run());
    HostTimeline host = read.hosts().get(0);
    assertThat(host.members()).isEqualTo(timeline.hosts().get(0).members());
    assertThat(host.decisions().untilNs().get(10)).isEqualTo(Timer.NEVER);
    assertThat(host.changes().atNs().get(1)).isEqualTo(1_000_000_000L - 7);
    assertThat(host.snapshots()).hasSize(1);
  }

  @Test
  void aFileFromBeforeSpinningWasToldIsRead() throws IOException {
    String text = TimelineJson.text(timeline);
    String older = text.replace(",\"spinning\"]", "]");
    assertThat(older).isNotEqualTo(text);
    zip(older);
    assertThat(TimelineJson.text(TimelineJson.read(file))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"coremux-timeline/1\" | \"coremux-timeline/9\" | this version reads",
        "{\"format\":\"coremux-timeline/1\", | { | it has no \"format\"",
        "\"trace_hash\":\" | \"trace_hash\":\"zz | /trace_hash: must be 16 hexadecimal digits",
        "\"blocked\",\"waiting\" | \"waiting\",\"blocked\" | other words than this version's",
        "\"warmup_ns\":1000000000 | \"warmup_ns\":1e9 | /warmup_ns: a whole number is expected",
        "\"warmup_ns\":1000000000 | \"warmup_ns\":\"x\" | /warmup_ns: a whole number is expected",
        "\"cut\":true | \"cut\":1 | /hosts/0/cut: true or false is expected",
        "\"member\":[8, | \"member\":[99, | member: 99 is not in 0 to below 10",
        "\"member\":[8, | \"member\":[-1, | member: -1 is not in 0 to below 10",
        "\"member\":[8, | \"member\":[8,8, | /hosts/0/changes: the columns differ in length",
        "\"member\":[8, | \"member\":[99999999999999999999, | a whole number is expected",
        "\"doing\":[1, | \"doing\":[7, | doing: 7 is not in 0 to below 7",
        "\"provider\":0 | \"provider\":77 | processors.provider: 77 is not in -1 to below 10",
        "\"level\":1, | \"level\":5, | processors.level: 5 is not in 0 to below 2",
        "\"allowed\":[0,1] | \"allowed\":[0,10] | members.allowed: 10 is not in 0 to below 9",
        "\"until_ns\":1040000000 | \"until_ns\":5 | no stretch of time",
        "\"slice\":[ | \"slice\":[1, | the columns differ in length",
        "\"members\":[ | \"members\":{ | ",
        "\"hosts\":[ | \"hosts\":[[], | /hosts/0: an object is expected",
      })
  void fileThatIsNotSoundIsRefusedWithItsPlace(String sound, String broken, String message)
      throws IOException {
    String text = TimelineJson.text(timeline);
    assertThat(text).contains(sound);
    zip(text.replace(sound, broken));
    assertThatThrownBy(() -> TimelineJson.read(file))
        .isInstanceOf(BadResultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message == null ? "a list is expected" : message);
  }

  @Test
  void timeThatGoesBackIsRefused() throws IOException {
    zip(
        TimelineJson.text(timeline)
            .replaceFirst("\"at\":\\[(\\d+),-2,", "\"at\":[$1,-2,9999999,-9,"));
    assertThatThrownBy(() -> TimelineJson.read(file)).hasMessageContaining("time goes back to");
  }

  @Test
  void fileThatEndsTooEarlyOrGoesOnIsRefused() throws IOException {
    String text = TimelineJson.text(timeline);
    zip(text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> TimelineJson.read(file)).isInstanceOf(BadResultException.class);
    zip(text + "1");
    assertThatThrownBy(() -> TimelineJson.read(file))
        .hasMessageContaining("something comes after its end");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> TimelineJson.read(file)).isInstanceOf(BadResultException.class);
  }

  @Test
  void whatIsNoFileOrNotPackedIsRefused() throws IOException {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> TimelineJson.read(none)).hasMessage("there is no file " + none);
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> TimelineJson.read(file)).hasMessageContaining("GZIP");
  }

  /** A hundred million zeros are packed into 100 kB. */
  @Test
  void fileThatTakesTooMuchMemoryIsRefusedBeforeItDoes() throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"hosts\":[{\"changes\":{\"at\":[0".getBytes(StandardCharsets.UTF_8));
      byte[] zeros = ",0".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100; i++) {
        out.write(zeros);
      }
    }
    assertThatThrownBy(() -> TimelineReader.read(file, 16 << 20))
        .hasMessageContaining("it takes more than 16 MB of memory; give more");
    zip("{\"hosts\":[{\"name\":\"" + "x".repeat(10_000_000) + "\"}]}");
    assertThatThrownBy(() -> TimelineReader.read(file, 16 << 20)).hasMessageContaining("/hosts/0");
    zip("{\"doing\":[" + "[".repeat(100_000));
    assertThatThrownBy(() -> TimelineJson.read(file)).isInstanceOf(BadResultException.class);
  }

  private void zip(String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
