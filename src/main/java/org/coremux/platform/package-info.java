/**
 * What virtualization costs, as data: primitives with their sources, paths composed of primitives,
 * and platforms that say which path is taken when.
 *
 * <p>Floor 3: records, no behaviour in time and no parsing (presets and users' files are read on
 * the scenario floor). Cycles become nanoseconds once, when a host is wired: a path's exact sum at
 * the host's clock, rounded half up. What has no published source says so, and reports list it.
 *
 * <p>Read {@link org.coremux.platform.Platform} first, then {@link org.coremux.platform.Operation}.
 * What a workload does all the time is in {@link org.coremux.platform.MixCosts}.
 */
package org.coremux.platform;
