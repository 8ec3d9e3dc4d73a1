package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coremux.platform.Assist;
import org.coremux.platform.Features;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's platform may say: parts, ratios, assists, a profile of its own. */
class PlatformFilesTest {
  private static final long CYCLES = 1_000_000_000L;

  private static final String HEAD = "platform: mine\nsummary: mine\nextends: kvm\n";

  @TempDir private Path folder;

  private Platform read(String text) throws IOException {
    return Platforms.read(Files.writeString(folder.resolve("mine.yaml"), HEAD + text));
  }

  private ScenarioException wrong(String text) {
    return catchThrowableOfType(ScenarioException.class, () -> read(text));
  }

  @Test
  void aPartThatIsReplacedIsReplacedInEveryPath() throws IOException {
    Platform mine =
        read(
            """
            primitives:
              callout: {cpu: 100 cycles, basis: assumed, source: a guess}
            parts:
              nullExit: [{do: callout, at: hypervisor, kind: vmm}]
            """);
    assertThat(mine.costs(CYCLES).cpuNs(Operation.HALT)).isEqualTo(100);
    assertThat(mine.costs(CYCLES).cpuNs(Operation.INTERRUPT)).isEqualTo(200 + 300 + 256);
    assertThat(mine.cost("ioOut", CYCLES).cpuNs()).isEqualTo(50);
  }

  @Test
  void aRatioMultipliesAStep() throws IOException {
    Platform mine =
        read(
            """
            primitives:
              twice: {ratio: 2.5, basis: assumed, source: a guess}
            paths:
              hypercall: [{do: dispatch, share: 0.5, by: [twice, twice], at: vmm, kind: vmm}]
            """);
    assertThat(mine.cost("hypercall", CYCLES).cpuNs()).isEqualTo(1_613); // 258 x 6.25, half up
  }

  @Test
  void aStepDependsOnAssists() throws IOException {
    Platform mine =
        read(
            """
            assists: {turbo: false}
            paths:
              hypercall:
                - {do: dispatch, at: vmm, kind: vmm, unless: turbo}
                - {do: exitEntry, at: vmm, kind: vmm, if: [turbo, nestedPaging]}
            """);
    assertThat(mine.assists())
        .contains(new Assist("turbo", false), new Assist("nestedPaging", true));
    assertThat(mine.cost("hypercall", CYCLES).cpuNs()).isEqualTo(516);
    Platform fast = mine.with(Map.of("turbo", true));
    assertThat(fast.cost("hypercall", CYCLES).cpuNs()).isEqualTo(784);
    Platform both = mine.with(Map.of("turbo", true, "nestedPaging", false, "unknown", true));
    assertThat(both.cost("hypercall", CYCLES).cpuNs()).isZero();
  }

  @Test
  void takesAProfileOfItsOwnBesideItself() throws IOException {
    Files.writeString(
        folder.resolve("cpu.yaml"),
        """
        profile: cpu
        extends: xeon-e5-2450
        summary: faster exits
        clock: 3 GHz
        primitives:
          exitEntry: {cpu: 84 cycles, basis: measured, source: here}
        paths:
          systemCall: []
        """);
    Platform mine = read("profile: cpu.yaml\n");
    assertThat(mine.cost("hypercall", CYCLES).cpuNs()).isEqualTo(600);
    assertThat(mine.profile().clockHz()).isEqualTo(3_000_000_000L);
    assertThat(mine.path("systemCall").steps()).isEmpty();
    assertThat(mine.adderNs(Operation.SYSTEM_CALL, CYCLES)).isZero();
  }

  @Test
  void saysHowItPollsAndWhatDevicesItHas() throws IOException {
    Platform mine = read("haltPoll: {max: 50 us}\ndevices: assigned\n");
    assertThat(mine.haltPoll()).isEqualTo(new Features.HaltPoll(50_000, 50_000));
    assertThat(mine.devices()).isEqualTo(Features.Devices.ASSIGNED);
    assertThat(Platforms.preset("kvm").haltPoll())
        .isEqualTo(new Features.HaltPoll(200_000, 10_000));
    assertThat(Platforms.preset("xen").haltPoll()).isEqualTo(Features.HaltPoll.NONE);
    assertThat(Platforms.preset("hosted").devices()).isEqualTo(Features.Devices.EMULATED);
  }

  @Test
  void namesWhatDoesNotFitTogether() {
    assertThat(
            wrong(
                """
                haltPoll: {most: 5 us}
                devices: real
                primitives:
                  both: {cpu: 5 cycles, ratio: 2, basis: assumed, source: x}
                  fine: {ratio: 1.2345, basis: assumed, source: x, flag: V9}
                  userFactor: {cpu: 5 cycles, basis: assumed, source: x}
                nesting: {replaces: [exitEntyr], accesses: [{by: dispatch}], instead: {userTrip: x}}
                parts:
                  a: [{take: b}]
                  b: [{take: a}]
                  c: [{do: walkRatio, at: vmm, kind: vmm}]
                paths:
                  one: [{take: nulExit}]
                  two: [{do: dispatch, by: exitEntry, at: guest, kind: work}]
                  three: [{do: dispatch, at: guest, kind: vmm, if: nestedPagin}]
                  halt: [{do: dispatch, at: guest, kind: work}]
                """))
        .hasMessageContaining("haltPoll.most: is no key here; allowed are max, start")
        .hasMessageContaining("devices: is `real`; allowed are emulated, paravirtual, assigned")
        .hasMessageContaining("primitives.both: has a cost and a ratio")
        .hasMessageContaining("primitives.fine.ratio: has more than three decimals")
        .hasMessageContaining("primitives.fine.flag: is `V9`; allowed are V1, V2")
        .hasMessageContaining("primitives.userFactor: is no ratio")
        .hasMessageContaining("did you mean `exitEntry`?")
        .hasMessageContaining("nesting.accesses[0].by: is `dispatch`; allowed are walkRatio")
        .hasMessageContaining("nesting.instead.userTrip: is `x`")
        .hasMessageContaining("takes itself")
        .hasMessageContaining("did you mean `nullExit`?")
        .hasMessageContaining("paths.two[0].by: is `exitEntry`; allowed are walkRatio")
        .hasMessageContaining("did you mean `nestedPaging`?")
        .hasMessageContaining("paths.halt: has a step of the kind `work`");
  }

  @Test
  void aShareOfAPartKeepsItsThreeDecimals() {
    assertThat(
            wrong(
                "parts:\n  p: [{do: dispatch, share: 0.5, at: vmm, kind: vmm}]\n"
                    + "paths:\n  x: [{take: p, share: 0.001}]\n"))
        .hasMessageContaining("makes a share of dispatch with more than three decimals");
  }

  @Test
  void anotherNameOfXenIsXen() {
    Platform xen = Platforms.preset("xen");
    Platform hvm = Platforms.preset("xen-hvm");
    assertThat(hvm.name()).isEqualTo("xen-hvm");
    assertThat(hvm.paths()).isEqualTo(xen.paths());
    assertThat(hvm.primitives()).isEqualTo(xen.primitives());
  }

  /** Those of an emulated device that lets packets wait for each other, which few do. */
  private static final Set<Operation> COMBINING =
      Set.of(Operation.EMULATED_BATCH, Operation.EMULATED_HAND_OVER);

  @Test
  void everyVirtualPresetServesDevices() {
    for (String name : Platforms.names()) {
      Platform platform = Platforms.preset(name);
      for (Operation operation : Operation.values()) {
        if (operation.scope() == Operation.Scope.IO
            && !COMBINING.contains(operation)
            && platform.traits().type().isVirtual()) {
          assertThat(platform.hasPath(operation.key())).as(name + " " + operation).isTrue();
        }
      }
    }
  }

  // ---- the example of docs/platforms.md ----------------------------------------------------

  @Test
  void theExampleOfTheDocumentsReadsAndRuns() {
    Platform mine = Platforms.read(Path.of("docs/my-machine.yaml"));
    assertThat(mine.profile().name()).isEqualTo("my-cpu");
    // (640 + 480) cycles at 3.4 GHz.
    assertThat(mine.costs(3_400_000_000L).cpuNs(Operation.HYPERCALL)).isEqualTo(329);
    assertThat(mine.costs(3_400_000_000L).latencyNs(Operation.LEAVE_IDLE)).isEqualTo(5_100);
    // Posted interrupts: no exits, so nothing of them is assumed but their delivery.
    assertThat(mine.assumed())
        .extracting(Primitive::name)
        .containsExactly("ipi", "hrtimer", "postedDelivery");
    Plugins plugins = Plugins.installed();
    Scenario scenario =
        new ScenarioReader(plugins.catalogue())
            .read(
                Path.of("scenarios/quickstart.yaml"),
                List.of("hosts.node.platform=docs/my-machine.yaml", "duration=100 ms"));
    Model model = new Model(scenario, plugins, Model.Options.NORMAL);
    model.simulation().runUntil(50_000_000);
    assertThat(model.hosts().get(0).setup().platform().name()).isEqualTo("my-kvm");
  }

  @Test
  void aProfileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> read("profile: none.yaml\n")).hasMessageContaining("none.yaml");
  }
}
