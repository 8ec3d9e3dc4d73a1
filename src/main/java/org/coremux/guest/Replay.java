package org.coremux.guest;

import org.coremux.topology.CpuMask;

/**
 * One process of a recorded schedule, done again: each thread runs for as long as it did, sleeps as
 * long as it did, and wakes and is woken where it was, at the points of its own execution. When it
 * gets a processor is this schedule's business, not the recording's.
 *
 * <p>Model: threads that were pinned to a CPU are pinned to that processor, if there is one; the
 * others are placed by the scheduler. What is completed are stretches from a wake-up to a block.
 *
 * <p>Source: replaying-schedules.md, section 1.
 */
public final class Replay implements Workload {
  private final ReplayProcess process;
  private final ReplayStage stage;
  private final Settings settings;
  private int left;

  /**
   * What a scenario says of it.
   *
   * @param nice -20 to 19; of real-time threads without effect
   * @param realTime priority 1 to 100 of threads that run above all fair ones; 0 for fair ones
   * @param isPinned whether threads that were pinned are
   */
  public record Settings(int nice, int realTime, boolean isPinned) {}

  /** The process, on the stage where its recording's other processes are. */
  public Replay(ReplayProcess process, ReplayStage stage, Settings settings) {
    this.process = process;
    this.stage = stage;
    this.settings = settings;
  }

  @Override
  public void install(WorkloadSite site) {
    WorkloadMeter meter = site.meter();
    ReplayMeter replay = meter.recorded(process.name(), process.recorded());
    ReplayStage.Doorbell doorbell = stage.doorbell(site.guest());
    int processors = site.guest().multiplexer().processorCount();
    left = process.programs().size();
    for (int i = 0; i < left; i++) {
      ReplayProgram program = process.programs().get(i);
      int number = process.numbers().get(i);
      ReplayThread thread = new ReplayThread(number, program, stage, meter);
      int cpu = settings.isPinned() && program.cpu() < processors ? program.cpu() : -1;
      CpuMask affinity = cpu < 0 ? null : CpuMask.of(cpu);
      GuestOs.Standing standing =
          new GuestOs.Standing(
              settings.nice(), settings.realTime(), affinity, program.cameFrom(), program.isBorn());
      GuestThread own = site.guest().spawn(program.name(), standing, thread);
      thread.on(own, doorbell, this::ended);
      replay.counts(own);
      stage.enter(number, thread);
    }
    if (left == 0) {
      meter.finished();
    }
  }

  private void ended(WorkloadMeter meter) {
    if (--left == 0) {
      meter.finished();
    }
  }

  @Override
  public void begin(long nowNs) {
    for (int number : process.numbers()) {
      stage.begin(number, nowNs);
    }
  }
}
