package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/** Threads that compute: for ever, or each an amount of work, after which it ends. */
public final class Compute implements Workload {
  /** A burst of one that has no end. Unit: ns of work, some 13 days. Source: assumed. */
  private static final long FOREVER_NS = 1L << 50;

  private final int threads;
  private final Distribution work;
  private WorkloadMeter meter;
  private int ended;

  private Compute(int threads, Distribution work) {
    this.threads = threads;
    this.work = work;
  }

  @Override
  public void install(WorkloadSite site) {
    meter = site.meter();
    for (int i = 0; i < threads; i++) {
      site.thread("compute" + i, work == null ? Compute::forEver : amount(site, i));
    }
  }

  private static void forEver(GuestThread self, long nowNs) {
    self.compute(FOREVER_NS);
  }

  private Program amount(WorkloadSite site, int thread) {
    Sampler sampler = site.sampler("compute" + thread + "/work", work);
    boolean[] begun = new boolean[1];
    return (self, now) -> {
      if (begun[0]) {
        meter.completed();
        self.exit();
        if (++ended == threads) {
          meter.finished();
        }
      } else {
        begun[0] = true;
        meter.begun();
        self.compute(sampler.drawNs());
      }
    };
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "compute";
    }

    @Override
    public String summary() {
      return "computes for ever, or an amount of work";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.optionalWork("work", "Work of each thread; without it, it never ends"));
    }

    @Override
    public boolean ends(Parameters parameters) {
      return parameters.has("work");
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Compute(copy.threads(), parameters.has("work") ? parameters.random("work") : null);
    }
  }
}
