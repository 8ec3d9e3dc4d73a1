/**
 * What is counted while a simulation runs: latencies, and what they are made of.
 *
 * <p>Floor 0. Nothing here knows a clock: times are passed in, as long nanoseconds since the start
 * of the run. Everything is taken at construction; recording allocates nothing. Sums are exact
 * integers, so the order of recording changes no figure, and parts merge to the whole to the last
 * digit. A figure that does not exist (the mean of nothing) is an empty optional, never 0 or -1.
 *
 * <p>Read {@link org.coremux.metric.LatencyHistogram} first.
 */
package org.coremux.metric;
