package org.coremux.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CpuMaskTest {
  @Property
  void behavesAsASetOfNumbers(
      @ForAll Set<@IntRange(min = 0, max = 200) Integer> first,
      @ForAll Set<@IntRange(min = 0, max = 200) Integer> second,
      @ForAll @IntRange(min = -1, max = 210) int after) {
    CpuMask a = mask(first);
    CpuMask b = mask(second);
    BitSet x = bits(first);
    BitSet y = bits(second);
    BitSet both = (BitSet) x.clone();
    both.and(y);
    BitSet either = (BitSet) x.clone();
    either.or(y);
    BitSet rest = (BitSet) x.clone();
    rest.andNot(y);
    assertThat(a.count()).isEqualTo(x.cardinality());
    assertThat(a.countIn(b)).isEqualTo(both.cardinality());
    assertThat(a.intersects(b)).isEqualTo(x.intersects(y));
    assertThat(a.containsAll(b)).isEqualTo(first.containsAll(second));
    assertThat(a.and(b)).isEqualTo(mask(both)).hasSameHashCodeAs(mask(both));
    assertThat(a.or(b)).isEqualTo(mask(either));
    assertThat(a.without(b)).isEqualTo(mask(rest));
    assertThat(a.first()).isEqualTo(x.nextSetBit(0));
    assertThat(a.last()).isEqualTo(x.length() - 1);
    assertThat(a.next(after)).isEqualTo(x.nextSetBit(after + 1));
    assertThat(a.nextIn(after, b)).isEqualTo(both.nextSetBit(after + 1));
    int cycled = both.nextSetBit(after + 1);
    assertThat(a.cycleIn(after, b)).isEqualTo(cycled >= 0 ? cycled : both.nextSetBit(0));
    assertThat(a.contains(after)).isEqualTo(first.contains(after));
    assertThat(a.isEmpty()).isEqualTo(first.isEmpty());
  }

  private static CpuMask mask(Set<Integer> cpus) {
    return CpuMask.of(cpus.stream().mapToInt(Integer::intValue).toArray());
  }

  private static CpuMask mask(BitSet cpus) {
    return CpuMask.of(cpus.stream().toArray());
  }

  private static BitSet bits(Set<Integer> cpus) {
    BitSet bits = new BitSet();
    new TreeSet<>(cpus).forEach(bits::set);
    return bits;
  }

  @Test
  void cyclesThroughItsMembers() {
    CpuMask mask = CpuMask.of(3, 64, 130);
    assertThat(mask.cycle(3)).isEqualTo(64);
    assertThat(mask.cycle(64)).isEqualTo(130);
    assertThat(mask.cycle(130)).isEqualTo(3);
    assertThat(CpuMask.empty().cycle(0)).isEqualTo(CpuMask.NONE);
  }

  @Test
  void readsAsAScenarioWritesIt() {
    assertThat(CpuMask.of(8, 0, 1, 2, 3)).hasToString("0-3,8");
    assertThat(CpuMask.range(60, 70)).hasToString("60-70");
    assertThat(CpuMask.empty()).hasToString("none");
  }

  @Test
  void allIsFromZero() {
    assertThat(CpuMask.all(65)).isEqualTo(CpuMask.range(0, 64));
    assertThat(CpuMask.all(0)).isEqualTo(CpuMask.empty());
  }

  @Test
  void refusesWhatIsNoCpu() {
    assertThatThrownBy(() -> CpuMask.of(-1)).hasMessageContaining("0 to 16383");
    assertThatThrownBy(() -> CpuMask.of(16_384)).hasMessageContaining("0 to 16383");
    assertThatThrownBy(() -> CpuMask.range(4, 2)).hasMessageContaining("backwards");
  }
}
