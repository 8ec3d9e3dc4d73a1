package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageTest {
  private final Simulation simulation = new Simulation(1);
  private final Site a = simulation.site("a");
  private final Site b = simulation.site("b");
  private final Site c = simulation.site("c");
  private final List<String> log = new ArrayList<>();

  private final class Note extends Message {
    private final String text;

    Note(String text) {
      this.text = text;
    }

    @Override
    protected void arrive(long nowNs) {
      log.add(nowNs + " " + text);
    }
  }

  @BeforeEach
  void link() {
    simulation.link(a, c, 10);
    simulation.link(b, c, 10);
  }

  @Test
  void arriveBySendingSiteAndThenSendingOrderAndBeforeTheTimersOfTheInstant() {
    c.arm(new Timer(now -> log.add(now + " timer")), 20);
    b.arm(
        new Timer(
            now -> {
              b.send(new Note("b first"), c, 15);
              b.send(new Note("b second"), c, 15);
            }),
        5);
    a.arm(
        new Timer(
            now -> {
              a.send(new Note("a sent later"), c, 13);
              a.send(new Note("a, and overtaken"), c, 14);
              a.send(new Note("a overtakes"), c, 12);
            }),
        7);

    simulation.runUntil(30);

    assertThat(log)
        .containsExactly(
            "19 a overtakes",
            "20 a sent later",
            "20 b first",
            "20 b second",
            "20 timer",
            "21 a, and overtaken");
    assertThat(c.events()).isEqualTo(6);
  }

  @Test
  void refuseALatencyShorterThanTheLookahead() {
    assertThat(simulation.lookaheadNs()).isEqualTo(10);
    assertThatThrownBy(() -> a.send(new Note("hasty"), c, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a to c: latency 9 ns is shorter than the lookahead of 10 ns");
  }

  @Test
  void refuseALinkWithoutLatency() {
    assertThatThrownBy(() -> simulation.link(a, b, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a to b: latency 0 ns; allowed: over 0");
  }

  @Test
  void areInFlightOnceAtATimeAndMayBeSentAgainWhenTheyArrive() {
    int[] arrivals = new int[1];
    Message again =
        new Message() {
          @Override
          protected void arrive(long nowNs) {
            if (++arrivals[0] < 3) {
              c.send(this, c, 10);
            }
          }
        };
    a.send(again, c, 10);

    assertThatThrownBy(() -> a.send(again, c, 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a: the message to c is in flight");
    simulation.runUntil(100);

    assertThat(arrivals[0]).isEqualTo(3);
    assertThat(again.isInFlight()).isFalse();
  }

  @Property(tries = 200)
  void leaveAMailboxSorted(@ForAll @Size(max = 100) List<@IntRange(max = 20) Integer> arrivals) {
    Mailbox mailbox = new Mailbox();
    List<Message> oracle = new ArrayList<>();
    for (int i = 0; i < arrivals.size(); i++) {
      Note note = new Note("");
      note.arrivalNs = arrivals.get(i);
      note.sender = i * 7 % 3;
      note.order = i;
      mailbox.put(note);
      oracle.add(note);
    }
    oracle.sort(
        Comparator.<Message>comparingLong(m -> m.arrivalNs)
            .thenComparingInt(m -> m.sender)
            .thenComparingLong(m -> m.order));

    for (Message message : oracle) {
      assertThat(mailbox.nextArrivalNs()).isEqualTo(message.arrivalNs);
      assertThat(mailbox.poll()).isSameAs(message);
    }
    assertThat(mailbox.nextArrivalNs()).isEqualTo(Timer.NEVER);
    assertThat(mailbox.count()).isZero();
  }
}
