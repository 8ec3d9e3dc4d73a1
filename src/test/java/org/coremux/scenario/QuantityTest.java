package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Quantity.QuantityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers with units. */
class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "30 ms, TIME, 30000000",
    "30ms, TIME, 30000000",
    "0.5 us, TIME, 500",
    "1.5e3 ns, TIME, 1500",
    "1_000 s, TIME, 1000000000000",
    "2 min, TIME, 120000000000",
    "1 d, TIME, 86400000000000",
    "0 s, TIME, 0",
    ".5 s, TIME, 500000000",
    "+1 s, TIME, 1000000000",
    "3 µs, TIME, 3000",
    "64 GiB, BYTES, 68719476736",
    "1.5 KiB, BYTES, 1536",
    "1 GB, BYTES, 1000000000",
    "2.6 GHz, FREQUENCY, 2600000000",
    "10 Gbit/s, BANDWIDTH, 10000000000",
    "150 %, PERCENT, 15000",
    "12.34%, PERCENT, 1234",
  })
  void readsNumbersWithUnits(String text, Dimension dimension, long value) {
    assertThat(Quantity.parse(text, dimension)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ms",
        "ten ms",
        "1,000 ms",
        "1 000 ms",
        "0x10 ms",
        "1 2",
        "NaN s",
        ".inf s",
        "-1 s",
        "0.1 ns",
        "9223372037 s",
        "1e99999999999 s",
        "1 MS",
        "_1 s",
        "1",
        ".",
        ". s",
        "1e s",
        "--1 s",
        "∞ s",
        "٣ s"
      })
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Quantity.parse(text, Dimension.TIME))
        .isInstanceOf(QuantityException.class);
  }

  @Test
  void saysWhichUnitsThereAre() {
    assertThatThrownBy(() -> Quantity.parse("30", Dimension.PERCENT))
        .hasMessage("`30` has no unit; allowed are %, as in 150 %");
    assertThatThrownBy(() -> Quantity.parse("30 gib", Dimension.BYTES))
        .hasMessageEndingWith("as in 64 GiB; did you mean `GiB`?");
  }

  @Test
  void turnsRatesIntoGapsWithoutRounding() {
    assertThat(Quantity.gapNs("800/s")).isEqualByComparingTo("1250000");
    assertThat(Quantity.gapNs("2 / min")).isEqualByComparingTo("30000000000");
    assertThat(Quantity.gapNs("3/s").toPlainString()).startsWith("333333333.33333333333");
  }

  @Property
  void readsBackWhatItWrites(@ForAll @LongRange(min = 0) long value, @ForAll Dimension dimension) {
    assertThat(Quantity.parse(Quantity.format(value, dimension), dimension)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1250000, TIME, 1.25 ms",
    "86400000000000, TIME, 1 d",
    "90000000000, TIME, 90 s",
    "0, TIME, 0 s",
    "68719476736, BYTES, 64 GiB",
    "1536, BYTES, 1536 B",
    "2600000000, FREQUENCY, 2.6 GHz",
    "15000, PERCENT, 150 %",
    "1, PERCENT, 0.01 %"
  })
  void writesInTheLargestUnitThatComesOutEven(long value, Dimension dimension, String text) {
    assertThat(Quantity.format(value, dimension)).isEqualTo(text);
  }
}
