package org.coremux.evidence.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;
import org.coremux.engine.RandomStreams;

/** What a case is drawn from: one stream for each seed and number, whatever was drawn before. */
final class Dice {
  private final RandomGenerator random;

  Dice(long seed, long number) {
    random = new RandomStreams(seed, number).generator("fuzz");
  }

  /** True so many times in a hundred. */
  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** Both ends included. */
  int from(int min, int max) {
    return min + random.nextInt(max - min + 1);
  }

  /** Both ends included; small ones as likely as large ones by their order of magnitude. */
  long magnitude(long min, long max) {
    double low = StrictMath.log(Math.max(1, min));
    double high = StrictMath.log(Math.max(1, max));
    long drawn = StrictMath.round(StrictMath.exp(low + (high - low) * random.nextDouble()));
    return Math.max(min, Math.min(max, drawn));
  }

  /** Any 48 bits, as a seed. */
  long seed() {
    return random.nextLong() >>> 16;
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  String word(String... words) {
    return words[random.nextInt(words.length)];
  }
}
