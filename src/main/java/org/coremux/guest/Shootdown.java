package org.coremux.guest;

import java.util.Arrays;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.mux.Cost;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * Threads of one address space that unmap memory as they compute: after each burst a thread has the
 * TLBs flushed of all processors on which others of them are, and spins until that is done (a TLB
 * shootdown). Latency: from asking to going on, the stall.
 *
 * <p>Native, that is a {@link CrossCall}: one target whose vCPU waits for a pCPU stalls the caller
 * for as long. Paravirtual, vCPUs that the steal page says are preempted are marked instead, and
 * their hypervisor flushes before they run again, once however often they are marked; the others
 * are called.
 *
 * <p>Model: targets are the processors on which the guest has dispatched a thread of the workload:
 * those that idle, or run others, flush when they come back to the address space, for nothing. The
 * caller's own flush is part of its work. Callers do not wait for each other.
 *
 * <p>Cost: O(threads + processors) for each. Allocation: none after it was made.
 *
 * <p>Source: schedulers.md 19.5 (Linux arch/x86/mm/tlb.c, arch/x86/kernel/kvm.c,
 * kvm_flush_tlb_multi; Hyper-V Top-Level Functional Specification, HvFlushVirtualAddressSpace).
 */
public final class Shootdown implements Workload {
  /** Work of a flush at a target. Unit: ns. Source: assumed, a few pages by invlpg. */
  private static final long FLUSH_NS = 1_000;

  /** The longest flush. Unit: ns. Source: assumed. */
  private static final long FLUSH_NS_MAX = 1_000_000_000;

  private final Caller[] callers;
  private final int calling;
  private final Distribution every;
  private final long flushNs;
  private final boolean asksForHelp;
  private WorkloadMeter meter;
  private CrossCallMeter calls;
  private GuestOs guest;
  private boolean defers;

  /** With which dispatch a vCPU was left to its hypervisor, by processor. */
  private long[] markedAt;

  private Shootdown(int threads, Parameters parameters) {
    callers = new Caller[threads];
    calling = parameters.has("callers") ? parameters.intCount("callers") : threads;
    every = parameters.random("every");
    flushNs = parameters.durationNs("flush");
    asksForHelp = parameters.choice("mode").equals("paravirtual");
  }

  @Override
  public void install(WorkloadSite site) {
    guest = site.guest();
    meter = site.meter();
    calls = meter.withCrossCalls();
    defers = asksForHelp && guest.paravirtual().flushes();
    markedAt = new long[guest.multiplexer().processorCount()];
    Arrays.fill(markedAt, -1);
    for (int i = 0; i < callers.length; i++) {
      String name = "shootdown" + i;
      callers[i] = new Caller(site.sampler(name + "/every", every), i < calling);
      callers[i].thread = site.thread(name, callers[i]);
    }
  }

  private final class Caller implements Program {
    private final Sampler bursts;
    private final boolean unmaps;
    private final CrossCall call = new CrossCall(guest);
    private GuestThread thread;
    private boolean computed;
    private boolean stalls;
    private long askedNs;

    Caller(Sampler bursts, boolean unmaps) {
      this.bursts = bursts;
      this.unmaps = unmaps;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (stalls) {
        stalls = false;
        calls.stalled(nowNs - askedNs);
        meter.completed(nowNs - askedNs);
      } else if (computed && unmaps && begins(nowNs)) {
        return;
      }
      computed = true;
      self.compute(bursts.drawNs());
    }

    /** Whether it has to wait for somebody. */
    private boolean begins(long nowNs) {
      meter.begun();
      for (Caller other : callers) {
        if (other != this && other.isDispatched()) {
          flush(other.thread.schedulable().processor());
        }
      }
      int targets = call.missing();
      if (targets == 0) {
        meter.completed(0);
        return false;
      }
      stalls = true;
      askedNs = nowNs;
      call.begin(thread, flushNs);
      calls.called(targets, call.late());
      return true;
    }

    private void flush(Processor target) {
      if (defers && guest.multiplexer().pool().isPreempted(target)) {
        mark(target);
      } else {
        call.ask(target);
      }
    }

    private boolean isDispatched() {
      Schedulable s = thread.schedulable();
      return s.state() == RunState.RUNNING && s.processor().current() == s;
    }
  }

  /** Its hypervisor flushes before it runs again. */
  private void mark(Processor target) {
    Schedulable vcpu = target.provider();
    calls.defer();
    if (markedAt[target.index()] != vcpu.dispatches()) {
      markedAt[target.index()] = vcpu.dispatches();
      vcpu.processor().multiplexer().owe(vcpu, Cost.HYPERVISOR, flushNs);
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "shootdown";
    }

    @Override
    public String summary() {
      return "computes and unmaps memory, for which the TLBs of its other threads are flushed";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredRandom("every", 1, "Work of a thread between two shootdowns"),
          Parameter.choice(
              "mode",
              "paravirtual",
              List.of("native", "paravirtual"),
              "native: interrupts all and waits for them; paravirtual: leaves those without a pCPU"
                  + " to the hypervisor, where that offers it",
              "Linux on KVM since 4.16: KVM_FEATURE_PV_TLB_FLUSH"),
          Parameter.duration(
              "flush",
              FLUSH_NS,
              Range.of(0, FLUSH_NS_MAX),
              "Work of a flush where it is asked for",
              "assumed"),
          Parameter.optionalCount(
              "callers",
              Range.of(0, Integer.MAX_VALUE),
              "How many of the threads unmap memory; all unless said"));
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Shootdown(copy.threads(), parameters);
    }
  }
}
