package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.guest.Request;
import org.junit.jupiter.api.Test;

/** What goes over a link, and when: what the host sends has its turn between what guests send. */
class LinkTest {
  private static final long FRAME_NS = 1_000;

  /** 1,538 bytes in a microsecond. Unit: bit/s. */
  private static final long RATE = 12_304_000_000L;

  private final Simulation simulation = new Simulation(1);
  private final Site site = simulation.site("host");
  private final Link link = new Link(site, new DeviceSpec(1, Distribution.constant(1), RATE));
  private final List<String> arrived = new ArrayList<>();

  private void send(String name, boolean isOfHost, int frames) {
    link.accept(
        Request.packets(isOfHost).packets(Request.Kind.SEND, frames),
        (done, now) -> arrived.add(name + " " + now / FRAME_NS),
        site.nowNs());
  }

  private void run() {
    simulation.runUntil(1_000_000_000);
  }

  @Test
  void guestsAreServedInTheOrderInWhichTheyCome() {
    send("a", false, 100);
    send("b", false, 1);
    run();

    assertThat(arrived).containsExactly("a 100", "b 101");
  }

  @Test
  void theHostHasItsTurnAfter64KibOfTheGuests() {
    send("guest", false, 100);
    send("host", true, 46);
    run();

    assertThat(arrived).containsExactly("host 92", "guest 146");
  }

  @Test
  void twoThatWantAllOfItHaveHalfOfItEach() {
    send("guest", false, 138);
    for (int i = 0; i < 4; i++) {
      send("host", true, 46);
    }
    run();

    assertThat(arrived).containsExactly("host 92", "host 184", "guest 230", "host 276", "host 322");
  }

  @Test
  void theHostAloneHasAllOfIt() {
    send("host", true, 46);
    send("host", true, 46);
    run();

    assertThat(arrived).containsExactly("host 46", "host 92");
  }

  @Test
  void nothingArrivesOverALinkThatHasFailed() {
    send("guest", false, 100);
    link.fail();
    send("host", true, 1);
    run();

    assertThat(arrived).isEmpty();
  }
}
