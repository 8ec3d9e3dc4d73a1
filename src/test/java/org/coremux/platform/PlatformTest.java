package org.coremux.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.coremux.mux.Cost;
import org.coremux.platform.Path.Step;
import org.coremux.platform.Platform.GuestDefaults;
import org.coremux.platform.Platform.Io;
import org.coremux.platform.Platform.Traits;
import org.coremux.platform.Platform.Type;
import org.coremux.platform.Primitive.Evidence;
import org.junit.jupiter.api.Test;

class PlatformTest {
  private static final Evidence MEASURED = new Evidence(Basis.MEASURED, "a table", "a CPU", "");
  private static final Evidence ASSUMED = new Evidence(Basis.ASSUMED, "no figure", "", "");

  private static Primitive primitive(String name, long cycles, long ns, Evidence evidence) {
    return new Primitive(name, new Amount(cycles, ns), Amount.ZERO, evidence);
  }

  private static Step step(String primitive, int share, Cost kind) {
    return new Step(primitive, share, Place.HYPERVISOR, kind);
  }

  /** A bare-metal platform whose other paths are free. */
  private static Platform platform(List<Primitive> primitives, List<Step> steps) {
    List<Path> paths = new ArrayList<>();
    paths.add(new Path("tested", steps));
    for (Operation operation : Platform.operations(Type.BARE_METAL)) {
      paths.add(new Path(operation.key(), List.of()));
    }
    Traits traits =
        new Traits("x", "x", Type.BARE_METAL, Io.NATIVE, false, "eevdf", WeightScale.CGROUP);
    return new Platform(traits, new GuestDefaults("eevdf", 4_000_000, true), primitives, paths);
  }

  @Test
  void roundsAPathsSumAndNotItsSteps() {
    // Three steps of 1 cycle at 2 GHz: 1.5 ns, half up 2; rounded one by one they would be 3.
    Platform some =
        platform(
            List.of(primitive("a", 1, 0, MEASURED)),
            List.of(
                step("a", 1_000, Cost.EXIT),
                step("a", 1_000, Cost.SWITCH),
                step("a", 1_000, Cost.VMM)));
    assertThat(some.cost("tested", 2_000_000_000L).cpuNs()).isEqualTo(2);
  }

  @Test
  void addsCyclesAtTheClockAndTimeAsItIs() {
    // Half of 1,001 cycles at 2 GHz is 250.25 ns, and 100 ns: 350.25.
    Platform some =
        platform(
            List.of(primitive("a", 1_001, 0, MEASURED), primitive("b", 0, 100, MEASURED)),
            List.of(step("a", 500, Cost.EXIT), step("b", 1_000, Cost.EXIT)));
    assertThat(some.cost("tested", 2_000_000_000L).cpuNs()).isEqualTo(350);
    // At 1 GHz 500.5 + 100 = 600.5, half up.
    assertThat(some.cost("tested", 1_000_000_000L).cpuNs()).isEqualTo(601);
  }

  @Property
  void theKindsAddUpToTheWhole(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 3_000) Integer> shares,
      @ForAll @LongRange(min = 0, max = 20_000) long cycles,
      @ForAll @LongRange(min = 1_000_000, max = 6_000_000_000L) long clockHz) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      steps.add(step("a", shares.get(i), Cost.of(i % Cost.DEBTS)));
    }
    PathCost cost =
        platform(List.of(primitive("a", cycles, 7, ASSUMED)), steps).cost("tested", clockHz);
    long sum = 0;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      assertThat(cost.cpuNs(Cost.of(kind))).isNotNegative();
      sum += cost.cpuNs(Cost.of(kind));
    }
    assertThat(sum).isEqualTo(cost.cpuNs());
  }

  @Test
  void latencyOccupiesNobody() {
    Primitive flight = new Primitive("flight", Amount.ZERO, Amount.ofCycles(2_100), MEASURED);
    Platform some = platform(List.of(flight), List.of(step("flight", 1_000, Cost.EXIT)));
    assertThat(some.cost("tested", 2_100_000_000L).latencyNs()).isEqualTo(1_000);
    assertThat(some.cost("tested", 2_100_000_000L).cpuNs()).isZero();
  }

  @Test
  void listsTheAssumedFiguresThatAPathTakes() {
    Platform some =
        platform(
            List.of(
                primitive("taken", 1, 0, ASSUMED),
                primitive("idle", 1, 0, ASSUMED),
                primitive("known", 1, 0, MEASURED)),
            List.of(step("taken", 1_000, Cost.EXIT), step("known", 1_000, Cost.EXIT)));
    assertThat(some.assumed()).extracting(Primitive::name).containsExactly("taken");
  }

  @Test
  void whatItDoesNotHaveCostsNothing() {
    PlatformCosts costs = platform(List.of(), List.of()).costs(1_000_000_000L);
    assertThat(costs.cpuNs(Operation.HYPERCALL)).isZero();
    assertThat(costs.latencyNs(Operation.HYPERCALL)).isZero();
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThatThrownBy(() -> platform(List.of(), List.of(step("a", 1_000, Cost.EXIT))))
        .hasMessageContaining("unknown primitive a");
    Primitive twice = primitive("a", 1, 0, MEASURED);
    assertThatThrownBy(() -> platform(List.of(twice, twice), List.of()))
        .hasMessageContaining("there twice");
    assertThatThrownBy(() -> step("a", 0, Cost.EXIT)).hasMessageContaining("0.001 to 1000");
    assertThatThrownBy(() -> step("a", 1, Cost.WORK)).hasMessageContaining("no overhead");
    assertThatThrownBy(() -> Amount.ofCycles(-1)).hasMessageContaining("0 or more");
    Platform some = platform(List.of(), List.of());
    assertThatThrownBy(() -> some.path("none")).hasMessageContaining("x has no path none");
    Traits virtual = new Traits("x", "x", Type.TYPE_1, Io.NATIVE, false, "eevdf", WeightScale.XEN);
    assertThatThrownBy(() -> new Platform(virtual, some.guest(), List.of(), some.paths()))
        .hasMessageContaining("path preempt is missing");
  }
}
