package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class TimelineDataTest {
  private static final long MS_NS = SampleCharts.MS_NS;
  private static final long BEGAN_NS = 1_000 * MS_NS;

  private final RunResult result = SampleResults.webAndBatch();
  private final HostTimeline host = SampleCharts.timeline(result).hosts().get(0);

  private TimelineData data(int rowsMax) {
    return TimelineData.of(host, BEGAN_NS, BEGAN_NS + 40 * MS_NS, rowsMax);
  }

  @Test
  void hasARowForEachPcpuAndEachVcpuThatDidSomething() {
    TimelineData data = data(40);
    assertThat(data.pcpus()).extracting(Lane::name).hasSize(8).startsWith("pCPU 0", "pCPU 1");
    assertThat(data.vcpus())
        .extracting(Lane::name)
        .containsExactly(
            "web-1.v0",
            "web-1.v1",
            "web-2.v0",
            "web-2.v1",
            "web-3.v0",
            "web-3.v1",
            "batch.v0",
            "batch.v1");
    assertThat(data.hidden()).isEqualTo(new TimelineData.Hidden(0, 0, 1));
  }

  @Test
  void pcpuHasWhoRanThereAndNobodyElse() {
    TimelineData data = data(40);
    long[] first = data.pcpus().get(0).sums(BEGAN_NS, BEGAN_NS + 40 * MS_NS);
    assertThat(first[0]).isEqualTo(30 * MS_NS);
    assertThat(first[1]).isEqualTo(10 * MS_NS);
    assertThat(first[data.nobody()]).isZero();
    long[] last = data.pcpus().get(7).sums(BEGAN_NS, BEGAN_NS + 40 * MS_NS);
    assertThat(last[data.nobody()]).isEqualTo(40 * MS_NS);
  }

  @Test
  void vcpuHasWhatItDid() {
    long[] did = data(40).vcpus().get(0).sums(BEGAN_NS, BEGAN_NS + 40 * MS_NS);
    assertThat(did[Doing.RUNNING.ordinal()]).isEqualTo(30 * MS_NS);
    assertThat(did[Doing.CAPPED.ordinal()]).isEqualTo(10 * MS_NS);
  }

  @Test
  void whoSpinsHasThePcpuAndIsToldFromWhoRuns() {
    HostTimeline.Changes changes = host.changes();
    changes.add(BEGAN_NS + 39 * MS_NS, 1, Doing.WAITING, 0);
    changes.add(BEGAN_NS + 39 * MS_NS, 0, Doing.SPINNING, 0);

    long[] pcpu = data(40).pcpus().get(0).sums(BEGAN_NS, BEGAN_NS + 40 * MS_NS);
    long[] did = data(40).vcpus().get(0).sums(BEGAN_NS, BEGAN_NS + 40 * MS_NS);
    assertThat(pcpu[0]).isEqualTo(31 * MS_NS);
    assertThat(did[Doing.SPINNING.ordinal()]).isEqualTo(MS_NS);
    assertThat(did[Doing.RUNNING.ordinal()]).isEqualTo(30 * MS_NS);
  }

  @Test
  void ofTooManyThoseThatWaitedLongestHaveRows() {
    TimelineData data = data(12);
    assertThat(data.pcpus()).hasSize(8);
    assertThat(data.vcpus())
        .extracting(Lane::name)
        .containsExactly("web-1.v1", "web-2.v1", "web-3.v1", "batch.v1");
    assertThat(data.hidden()).isEqualTo(new TimelineData.Hidden(0, 4, 1));
  }

  @Test
  void chartSaysWhatIsSeenAndWhatIsNot() throws Exception {
    Chart chart =
        SampleCharts.chart(result, Optional.of(SampleCharts.timeline(result)), "timeline");
    assertThat(SampleCharts.svg(chart))
        .contains(">Who ran on the 8 pCPUs of node, and what each vCPU was doing<")
        .contains(">pCPU 7<", ">batch.v1<", ">time since the start of the run (ms)<")
        .contains(">running<", ">waiting for a pCPU<", ">held by its cap<", ">idle<")
        .contains(">not drawn: 1 vCPU or thread that did nothing all the time<")
        .contains(">cut at 1040 ms: more happened than was kept");
  }

  @Test
  void windowIsDrawnAlone() throws Exception {
    View view =
        new View(
            Optional.empty(), Optional.of(new Stretch(BEGAN_NS + 3 * MS_NS, BEGAN_NS + 4 * MS_NS)));
    Chart chart =
        Charts.of(result, Optional.of(SampleCharts.timeline(result)), view, Theme.LIGHT).get(4);
    assertThat(SampleCharts.svg(chart))
        .contains(" · 1003 to 1004 ms · ", ">1,003.5<", ">held by its cap<")
        .doesNotContain(">waiting for a pCPU<", "cut at");
  }
}
