package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million timers, messages or windows allocate nothing once as many have been pending before. */
@Tag("allocation")
class EngineAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int OPERATIONS = 1_000_000;

  @Test
  void timersAreArmedFiredAndCancelledWithoutAllocating() {
    TimerQueue queue = new TimerQueue();
    SplittableRandom random = new SplittableRandom(1);
    Timer[] timers = new Timer[1_000];
    for (int i = 0; i < timers.length; i++) {
      timers[i] = new Timer(now -> {});
      queue.arm(timers[i], i);
    }

    long bytes =
        Allocation.fewestBytes(
            batch -> {
              for (int i = 0; i < OPERATIONS; i++) {
                Timer first = queue.poll();
                long now = i + batch * OPERATIONS;
                queue.arm(first, now + random.nextInt(1_000));
                Timer other = timers[random.nextInt(timers.length)];
                queue.cancel(other);
                queue.arm(other, now + random.nextInt(1_000));
              }
            });

    assertThat(bytes).isZero();
  }

  @Test
  void messagesTravelWithoutAllocating() {
    Mailbox outbox = new Mailbox();
    Simulation simulation = new Simulation(1);
    Site target = simulation.site("target");
    Message[] messages = new Message[1_000];
    for (int i = 0; i < messages.length; i++) {
      messages[i] =
          new Message() {
            @Override
            protected void arrive(long nowNs) {}
          };
    }

    long bytes =
        Allocation.fewestBytes(
            batch -> {
              for (int i = 0; i < OPERATIONS; i += messages.length) {
                for (int m = 0; m < messages.length; m++) {
                  messages[m].arrivalNs = i + (m * 7_919L) % 1_000;
                  messages[m].target = target;
                  outbox.append(messages[m]);
                }
                outbox.forward();
                while (target.inbox.count() > 0) {
                  target.inbox.poll();
                }
              }
            });

    assertThat(bytes).isZero();
  }

  @Test
  void windowsPassWithoutAllocatingOnAnyThread() {
    Simulation simulation = new Simulation(1);
    long[] ticks = new long[2];
    for (int i = 0; i < 2; i++) {
      Site site = simulation.site("site-" + i);
      Timer[] tick = new Timer[1];
      tick[0] =
          new Timer(
              now -> {
                ticks[site.index()]++;
                site.arm(tick[0], now + 10);
              });
      site.arm(tick[0], 10);
    }
    long[] bytesPerTick = new long[3];
    Site observer = simulation.site("observer");
    for (int i = 0; i < 3; i++) {
      int window = i;
      observer.arm(
          new Timer(now -> bytesPerTick[window] = bytesOfAllThreads()), (i + 1) * 500_000L);
    }
    simulation.link(simulation.sites().get(0), simulation.sites().get(1), 10);

    simulation.runUntil(2_000_000, 2);

    assertThat(ticks[0]).isEqualTo(200_000);
    // about 50,000 windows lie between two looks; one object in each would be 800,000 bytes
    long fewest = Math.min(bytesPerTick[1] - bytesPerTick[0], bytesPerTick[2] - bytesPerTick[1]);
    assertThat(fewest).isLessThan(50_000);
  }

  private static long bytesOfAllThreads() {
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread == Thread.currentThread() || thread.getName().startsWith("coremux-window")) {
        sum += THREADS.getThreadAllocatedBytes(thread.getId());
      }
    }
    return sum;
  }
}
