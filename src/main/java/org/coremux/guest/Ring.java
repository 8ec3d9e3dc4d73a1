package org.coremux.guest;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/**
 * Threads in a ring that pass a token round, as lmbench's lat_ctx does: whoever has it works, hands
 * it to the next one, and waits until it comes round. What is completed are passes.
 */
public final class Ring implements Workload {
  private final int threads;
  private final Distribution work;
  private final List<Member> ring = new ArrayList<>();

  private Ring(int threads, Distribution work) {
    this.threads = threads;
    this.work = work;
  }

  @Override
  public void install(WorkloadSite site) {
    for (int i = 0; i < threads; i++) {
      Member member = new Member(i, site.sampler("ring" + i + "/work", work), site.meter());
      member.thread = site.thread("ring" + i, member);
      ring.add(member);
    }
    ring.get(0).hasToken = true;
  }

  private final class Member implements Program {
    private final int place;
    private final Sampler works;
    private final WorkloadMeter meter;
    private GuestThread thread;
    private boolean hasToken;
    private boolean working;

    Member(int place, Sampler works, WorkloadMeter meter) {
      this.place = place;
      this.works = works;
      this.meter = meter;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (working) {
        working = false;
        hasToken = false;
        meter.completed();
        Member after = ring.get((place + 1) % threads);
        after.hasToken = true;
        after.thread.handOver();
      }
      if (hasToken) { // it came before this one waited for it, or there is nobody else
        working = true;
        meter.begun();
        self.compute(works.drawNs());
      } else {
        self.park();
      }
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "ring";
    }

    @Override
    public String summary() {
      return "threads pass a token round, one of them working at a time";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredWork("work", "Work of whoever has the token, before it passes it on"));
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Ring(copy.threads(), parameters.random("work"));
    }
  }
}
