package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.coremux.mux.Cost;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On every path of input and output, on every platform and with every kind of device: all accounts
 * together are the time that has passed, to the nanosecond.
 */
class PathBooksTest {
  private static final long DURATION_NS = 50_000_000;

  private static IoRun run(String platform, String devices, String needs) {
    return IoRun.of(
        Scene.on(platform)
            .cpu("{cores: 2, clock: 2 GHz}")
            .policy("{name: " + (platform.startsWith("xen") ? "credit2" : "eevdf") + "}")
            .window("duration: 50 ms")
            .host("devices: {disk: 100 us, diskChannels: 2, link: 1 Gbit/s}")
            .guest(
                "vm",
                2,
                List.of("devices: " + devices),
                "kind: server, threads: 3, arrivals: {rate: 3000/s}, service: {mean: 60 us}, "
                    + needs)
            .guest("hog", 1, "kind: compute"));
  }

  @ParameterizedTest
  @CsvSource({
    "bare-metal, assigned",
    "bare-metal-dedicated, assigned",
    "kvm, paravirtual",
    "kvm, emulated",
    "kvm, assigned",
    "kvm-qemu, paravirtual",
    "kvm-arm, paravirtual",
    "xen, paravirtual",
    "xen, emulated",
    "xen, assigned",
    "xen-pv, paravirtual",
    "xen-arm, paravirtual",
    "esxi, paravirtual",
    "hyper-v, paravirtual",
    "hosted, paravirtual",
    "hosted, emulated"
  })
  void allAccountsTogetherAreTheTimeThatHasPassed(String platform, String devices) {
    for (String needs :
        List.of("receives: 1", "sends: 2", "reads: 1", "receives: 2, sends: 1, reads: 2")) {
      IoRun run = run(platform, devices, needs);
      String shown = platform + ", " + devices + ", " + needs;

      assertThat(run.meter("vm").completedCount()).as(shown).isGreaterThan(20);
      assertThat(run.causesNs("vm")).as(shown).isEqualTo(run.meter("vm").latency().totalNs());
      for (Multiplexer level : run.host().levels()) {
        levelAddsUp(level, shown);
      }
      run.guest("vm").backends().forEach(backend -> addsUp(backend.schedulable(), shown));
      run.guest("vm").scheduled().forEach(vcpu -> addsUp(vcpu, shown));
    }
  }

  private static void levelAddsUp(Multiplexer level, String shown) {
    level.settleBooks();
    for (int i = 0; i < level.processorCount(); i++) {
      Processor p = level.processor(i);
      long spentNs = 0;
      for (Cost kind : Cost.values()) {
        spentNs += p.spentNs(kind);
      }
      long clockNs = p.provider() == null ? DURATION_NS : p.provider().executedNs();
      assertThat(spentNs).as(shown + ", " + p).isEqualTo(clockNs);
    }
  }

  private static void addsUp(Schedulable s, String shown) {
    long timeNs = 0;
    for (RunState state : RunState.values()) {
      timeNs += s.timeNs(state);
    }
    assertThat(timeNs).as(shown + ", " + s).isEqualTo(DURATION_NS);
    if (s.split() != null) {
      assertThat(s.split().totalNs()).as(shown + ", " + s).isEqualTo(DURATION_NS);
    }
  }

  /** What passes while a request is on the wire or on the disk is what those take, and no more. */
  @ParameterizedTest
  @CsvSource({"bare-metal, assigned", "kvm, paravirtual", "xen, paravirtual", "hosted, emulated"})
  void devicesTakeWhatTheyTake(String platform, String devices) {
    IoRun run = run(platform, devices, "receives: 2, sends: 1, reads: 2");

    // Three frames of 12,304 bits at a bit a ns, and two blocks.
    assertThat(run.causeNs("vm", Journey.DEVICE))
        .isEqualTo(run.meter("vm").completedCount() * (3 * 12_304 + 2 * 100_000));
  }
}
