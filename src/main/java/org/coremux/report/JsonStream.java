package org.coremux.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A JSON document read from its beginning to its end, that says where it is not as expected. */
final class JsonStream {
  /** What an element of a list takes at least, and a text besides its letters. Unit: bytes. */
  private static final int OBJECT_BYTES = 100;

  private final JsonParser parser;
  private final long bytesMax;
  private long bytes;
  private JsonToken peeked;

  /** A document of which no more is kept than takes so many bytes. */
  JsonStream(JsonParser parser, long bytesMax) {
    this.parser = parser;
    this.bytesMax = bytesMax;
  }

  /** Something is not as expected; the message says where and what. */
  static final class Wrong extends IOException {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  /** Reads the value of a key. */
  @FunctionalInterface
  interface Member {
    /** Reads all of it. */
    void read(String key) throws IOException;
  }

  /** Reads an element of a list. */
  @FunctionalInterface
  interface Element {
    /** Reads all of it. */
    void read() throws IOException;
  }

  /** Takes a number of a list. */
  @FunctionalInterface
  interface Taker {
    /** Takes it. */
    void take(long number) throws IOException;
  }

  /** Reads an object. */
  void object(Member member) throws IOException {
    expect(next(), JsonToken.START_OBJECT, "an object");
    members(member);
  }

  private void members(Member member) throws IOException {
    while (next() == JsonToken.FIELD_NAME) {
      member.read(parser.currentName());
    }
  }

  /** Reads a list. */
  void list(Element element) throws IOException {
    expect(next(), JsonToken.START_ARRAY, "a list");
    while (peek() != JsonToken.END_ARRAY) {
      keep(OBJECT_BYTES);
      element.read();
    }
    next();
  }

  /**
   * Reads a list of whole numbers.
   *
   * @param each bytes that each of them takes
   */
  void numbers(int each, Taker taker) throws IOException {
    expect(next(), JsonToken.START_ARRAY, "a list of whole numbers");
    while (next() != JsonToken.END_ARRAY) {
      keep(each);
      taker.take(whole());
    }
  }

  String text() throws IOException {
    expect(next(), JsonToken.VALUE_STRING, "a text");
    keep(OBJECT_BYTES + 2L * parser.getTextLength());
    return parser.getText();
  }

  private void keep(long more) throws IOException {
    bytes += more;
    if (bytes > bytesMax) {
      throw wrong(
          "it takes more than %,d MB of memory; give more, as in COREMUX_JAVA_OPTS=-Xmx16g"
              .formatted(bytesMax >> 20));
    }
  }

  long number() throws IOException {
    next();
    return whole();
  }

  boolean yes() throws IOException {
    JsonToken token = next();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrong("true or false is expected");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** Passes over a value. */
  void skip() throws IOException {
    next();
    parser.skipChildren();
  }

  /** Refuses anything more. */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw wrong("something comes after its end");
    }
  }

  Wrong wrong(String what) {
    String path = parser.getParsingContext().pathAsPointer().toString();
    return new Wrong((path.isEmpty() ? "" : path + ": ") + what);
  }

  private JsonToken peek() throws IOException {
    peeked = advance();
    return peeked;
  }

  private JsonToken next() throws IOException {
    JsonToken token = peeked == null ? advance() : peeked;
    peeked = null;
    return token;
  }

  private JsonToken advance() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw wrong("it ends too early");
    }
    return token;
  }

  private long whole() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw wrong("a whole number is expected");
    }
    return parser.getLongValue();
  }

  private void expect(JsonToken token, JsonToken expected, String what) throws IOException {
    if (token != expected) {
      throw wrong(what + " is expected");
    }
  }
}
