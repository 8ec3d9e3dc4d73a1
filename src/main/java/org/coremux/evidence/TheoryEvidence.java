package org.coremux.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.coremux.experiment.RunThreads;
import org.coremux.scenario.Plugins;

/**
 * Theory against the simulator: what is known exactly, simulated on every core, each figure with a
 * verdict. Seeds are fixed, so the answer is the same on every machine.
 */
public final class TheoryEvidence {
  private final Plugins plugins;
  private final Lab.Effort effort;
  private final int threads;
  private BiConsumer<Integer, Integer> progress = (done, of) -> {};

  /** With these policies, and so many threads. */
  public TheoryEvidence(Plugins plugins, int threads) {
    this(plugins, threads, Lab.Effort.WHOLE);
  }

  TheoryEvidence(Plugins plugins, int threads, Lab.Effort effort) {
    this.plugins = plugins;
    this.threads = threads;
    this.effort = effort;
  }

  /** Who is told how many runs are done, and of how many; from any thread. */
  public TheoryEvidence onProgress(BiConsumer<Integer, Integer> listener) {
    progress = listener;
    return this;
  }

  /** The rows of these suites, in their order. */
  public List<TheoryRow> rows(Collection<TheorySuite> suites) {
    try (Lab lab = new Lab(plugins, effort)) {
      List<Experiment> experiments = new ArrayList<>();
      suites.forEach(suite -> experiments.addAll(suite.experiments(lab)));
      return rows(experiments);
    }
  }

  List<TheoryRow> rows(List<Experiment> experiments) {
    ExecutorService pool = RunThreads.of("coremux-theory", threads);
    try {
      int count = experiments.stream().mapToInt(Experiment::replications).sum();
      AtomicInteger done = new AtomicInteger();
      List<List<Future<double[]>>> runs = new ArrayList<>();
      for (Experiment experiment : experiments) {
        List<Future<double[]>> own = new ArrayList<>();
        for (int i = 0; i < experiment.replications(); i++) {
          int replication = i;
          own.add(
              pool.submit(
                  () -> {
                    double[] figures = experiment.trial().run(replication);
                    progress.accept(done.incrementAndGet(), count);
                    return figures;
                  }));
        }
        runs.add(own);
      }
      List<TheoryRow> rows = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        rows.addAll(experiments.get(i).rows(runs.get(i).stream().map(RunThreads::result).toList()));
      }
      return rows;
    } finally {
      pool.shutdownNow();
    }
  }
}
