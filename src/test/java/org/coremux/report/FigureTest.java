package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void showsFourDigitsThatCount() {
    assertThat(brief("0")).isEqualTo("0");
    assertThat(brief("0.000400")).isEqualTo("0.000");
    assertThat(brief("0.123456")).isEqualTo("0.123");
    assertThat(brief("1.234567")).isEqualTo("1.235");
    assertThat(brief("9.99996")).isEqualTo("10.00");
    assertThat(brief("123.45")).isEqualTo("123.5");
    assertThat(brief("1234.5")).isEqualTo("1,235");
    assertThat(brief("12345678.9")).isEqualTo("12,345,679");
  }

  @Test
  void showsADurationInTheUnitThatSuits() {
    assertThat(Figure.duration(0)).isEqualTo("0 ns");
    assertThat(Figure.duration(250_000)).isEqualTo("250 us");
    assertThat(Figure.duration(1_500_000)).isEqualTo("1.5 ms");
    assertThat(Figure.duration(10_000_000_000L)).isEqualTo("10 s");
    assertThat(Figure.duration(90_000_000_000L)).isEqualTo("90 s");
    assertThat(Figure.duration(300_000_000_000L)).isEqualTo("5 min");
    assertThat(Figure.duration(7_200_000_000_000L)).isEqualTo("2 h");
  }

  private static String brief(String value) {
    return Figure.brief(new BigDecimal(value));
  }
}
