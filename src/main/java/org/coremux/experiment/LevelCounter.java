package org.coremux.experiment;

import java.util.List;

/**
 * A figure of a host or a guest that trace events count: written when an instant has changed it.
 */
final class LevelCounter {
  private static final byte[] END = EventBytes.of("}}");

  private final byte[] begin;
  private final byte[] name;
  private final List<LevelCounter> changed;
  private long value;
  private long written;
  private boolean isChanged;

  /**
   * @param name of the counter, for people
   * @param unit what is counted
   * @param changed where it says that it has changed
   */
  LevelCounter(int process, String name, String unit, List<LevelCounter> changed) {
    begin = EventBytes.of("{\"ph\":\"C\",\"pid\":%d,\"ts\":".formatted(process));
    String quoted = EventBytes.text(EventBytes.escaped(name));
    this.name = EventBytes.of(",\"name\":\"" + quoted + "\",\"args\":{\"" + unit + "\":");
    this.changed = changed;
  }

  void counts(int more) {
    if (more != 0) {
      value += more;
      if (!isChanged) {
        isChanged = true;
        changed.add(this);
      }
    }
  }

  /** The instant is over. */
  void settle(long nowNs, TraceWriter writer) {
    isChanged = false;
    if (value != written) {
      write(nowNs, writer);
    }
  }

  /** What it is now. */
  void write(long nowNs, TraceWriter writer) {
    if (writer.isOpen()) {
      writer.next().raw(begin).micros(nowNs).raw(name).number(value).raw(END);
      written = value;
    }
  }
}
