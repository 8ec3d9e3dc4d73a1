package org.coremux.engine;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.XoRoShiRo128PlusPlus;

/**
 * Named random streams, each derived from (seed, replication, name) alone.
 *
 * <p>A name is "entity/purpose" ({@code web-1/arrivals}). Who else asks for streams, in which order
 * and how often, changes nothing: one more guest shifts nobody's draws, and two platforms compared
 * on one seed see the same workload (common random numbers). The same name asked for twice gives
 * two generators that draw the same sequence.
 *
 * <p>Model: the name's UTF-8 bytes are hashed by FNV-1a (64 bits); seed, replication and hash are
 * absorbed one after the other by the finaliser of SplitMix64; the key that results seeds a
 * xoroshiro128++ generator with two further outputs of SplitMix64. Nothing depends on the JDK, the
 * machine or a library's own way of seeding.
 *
 * <p>Cost: streams are made at set-up; drawing from one allocates nothing.
 *
 * <p>Source: Fowler, Noll, Vo, FNV-1a, IETF draft-eastlake-fnv; Steele, Lea, Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014, section 4 (finaliser: variant 13 of D.
 * Stafford); Blackman, Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 2021.
 */
public final class RandomStreams {
  /** FNV-1a's start value for 64 bits. Source: draft-eastlake-fnv, section 5. */
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;

  /** FNV-1a's factor for 64 bits. Source: draft-eastlake-fnv, section 2. */
  private static final long FNV_PRIME = 0x100000001b3L;

  /** SplitMix64's increment, 2^64 over the golden ratio, odd. Source: OOPSLA 2014, section 5. */
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** First factor of the finaliser. Source: SplitMix64, OOPSLA 2014 (Stafford's variant 13). */
  private static final long MIX_1 = 0xbf58476d1ce4e5b9L;

  /** Second factor of the finaliser. Source: SplitMix64, OOPSLA 2014 (Stafford's variant 13). */
  private static final long MIX_2 = 0x94d049bb133111ebL;

  private final long seed;
  private final long replication;

  /**
   * The streams of one run.
   *
   * @param seed the scenario's seed, any value
   * @param replication which replication of the run this is, from 0; any value is accepted
   */
  public RandomStreams(long seed, long replication) {
    this.seed = seed;
    this.replication = replication;
  }

  /** The generator's name, as the report prints it. */
  public static String algorithm() {
    return "xoroshiro128++, streams keyed by FNV-1a and SplitMix64";
  }

  /**
   * A fresh generator at the start of the stream of that name.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public UniformRandomProvider stream(String name) {
    long key = key(name);
    // Both words zero would be the generator's one dead state; the finaliser is a bijection with
    // mix(0) = 0, so that would need key + gamma = key + 2 gamma.
    return new XoRoShiRo128PlusPlus(
        mix(key + GOLDEN_GAMMA), mix(key + GOLDEN_GAMMA + GOLDEN_GAMMA));
  }

  /**
   * The stream of that name as the JDK's interface. Every method is drawn from {@link #stream} by
   * code of ours or of Commons RNG, none by the JDK's default methods: those may change from one
   * JDK to the next.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public RandomGenerator generator(String name) {
    return new StreamGenerator(stream(name));
  }

  /** FNV-1a over the UTF-8 bytes of a text: the same 64 bits on every JDK and machine. */
  public static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash ^= octet & 0xff;
      hash *= FNV_PRIME;
    }
    return hash;
  }

  /** SplitMix64's finaliser: a bijection of 64 bits under which near inputs land far apart. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * MIX_1;
    z = (z ^ (z >>> 27)) * MIX_2;
    return z ^ (z >>> 31);
  }

  private long key(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a random stream needs a name");
    }
    long key = mix(seed + GOLDEN_GAMMA);
    key = mix(key + GOLDEN_GAMMA + replication);
    return mix(key + GOLDEN_GAMMA + hash(name));
  }
}
