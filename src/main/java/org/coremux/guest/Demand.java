package org.coremux.guest;

import org.coremux.engine.Distribution;
import org.coremux.engine.Sampler;
import org.coremux.engine.Timer;

/**
 * Asks for what a {@link UtilisationTrace} recorded: a sample of u asks for u of the guest's vCPUs,
 * as a burst on each of them in every grain of time, each in a phase of its own. Demand that is not
 * met in its grain is not lost: it is done later, so a guest that was starved catches up.
 *
 * <p>Model: one thread for each vCPU, all with the same demand; the rounding of a grain's work is
 * carried to the next, and so is that of a sample that ends within a grain. The recording begins
 * with the guest; the threads end with it. What is completed are bursts.
 */
public final class Demand implements Workload {
  private final UtilisationTrace trace;
  private final long grainNs;
  private final int threads;
  private WorkloadSite site;
  private long beganNs = Timer.NEVER;
  private long endedNs = Timer.NEVER;
  private int ended;

  /**
   * @param grainNs from one burst to the next, in ns
   * @param vcpus of the guest
   */
  public Demand(UtilisationTrace trace, long grainNs, int vcpus) {
    this.trace = trace;
    this.grainNs = grainNs;
    threads = vcpus;
  }

  @Override
  public void install(WorkloadSite at) {
    site = at;
    at.meter().demand(this::askedNs);
    for (int i = 0; i < threads; i++) {
      Sampler phase = at.sampler("trace" + i + "/phase", Distribution.uniform(0, grainNs - 1));
      at.thread("trace" + i, new Grains(at.meter(), phase.drawNs()));
    }
  }

  @Override
  public void begin(long nowNs) {
    beganNs = nowNs;
  }

  @Override
  public void end() {
    endedNs = site.site().nowNs();
  }

  private long askedNs(long nowNs) {
    long lastNs = Math.min(nowNs, endedNs);
    return lastNs <= beganNs ? 0 : threads * trace.workNs(lastNs - beganNs);
  }

  private final class Grains implements Program {
    private final WorkloadMeter meter;
    private final long phaseNs;
    private long grainStartNs;
    private int sample;
    private long carry;
    private boolean computing;

    Grains(WorkloadMeter meter, long phaseNs) {
      this.meter = meter;
      this.phaseNs = phaseNs;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (computing) {
        computing = false;
        meter.completed();
        grainStartNs = grainEndNs();
      }
      long workNs = 0;
      while (grainStartNs < trace.endNs() && beganNs + grainStartNs <= nowNs && workNs == 0) {
        workNs = workOfGrain();
        if (workNs == 0) {
          skipIdle();
        }
      }
      if (workNs > 0) {
        computing = true;
        meter.begun();
        self.compute(workNs);
      } else if (grainStartNs < trace.endNs()) {
        self.sleepUntil(beganNs + grainStartNs);
      } else {
        self.exit();
        if (++ended == threads) {
          meter.finished();
        }
      }
    }

    private long workOfGrain() {
      long endNs = Math.min(grainEndNs(), trace.endNs());
      long fromNs = grainStartNs;
      while (fromNs < endNs) {
        long toNs = Math.min(endNs, trace.endNs(sampleAt(fromNs)));
        carry += (toNs - fromNs) * trace.utilisationPpm(sample);
        fromNs = toNs;
      }
      long workNs = carry / UtilisationTrace.FULL_PPM;
      carry -= workNs * UtilisationTrace.FULL_PPM;
      return workNs;
    }

    /** To the next grain in which something may be asked for. */
    private void skipIdle() {
      grainStartNs = grainEndNs();
      while (grainStartNs < trace.endNs()
          && trace.utilisationPpm(sampleAt(grainStartNs)) == 0
          && trace.endNs(sample) - grainStartNs >= grainNs) {
        grainStartNs += (trace.endNs(sample) - grainStartNs) / grainNs * grainNs;
      }
    }

    private long grainEndNs() {
      return grainStartNs < phaseNs ? phaseNs : grainStartNs + grainNs;
    }

    /** The sample that holds at the instant, which is not before the last one asked about. */
    private int sampleAt(long instantNs) {
      while (sample + 1 < trace.count() && trace.startNs(sample + 1) <= instantNs) {
        sample++;
      }
      return sample;
    }
  }
}
