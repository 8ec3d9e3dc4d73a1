package org.coremux.experiment;

/**
 * A workload of all guests of a scenario entry, as comparisons speak of it.
 *
 * @param name the entry's name, and {@code .workloads[1]} where it is not its first
 * @param kind the scenario's word, such as {@code server}
 * @param hasLatency whether its requests have a latency; otherwise it is judged by its throughput
 */
public record ComparedWorkload(String name, String kind, boolean hasLatency) {}
