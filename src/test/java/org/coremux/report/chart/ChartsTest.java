package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartsTest {
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  private final RunResult result = SampleCharts.withWaiting();

  private List<Chart> all(RunResult of, Theme theme) {
    return Charts.of(of, Optional.of(SampleCharts.timeline(of)), theme);
  }

  @Test
  void areInAFixedOrderWithTheTimelineLast() {
    assertThat(all(result, Theme.LIGHT))
        .extracting(Chart::name)
        .containsExactly("utilisation", "latency", "steal", "states", "timeline");
    assertThat(Charts.NAMES)
        .containsExactly("utilisation", "latency", "steal", "states", "migration", "timeline");
  }

  @Test
  void thoseWithNothingToShowAreNotThere() {
    RunResult bare =
        new RunResult(
            result.header(),
            result.hosts(),
            result.guests(),
            result.groups(),
            List.of(),
            Optional.empty());
    assertThat(Charts.of(bare, Optional.empty(), Theme.LIGHT))
        .extracting(Chart::name)
        .containsExactly("latency", "steal", "states");
    assertThat(Charts.of(SampleResults.fleet(1, 1), Optional.empty(), Theme.LIGHT))
        .extracting(Chart::name)
        .doesNotContain("latency");
  }

  @Test
  void eachIsAPictureAtTwoDotsAPixel() throws IOException {
    for (Chart chart : all(result, Theme.DARK)) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(SampleCharts.png(chart)));
      assertThat(image.getWidth()).isEqualTo(2 * Look.WIDTH);
      assertThat(image.getRGB(1, 1)).isEqualTo(Palette.DARK.background().getRGB());
    }
  }

  @Test
  void hasAPanelForEachHostAndCountsTheRest() throws IOException {
    RunResult fleet = SampleResults.fleet(8, 2);
    String svg = SampleCharts.svg(fleet, "states");
    assertThat(svg).contains(">What the vCPUs of each guest on node-6 spent their time on<");
    assertThat(svg).contains(">2 hosts more are in the result, not drawn<");
    assertThat(svg).doesNotContain("guest on node-7");
  }

  @Test
  void oneHostCanBeLookedAtAlone() throws IOException {
    View view = new View(Optional.of("node-7"), Optional.empty());
    for (Chart chart : Charts.of(SampleResults.fleet(8, 2), Optional.empty(), view, Theme.LIGHT)) {
      assertThat(SampleCharts.svg(chart)).contains("node-7").doesNotContain("node-1", "not drawn");
    }
  }

  @Test
  void drawTheSameBytesTwice() throws IOException {
    for (int i = 0; i < all(result, Theme.LIGHT).size(); i++) {
      Chart one = all(result, Theme.LIGHT).get(i);
      Chart same = all(result, Theme.LIGHT).get(i);
      assertThat(SampleCharts.svg(one)).isEqualTo(SampleCharts.svg(same)).doesNotContain("<!--");
      assertThat(SampleCharts.png(one)).isEqualTo(SampleCharts.png(same));
    }
  }

  @Test
  void noTwoDrawingsShareAnId() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Theme theme : Theme.values()) {
      for (Chart chart : all(result, theme)) {
        String svg = SampleCharts.svg(chart);
        Matcher matcher = ID.matcher(svg);
        while (matcher.find()) {
          assertThat(ids.add(matcher.group(1))).as(matcher.group(1)).isTrue();
          assertThat(svg).doesNotContain("coremux-id");
        }
      }
    }
    assertThat(ids).isNotEmpty();
  }

  @Test
  void drawingsAskForNothingElse() throws IOException {
    for (Chart chart : all(result, Theme.LIGHT)) {
      assertThat(SampleCharts.svg(chart))
          .doesNotContain("<!DOCTYPE", "<script", "<image xlink:href=\"http")
          .contains("viewBox=\"0 0 1100 ");
    }
  }

  @Test
  void hostileNamesAreHarmless() throws Exception {
    List<String> names =
        List.of(
            "<script>alert(1)</script>&\"'",
            "\u001b[31mred\u0000\ufffe",
            "\u202egnol" + "x".repeat(5_000),
            "\ud800]]>");
    RunResult hostile =
        SampleCharts.renamed(result, name -> names.get(Math.floorMod(name.hashCode(), 4)) + name);
    for (Chart chart : all(hostile, Theme.LIGHT)) {
      String svg = SampleCharts.svg(chart);
      Document document = parsed(svg);
      assertThat(document.getElementsByTagName("script").getLength()).isZero();
      assertThat(document.getDocumentElement().getTextContent())
          .doesNotContain("\u001b", "\u202e", "x".repeat(100));
      SampleCharts.png(chart);
    }
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void manyGuestsMakeNoLargeDrawings() throws IOException {
    RunResult many = SampleResults.fleet(1, 64);
    for (Chart chart : Charts.of(many, Optional.empty(), Theme.LIGHT)) {
      assertThat(SampleCharts.svg(chart).length()).as(chart.name()).isLessThan(400_000);
    }
  }

  @Test
  void guestsHaveTheSameColourInAllChartsOfAResult() {
    GuestColours colours = new GuestColours(result, "node");
    UtilisationData data =
        UtilisationData.of(
            result, result.series().orElseThrow().hosts().get(0), Palette.LIGHT.idle());
    for (int i = 0; i < 4; i++) {
      assertThat(data.fill(i)).isEqualTo(colours.of(data.getSeriesKey(i).toString()));
    }
    LatencyData latency = LatencyData.of(List.of(result), View.ALL);
    assertThat(latency.lines().get(0).colour()).isEqualTo(colours.of("web-1"));
  }

  @Test
  void ofMoreGuestsThanColoursThoseThatRanLongestHaveOne() {
    RunResult many = SampleResults.fleet(1, 20);
    GuestColours colours = new GuestColours(many, "node-1");
    List<String> own =
        many.guests().stream().map(guest -> guest.name()).filter(colours::isOwn).toList();
    assertThat(own).hasSize(11);
    assertThat(own.stream().map(colours::of))
        .doesNotHaveDuplicates()
        .doesNotContain(Palette.OTHERS);
  }
}
