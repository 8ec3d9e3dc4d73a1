package org.coremux.mux;

/**
 * For how long a host polls for a vCPU that halts, before it blocks: what a vCPU has learnt of how
 * long its waits are.
 *
 * <p>A wait that ended within the window says nothing new. One that ended after it, but sooner than
 * the longest window, would have been worth a longer one: the window grows, from nothing to the
 * first one. One that took longer than the longest was not worth polling at all: the window is
 * divided, to nothing when it would be shorter than the first, and to nothing at once where the
 * divisor is 0, as before Linux 6.12.
 *
 * <p>It is never longer than the host's longest, whichever host that is by now.
 *
 * <p>Cost: constant; allocates nothing.
 *
 * <p>Source: schedulers.md 14.2 (Linux virt/kvm/kvm_main.c: halt_poll_ns, halt_poll_ns_grow,
 * halt_poll_ns_grow_start, halt_poll_ns_shrink).
 */
final class PollWindow {
  private long ns;

  /** How long it is on a host of these costs. Unit: ns. */
  long ns(LevelCosts costs) {
    ns = Math.min(ns, costs.pollMaxNs());
    return ns;
  }

  /** A wait, the poll included, has taken so long. */
  void waited(long forNs, LevelCosts costs) {
    long maxNs = costs.pollMaxNs();
    long nowNs = ns(costs);
    if (forNs <= nowNs) {
      return;
    }
    if (forNs > maxNs) {
      shrink(costs);
    } else if (forNs < maxNs) {
      ns = Math.min(maxNs, Math.max(costs.pollStartNs(), costs.pollGrow() * nowNs));
    }
  }

  private void shrink(LevelCosts costs) {
    ns = costs.pollShrink() == 0 ? 0 : ns / costs.pollShrink();
    if (ns < costs.pollStartNs()) {
      ns = 0;
    }
  }
}
