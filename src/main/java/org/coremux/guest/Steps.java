package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.engine.Step;

/**
 * Threads that go through the steps that a scenario spells out, so many times or for ever. What is
 * completed are rounds.
 */
public final class Steps implements Workload {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final int threads;
  private final List<Step> steps;
  private final long repeats;
  private WorkloadMeter meter;
  private int ended;

  private Steps(int threads, Parameters parameters) {
    this.threads = threads;
    steps = parameters.steps("steps");
    repeats = parameters.has("repeat") ? parameters.count("repeat") : FOR_EVER;
  }

  @Override
  public void install(WorkloadSite site) {
    meter = site.meter();
    for (int i = 0; i < threads; i++) {
      Sampler[] amounts = new Sampler[steps.size()];
      boolean[] computes = new boolean[steps.size()];
      for (int k = 0; k < amounts.length; k++) {
        amounts[k] = site.sampler("program" + i + "/" + k, steps.get(k).amount());
        computes[k] = steps.get(k).kind() == Step.Kind.COMPUTE;
      }
      site.thread("program" + i, new Rounds(amounts, computes));
    }
  }

  private final class Rounds implements Program {
    private final Sampler[] amounts;
    private final boolean[] computes;
    private int step;
    private long round;

    Rounds(Sampler[] amounts, boolean[] computes) {
      this.amounts = amounts;
      this.computes = computes;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (step == amounts.length) {
        step = 0;
        round++;
        meter.completed();
      }
      if (round == repeats) {
        self.exit();
        if (++ended == threads) {
          meter.finished();
        }
        return;
      }
      if (step == 0) {
        meter.begun();
      }
      int now = step++;
      long amount = amounts[now].drawNs();
      if (computes[now]) {
        self.compute(amount);
      } else {
        self.sleep(amount);
      }
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "program";
    }

    @Override
    public String summary() {
      return "goes through steps that are spelled out";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredSteps("steps", "What each thread does, one after the other"),
          Parameter.optionalCount(
              "repeat", Range.of(1, 1_000_000_000_000L), "So many rounds; no end unless said"));
    }

    @Override
    public boolean ends(Parameters parameters) {
      return parameters.has("repeat");
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Steps(copy.threads(), parameters);
    }
  }
}
