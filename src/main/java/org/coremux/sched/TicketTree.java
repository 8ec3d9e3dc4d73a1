package org.coremux.sched;

import java.util.Arrays;

/**
 * How many tickets each client has in a draw: a binary tree of partial sums, whose leaves are the
 * clients by index.
 *
 * <p>Cost: O(log clients) to set a number and to find the holder of a ticket. Allocation: only in
 * {@link #admit}.
 *
 * <p>Source: C. A. Waldspurger, W. E. Weihl, "Lottery scheduling: flexible proportional-share
 * resource management", OSDI 1994, section 4.2.
 */
final class TicketTree {
  /** Node 1 is the root; the children of node n are 2 n and 2 n + 1. */
  private long[] sums = new long[16];

  private int leaves = 8;

  void admit(int client) {
    if (client < leaves) {
      return;
    }
    int before = leaves;
    while (client >= leaves) {
      leaves *= 2;
    }
    long[] held = Arrays.copyOfRange(sums, before, 2 * before);
    sums = new long[2 * leaves];
    for (int i = 0; i < before; i++) {
      set(i, held[i]);
    }
  }

  /** All of them together. */
  long total() {
    return sums[1];
  }

  long of(int client) {
    return sums[leaves + client];
  }

  void set(int client, long tickets) {
    long more = tickets - sums[leaves + client];
    for (int node = leaves + client; node > 0; node /= 2) {
      sums[node] += more;
    }
  }

  /** Whether each sum is that of its parts, and nobody has less than none; cold. */
  boolean addsUp() {
    boolean all = true;
    for (int node = 1; node < leaves; node++) {
      all &= sums[node] == sums[2 * node] + sums[2 * node + 1];
      all &= sums[2 * node] >= 0 && sums[2 * node + 1] >= 0;
    }
    return all;
  }

  /** Who holds the ticket with this number, from 0. */
  int holder(long ticket) {
    int node = 1;
    long number = ticket;
    while (node < leaves) {
      node *= 2;
      if (number >= sums[node]) {
        number -= sums[node];
        node++;
      }
    }
    return node - leaves;
  }
}
