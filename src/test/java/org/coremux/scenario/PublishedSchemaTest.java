package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The schema that is published is the one of what is installed. */
class PublishedSchemaTest {

  private static final Path FILE = Path.of("docs/scenario.schema.json");

  /** After a change of keys or plug-ins, {@code -Dgolden.update} writes it anew. */
  @Test
  void isWhatTheSchemaCommandPrints() throws IOException {
    String schema = SchemaWriter.json(Plugins.installed().catalogue());

    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, schema);
    }
    assertThat(schema).isEqualTo(Files.readString(FILE));
  }
}
