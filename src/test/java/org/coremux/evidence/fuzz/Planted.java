package org.coremux.evidence.fuzz;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.ForwardingScheduler;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;
import org.coremux.sched.StrideProvider;

/** Stride, with something planted in it that must not be. */
class Planted implements ForwardingScheduler {
  final Pool pool;
  final Scheduler inner;

  Planted(Pool pool) {
    this.pool = pool;
    SchedulerProvider stride = new StrideProvider();
    inner = stride.create(pool, Parameters.defaults(stride.parameters()));
  }

  @Override
  public Scheduler inner() {
    return inner;
  }

  @Override
  public String toString() {
    return "planted";
  }

  /** Announces one. */
  abstract static class Provider implements SchedulerProvider {
    @Override
    public String summary() {
      return "a mistake";
    }

    @Override
    public String source() {
      return "a test";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public String refusesGroups() {
      return "it is a mistake";
    }
  }

  /** A vCPU that wakes now and then is forgotten: nobody is asked to run it. */
  public static final class ForgetsWoken extends Provider {
    @Override
    public String name() {
      return "forgets-woken";
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new Planted(pool) {
        private int wakes;

        @Override
        public void wake(Schedulable s) {
          if (++wakes % 5 != 0) {
            super.wake(s);
          }
        }

        @Override
        public void sleep(Schedulable s) {
          if (wakes % 5 != 0) {
            super.sleep(s);
          }
        }
      };
    }
  }

  /** A pCPU is now and then left idle beside work. */
  public static final class LeavesIdle extends Provider {
    @Override
    public String name() {
      return "leaves-idle";
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new Planted(pool) {
        private int picks;

        @Override
        public Schedulable pickNext(Processor p) {
          Schedulable next = super.pickNext(p);
          return ++picks % 7 == 0 ? pool.idle(p) : next;
        }
      };
    }
  }

  /** Who runs elsewhere already is picked, too. */
  public static final class RunsTwice extends Provider {
    @Override
    public String name() {
      return "runs-twice";
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new Planted(pool) {
        private int picks;

        @Override
        public Schedulable pickNext(Processor p) {
          Schedulable next = super.pickNext(p);
          Schedulable other = pool.current(pool.processor(0));
          boolean isTwice = p.index() > 0 && other != pool.idle(pool.processor(0));
          return isTwice && ++picks % 5 == 0 ? other : next;
        }
      };
    }
  }

  /** Every other one is charged for half of what it ran. */
  public static final class ChargesHalf extends Provider {
    @Override
    public String name() {
      return "charges-half";
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new Planted(pool) {
        @Override
        public void charge(Schedulable s, long ranNs) {
          super.charge(s, s.index() % 2 == 0 ? (ranNs + 1) / 2 : ranNs);
        }
      };
    }
  }

  /** It says that it keeps caps, and does not look at them. */
  public static final class IgnoresCaps extends Provider {
    @Override
    public String name() {
      return "ignores-caps";
    }

    @Override
    public String refusesCaps() {
      return null;
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new Planted(pool);
    }
  }

  /** Turns are half as long when an odd number is there, awake or not. */
  public static final class CountsSleepers extends Provider {
    @Override
    public String name() {
      return "counts-sleepers";
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new Planted(pool) {
        private int count;

        @Override
        public void admit(Schedulable s) {
          count++;
          super.admit(s);
        }

        @Override
        public void charge(Schedulable s, long ranNs) {
          super.charge(s, count % 2 == 0 ? ranNs : 2 * ranNs);
        }
      };
    }
  }
}
