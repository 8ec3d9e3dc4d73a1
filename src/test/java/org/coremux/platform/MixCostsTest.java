package org.coremux.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.coremux.mux.Cost;
import org.coremux.mux.SpeedFactor;
import org.coremux.platform.Path.Step;
import org.coremux.platform.Platform.GuestDefaults;
import org.coremux.platform.Platform.Io;
import org.coremux.platform.Platform.Traits;
import org.coremux.platform.Platform.Type;
import org.coremux.platform.Primitive.Evidence;
import org.junit.jupiter.api.Test;

class MixCostsTest {
  /** At 1 GHz a cycle is a nanosecond. */
  private static final long CYCLES = 1_000_000_000L;

  private static final Evidence KNOWN = new Evidence(Basis.MEASURED, "a table", "a CPU", "");

  private static Primitive primitive(String name, long cycles) {
    return new Primitive(name, Amount.ofCycles(cycles), Amount.ZERO, KNOWN);
  }

  private static Path path(Operation operation, String primitive, Place place, Cost kind) {
    return new Path(operation.key(), List.of(new Step(primitive, 1_000, place, kind)));
  }

  /** System calls take 100 cycles natively, port accesses 3,000, walks 40. */
  private static Profile profile() {
    return new Profile(
        "some",
        "some hardware",
        CYCLES,
        List.of(primitive("call", 100), primitive("port", 3_000), primitive("walk", 40)),
        List.of(
            path(Operation.SYSTEM_CALL, "call", Place.GUEST, Cost.WORK),
            path(Operation.PORT_IO, "port", Place.GUEST, Cost.WORK),
            path(Operation.TLB_MISS, "walk", Place.GUEST, Cost.WORK)));
  }

  private static Platform platform(List<Primitive> primitives, List<Path> own) {
    List<Path> paths = new ArrayList<>(own);
    for (Operation operation : Platform.operations(Type.BARE_METAL)) {
      paths.add(new Path(operation.key(), List.of()));
    }
    Features features =
        new Features(
            Features.Devices.PARAVIRTUAL,
            Features.HaltPoll.NONE,
            List.of(),
            Features.Nesting.NONE,
            profile());
    return new Platform(
        new Traits("x", "x", Type.BARE_METAL, Io.NATIVE, false, "eevdf", WeightScale.CGROUP),
        new GuestDefaults("eevdf", 4_000_000, true),
        features,
        primitives,
        paths);
  }

  private static MixCosts costs(List<Primitive> primitives, List<Path> paths, OperationMix mix) {
    return new MixCosts(platform(primitives, paths), mix, CYCLES);
  }

  private static OperationMix mix(Operation operation, long ratePerSecond) {
    return new OperationMix(Map.of(operation, ratePerSecond), 0);
  }

  @Test
  void aMixCostsWhatItTakesBeyondTheBareHardware() {
    // 1,100 instead of 100 cycles, 250,000 times: a quarter of a second more for each second.
    MixCosts costs =
        costs(
            List.of(primitive("bounce", 1_100)),
            List.of(path(Operation.SYSTEM_CALL, "bounce", Place.HYPERVISOR, Cost.HYPERVISOR)),
            mix(Operation.SYSTEM_CALL, 250_000));
    assertThat(costs.extraNs(SpeedFactor.OVERHEAD)).isEqualTo(250_000_000);
    assertThat(costs.speed(SpeedFactor.OVERHEAD)).isEqualTo(52_428); // 65,536 / 1.25, down
    assertThat(costs.speed(SpeedFactor.MEMORY)).isEqualTo(MixCosts.NOMINAL);
  }

  @Test
  void whatAPlatformSaysNothingOfCostsNothingBeyondNative() {
    MixCosts costs = costs(List.of(), List.of(), mix(Operation.SYSTEM_CALL, 1_000_000));
    assertThat(costs.parts()).isEmpty();
    assertThat(costs.speed(SpeedFactor.OVERHEAD)).isEqualTo(MixCosts.NOMINAL);
    assertThat(costs.divide(SpeedFactor.OVERHEAD, 0)).isEmpty();
  }

  @Test
  void missesOfTheTlbAreAFactorOfTheirOwn() {
    MixCosts costs =
        costs(
            List.of(primitive("walk2d", 166)),
            List.of(path(Operation.TLB_MISS, "walk2d", Place.GUEST, Cost.WORK)),
            mix(Operation.TLB_MISS, 1_000_000));
    assertThat(costs.extraNs(SpeedFactor.MEMORY)).isEqualTo(126_000_000);
    assertThat(costs.extraNs(SpeedFactor.OVERHEAD)).isZero();
  }

  @Test
  void whatIsCheaperThanNativeMakesFaster() {
    MixCosts costs =
        costs(
            List.of(primitive("translated", 200)),
            List.of(path(Operation.PORT_IO, "translated", Place.HYPERVISOR, Cost.VMM)),
            mix(Operation.PORT_IO, 100_000));
    assertThat(costs.extraNs(SpeedFactor.OVERHEAD)).isEqualTo(-280_000_000);
    assertThat(costs.speed(SpeedFactor.OVERHEAD)).isEqualTo(91_022); // 65,536 / 0.72, down
  }

  @Test
  void nobodyIsMoreThanTwiceAsFastNorStandsStill() {
    List<Primitive> primitives = List.of(primitive("t", 200), primitive("slow", 2_000_000_000));
    List<Path> paths =
        List.of(
            path(Operation.PORT_IO, "t", Place.HYPERVISOR, Cost.VMM),
            path(Operation.SYSTEM_CALL, "slow", Place.HYPERVISOR, Cost.VMM));
    MixCosts fast = costs(primitives, paths, mix(Operation.PORT_IO, 10_000_000));
    assertThat(fast.speed(SpeedFactor.OVERHEAD)).isEqualTo(2 * MixCosts.NOMINAL);
    MixCosts slow = costs(primitives, paths, mix(Operation.SYSTEM_CALL, 1_000_000));
    assertThat(slow.speed(SpeedFactor.OVERHEAD)).isEqualTo(1);
  }

  @Test
  void aSlowerKernelIsWeighedByItsShare() {
    List<Primitive> factors =
        List.of(
            new Primitive(Platform.KERNEL_FACTOR, Amount.ZERO, Amount.ZERO, 2_000, KNOWN),
            new Primitive(Platform.USER_FACTOR, Amount.ZERO, Amount.ZERO, 1_030, KNOWN));
    // 12 % of kernel code at twice the time, 88 % at 1.03: 0.12 + 0.0264.
    MixCosts costs = costs(factors, List.of(), new OperationMix(Map.of(), 1_200));
    assertThat(costs.parts())
        .containsExactly(
            new MixCosts.Part("kernelFactor", SpeedFactor.OVERHEAD, 120_000_000),
            new MixCosts.Part("userFactor", SpeedFactor.OVERHEAD, 26_400_000));
    // User code alone is slower, too, when nothing is said of a mix.
    assertThat(costs(factors, List.of(), OperationMix.NONE).speed(SpeedFactor.OVERHEAD))
        .isEqualTo(63_627);
  }

  @Test
  void aLatencyCountsAsTheVcpuWaits() {
    Primitive flight = new Primitive("flight", Amount.ofCycles(100), Amount.ofCycles(400), KNOWN);
    MixCosts costs =
        costs(
            List.of(flight),
            List.of(path(Operation.MMIO, "flight", Place.HYPERVISOR, Cost.VMM)),
            mix(Operation.MMIO, 1_000));
    assertThat(costs.extraNs(SpeedFactor.OVERHEAD)).isEqualTo(500_000);
  }

  private static MixCosts three(long calls, long ports, long faults) {
    return costs(
        List.of(primitive("bounce", 1_100), primitive("t", 200), primitive("fault", 700)),
        List.of(
            path(Operation.SYSTEM_CALL, "bounce", Place.HYPERVISOR, Cost.HYPERVISOR),
            path(Operation.PORT_IO, "t", Place.HYPERVISOR, Cost.VMM),
            path(Operation.PAGE_FAULT, "fault", Place.HYPERVISOR, Cost.VMM)),
        new OperationMix(
            Map.of(
                Operation.SYSTEM_CALL, calls,
                Operation.PORT_IO, ports,
                Operation.PAGE_FAULT, faults),
            0));
  }

  @Property
  void theDivisionAddsUpAndNobodyGainsFromALoss(
      @ForAll @LongRange(max = 1_000_000) long calls,
      @ForAll @LongRange(max = 100_000) long ports,
      @ForAll @LongRange(max = 1_000_000) long faults,
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000_000L) long lostNs) {
    MixCosts costs = three(calls, ports, faults);
    if (costs.parts().isEmpty()) {
      return;
    }
    long sum = 0;
    for (long part : costs.divide(SpeedFactor.OVERHEAD, lostNs)) {
      assertThat(Long.signum(part) * Long.signum(lostNs)).isNotNegative();
      sum += part;
    }
    assertThat(sum).isEqualTo(lostNs);
  }

  @Test
  void dividesInProportionAndToTheNanosecond() {
    // 100,000 calls cost 100 ms a second, 100,000 faults 70 ms; 10,000 port accesses save 28 ms.
    MixCosts costs = three(100_000, 10_000, 100_000);
    assertThat(costs.parts())
        .extracting(MixCosts.Part::name, MixCosts.Part::extraNs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("systemCall", 100_000_000L),
            org.assertj.core.groups.Tuple.tuple("pageFault", 70_000_000L),
            org.assertj.core.groups.Tuple.tuple("portIo", -28_000_000L));
    assertThat(costs.divide(SpeedFactor.OVERHEAD, 17)).containsExactly(10, 7, 0);
    assertThat(costs.divide(SpeedFactor.OVERHEAD, 10)).containsExactly(6, 4, 0);
    assertThat(costs.divide(SpeedFactor.OVERHEAD, -5)).containsExactly(0, 0, -5);
  }

  @Test
  void refusesToDivideWhatNobodyTook() {
    MixCosts costs = costs(List.of(), List.of(), OperationMix.NONE);
    assertThatThrownBy(() -> costs.divide(SpeedFactor.MEMORY, 5)).hasMessageContaining("nothing");
  }

  @Test
  void refusesAMixOfOtherThings() {
    assertThatThrownBy(() -> mix(Operation.SWITCH, 1)).hasMessageContaining("not of a mix");
    assertThatThrownBy(() -> mix(Operation.MMIO, -1)).hasMessageContaining("allowed: 0/s");
    assertThatThrownBy(() -> new OperationMix(Map.of(), 10_001)).hasMessageContaining("100 %");
    assertThat(OperationMix.NONE.isEmpty()).isTrue();
  }

  @Test
  void aTwoDimensionalWalkRefersToMoreThanItsLevels() {
    assertThat(PageWalk.references(4)).isEqualTo(4);
    assertThat(PageWalk.references(4, 4)).isEqualTo(24);
    assertThat(PageWalk.references(5, 5)).isEqualTo(35);
    // The host's huge pages end its tables a level earlier.
    assertThat(PageWalk.references(4, 3)).isEqualTo(19);
  }
}
