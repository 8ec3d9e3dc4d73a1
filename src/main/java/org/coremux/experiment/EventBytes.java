package org.coremux.experiment;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON on its way into a stream, through a fixed buffer: names are encoded once, numbers in place,
 * and nothing is allocated.
 *
 * <p>When the stream fails, the rest is dropped: a trace that cannot be kept must not end a run.
 */
final class EventBytes {
  /** Unit: bytes. Source: assumed; larger ones are not faster. */
  private static final int CAPACITY = 1 << 16;

  /** More than a long has digits, with a point. Unit: bytes. */
  private static final int NUMBER_MAX = 24;

  private static final int NS_PER_US = 1_000;

  private final OutputStream out;
  private final byte[] buffer = new byte[CAPACITY];
  private final byte[] digits = new byte[NUMBER_MAX];
  private int used;
  private long flushed;
  private IOException failure;

  EventBytes(OutputStream out) {
    this.out = out;
  }

  /** The text as bytes; ASCII or not. */
  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes as text. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A name as it stands between the quotes of a JSON string, whatever is in it. */
  static byte[] escaped(String name) {
    String whole = text(of(name)); // no half of a surrogate pair
    return JsonStringEncoder.getInstance().quoteAsUTF8(whole);
  }

  EventBytes raw(byte[] bytes) {
    int from = 0;
    while (from < bytes.length) {
      if (used == CAPACITY) {
        flush();
      }
      int length = Math.min(bytes.length - from, CAPACITY - used);
      System.arraycopy(bytes, from, buffer, used, length);
      used += length;
      from += length;
    }
    return this;
  }

  /** A whole number, not negative. */
  EventBytes number(long value) {
    makeRoom();
    int at = NUMBER_MAX;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    System.arraycopy(digits, at, buffer, used, NUMBER_MAX - at);
    used += NUMBER_MAX - at;
    return this;
  }

  /** Nanoseconds as microseconds with three decimals: exact. */
  EventBytes micros(long ns) {
    number(ns / NS_PER_US);
    makeRoom();
    int part = (int) (ns % NS_PER_US);
    buffer[used++] = '.';
    buffer[used++] = (byte) ('0' + part / 100);
    buffer[used++] = (byte) ('0' + part / 10 % 10);
    buffer[used++] = (byte) ('0' + part % 10);
    return this;
  }

  private void makeRoom() {
    if (CAPACITY - used < NUMBER_MAX) {
      flush();
    }
  }

  /** How many there were so far. */
  long count() {
    return flushed + used;
  }

  /** What went wrong; null as long as nothing did. */
  IOException failure() {
    return failure;
  }

  /** Hands everything to the stream. */
  void flush() {
    flushed += used;
    int length = used;
    used = 0;
    if (failure != null) {
      return;
    }
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      failure = e;
    }
  }
}
