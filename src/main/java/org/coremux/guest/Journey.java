package org.coremux.guest;

import java.util.Arrays;
import org.coremux.mux.TimeSplit;

/**
 * Where the time of one request went: the causes of a {@link TimeSplit} while a thread serves it,
 * and the stages of its way through devices. From its begin to its end they add up to its latency,
 * to the nanosecond.
 */
public final class Journey {
  /** On its way to whoever serves a device, or to the guest: an interrupt or a doorbell. */
  public static final int SIGNAL = TimeSplit.COUNT;

  /** Waits for the one who serves a device: not running yet, or busy with others. */
  public static final int BACKEND_WAIT = SIGNAL + 1;

  /** In the hands of the one who serves a device. */
  public static final int BACKEND = SIGNAL + 2;

  /** Waits for the disk, or for the wire. */
  public static final int DEVICE_QUEUE = SIGNAL + 3;

  /** On the disk, or on the wire. */
  public static final int DEVICE = SIGNAL + 4;

  /** An interrupt is due, and the vCPU has not taken it for another reason than its own state. */
  public static final int INTERRUPT = SIGNAL + 5;

  /** In the guest, waiting for a thread that is free to serve it. */
  public static final int WORKER_QUEUE = SIGNAL + 6;

  /** An emulated device's model has it, in the vCPU's own time. */
  public static final int EMULATION = SIGNAL + 7;

  /** How many causes there are. */
  public static final int COUNT = SIGNAL + 8;

  private final long[] ns = new long[COUNT];
  private final long[] before = new long[TimeSplit.COUNT];
  private long sinceNs;

  /** Begins, or begins again for another request. */
  void begin(long nowNs) {
    Arrays.fill(ns, 0);
    sinceNs = nowNs;
  }

  /** All since the last call was spent in that stage. */
  void stage(int stage, long nowNs) {
    ns[stage] += nowNs - sinceNs;
    sinceNs = nowNs;
  }

  /** From now on its time is that of the one whose clocks these are. */
  void follow(TimeSplit split) {
    split.copyTo(before);
  }

  /** Until now it was: all since {@link #follow}, causes of {@code split} alone. */
  void followed(TimeSplit split, long nowNs) {
    followed(before, split, nowNs);
  }

  /** Until now it was since the other one's clocks were copied. */
  void followed(long[] since, TimeSplit split, long nowNs) {
    split.addSince(since, ns);
    sinceNs = nowNs;
  }

  /** The same of a vCPU; what it executed meanwhile was nothing of the request's. */
  void followedVcpu(TimeSplit split, long nowNs) {
    long workNs = ns[TimeSplit.WORK];
    followed(split, nowNs);
    ns[INTERRUPT] += ns[TimeSplit.WORK] - workNs;
    ns[TimeSplit.WORK] = workNs;
  }

  /** What it was blocked for is what happened to this one meanwhile. */
  void waitedFor(Journey other) {
    for (int cause = 0; cause < COUNT; cause++) {
      ns[cause] += other.ns[cause];
      ns[TimeSplit.BLOCKED] -= other.ns[cause];
    }
  }

  /** All causes, in ns; to be read only. */
  long[] all() {
    return ns;
  }
}
