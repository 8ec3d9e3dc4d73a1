package org.coremux.hypervisor;

import org.coremux.engine.RandomStreams;
import org.coremux.platform.CacheEffects;
import org.coremux.platform.Platform;
import org.coremux.topology.Topology;

/**
 * What a host is made of.
 *
 * @param name as people know it
 * @param topology of its machine
 * @param platform what runs on the bare machine
 * @param policy of its pCPUs
 * @param devices of its machine
 * @param memory of its machine
 * @param caches what those of its machine do
 * @param streams where random numbers come from
 * @param longestNs the longest latency that can occur: the length of the run, in ns
 */
public record HostSetup(
    String name,
    Topology topology,
    Platform platform,
    Policy policy,
    DeviceSpec devices,
    MemorySpec memory,
    CacheEffects caches,
    RandomStreams streams,
    long longestNs) {}
