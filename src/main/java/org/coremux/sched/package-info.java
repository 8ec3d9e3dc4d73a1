/**
 * Floor 3: scheduling policies, one file each, which read like their papers, and decorators that
 * stand between a policy and its pool.
 *
 * <p>A policy is a {@link org.coremux.mux.Scheduler}; {@link org.coremux.mux.Scheduler} has the
 * contract and {@link org.coremux.sched.CheckedScheduler} holds policies to it. What a policy keeps
 * for a schedulable or a group stands in arrays by index, grown in {@code admit} alone.
 *
 * <p>Read {@link org.coremux.sched.RoundRobin} first: it has the shape of all the others.
 */
package org.coremux.sched;
