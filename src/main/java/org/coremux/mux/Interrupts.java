package org.coremux.mux;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;

/**
 * What makes a processor look up: kicks, which ask it to decide, and alarms, which are delivered on
 * it. Both take effect only while it runs; to a vCPU that is halted they are a wake-up, and of a
 * vCPU that waits they are found when it runs again.
 */
public final class Interrupts {
  private final Processor target;
  private final Schedulable provider;
  private final Site site;
  private final Timer ipi = new Timer(this::kickArrives);
  private final PendingAlarms pending = new PendingAlarms();

  /** It has been asked to decide, and has not: a decision is certain to come. */
  private boolean asked;

  /** A kick that found the processor standing still. */
  private boolean kicked;

  private long programmedNs = Timer.NEVER;

  Interrupts(Processor target, Site site) {
    this.target = target;
    this.provider = target.provider;
    this.site = site;
  }

  // ---- kicks ----

  /** Whether a decision is certain to come. */
  public boolean isAsked() {
    return asked;
  }

  /** When a kick under way arrives, in ns; {@link Timer#NEVER} when none is. */
  public long kickDueNs() {
    return ipi.deadlineNs();
  }

  /** How many alarms are due and wait for the processor to run. */
  public int pendingCount() {
    return pending.count();
  }

  /** A kick from itself, or in its name: it decides in this instant. */
  void kick() {
    asked = true;
    if (target.running) {
      site.kick(target);
    } else {
      kicked = true;
      wakeProvider(target.mux.actingBelow());
    }
  }

  /** A kick from elsewhere, which arrives after the latency unless one is under way. */
  void kickAfter(long latencyNs) {
    if (latencyNs == 0) {
      kickArrives(site.nowNs());
    } else if (!ipi.isArmed()) {
      asked = true;
      site.arm(ipi, site.nowNs() + latencyNs);
    }
  }

  /** An interrupt to a vCPU that runs, a wake-up of one that is halted. */
  private void kickArrives(long nowNs) {
    asked = true;
    if (target.running && provider == null) {
      site.kick(target);
      return;
    }
    kicked = true;
    if (!target.running) {
      wakeProvider(target.mux.actingBelow());
    } else if (!provider.mux.exits().leave(provider, ExitReason.INTERRUPT)) {
      kicked = false;
      site.kick(target);
    }
  }

  /** The processor has been asked in the drain of kicks, but stands still by now. */
  void missed() {
    kicked = true;
  }

  /** The processor decides: that answers all kicks so far. */
  void answered() {
    asked = false;
    site.cancel(ipi);
  }

  private void wakeProvider(Processor waker) {
    target.halting().ended(site.nowNs());
    if (provider.state == RunState.RUNNING) {
      target.halting().interrupted();
    } else if (provider.state == RunState.BLOCKED || provider.state == RunState.OFFLINE) {
      provider.mux.wake(provider, waker);
    }
  }

  // ---- alarms ----

  /** The alarm is due. */
  void raise(Alarm alarm, long nowNs) {
    if (provider == null) {
      alarm.deliver(nowNs);
      return;
    }
    boolean works = alarm.handlerNs() > 0 && !alarm.pending;
    boolean ran = target.running;
    pending.append(alarm);
    boolean owes = ran && provider.mux.exits().leave(provider, alarm.why());
    if (works) {
      provider.mux.exits().handle(provider, alarm.why(), alarm.handlerNs());
    }
    if (!ran) {
      wakeProvider(provider.processor); // interrupts follow the vCPU
    } else if (!owes && !works) {
      deliverPending(nowNs);
    }
  }

  void withdraw(Alarm alarm) {
    pending.withdraw(alarm);
  }

  private void deliverPending(long nowNs) {
    while (target.running && !pending.isEmpty()) {
      pending.poll().deliver(nowNs);
    }
  }

  /** The processor runs again: late alarms first, then a kick that found it standing still. */
  void resume(long nowNs) {
    deliverPending(nowNs);
    if (kicked && target.running) {
      kicked = false;
      site.kick(target);
    }
  }

  /** Whether there is something to do as soon as it runs. */
  boolean arePending() {
    return kicked || !pending.isEmpty();
  }

  /** Whether nothing will make it decide by itself. */
  boolean areNone() {
    return !asked && pending.isEmpty();
  }

  /** The guest sets the vCPU's timer: an exit, unless it already goes off before that. */
  void program(long deadlineNs) {
    if (deadlineNs < programmedNs || programmedNs <= site.nowNs()) {
      programmedNs = deadlineNs;
      provider.mux.exits().leave(provider, ExitReason.TIMER);
    }
  }
}
