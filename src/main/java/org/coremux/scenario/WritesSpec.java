package org.coremux.scenario;

import org.coremux.hypervisor.PageUse;

/**
 * Which pages a guest writes to.
 *
 * @param hotBytes size of what is written to most; bytes
 * @param hotPerSecond writes there, in a second of work
 * @param perSecond writes anywhere, in a second of work
 */
record WritesSpec(
    @Key(
            value = "hot",
            form = Form.BYTES,
            standard = "16 MiB",
            max = Limits.MEMORY_MAX,
            meaning = "The size of the part that it writes to most; at most what it has touched")
        long hotBytes,
    @Key(
            value = "hotRate",
            form = Form.RATE,
            standard = "40000/s",
            max = Limits.RATE_MAX,
            meaning = "Writes to pages of that part, in a second of work")
        long hotPerSecond,
    @Key(
            value = "rate",
            form = Form.RATE,
            standard = "100/s",
            max = Limits.RATE_MAX,
            meaning = "Writes to any of the touched pages, in a second of work")
        long perSecond) {

  /** What a guest writes to that does not say. */
  static final WritesSpec USUAL =
      new WritesSpec(
          PageUse.Writes.USUAL.hotBytes(),
          PageUse.Writes.USUAL.hotPerSecond(),
          PageUse.Writes.USUAL.perSecond());

  /** The same, with a hot part that is no larger than this. */
  WritesSpec within(long bytes) {
    return new WritesSpec(Math.min(hotBytes, bytes), hotPerSecond, perSecond);
  }
}
