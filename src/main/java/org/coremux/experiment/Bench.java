package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.coremux.scenario.Model;

/** Runs alternatives on several threads, each run on one, and gives the runs back in order. */
public final class Bench implements AutoCloseable {
  private final ExecutorService pool;
  private boolean watchesPolicies;
  private Listener listener = (stage, doneNs, ofNs, events) -> {};

  /** Is told how far a stage has come, from any thread. */
  @FunctionalInterface
  public interface Listener {
    /**
     * So much is done.
     *
     * @param stage what is run
     * @param doneNs model time of its runs so far
     * @param ofNs model time of all its runs, at most
     * @param events fired in it so far
     */
    void update(String stage, long doneNs, long ofNs, long events);
  }

  /** One run. */
  record Job(Alternative alternative, int replication) {}

  /** A bench for so many runs at once. */
  Bench(int threads) {
    pool = RunThreads.of("coremux-comparison", threads);
  }

  /** Measures what is asked of policies in every run, too. */
  void watchPolicies() {
    watchesPolicies = true;
  }

  void listener(Listener other) {
    listener = other;
  }

  /**
   * Runs all of them.
   *
   * @throws org.coremux.scenario.ScenarioException when one cannot be run
   */
  List<Replicate> run(String stage, List<Job> jobs) {
    Meter meter = new Meter(stage, jobs);
    List<Future<Replicate>> runs = new ArrayList<>();
    for (Job job : jobs) {
      runs.add(pool.submit(() -> run(job, meter)));
    }
    List<Replicate> done = new ArrayList<>();
    for (Future<Replicate> run : runs) {
      done.add(RunThreads.result(run));
    }
    return done;
  }

  private Replicate run(Job job, Meter meter) {
    Alternative of = job.alternative();
    Run run =
        new Run(
            new Model(
                of.scenario(),
                of.plugins(),
                new Model.Options(job.replication(), false).splittingTime()));
    if (watchesPolicies) {
      run.watchingPolicies();
    }
    Part part = new Part(meter);
    Replicate replicate = Replicate.of(run.onProgress(part::moved));
    part.ended(run);
    return replicate;
  }

  /** Sums over the runs of a stage. */
  private final class Meter {
    private final String stage;
    private final long ofNs;
    private final LongAdder doneNs = new LongAdder();
    private final LongAdder events = new LongAdder();

    Meter(String stage, List<Job> jobs) {
      this.stage = stage;
      long sum = 0;
      for (Job job : jobs) {
        sum += job.alternative().scenario().endNsMax();
      }
      ofNs = sum;
    }

    void add(long ns, long count) {
      doneNs.add(ns);
      events.add(count);
      listener.update(stage, doneNs.sum(), ofNs, events.sum());
    }
  }

  /** How far one run has come. */
  private static final class Part {
    private final Meter meter;
    private long atNs;
    private long events;

    Part(Meter meter) {
      this.meter = meter;
    }

    void moved(Run run) {
      to(run.nowNs(), run.events());
    }

    /** One that was over before its limit leaves nothing to wait for. */
    void ended(Run run) {
      to(run.endNs(), run.events());
    }

    private void to(long ns, long count) {
      meter.add(ns - atNs, count - events);
      atNs = ns;
      events = count;
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
