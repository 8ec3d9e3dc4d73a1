package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/**
 * Threads that go through critical sections under spin locks of their guest's kernel: think, ask
 * for the lock, spin until they have it, work, give it back. Latency: from asking to holding.
 *
 * <p>When the vCPU of the holder is preempted all others spin for nothing until it runs again; when
 * a lock goes by turns and the vCPU of the next one does not run, they do as well. What the host
 * does about that is {@link PauseLoops}' business, what the guest does {@link ParavirtualLock}'s.
 *
 * <p>Model: a thread with several locks goes through them by turns. Passing a lock on takes as long
 * as its line of memory takes to one processor, for each that looks there, and makes the section of
 * the next holder so much longer.
 */
public final class Spinlock implements Workload {
  private static final String TAS = "tas";
  private static final String TICKET = "ticket";
  private static final String QUEUED = "queued";
  private static final String PARAVIRTUAL = "paravirtual";

  private final int threads;
  private final Parameters parameters;
  private final Distribution section;
  private final Distribution think;
  private final long transferNs;
  private final KernelLock[] locks;

  private Spinlock(int threads, Parameters parameters) {
    this.threads = threads;
    this.parameters = parameters;
    section = parameters.random("criticalSection");
    think = parameters.has("think") ? parameters.random("think") : null;
    transferNs = parameters.durationNs("transfer");
    locks = new KernelLock[parameters.intCount("locks")];
  }

  @Override
  public void install(WorkloadSite site) {
    for (int i = 0; i < locks.length; i++) {
      locks[i] = lock(site.guest());
    }
    LockMeter meter = site.meter().withLocks();
    for (int i = 0; i < threads; i++) {
      Spinner spinner = new Spinner(i, site);
      GuestThread thread = site.thread("spinlock" + i, spinner);
      spinner.contender = new Contender(thread, meter, site.guest());
    }
  }

  private KernelLock lock(GuestOs guest) {
    LockCalls calls = guest.lockCalls();
    boolean isAlone = calls == null || guest.multiplexer().processorCount() == 1;
    switch (parameters.choice("lock")) {
      case TAS:
        return new PlainLock(PlainLock.Kind.TAS, threads);
      case TICKET:
        return new PlainLock(PlainLock.Kind.TICKET, threads);
      case PARAVIRTUAL:
        if (!isAlone) {
          return new ParavirtualLock(threads, parameters.intCount("pause"), calls);
        }
        break; // Linux, kvm_spinlock_init: the native one then
      default:
    }
    return new PlainLock(PlainLock.Kind.QUEUED, threads);
  }

  private final class Spinner implements Program {
    private final Sampler sections;
    private final Sampler thinks;
    private final WorkloadMeter meter;
    private int turn;
    private Contender contender;
    private boolean holds;
    private boolean thought;
    private long askedNs;

    Spinner(int number, WorkloadSite site) {
      String name = "spinlock" + number;
      sections = site.sampler(name + "/section", section);
      thinks = think == null ? null : site.sampler(name + "/think", think);
      meter = site.meter();
      turn = number;
    }

    private KernelLock lock() {
      return locks[turn % locks.length];
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (contender.waits()) {
        if (contender.look()) {
          hold(self, nowNs, transferNs * lock().lookers());
        }
        return;
      }
      if (holds) {
        holds = false;
        contender.giveBack();
        turn++;
      }
      if (thinks != null && !thought) {
        thought = true;
        self.compute(thinks.drawNs());
        return;
      }
      thought = false;
      askedNs = nowNs;
      meter.begun();
      if (contender.ask(lock())) {
        hold(self, nowNs, 0);
      }
    }

    private void hold(GuestThread self, long nowNs, long passedNs) {
      holds = true;
      meter.completed(nowNs - askedNs);
      self.compute(passedNs + sections.drawNs());
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    /** Longest transfer of a line of memory. Unit: ns. Source: assumed. */
    private static final long TRANSFER_MAX_NS = 100_000;

    /** Longest pause. Unit: cycles. Source: assumed. */
    private static final int PAUSE_MAX = 10_000;

    /** Unit: cycles. Source: Intel optimization manual, PAUSE from Skylake on. */
    private static final int PAUSE = 140;

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
              TICKET,
              List.of(TAS, TICKET, QUEUED, PARAVIRTUAL),
              "tas: whoever executes may take it; ticket: in the order of asking; queued: the same,"
                  + " each spinning on a word of its own; paravirtual: the same, and who spins for"
                  + " long has its vCPU halted until it is kicked",
              "Linux: ticket up to 4.1, then queued; paravirtual in guests that may ask for it"),
          Parameter.count(
              "pause",
              PAUSE,
              Range.of(1, PAUSE_MAX),
              "Cycles of one round of a loop that waits, 2^15 of which a paravirtual lock spins",
              "Intel optimization manual: 140 from Skylake on, about 10 before"),
          Parameter.duration(
              "transfer",
              0,
              Range.of(0, TRANSFER_MAX_NS),
              "How long a line of memory takes from one processor to another: passing a lock on"
                  + " takes one, or one for each waiter where all spin on one word",
              "assumed; 0 s leaves it out"),
          Parameter.requiredRandom("criticalSection", 1, "Work while it holds the lock"),
          Parameter.optionalRandom("think", 1, "Work between two sections; none unless said"),
          Parameter.count(
              "locks", 1, Range.of(1, LOCKS_MAX), "How many there are, taken by turns", "assumed"));
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Spinlock(copy.threads(), parameters);
    }
  }
}
