package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines come whole, however the bytes come in, and memory stays bounded. */
class LineReaderTest {
  private static List<String> read(InputStream in) throws IOException {
    LineReader reader = new LineReader(in);
    List<String> lines = new ArrayList<>();
    for (String line = reader.read(); line != null; line = reader.read()) {
      lines.add(line);
    }
    assertThat(reader.lines()).isEqualTo(lines.size());
    return lines;
  }

  /** Hands out at most so many bytes at a time. */
  private static InputStream inParts(String text, int most) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, most));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4_096, 65_536, 1 << 20})
  void areWholeHoweverTheyComeIn(int most) throws IOException {
    SplittableRandom random = new SplittableRandom(most);
    List<String> written = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      String line = "\u4e2dx".repeat(random.nextInt(40)) + i;
      written.add(line);
      text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
    }

    assertThat(read(inParts(text.toString(), most))).isEqualTo(written);
  }

  @Test
  void theLastNeedsNoEnd() throws IOException {
    assertThat(read(inParts("a\n\nb", 9))).containsExactly("a", "", "b");
    assertThat(read(inParts("a\n", 9))).containsExactly("a");
    assertThat(read(inParts("\r", 9))).containsExactly("");
    assertThat(read(inParts("", 9))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4_096, 65_536, 1 << 20})
  void whatIsTooLongIsOneEmptyLine(int most) throws IOException {
    String longest = "x".repeat(4_096);
    String text = longest + "\n" + longest + "y\n" + "z".repeat(200_000) + "\nend\n";

    assertThat(read(inParts(text, most))).containsExactly(longest, "", "", "end");
  }
}
