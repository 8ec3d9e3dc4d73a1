package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/**
 * Pairs of threads that wake each other in turns: whoever is woken works, wakes the other one, and
 * sleeps. The two are on different vCPUs where the guest has more than one, so that each wake-up is
 * a reschedule interrupt from vCPU to vCPU. Latency: from waking the other to running again.
 *
 * <p>So it is as sensitive to how fast a host brings a woken vCPU onto a pCPU as anything can be.
 *
 * <p>Model: threads of processes without vCPUs are wherever the host puts them.
 *
 * <p>Source: schedulers.md 19.4; perf bench sched pipe.
 */
public final class PingPong implements Workload {
  private final Player[] players;
  private final Distribution work;

  private PingPong(int threads, Distribution work) {
    players = new Player[threads + threads % 2];
    this.work = work;
  }

  @Override
  public void install(WorkloadSite site) {
    for (int i = 0; i < players.length; i++) {
      String name = "ping-pong" + i;
      players[i] = new Player(site.sampler(name + "/work", work), site.meter(), i % 2 == 0);
      players[i].thread = site.thread(name, i, players[i]);
    }
    for (int i = 0; i < players.length; i += 2) {
      players[i].other = players[i + 1];
      players[i + 1].other = players[i];
    }
  }

  private static final class Player implements Program {
    private final Sampler works;
    private final WorkloadMeter meter;

    /** Whether it begins, and times how long it takes until it is its turn again. */
    private final boolean serves;

    private GuestThread thread;
    private Player other;
    private boolean isDue;
    private boolean working;
    private boolean waits;
    private long sentNs;

    Player(Sampler works, WorkloadMeter meter, boolean serves) {
      this.works = works;
      this.meter = meter;
      this.serves = serves;
      isDue = serves;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (working) {
        working = false;
        pass(nowNs);
      }
      if (!isDue) {
        self.park();
        return;
      }
      if (waits) {
        waits = false;
        meter.completed(nowNs - sentNs);
      }
      isDue = false;
      working = true;
      self.compute(works.drawNs());
    }

    private void pass(long nowNs) {
      if (serves) {
        waits = true;
        sentNs = nowNs;
        meter.begun();
      }
      other.isDue = true;
      other.thread.handOver();
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "ping-pong";
    }

    @Override
    public String summary() {
      return "pairs of threads on different vCPUs wake each other in turns";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredRandom(
              "work",
              1,
              "Work of a thread before it wakes the other; of threads there is an even"
                  + " number"));
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new PingPong(copy.threads(), parameters.random("work"));
    }
  }
}
