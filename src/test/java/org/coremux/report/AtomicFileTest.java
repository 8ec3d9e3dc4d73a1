package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void keepsTheOldFileWhenWritingFailsHalfWay() throws IOException {
    Path file = folder.resolve("result.json");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write('n');
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + file + ": No space left on device");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("result.json");
  }

  @Test
  void leavesNoDraftBehind() throws IOException {
    AtomicFile.write(folder.resolve("a"), out -> out.write('x'));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void saysThatAFolderIsAFile() throws IOException {
    Path file = folder.resolve("plain");
    Files.writeString(file, "x");
    assertThatThrownBy(() -> AtomicFile.write(file.resolve("result.json"), out -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("plain is a file, not a folder");
  }

  @Test
  void refusesToReplaceAFolder() {
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> {}))
        .hasMessageEndingWith("it is a folder");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
