package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * Threads that go through critical sections under spin locks of their guest's kernel: think, ask
 * for the lock, spin until they have it, work, give it back. Latency: from asking to holding.
 *
 * <p>When the vCPU of the holder is preempted all others spin for nothing until it runs again. What
 * the host does about that is {@link PauseLoops}' business.
 *
 * <p>Model: a thread with several locks goes through them by turns.
 */
public final class Spinlock implements Workload {
  private final int threads;
  private final Distribution section;
  private final Distribution think;
  private final SpinLock[] locks;
  private PauseLoops host;

  private Spinlock(int threads, Parameters parameters) {
    this.threads = threads;
    section = parameters.random("criticalSection");
    think = parameters.has("think") ? parameters.random("think") : null;
    locks = new SpinLock[parameters.intCount("locks")];
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new SpinLock(parameters.choice("lock").equals("ticket"), threads);
    }
  }

  @Override
  public void install(WorkloadSite site) {
    host = site.guest().pauseLoops();
    for (int i = 0; i < threads; i++) {
      Spinner spinner = new Spinner(i, site);
      spinner.thread = site.thread("spinlock" + i, spinner);
    }
  }

  private final class Spinner implements Program, SpinLock.Asker {
    private final Sampler sections;
    private final Sampler thinks;
    private final WorkloadMeter meter;
    private int turn;
    private GuestThread thread;
    private boolean holds;
    private boolean waits;
    private boolean thought;
    private long askedNs;
    private long waitedNs;

    Spinner(int number, WorkloadSite site) {
      String name = "spinlock" + number;
      sections = site.sampler(name + "/section", section);
      thinks = think == null ? null : site.sampler(name + "/think", think);
      meter = site.meter();
      turn = number;
    }

    private SpinLock lock() {
      return locks[turn % locks.length];
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (waits) {
        goOn(nowNs);
        return;
      }
      if (holds) {
        release();
      }
      if (thinks != null && !thought) {
        thought = true;
        self.compute(thinks.drawNs());
        return;
      }
      ask(nowNs);
    }

    private void ask(long nowNs) {
      thought = false;
      askedNs = nowNs;
      meter.begun();
      if (host != null) {
        host.enters(thread);
      }
      if (lock().take(this)) {
        hold(nowNs);
        return;
      }
      waits = true;
      thread.spin();
      if (host != null) {
        host.begins(thread);
      }
    }

    private void goOn(long nowNs) {
      if (!lock().isGiven(this)) {
        thread.spin();
        return;
      }
      waits = false;
      if (host != null) {
        host.ends(thread);
      }
      hold(nowNs);
    }

    private void hold(long nowNs) {
      holds = true;
      meter.completed(nowNs - askedNs);
      waitedNs = thread.timeNs(RunState.RUNNABLE);
      thread.compute(sections.drawNs());
    }

    private void release() {
      holds = false;
      long keptNs = thread.timeNs(RunState.RUNNABLE) - waitedNs;
      if (keptNs > 0) {
        meter.holderPreempted(keptNs);
      }
      lock().release();
      turn++;
      if (host != null) {
        host.leaves(thread);
      }
    }

    @Override
    public boolean isExecuting() {
      Schedulable s = thread.schedulable();
      Processor p = s.processor();
      return s.state() == RunState.RUNNING && p.isRunning() && p.current() == s;
    }

    @Override
    public void look() {
      thread.endSpin();
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    /** Most locks. Source: assumed. */
    private static final int LOCKS_MAX = 1_000;

    @Override
    public String name() {
      return "spinlock";
    }

    @Override
    public String summary() {
      return "goes through critical sections under spin locks of the guest's kernel";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.choice(
              "lock",
              "ticket",
              List.of("tas", "ticket"),
              "tas: whoever executes may take it; ticket: in the order of asking",
              "Linux: ticket up to 4.1"),
          Parameter.requiredRandom("criticalSection", 1, "Work while it holds the lock"),
          Parameter.optionalRandom("think", 1, "Work between two sections; none unless said"),
          Parameter.count(
              "locks", 1, Range.of(1, LOCKS_MAX), "How many there are, taken by turns", "assumed"));
    }

    @Override
    public boolean ends(Parameters parameters) {
      return false;
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Spinlock(copy.threads(), parameters);
    }
  }
}
