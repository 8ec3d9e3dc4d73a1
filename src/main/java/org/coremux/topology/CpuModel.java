package org.coremux.topology;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A real CPU as data: what a scenario gets that names it.
 *
 * @param name as scenarios write it, {@code epyc-7763}
 * @param summary one line for people
 * @param topology one socket of it, with its base clock
 * @param l2Bytes size of the cache of a core by itself; absent when not published
 * @param llcBytes size of each last-level cache; absent when not published
 * @param tdpWatts thermal design power of a socket; absent when not published
 * @param source where the figures come from; "assumed" in it marks what has no source
 */
public record CpuModel(
    String name,
    String summary,
    Topology topology,
    OptionalLong l2Bytes,
    OptionalLong llcBytes,
    OptionalInt tdpWatts,
    String source) {

  /** What its caches hold of a working set. */
  public Caches caches() {
    return Caches.of(l2Bytes, llcBytes);
  }

  /** The machine with that many sockets of it. */
  public Topology topology(int sockets) {
    Shape shape = topology.shape().withSockets(sockets);
    return new Topology(shape, topology.clockHz(), topology.smt());
  }
}
