package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.engine.Timer;

/**
 * Threads that have a burst to do in each period, by a deadline. Periods begin with the guest; a
 * burst that overruns its period delays the next one, and none is left out.
 */
public final class Periodic implements Workload {
  private final int threads;
  private final long periodNs;
  private final long deadlineNs;
  private final Distribution burst;
  private final Task[] tasks;
  private WorkloadSite site;
  private long endedNs = Timer.NEVER;

  private Periodic(int threads, long periodNs, long deadlineNs, Distribution burst) {
    this.threads = threads;
    this.periodNs = periodNs;
    this.deadlineNs = deadlineNs;
    this.burst = burst;
    tasks = new Task[threads];
  }

  @Override
  public void install(WorkloadSite at) {
    site = at;
    at.meter().withDeadlines();
    at.meter().pending(this::waiting);
    for (int i = 0; i < threads; i++) {
      tasks[i] = new Task(at.sampler("periodic" + i + "/burst", burst), at.meter());
      at.thread("periodic" + i, tasks[i]);
    }
  }

  @Override
  public void begin(long nowNs) {
    for (Task task : tasks) {
      task.releaseNs = nowNs;
    }
  }

  @Override
  public void end() {
    endedNs = site.site().nowNs();
  }

  /** Releases so far that no thread has begun with. */
  private long waiting(long nowNs) {
    long sum = 0;
    for (Task task : tasks) {
      sum += task.waiting(Math.min(nowNs, endedNs));
    }
    return sum;
  }

  private final class Task implements Program {
    private final Sampler sampler;
    private final WorkloadMeter meter;
    private long releaseNs = Timer.NEVER;
    private boolean computing;

    Task(Sampler sampler, WorkloadMeter meter) {
      this.sampler = sampler;
      this.meter = meter;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (computing) {
        finish(nowNs);
      }
      if (releaseNs > nowNs) {
        self.sleepUntil(releaseNs);
      } else {
        computing = true;
        meter.begun();
        self.compute(sampler.drawNs());
      }
    }

    long waiting(long untilNs) {
      if (untilNs < releaseNs) {
        return 0;
      }
      long released = (untilNs - releaseNs) / periodNs + 1;
      return computing ? released - 1 : released;
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
    public Workload create(Parameters parameters, Copy copy) {
      long period = parameters.durationNs("period");
      long deadline = parameters.has("deadline") ? parameters.durationNs("deadline") : period;
      return new Periodic(copy.threads(), period, deadline, parameters.random("burst"));
    }
  }
}
