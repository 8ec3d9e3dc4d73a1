package org.coremux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.coremux.report.AtomicFile;
import org.coremux.report.Roff;
import org.coremux.report.Tty;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux man COMMAND}: the manual, shown or written. */
@Command(
    name = "man",
    description = "Shows the manual of a command, or writes all of it for man.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "On a terminal man shows the page, by its pager; elsewhere, and where there is no",
      "man, it is plain text.",
      "Examples:",
      "  coremux man run",
      "  coremux man --out man && man -M man coremux-run"
    })
final class ManCommand implements Callable<Integer> {
  private static final String SECTION = "man1";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command, and one below it; without any, the program itself.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes the pages of all commands to DIR/man1, for `man -M DIR`.")
  private Path out;

  /**
   * Shows or writes.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    if (out != null) {
      if (!names.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--out writes the pages of all commands; name none");
      }
      console.note("Written: " + write(CommandTree.root(spec.commandLine())));
      return CommandLine.ExitCode.OK;
    }
    CommandLine command = CommandTree.find(spec.commandLine(), names);
    if (Tty.ofProcess().stdoutColumns() == 0 || !isShownByMan(command)) {
      console.print(ManualPages.of(command).text(Console.charset()));
    }
    return console.exitCode();
  }

  private String write(CommandLine root) {
    Path folder = out.resolve(SECTION);
    try {
      Files.createDirectories(folder);
    } catch (IOException cannot) {
      throw new UncheckedIOException("cannot make the folder " + folder, cannot);
    }
    List<CommandLine> commands = CommandTree.all(root);
    for (CommandLine command : commands) {
      write(command, folder);
    }
    return commands.size() + " pages in " + folder;
  }

  private static Path write(CommandLine command, Path folder) {
    Path page = folder.resolve(ManualPages.name(command) + ".1");
    byte[] roff = Roff.text(ManualPages.of(command)).getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(page, to -> to.write(roff));
    return page;
  }

  /** Has man show the page. It takes a name with a slash for a file, on each system that has it. */
  private static boolean isShownByMan(CommandLine command) {
    try {
      Path folder = Files.createTempDirectory("coremux-man");
      Path page = write(command, folder.toAbsolutePath());
      try {
        return new ProcessBuilder("man", page.toString()).inheritIO().start().waitFor() == 0;
      } finally {
        Files.deleteIfExists(page);
        Files.deleteIfExists(folder);
      }
    } catch (IOException noRoom) {
      return false; // or no man: then it is shown as plain text
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
