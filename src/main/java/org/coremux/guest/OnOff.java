package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/** Threads that compute and sleep in turns. What is completed are bursts. */
public final class OnOff implements Workload {
  private final int threads;
  private final Distribution burst;
  private final Distribution sleep;

  private OnOff(int threads, Distribution burst, Distribution sleep) {
    this.threads = threads;
    this.burst = burst;
    this.sleep = sleep;
  }

  @Override
  public void install(WorkloadSite site) {
    for (int i = 0; i < threads; i++) {
      Sampler bursts = site.sampler("on-off" + i + "/burst", burst);
      Sampler sleeps = site.sampler("on-off" + i + "/sleep", sleep);
      site.thread("on-off" + i, new Turns(bursts, sleeps, site.meter()));
    }
  }

  private static final class Turns implements Program {
    private final Sampler bursts;
    private final Sampler sleeps;
    private final WorkloadMeter meter;
    private boolean computing;

    Turns(Sampler bursts, Sampler sleeps, WorkloadMeter meter) {
      this.bursts = bursts;
      this.sleeps = sleeps;
      this.meter = meter;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      computing = !computing;
      if (computing) {
        meter.begun();
        self.compute(bursts.drawNs());
      } else {
        meter.completed();
        self.sleep(sleeps.drawNs());
      }
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "on-off";
    }

    @Override
    public String summary() {
      return "computes and sleeps in turns";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredRandom("burst", 1, "Work of each burst"),
          Parameter.requiredRandom("sleep", 1, "Time between two bursts"));
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new OnOff(copy.threads(), parameters.random("burst"), parameters.random("sleep"));
    }
  }
}
