package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/**
 * Threads that have a burst to do in each period, by a deadline. Periods begin with the guest; a
 * burst that overruns its period delays the next one, and none is left out.
 */
public final class Periodic implements Workload {
  private final int threads;
  private final long periodNs;
  private final long deadlineNs;
  private final Distribution burst;

  private Periodic(int threads, long periodNs, long deadlineNs, Distribution burst) {
    this.threads = threads;
    this.periodNs = periodNs;
    this.deadlineNs = deadlineNs;
    this.burst = burst;
  }

  @Override
  public void install(WorkloadSite site) {
    site.meter().withDeadlines();
    for (int i = 0; i < threads; i++) {
      Sampler sampler = site.sampler("periodic" + i + "/burst", burst);
      site.thread("periodic" + i, new Task(sampler, site.meter()));
    }
  }

  private final class Task implements Program {
    private final Sampler sampler;
    private final WorkloadMeter meter;
    private long releaseNs = -1;
    private boolean computing;

    Task(Sampler sampler, WorkloadMeter meter) {
      this.sampler = sampler;
      this.meter = meter;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (computing) {
        finish(nowNs);
      } else if (releaseNs < 0) {
        releaseNs = nowNs;
      }
      if (releaseNs > nowNs) {
        self.sleepUntil(releaseNs);
      } else {
        computing = true;
        meter.begun();
        self.compute(sampler.drawNs());
      }
    }

    private void finish(long nowNs) {
      computing = false;
      long tookNs = nowNs - releaseNs;
      meter.completed(tookNs);
      if (tookNs > deadlineNs) {
        meter.missed();
      }
      releaseNs += periodNs;
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "periodic";
    }

    @Override
    public String summary() {
      return "has a burst to do in each period, by a deadline";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredDuration("period", Range.atLeast(1), "From one release to the next"),
          Parameter.requiredRandom("burst", 1, "Work of each release"),
          Parameter.optionalDuration(
              "deadline", Range.atLeast(1), "After its release; the period unless said"));
    }

    @Override
    public boolean ends(Parameters parameters) {
      return false;
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      long period = parameters.durationNs("period");
      long deadline = parameters.has("deadline") ? parameters.durationNs("deadline") : period;
      return new Periodic(copy.threads(), period, deadline, parameters.random("burst"));
    }
  }
}
