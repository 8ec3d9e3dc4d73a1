/**
 * Floor 2: a processor is multiplexed among schedulables, at every level, by the same machinery.
 *
 * <p>A {@link org.coremux.mux.Multiplexer} binds one {@link org.coremux.mux.Scheduler} to a set of
 * {@link org.coremux.mux.Processor}s and to the {@link org.coremux.mux.Schedulable}s that share
 * them. A vCPU is a schedulable of the level below and provides one processor to the level above:
 * that link, which {@link org.coremux.mux.Processor#execute} starts and stops, is all there is to
 * Type 1, Type 2 and nested virtualization.
 *
 * <p>Read {@link org.coremux.mux.Scheduler} and {@link org.coremux.mux.Pool} to write a policy,
 * {@link org.coremux.mux.Processor} to understand the books.
 */
package org.coremux.mux;
