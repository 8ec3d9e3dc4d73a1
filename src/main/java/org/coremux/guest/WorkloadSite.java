package org.coremux.guest;

import org.apache.commons.rng.UniformRandomProvider;
import org.coremux.engine.Distribution;
import org.coremux.engine.RandomStreams;
import org.coremux.engine.Sampler;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Multiplexer;
import org.coremux.topology.CpuMask;

/** Where one workload is installed: its guest, its random streams, and who counts its results. */
public final class WorkloadSite {
  private final GuestOs guest;
  private final WorkloadMeter meter;
  private final RandomStreams streams;
  private final String streamName;

  /**
   * @param streamName names its random streams: workloads with one name draw the same
   */
  public WorkloadSite(
      GuestOs guest, WorkloadMeter meter, RandomStreams streams, String streamName) {
    this.guest = guest;
    this.meter = meter;
    this.streams = streams;
    this.streamName = streamName;
  }

  /** The guest. */
  public GuestOs guest() {
    return guest;
  }

  /** Who counts what was asked and what was done. */
  public WorkloadMeter meter() {
    return meter;
  }

  /** A thread of the guest, which runs the program from the guest's start on. */
  public GuestThread thread(String name, Program program) {
    return guest.spawn(name, program);
  }

  /** The same, on the vCPU of that number, by turns; wherever it likes where there is none. */
  GuestThread thread(String name, int turn, Program program) {
    Multiplexer level = guest.multiplexer();
    CpuMask only =
        level.processor(0).provider() == null ? null : CpuMask.of(turn % level.processorCount());
    return guest.spawn(name, new GuestOs.Standing(0, 0, only, -1, false), program);
  }

  /** Draws from the distribution, from a stream of its own for this purpose. */
  public Sampler sampler(String purpose, Distribution distribution) {
    UniformRandomProvider stream = streams.stream(streamName + "/" + purpose);
    Sampler sampler = new Sampler(distribution, stream);
    meter.counts(sampler);
    return sampler;
  }

  /** A timer of the world outside: it fires whether or not the guest runs. */
  public Timer outside(Timer.Handler handler) {
    return new Timer(handler);
  }

  /** The clock and the timers of the world outside. */
  public Site site() {
    return guest.multiplexer().site();
  }
}
