package org.coremux.platform;

import org.coremux.topology.Caches;

/**
 * What the caches of a host do to those who say what they use of them.
 *
 * @param caches how large they are; of hardware whose profile has figures of its own those are used
 * @param warmup whether one that comes back after others reloads what those have displaced
 * @param migration whether one that moves to another processor loads its working set there
 */
public record CacheEffects(Caches caches, boolean warmup, boolean migration) {
  /** Both, on hardware of which nothing is known. */
  public static final CacheEffects USUAL = new CacheEffects(Caches.USUAL, true, true);
}
