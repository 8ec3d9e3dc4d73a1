package org.coremux.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coremux.report.AtomicFile;

/** A page with places to fill: {@code {{name}}}. */
final class HtmlTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final String template;
  private final Map<String, AtomicFile.Content> parts = new HashMap<>();

  /** One of the program's. */
  HtmlTemplate(String name) {
    template = resource(name);
  }

  /** What comes to a place: HTML that is safe. */
  void put(String place, String html) {
    put(place, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same, written when it is needed. */
  void put(String place, AtomicFile.Content html) {
    parts.put(place, html);
  }

  /** Writes the page to a stream, which stays open. */
  void write(OutputStream out) throws IOException {
    Matcher place = PLACE.matcher(template);
    int done = 0;
    while (place.find()) {
      out.write(template.substring(done, place.start()).getBytes(StandardCharsets.UTF_8));
      parts.get(place.group(1)).writeTo(out);
      done = place.end();
    }
    out.write(template.substring(done).getBytes(StandardCharsets.UTF_8));
  }

  /** Sentences as items of a list. */
  static String items(List<String> sentences) {
    StringBuilder html = new StringBuilder();
    for (String sentence : sentences) {
      html.append("<li>").append(Html.text(sentence)).append("</li>");
    }
    return html.toString();
  }

  /** A file of the program, beside this class. */
  static String resource(String name) {
    try (InputStream in = HtmlTemplate.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the program", e);
    }
  }
}
