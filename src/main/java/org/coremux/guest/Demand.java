package org.coremux.guest;

import org.coremux.engine.Distribution;
import org.coremux.engine.Sampler;

/**
 * Asks for what a {@link UtilisationTrace} recorded: a sample of u asks for u of the guest's vCPUs,
 * as a burst on each of them in every grain of time, each in a phase of its own. Demand that is not
 * met in its grain is not lost: it is done later, so a guest that was starved catches up.
 *
 * <p>Model: one thread for each vCPU, all with the same demand; the rounding of a grain's work is
 * carried to the next. The threads end with the trace. Latency: from the beginning of a grain to
 * the end of its burst.
 */
public final class Demand implements Workload {
  private final UtilisationTrace trace;
  private final long grainNs;
  private final int threads;
  private long beganNs;
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
  public void install(WorkloadSite site) {
    for (int i = 0; i < threads; i++) {
      Sampler phase = site.sampler("trace" + i + "/phase", Distribution.uniform(0, grainNs - 1));
      site.thread("trace" + i, new Grains(site.meter(), phase.drawNs()));
    }
  }

  @Override
  public void begin(long nowNs) {
    beganNs = nowNs;
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
        meter.completed(nowNs - beganNs - grainStartNs);
        grainStartNs = grainEndNs();
      }
      long workNs = 0;
      while (grainStartNs < trace.endNs() && beganNs + grainStartNs <= nowNs && workNs == 0) {
        workNs = workOfGrain();
        if (workNs == 0) {
          skipIdle();
        }
      }
      if (grainStartNs >= trace.endNs()) {
        self.exit();
        if (++ended == threads) {
          meter.finished();
        }
      } else if (workNs == 0) {
        self.sleepUntil(beganNs + grainStartNs);
      } else {
        computing = true;
        meter.begun();
        self.compute(workNs);
      }
    }

    private long workOfGrain() {
      long lengthNs = Math.min(grainEndNs(), trace.endNs()) - grainStartNs;
      carry += lengthNs * trace.utilisationPpm(sampleAt());
      long workNs = carry / UtilisationTrace.FULL_PPM;
      carry -= workNs * UtilisationTrace.FULL_PPM;
      return workNs;
    }

    /** To the next grain in which something is asked for. */
    private void skipIdle() {
      grainStartNs = grainEndNs();
      while (grainStartNs < trace.endNs() && trace.utilisationPpm(sampleAt()) == 0) {
        long grains = (trace.endNs(sample) - grainStartNs + grainNs - 1) / grainNs;
        grainStartNs += grains * grainNs;
      }
    }

    private long grainEndNs() {
      return grainStartNs < phaseNs ? phaseNs : grainStartNs + grainNs;
    }

    /** The sample that holds when the current grain begins. */
    private int sampleAt() {
      while (sample + 1 < trace.count() && trace.startNs(sample + 1) <= grainStartNs) {
        sample++;
      }
      return sample;
    }
  }
}
