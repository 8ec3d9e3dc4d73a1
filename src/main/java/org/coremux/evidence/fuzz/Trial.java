package org.coremux.evidence.fuzz;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.coremux.experiment.Inspector;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.hypervisor.Host;
import org.coremux.mux.TraceHash;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.EffectiveScenario;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Problem;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.ScenarioReader;
import org.coremux.sched.Granularity;

/**
 * Runs one scenario with every invariant on, and looks for what must not be.
 *
 * <p>It must be read, or refused in words. Its run must hold the policies' contract and the books
 * after every instant, leave no pCPU idle beside work for longer than its policy may, and throw
 * nothing. Its result must be whole. The scenario that {@code show} prints for it, run unchecked,
 * must do the same to the last event; and so must a run of all hosts in one order of time, watched.
 *
 * <p>Immutable, and may be used by several threads.
 */
public final class Trial {
  /** What messages call a case. */
  static final String SHOWN = "case";

  /** Most events of a case. Source: assumed; a second or so. */
  private static final long EVENTS_MAX = 1_500_000;

  /** One contest in so many is run again in other ways. Source: assumed. */
  private static final int CONTESTS_REPEATED = 4;

  private final Plugins plugins;
  private final Catalogue catalogue;
  private final Laws laws;
  private final Function<RunResult, String> writer;
  private final Path folder;

  /**
   * Of scenarios that name no files.
   *
   * @param writer of results, as people get them; it must take every result
   */
  public Trial(Plugins plugins, Laws laws, Function<RunResult, String> writer) {
    this(plugins, laws, writer, Path.of(""));
  }

  private Trial(Plugins plugins, Laws laws, Function<RunResult, String> writer, Path folder) {
    this.plugins = plugins;
    this.folder = folder.toAbsolutePath();
    catalogue = plugins.catalogue();
    this.laws = laws;
    this.writer = writer;
  }

  /** The same of scenarios that lie in that folder, beside the recordings that they name. */
  public Trial in(Path itsFolder) {
    return new Trial(plugins, laws, writer, itsFolder);
  }

  /** It has more events than a case may have. */
  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What a run came to. */
  private record Came(long events, long hash, String text) {}

  /** What comes of the scenario in a file of that text. */
  public Verdict of(String text) {
    Scenario scenario;
    try {
      scenario = read(text);
    } catch (ScenarioException refused) {
      return unclear(refused)
          .map(why -> Verdict.failed("a refusal that is not clear", why, 0, 0))
          .orElseGet(() -> Verdict.refused(refused.getMessage()));
    } catch (RuntimeException | StackOverflowError broken) {
      return failed(broken, "reading: ", 0, 0);
    }
    return of(scenario);
  }

  private Scenario read(String text) {
    return new ScenarioReader(catalogue).read(text, SHOWN, folder);
  }

  private Verdict of(Scenario scenario) {
    Run run = null;
    Came checked;
    try {
      Model model = new Model(scenario, plugins, new Model.Options(0, true));
      model.hosts().forEach(host -> watch(host, model));
      run = new Run(model).onProgress(Trial::bound);
      RunResult result = run.toEnd();
      Optional<String> unjust = ShareCheck.of(scenario, laws, result);
      if (unjust.isPresent()) {
        return failed(unjust.get(), run);
      }
      checked = came(result);
    } catch (ScenarioException refused) {
      return Verdict.refused(refused.getMessage());
    } catch (TooLong tooLong) {
      return new Verdict(Verdict.Outcome.CUT, "", "", run.nowNs(), run.events(), 0);
    } catch (RuntimeException | StackOverflowError | AssertionError broken) {
      long events = run == null ? 0 : run.events();
      return failed(broken, "", run == null ? 0 : run.nowNs(), events);
    }
    Optional<String> other = isRepeated(scenario) ? repeats(scenario, checked) : Optional.empty();
    other = other.or(() -> idle(scenario));
    return other.isPresent()
        ? failed(other.get(), run)
        : new Verdict(Verdict.Outcome.CLEAN, "", "", run.nowNs(), checked.events(), checked.hash());
  }

  private static void bound(Run run) {
    if (run.events() > EVENTS_MAX) {
      throw new TooLong();
    }
  }

  private Came came(RunResult result) {
    String text = writer.apply(result);
    if (text.contains("NaN") || text.contains("Infinity")) {
      throw new IllegalStateException("the result holds what is no number");
    }
    return new Came(result.header().events(), result.header().traceHash(), text);
  }

  private void watch(Host host, Model model) {
    host.levels().forEach(level -> host.site().afterInstant(new SpeedWatch(level)));
    int index = model.hosts().indexOf(host);
    var spec = model.expansion().hosts().get(index).spec();
    Laws.Law law = laws.of(spec.scheduler().name());
    boolean isPlain =
        spec.scheduler().parameters().declared().stream()
                .noneMatch(parameter -> parameter.name().equals(Granularity.NAME))
            && !"core".equals(spec.scheduler().written().get("type"))
            && !spec.scheduler().written().containsKey("realTime");
    if (isPlain && law.idleNs() > 0 && Laws.takesAll(spec.scheduler().parameters())) {
      host.pools().forEach(pool -> host.site().afterInstant(new IdleWatch(pool, law)));
    }
    if (isPlain && Laws.runsGangs(spec.scheduler().name())) {
      host.pools().stream()
          .filter(pool -> !Laws.isBelowAClass(pool.policy()))
          .forEach(pool -> host.site().afterInstant(new GangWatch(pool)));
    }
  }

  // ---- the same again ----

  /** Contests are much alike: to repeat all would cost what more of other cases are worth. */
  private static boolean isRepeated(Scenario scenario) {
    return scenario.seed() % CONTESTS_REPEATED == 0 || !ShareCheck.isContest(scenario);
  }

  private Optional<String> repeats(Scenario scenario, Came checked) {
    try {
      String effective = EffectiveScenario.yaml(scenario, catalogue);
      Came shown = came(unchecked(read(effective)));
      if (!shown.equals(checked)) {
        boolean isTheSame = came(unchecked(scenario)).equals(checked);
        return Optional.of(
            isTheSame
                ? "law of show: the effective scenario does something else"
                : "law of repetition: unchecked it does something else");
      }
      return together(scenario, checked);
    } catch (RuntimeException | StackOverflowError | AssertionError broken) {
      return Optional.of("again: " + signature(broken) + ": " + broken.getMessage());
    }
  }

  private RunResult unchecked(Scenario scenario) {
    return new Run(new Model(scenario, plugins, Model.Options.NORMAL)).toEnd();
  }

  private Optional<String> together(Scenario scenario, Came checked) {
    if (scenario.isUntilFinished()) {
      return Optional.empty(); // sites end at one instant, and each is a little further by then
    }
    Inspector inspector = new Inspector(scenario, plugins);
    inspector.runTo(inspector.endNs());
    inspector.snapshot();
    long hash = 0;
    for (Host host : inspector.model().hosts()) {
      hash = TraceHash.combine(hash, host.traceHash());
    }
    return hash == checked.hash()
        ? Optional.empty()
        : Optional.of("law of order: watched, all hosts in one order, it does something else");
  }

  /** One that is there and never wakes moves nobody; looked at for some of the cases. */
  private Optional<String> idle(Scenario scenario) {
    IdleGuest idle = new IdleGuest(plugins, laws);
    try {
      return idle.isLookedAt(scenario) ? idle.problem(scenario, this::read) : Optional.empty();
    } catch (RuntimeException | StackOverflowError | AssertionError broken) {
      return Optional.of("with an idle guest: " + signature(broken) + ": " + broken.getMessage());
    }
  }

  // ---- failures ----

  /** What is wrong with how it is refused; empty when that is clear. */
  private static Optional<String> unclear(ScenarioException refused) {
    for (Problem problem : refused.problems()) {
      String message = problem.message();
      if (message.isBlank()
          || message.contains("Exception")
          || message.contains("java.")
          || message.contains("Optional")) {
        return Optional.of(problem.toString());
      }
    }
    return Optional.empty();
  }

  private static Verdict failed(String law, Run run) {
    int end = law.indexOf(':');
    return Verdict.failed(law.substring(0, end), law, run.nowNs(), run.events());
  }

  private static Verdict failed(Throwable broken, String when, long atNs, long events) {
    String message = broken.getMessage() == null ? "" : ": " + broken.getMessage();
    String what = when + broken.getClass().getSimpleName() + message;
    return Verdict.failed(when + signature(broken), what, atNs, events);
  }

  /** The kind of failure and the place in the program, but no names and times. */
  private static String signature(Throwable broken) {
    String place = "";
    for (StackTraceElement at : broken.getStackTrace()) {
      if (at.getClassName().startsWith("org.coremux") && !at.getMethodName().equals("broken")) {
        place = at.getClassName().replaceAll(".*\\.", "") + "." + at.getMethodName();
        break;
      }
    }
    return broken.getClass().getSimpleName() + " in " + place;
  }
}
