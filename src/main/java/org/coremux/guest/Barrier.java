package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;

/**
 * Threads of a parallel program that work in rounds: each computes, and waits at a barrier until
 * all have come, as OpenMP's loops and MPI's collectives do. Latency: the time of one round.
 *
 * <p>A round takes as long as its slowest thread: one whose vCPU waits for a pCPU keeps all others,
 * who spin for nothing meanwhile, or block and have to be woken across vCPUs.
 *
 * <p>Model: coming to the barrier, and passing it, takes no time of its own.
 *
 * <p>Cost: O(threads) per round. Allocation: none after it was made.
 *
 * <p>Order: the last to come releases the others by their numbers.
 *
 * <p>Source: schedulers.md 19.1; how libgomp waits, recalled from its GOMP_SPINCOUNT.
 */
public final class Barrier implements Workload {
  /**
   * For how long a thread spins before it blocks. Unit: ns of work. Source: libgomp's 300,000
   * iterations of some 10 cycles at 3 GHz, recalled.
   */
  private static final long SPIN_NS = 1_000_000;

  /** What a thread does until all have come. */
  private enum Wait {
    SPIN,
    BLOCK,
    SPIN_THEN_BLOCK
  }

  private final Member[] members;
  private final Distribution work;
  private final Wait wait;
  private final long spinNs;
  private WorkloadMeter meter;
  private long round;
  private long roundNs;
  private int missing;

  private Barrier(int threads, Parameters parameters) {
    members = new Member[threads];
    missing = threads;
    work = parameters.random("work");
    spinNs = parameters.durationNs("spin");
    wait =
        switch (parameters.choice("wait")) {
          case "spin" -> Wait.SPIN;
          case "block" -> Wait.BLOCK;
          default -> Wait.SPIN_THEN_BLOCK;
        };
  }

  @Override
  public void install(WorkloadSite site) {
    meter = site.meter();
    for (int i = 0; i < members.length; i++) {
      String name = "barrier" + i;
      members[i] = new Member(site.sampler(name + "/work", work));
      members[i].thread = site.thread(name, members[i]);
    }
  }

  @Override
  public void begin(long nowNs) {
    roundNs = nowNs;
    meter.begun();
  }

  /** All have come: the next round begins. */
  private void endRound(Member last, long nowNs) {
    meter.completed(nowNs - roundNs);
    meter.begun();
    roundNs = nowNs;
    round++;
    missing = members.length;
    for (Member member : members) {
      if (member != last) {
        member.release();
      }
    }
  }

  /** What one of them does next. */
  private enum State {
    /** Begins with the round. */
    RELEASED,
    COMPUTING,
    SPINNING,
    BLOCKED
  }

  private final class Member implements Program {
    private final Sampler works;
    private GuestThread thread;
    private State state = State.RELEASED;
    private long mine;

    Member(Sampler works) {
      this.works = works;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (state == State.COMPUTING && !comes(nowNs)) {
        await(wait == Wait.BLOCK ? State.BLOCKED : State.SPINNING);
      } else if (mine == round) {
        mine++;
        state = State.COMPUTING;
        self.compute(works.drawNs());
      } else { // it has spun for long enough
        await(State.BLOCKED);
      }
    }

    /** Whether it is the last to come. */
    private boolean comes(long nowNs) {
      missing--;
      if (missing == 0) {
        endRound(this, nowNs);
        return true;
      }
      return false;
    }

    private void await(State how) {
      state = how;
      if (how == State.BLOCKED) {
        thread.park();
      } else if (wait == Wait.SPIN) {
        thread.spin();
      } else {
        thread.spin(spinNs);
      }
    }

    private void release() {
      if (state == State.BLOCKED) {
        thread.unpark();
      } else {
        thread.endSpin();
      }
      state = State.RELEASED;
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "barrier";
    }

    @Override
    public String summary() {
      return "threads compute in rounds, and wait for the slowest at a barrier";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredRandom("work", 1, "Work of each thread in each round"),
          Parameter.choice(
              "wait",
              "spin-then-block",
              List.of("spin", "block", "spin-then-block"),
              "What a thread does until all have come",
              "libgomp, OMP_WAIT_POLICY unset"),
          Parameter.duration(
              "spin",
              SPIN_NS,
              Range.of(1, Distribution.LONGEST_NS),
              "For how long it spins before it blocks",
              "libgomp's 300,000 iterations of some 10 cycles at 3 GHz, recalled"));
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Barrier(copy.threads(), parameters);
    }
  }
}
