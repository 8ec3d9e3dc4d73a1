package org.coremux.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.coremux.experiment.Decimal;

/** A value in a saved result and the path to it, so that every error names its place. */
record ResultNode(JsonNode value, String path) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** From per cent to millionths. */
  private static final int PERCENT_PLACES = 4;

  /**
   * Reads a file of a format.
   *
   * @param format that it has to name
   * @param reading what is made of the whole of it
   * @throws BadResultException with a message for people if it is not a sound one
   */
  static <T> T read(Path file, String format, Function<ResultNode, T> reading) {
    JsonNode root = tree(file);
    JsonNode named = root.path("format");
    if (!root.isObject() || !named.isTextual()) {
      throw new BadResultException(file + " is not a coremux result: it has no \"format\"");
    }
    if (!named.textValue().equals(format)) {
      throw new BadResultException(
          "%s is of format \"%s\"; this version reads \"%s\""
              .formatted(file, Text.plain(named.textValue()), format));
    }
    try {
      return reading.apply(new ResultNode(root, ""));
    } catch (BadResultException e) {
      throw new BadResultException(file + ": " + e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new BadResultException(file + " is not a sound result: " + Text.plain(e.getMessage()));
    }
  }

  private static JsonNode tree(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadResultException(file + " is a folder, not a result");
    }
    try {
      JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
      if (root.isMissingNode()) {
        throw new BadResultException(file + " is empty, not a coremux result");
      }
      return root;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new BadResultException(file + " is not a coremux result: it is not JSON" + where);
    } catch (IOException e) {
      throw new BadResultException("cannot read " + file + ": " + AtomicFile.reason(e));
    }
  }

  ResultNode at(String key) {
    JsonNode child = value.path(key);
    ResultNode node = new ResultNode(child, path.isEmpty() ? key : path + "." + key);
    if (child.isMissingNode()) {
      throw new BadResultException(Text.plain(node.path) + ": missing");
    }
    return node;
  }

  boolean has(String key) {
    return value.hasNonNull(key);
  }

  Map<String, ResultNode> members() {
    if (!value.isObject()) {
      throw wrong("an object");
    }
    Map<String, ResultNode> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      all.put(entry.getKey(), new ResultNode(entry.getValue(), path + "." + entry.getKey()));
    }
    return all;
  }

  List<ResultNode> list(String key) {
    return at(key).elements();
  }

  List<ResultNode> elements() {
    if (!value.isArray()) {
      throw wrong("an array");
    }
    List<ResultNode> all = new ArrayList<>();
    for (JsonNode element : value) {
      all.add(new ResultNode(element, path + "[" + all.size() + "]"));
    }
    return all;
  }

  String text() {
    if (!value.isTextual()) {
      throw wrong("a text");
    }
    return value.textValue();
  }

  boolean yes() {
    if (!value.isBoolean()) {
      throw wrong("true or false");
    }
    return value.booleanValue();
  }

  long count(String key) {
    return at(key).count();
  }

  long count() {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong("a whole number");
    }
    return value.longValue();
  }

  long seconds(String key) {
    return at(key).seconds();
  }

  long seconds() {
    try {
      return Decimal.nsOfSeconds(number("a number of seconds"));
    } catch (ArithmeticException e) {
      throw wrong("seconds with at most nine decimals");
    }
  }

  long milliseconds(String key) {
    return at(key).milliseconds();
  }

  long milliseconds() {
    try {
      return Decimal.nsOfMilliseconds(number("a number of milliseconds"));
    } catch (ArithmeticException e) {
      throw wrong("milliseconds with at most six decimals");
    }
  }

  int ppm() {
    try {
      return number("a percentile").movePointRight(PERCENT_PLACES).intValueExact();
    } catch (ArithmeticException e) {
      throw wrong("a percentile with at most four decimals");
    }
  }

  /** A number with whatever decimals. */
  BigDecimal number() {
    return number("a number");
  }

  private BigDecimal number(String allowed) {
    if (!value.isNumber()) {
      throw wrong(allowed);
    }
    return value.decimalValue();
  }

  /** What is said of a value that is another one than it must be. */
  BadResultException wrong(String allowed) {
    return new BadResultException(Text.plain(path) + ": must be " + allowed);
  }
}
