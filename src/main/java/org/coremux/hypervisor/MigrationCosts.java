package org.coremux.hypervisor;

import org.coremux.mux.Cost;
import org.coremux.platform.Operation;
import org.coremux.platform.PlatformCosts;

/**
 * What moving a guest costs on a platform.
 *
 * @param sendNs work of the source for each page. Unit: ns at nominal speed
 * @param receiveNs the same of the target
 * @param faultNs what the guest pays for the first write to a page in a round, by kind of cost
 */
record MigrationCosts(long sendNs, long receiveNs, long[] faultNs) {
  /** Of a platform at the clock of a host. */
  static MigrationCosts of(PlatformCosts costs) {
    return new MigrationCosts(
        costs.cpuNs(Operation.SEND_PAGE), costs.cpuNs(Operation.RECEIVE_PAGE), faultNs(costs));
  }

  /**
   * A write to a page that is protected to learn of it: a fault that the host handles and the guest
   * does not see; where guests write the machine's own tables, the write of an entry.
   */
  private static long[] faultNs(PlatformCosts costs) {
    boolean isHidden = costs.cpuNs(Operation.HOST_FAULT) > 0;
    Operation operation = isHidden ? Operation.HOST_FAULT : Operation.PAGE_TABLE_WRITE;
    long[] ns = new long[Cost.DEBTS];
    for (int kind = 0; kind < ns.length; kind++) {
      ns[kind] = costs.cpuNs(operation, Cost.of(kind));
    }
    return ns;
  }
}
