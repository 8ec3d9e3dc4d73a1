package org.coremux.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.coremux.experiment.Inspector;
import org.coremux.report.Progress;
import org.coremux.report.SnapshotText;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Scenario;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code run --at} and {@code --step}: shows the model at an instant, and goes on as told. */
final class InspectionSession {
  private static final String HELP =
      """
      Enter, e   on to the next instant in which something happens
      d          to the next decision
      s          to the next switch: a processor has somebody else
      g NAME     to the next change of one guest
      t TIME     to a time, such as t 20 ms
      p          print everything as it stands
      q          quit
      h          this help
      """;

  private final CommandLine command;
  private final ScenarioArguments arguments;
  private final boolean check;
  private final Console console;

  InspectionSession(CommandLine command, ScenarioArguments arguments, boolean check) {
    this.command = command;
    this.arguments = arguments;
    this.check = check;
    console = new Console(command);
  }

  /** Goes to the time, prints, and steps if asked to. */
  int run(String at, Long untilEvent, boolean isStepping) {
    if (at != null && untilEvent != null) {
      throw new ParameterException(command, "--at and --until-event say where: one is enough");
    }
    if (untilEvent != null && untilEvent < 1) {
      throw new ParameterException(
          command, "--until-event: is " + untilEvent + "; allowed is from 1, the first event");
    }
    long atNs = at == null ? 0 : time("--at", at);
    Plugins plugins = arguments.plugins();
    Scenario scenario = arguments.read(plugins.catalogue());
    Inspector inspector = new Inspector(scenario, plugins, new Model.Options(0, check));
    if (atNs > inspector.endNs()) {
      throw new ParameterException(
          command,
          "--at "
              + at
              + " is after the end of the run, "
              + Quantity.format(inspector.endNs(), Quantity.Dimension.TIME));
    }
    try {
      if (untilEvent != null) {
        event(inspector, untilEvent);
      } else {
        far(inspector, atNs, () -> inspector.runTo(atNs), inspector::nowNs);
      }
      print(inspector);
      if (isStepping) {
        step(inspector);
      }
    } catch (IllegalStateException broken) {
      throw new Failures.BrokenRun(inspector.nowNs(), scenario.seed(), broken);
    }
    return console.exitCode();
  }

  /** Goes there, and says what else happens in its instant. */
  private void event(Inspector inspector, long number) {
    LongSupplier counted = () -> inspector.model().simulation().events();
    far(inspector, number, () -> inspector.runToEvent(number), counted);
    long events = counted.getAsLong();
    if (events < number) {
      console.print(
          String.format(Locale.ROOT, "There is no event %,d: the run has %,d.\n", number, events));
      return;
    }
    console.print(
        String.format(
            Locale.ROOT,
            "Event %,d: after it and all of its instant there have been %,d.\n",
            number,
            events));
    if (!inspector.happened().isEmpty()) {
      console.print(
          SnapshotText.text(inspector.nowNs(), inspector.happened(), Console.charset()) + "\n");
    }
  }

  /** Goes somewhere, with a line on the terminal that says how far it is. */
  private static void far(Inspector inspector, long end, Runnable way, LongSupplier reached) {
    try (Progress progress = Progress.onTerminal("on the way", Math.max(1, end))) {
      LongSupplier events = () -> inspector.model().simulation().events();
      inspector.onProgress(() -> progress.update(reached.getAsLong(), events.getAsLong()));
      way.run();
    }
    inspector.onProgress(() -> {});
  }

  private long time(String option, String text) {
    try {
      return Quantity.parse(text, Quantity.Dimension.TIME);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command, option + ": " + wrong.getMessage());
    }
  }

  private void print(Inspector inspector) {
    console.print(SnapshotText.events(inspector.events(), Console.charset()));
    console.print(SnapshotText.text(inspector.snapshot(), Console.charset()));
    if (inspector.isOver()) {
      console.print("The run is over.\n");
    }
  }

  // ---- stepping ----

  @SuppressWarnings("SystemConsoleNull")
  private void step(Inspector inspector) {
    boolean isTerminal = System.console() != null;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Console.charset()));
    if (isTerminal) {
      console.print("\n" + HELP);
    }
    try {
      String line = next(in, isTerminal);
      while (line != null && !line.strip().equals("q")) {
        obey(line.strip(), inspector);
        line = next(in, isTerminal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
    }
  }

  private String next(BufferedReader in, boolean isTerminal) throws IOException {
    if (isTerminal) {
      console.print("> ");
    }
    return in.readLine();
  }

  private void obey(String line, Inspector inspector) {
    String word = line.isEmpty() ? "e" : line.split("\\s+", 2)[0];
    String rest = line.length() > word.length() ? line.substring(word.length()).strip() : "";
    try {
      switch (word) {
        case "e" -> stepped(inspector, inspector.nextInstant());
        case "d" -> stepped(inspector, inspector.nextDecision());
        case "s" -> stepped(inspector, inspector.nextSwitch());
        case "g" -> stepped(inspector, inspector.nextChange(rest));
        case "t" -> {
          inspector.runTo(Quantity.parse(rest, Quantity.Dimension.TIME));
          print(inspector);
        }
        case "p" -> print(inspector);
        case "h" -> console.print(HELP);
        default -> console.print("`" + word + "` is no command; h lists them\n");
      }
    } catch (IllegalArgumentException wrong) {
      console.print(wrong.getMessage() + "\n");
    }
  }

  private void stepped(Inspector inspector, boolean found) {
    if (found) {
      console.print(SnapshotText.text(inspector.nowNs(), inspector.happened(), Console.charset()));
    } else {
      console.print("The run is over; nothing more happens.\n");
    }
  }
}
