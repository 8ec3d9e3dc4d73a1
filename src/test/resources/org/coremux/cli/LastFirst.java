package example;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** The one that woke last runs first, until it blocks. */
public final class LastFirst implements Scheduler {
  private final Pool pool;
  private final Deque<Schedulable> queue = new ArrayDeque<>();

  public LastFirst(Pool pool) {
    this.pool = pool;
  }

  @Override
  public void admit(Schedulable s) {}

  @Override
  public void retire(Schedulable s) {}

  @Override
  public void wake(Schedulable s) {
    queue.push(s);
    for (int i = 0; i < pool.processorCount(); i++) {
      if (pool.isIdle(pool.processor(i))) {
        pool.kick(pool.processor(i));
        return;
      }
    }
  }

  @Override
  public void sleep(Schedulable s) {
    queue.remove(s);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {}

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current)) {
      return current;
    }
    return queue.isEmpty() ? pool.idle(p) : queue.pop();
  }

  /** Announces it: its name is in META-INF/services/org.coremux.mux.SchedulerProvider. */
  public static final class Provider implements SchedulerProvider {
    @Override
    public String name() {
      return "last-first";
    }

    @Override
    public String summary() {
      return "the one that woke last runs first";
    }

    @Override
    public String source() {
      return "an example";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public String refusesGroups() {
      return "it has one queue for all";
    }

    @Override
    public Scheduler create(Pool pool, Parameters parameters) {
      return new LastFirst(pool);
    }
  }
}
