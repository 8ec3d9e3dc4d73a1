package org.coremux.experiment;

/** Where one host's trace events go: into the file that all hosts share, once its window begins. */
final class TraceWriter {
  private static final byte[] BETWEEN = EventBytes.of(",\n");

  private final File file;
  private boolean isOpen;

  /** What the hosts share: the bytes, the limit, and the numbers that nothing else may have. */
  static final class File {
    final EventBytes bytes;
    private final long bytesMax;
    private int lastTrack;
    private long lastArrow;
    private boolean hasEvents;

    File(EventBytes bytes, long bytesMax) {
      this.bytes = bytes;
      this.bytesMax = bytesMax;
    }

    /** Whether no more may be written, or can be. */
    boolean isFull() {
      return bytes.count() >= bytesMax || bytes.failure() != null;
    }
  }

  TraceWriter(File file) {
    this.file = file;
  }

  /** From now on what happens is written. */
  void open() {
    isOpen = true;
  }

  boolean isOpen() {
    return isOpen;
  }

  boolean isFull() {
    return file.isFull();
  }

  /** Where to write one more event. */
  EventBytes next() {
    if (file.hasEvents) {
      file.bytes.raw(BETWEEN);
    }
    file.hasEvents = true;
    return file.bytes;
  }

  /** The number of another arrow, from 1. */
  long nextArrow() {
    return ++file.lastArrow;
  }

  // ---- names of tracks ----

  /** Another process, as trace events call a bundle of tracks; the numbers of all differ. */
  int process(String name) {
    int process = ++file.lastTrack;
    describe("process", process, process, name);
    return process;
  }

  /** Another track of the process. */
  int thread(int process, String name) {
    int thread = ++file.lastTrack;
    describe("thread", process, thread, name);
    return thread;
  }

  private void describe(String kind, int process, int thread, String name) {
    String where = "{\"ph\":\"M\",\"pid\":%d,\"tid\":%d,".formatted(process, thread);
    next()
        .raw(EventBytes.of(where + "\"name\":\"" + kind + "_name\",\"args\":{\"name\":\""))
        .raw(EventBytes.escaped(name))
        .raw(EventBytes.of("\"}}"));
    next()
        .raw(EventBytes.of(where + "\"name\":\"" + kind + "_sort_index\",\"args\":{"))
        .raw(EventBytes.of("\"sort_index\":" + thread + "}}"));
  }
}
