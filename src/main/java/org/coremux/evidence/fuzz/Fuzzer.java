package org.coremux.evidence.fuzz;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.RunThreads;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioException;

/**
 * Goes through the cases of a seed, in their order whatever the number of threads, until it is told
 * to end or one fails.
 */
public final class Fuzzer {
  /** Cases ahead of the one that is waited for, by thread. Source: assumed. */
  private static final int AHEAD = 4;

  private final Plugins plugins;
  private final Trial anywhere;
  private int threads = 1;
  private String policy = "";
  private boolean goesOn;
  private Consumer<Tally> listener = tally -> {};
  private Consumer<Failure> keeper = failure -> {};
  private BooleanSupplier isHurried = () -> false;

  /**
   * What was done so far.
   *
   * @param cases in all
   * @param refused of them
   * @param cut of them, as they were too long
   * @param events of those that ran, in their checked runs
   */
  public record Tally(long cases, long refused, long cut, long events) {
    private Tally plus(Verdict verdict) {
      return new Tally(
          cases + 1,
          refused + (verdict.outcome() == Verdict.Outcome.REFUSED ? 1 : 0),
          cut + (verdict.outcome() == Verdict.Outcome.CUT ? 1 : 0),
          events + verdict.events());
    }
  }

  /**
   * A case that failed.
   *
   * @param number of the case
   * @param text the smallest scenario file that fails for the same reason
   * @param verdict of that
   * @param trials how many files were tried to find it
   */
  public record Failure(long number, String text, Verdict verdict, int trials) {
    /** The files that it needs beside it: what is in them, by their names. */
    public Map<String, String> recordings() {
      return Recordings.of(text);
    }
  }

  /** What came of it: the failures, of those for one reason the first. */
  public record Report(Tally tally, List<Failure> failures) {
    public Report {
      failures = List.copyOf(failures);
    }
  }

  private record Tried(Map<String, Object> root, Verdict verdict) {}

  /**
   * @param writer of results, as people get them
   */
  public Fuzzer(Plugins plugins, Laws laws, Function<RunResult, String> writer) {
    this.plugins = plugins;
    anywhere = new Trial(plugins, laws, writer);
  }

  /** Runs so many cases at once. */
  public Fuzzer threads(int count) {
    threads = count;
    return this;
  }

  /** Gives hosts this policy only. */
  public Fuzzer policy(String name) {
    policy = name;
    return this;
  }

  /** Goes on when a case has failed; failures for a reason that is known are not told again. */
  public Fuzzer goingOn(boolean on) {
    goesOn = on;
    return this;
  }

  /** Who is told after each case. */
  public Fuzzer onProgress(Consumer<Tally> told) {
    listener = told;
    return this;
  }

  /** Who is told of each failure, as soon as it is as small as it gets. */
  public Fuzzer onFailure(Consumer<Failure> told) {
    keeper = told;
    return this;
  }

  /** Asked while a failure is made smaller, whether it is small enough as it is. */
  public Fuzzer hurriedBy(BooleanSupplier asked) {
    isHurried = asked;
    return this;
  }

  /**
   * Goes through the cases.
   *
   * @param most how many at most
   * @param isOver asked before each case, whether it is the end
   */
  public Report run(long seed, long most, BooleanSupplier isOver) {
    try (Recordings recordings = new Recordings()) {
      return run(seed, most, isOver, recordings.folder());
    }
  }

  private Report run(long seed, long most, BooleanSupplier isOver, Path folder) {
    Catalogue catalogue = plugins.catalogue();
    CaseWriter cases = new CaseWriter(catalogue, policy, seed);
    Mender mender = new Mender(catalogue, folder);
    Trial trial = anywhere.in(folder);
    Deque<Future<Tried>> under = new ArrayDeque<>();
    Map<String, Failure> failures = new LinkedHashMap<>();
    Tally tally = new Tally(0, 0, 0, 0);
    ExecutorService pool = RunThreads.of("coremux-fuzz", threads);
    try {
      long next = 0;
      while (true) {
        while (under.size() < threads * AHEAD && next < most && !isOver.getAsBoolean()) {
          long number = next++;
          under.add(pool.submit(() -> tried(cases.write(number), mender, trial)));
        }
        if (under.isEmpty()) {
          break;
        }
        Tried tried = RunThreads.result(under.poll());
        long number = tally.cases();
        tally = tally.plus(tried.verdict());
        if (tried.verdict().isFailed() && !failures.containsKey(tried.verdict().signature())) {
          Failure failure = shrunk(number, tried, trial);
          failures.put(tried.verdict().signature(), failure);
          keeper.accept(failure);
        }
        listener.accept(tally);
        if (!failures.isEmpty() && !goesOn) {
          break;
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return new Report(tally, new ArrayList<>(failures.values()));
  }

  /** One case, as it is written; mended where the reader does not take it. */
  private static Tried tried(Map<String, Object> root, Mender mender, Trial trial) {
    try {
      Optional<ScenarioException> wrong = mender.mend(root);
      if (wrong.isPresent() && wrong.get().problems().isEmpty()) {
        return new Tried(root, Verdict.failed("refused without a reason", "", 0, 0));
      }
    } catch (RuntimeException | StackOverflowError broken) {
      return new Tried(root, trial.of(Tree.text(root))); // reading breaks: so it does there
    }
    return new Tried(root, trial.of(Tree.text(root)));
  }

  private Failure shrunk(long number, Tried tried, Trial trial) {
    Shrinker shrinker = new Shrinker(trial, isHurried);
    Shrinker.Shrunk smallest = shrinker.shrink(tried.root(), tried.verdict());
    return new Failure(number, smallest.text(), smallest.verdict(), smallest.trials());
  }
}
