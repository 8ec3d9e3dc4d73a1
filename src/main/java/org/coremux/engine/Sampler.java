package org.coremux.engine;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A distribution, the stream that it is drawn from, and how often a draw below zero was drawn
 * again.
 *
 * <p>Cost: draws allocate nothing. One owner: the thing whose times these are.
 */
public final class Sampler {
  private Distribution distribution;
  private final UniformRandomProvider stream;
  private long redrawn;

  /** Draws from the stream, which nothing else should draw from. */
  public Sampler(Distribution distribution, UniformRandomProvider stream) {
    this.distribution = distribution;
    this.stream = stream;
  }

  /** A draw. Unit: ns, 0 to {@link Distribution#LONGEST_NS}. */
  public long drawNs() {
    double drawn = distribution.draw(stream);
    while (drawn < 0) {
      redrawn++;
      drawn = distribution.draw(stream);
    }
    return Distribution.roundHalfUp(drawn);
  }

  /** From the next draw on it is another distribution, of the same stream. */
  public void become(Distribution other) {
    distribution = other;
  }

  public Distribution distribution() {
    return distribution;
  }

  /** How many draws below zero were thrown away since the start. */
  public long redrawn() {
    return redrawn;
  }
}
