package org.coremux.hypervisor;

import java.util.function.Function;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;

/**
 * A policy, ready to be bound to a pool.
 *
 * @param name as in scenario files
 * @param weighsGroups whether a guest's weight is its group's; else each of its vCPUs has it
 * @param create makes one for a pool
 */
public record Policy(String name, boolean weighsGroups, Function<Pool, Scheduler> create) {}
