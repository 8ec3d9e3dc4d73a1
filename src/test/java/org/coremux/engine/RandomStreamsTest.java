package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {
  /** First draws for seed 42, replication 0, checked against an independent calculation. */
  private static final long[] GOLDEN = {
    775902344035726826L, -6456422970388714852L, 5643917033448193031L
  };

  private final RandomStreams streams = new RandomStreams(42, 0);

  @Test
  void hashesNamesByFnv1aAsItsDraftPrints() {
    // Test vectors of draft-eastlake-fnv: "", "a", "foobar".
    assertThat(RandomStreams.hash("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(RandomStreams.hash("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(RandomStreams.hash("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  @Test
  void mixesAsSplitMix64Does() {
    // SplitMix64 seeded with 0 draws mix(gamma) first: 0xe220a8397b1dcdaf (its reference output).
    assertThat(RandomStreams.mix(0x9e3779b97f4a7c15L)).isEqualTo(0xe220a8397b1dcdafL);
  }

  @Test
  void drawsTheSameWhoeverElseAsks() {
    long alone = streams.stream("web-1/arrivals").nextLong();
    RandomStreams crowded = new RandomStreams(42, 0);
    for (int i = 0; i < 100; i++) {
      crowded.stream("batch-" + i + "/service").nextLong();
    }
    assertThat(crowded.stream("web-1/arrivals").nextLong()).isEqualTo(alone);
  }

  @Test
  void drawsTheSameWhenAskedTwice() {
    UniformRandomProvider first = streams.stream("web-1/arrivals");
    UniformRandomProvider second = streams.stream("web-1/arrivals");
    for (int i = 0; i < 100; i++) {
      assertThat(first.nextLong()).isEqualTo(second.nextLong());
    }
  }

  @Test
  void differsBySeedReplicationAndName() {
    Set<Long> firstDraws = new HashSet<>();
    for (long seed = -2; seed < 3; seed++) {
      for (long replication = 0; replication < 5; replication++) {
        RandomStreams some = new RandomStreams(seed, replication);
        for (int name = 0; name < 40; name++) {
          firstDraws.add(some.stream("web-" + name + "/arrivals").nextLong());
        }
      }
    }
    assertThat(firstDraws).hasSize(5 * 5 * 40);
  }

  @Test
  void keepsItsSequenceForEver() {
    // Golden: any change here changes every result of every seed.
    UniformRandomProvider stream = streams.stream("web-1/arrivals");
    long[] drawn = {stream.nextLong(), stream.nextLong(), stream.nextLong()};
    assertThat(drawn).containsExactly(GOLDEN);
  }

  @Test
  void theJdkViewDrawsTheSameStream() {
    UniformRandomProvider stream = streams.stream("policy/balance");
    RandomGenerator view = streams.generator("policy/balance");
    for (int i = 0; i < 10; i++) {
      assertThat(view.nextInt(17)).isEqualTo(stream.nextInt(17));
      assertThat(view.nextLong(5, 9_000_000_000L)).isEqualTo(stream.nextLong(5, 9_000_000_000L));
      assertThat(view.nextDouble()).isEqualTo(stream.nextDouble());
      assertThat(view.nextBoolean()).isEqualTo(stream.nextBoolean());
      assertThat(view.nextGaussian()).isEqualTo(Ziggurat.normal(stream));
      assertThat(view.nextExponential()).isEqualTo(Ziggurat.exponential(stream));
    }
  }

  @Test
  void refusesAnEmptyName() {
    assertThatThrownBy(() -> streams.stream(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }
}
