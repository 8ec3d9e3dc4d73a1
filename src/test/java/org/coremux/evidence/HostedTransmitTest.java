package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.platform.Platform;
import org.coremux.scenario.Model;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Sugerman et al., USENIX ATC 2001: a guest that sends by an emulated card. */
class HostedTransmitTest {
  private static final double BITS = 1_460 * 8;
  private static final double MEGA = 1e6;

  /** For how long a full frame occupies the link. Unit: us. */
  private static final double FRAME_US = 123.04;

  /** World switches that one packet's accesses make as shipped: half of all ways. */
  private final double accesses = switches(Platforms.preset("hosted-2001"));

  private static double switches(Platform platform) {
    return platform.path("emulatedTransmit").steps().stream()
            .filter(step -> step.primitive().equals("worldSwitch"))
            .mapToInt(step -> step.share())
            .sum()
        / 2.0
        / org.coremux.platform.Path.WHOLE;
  }

  private static RunResult with(String... assists) {
    Plugins plugins = Plugins.installed();
    List<String> set = new ArrayList<>();
    for (String assist : assists) {
      set.add("hosts.pc.assists." + assist + "=true");
    }
    Scenario scenario =
        new ScenarioReader(plugins.catalogue())
            .read(Path.of("scenarios/published/sugerman.yaml"), set);
    return new Run(new Model(scenario, plugins, Model.Options.NORMAL)).toEnd();
  }

  private static double packets(RunResult run) {
    return run.group("vm").orElseThrow().totals().workloads().get(0).completed();
  }

  private static double throughput(RunResult run) {
    return packets(run) * BITS / MEGA / (run.durationNs() / 1e9);
  }

  private static double busyUs(RunResult run) {
    return run.hosts().get(0).utilisation().doubleValue() * run.durationNs() / 1e3 / packets(run);
  }

  private static double handOvers(RunResult run) {
    GuestResult vm = run.group("vm").orElseThrow().totals();
    return vm.exits().amount("io") / packets(run) - 1;
  }

  @Test
  void asShippedItIsBoundByTheProcessor() {
    RunResult shipped = with();
    assertThat(throughput(shipped)).isCloseTo(64, within(0.05 * 64));
    assertThat(shipped.hosts().get(0).utilisation().doubleValue()).isGreaterThan(0.99);
  }

  @Test
  void withThePortsInTheMonitorAPacketTakesWhatWasMeasured() {
    assertThat(busyUs(with("portsInVmm"))).isCloseTo(0.98 * FRAME_US, within(0.1 * FRAME_US));
  }

  @Test
  void eachImprovementSavesWorldSwitchesAndTime() {
    RunResult ports = with("portsInVmm");
    RunResult combined = with("portsInVmm", "sendCombining");
    RunResult all = with("portsInVmm", "sendCombining", "irqNotification");
    double inMonitor = switches(Platforms.preset("hosted-2001").with(Map.of("portsInVmm", true)));

    assertThat(accesses).isCloseTo(3.84, within(0.001));
    assertThat(inMonitor).isCloseTo(1.28, within(0.001));
    assertThat(handOvers(combined)).isLessThan(inMonitor);
    assertThat(handOvers(all)).isLessThanOrEqualTo(handOvers(combined));
    assertThat(busyUs(ports)).isLessThan(busyUs(with()));
    assertThat(busyUs(combined)).isLessThan(busyUs(ports));
    assertThat(busyUs(all)).isLessThan(busyUs(combined));
  }

  /** As fast as the link lets it, the next packet mostly finds the link's interrupt. */
  @Test
  void howManyWaitIsAnOutcome() {
    RunResult combined = with("portsInVmm", "sendCombining");
    assertThat(throughput(combined)).isCloseTo(94.9, within(0.1));
    double batches = combined.group("vm").orElseThrow().totals().exits().amount("interrupt");
    assertThat(packets(combined) / batches).isBetween(1.0, 3.0);
  }
}
