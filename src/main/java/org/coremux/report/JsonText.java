package org.coremux.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A JSON document as text: an object that begins with its format, and ends with a line break. */
final class JsonText {
  private JsonText() {}

  /** Writes what comes after the format. */
  @FunctionalInterface
  interface Members {
    /** Writes them all. */
    void write(JsonGenerator json) throws IOException;
  }

  static String of(String format, Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(layout());
      json.writeStartObject();
      json.writeStringField("format", format);
      members.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes everything
    }
    return text.toString();
  }

  /** The layout of every JSON file: two spaces, {@code \n}, arrays of figures in one line. */
  static DefaultPrettyPrinter layout() {
    return new DefaultPrettyPrinter()
        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
        .withSeparators(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
  }
}
