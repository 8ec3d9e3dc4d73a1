/**
 * What a machine's processors are and how they hang together: sockets, NUMA nodes, last-level
 * caches, cores and hardware threads, their clock, and models of real CPUs.
 *
 * <p>Floor 1: immutable data, no parsing (presets are read on the scenario floor), no behaviour in
 * time. A logical CPU is a dense index from 0; threads of one core are neighbours, cores of one
 * cache, caches of one node, nodes of one socket follow each other.
 *
 * <p>Read {@link org.coremux.topology.Topology} first.
 */
package org.coremux.topology;
