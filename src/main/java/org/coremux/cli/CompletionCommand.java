package org.coremux.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.coremux.scenario.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code coremux completion SHELL}: the script by which a shell completes command lines. */
@Command(
    name = "completion",
    description = "Prints the script by which bash or zsh completes command lines.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It completes commands, options and their values: files, names, paths of --set.",
      "To have it in every shell: docs/command-line.md.",
      "Examples:",
      "  source <(./coremux completion bash)",
      "  coremux completion zsh > ~/.zfunc/_coremux"
    })
final class CompletionCommand implements Callable<Integer> {
  /** A shell that it can be had for. */
  enum ShellKind {
    /** From 3.2, which macOS has. */
    BASH,
    /** With its own completion system, compinit. */
    ZSH;

    /** Reads it as it is written on the command line. */
    static final class Converter implements ITypeConverter<ShellKind> {
      @Override
      public ShellKind convert(String value) {
        for (ShellKind shell : values()) {
          if (shell.name().toLowerCase(Locale.ROOT).equals(value)) {
            return shell;
          }
        }
        throw new TypeConversionException("'" + value + "' is not one of bash, zsh");
      }
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments.PluginArguments plugins;

  @Parameters(
      paramLabel = "bash|zsh",
      converter = ShellKind.Converter.class,
      description = "The shell.")
  private ShellKind shell;

  /**
   * Prints it.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Plugins installed = plugins.load();
    CompletionScript script =
        shell == ShellKind.BASH
            ? new BashCompletion(spec.commandLine(), installed)
            : new ZshCompletion(spec.commandLine(), installed);
    console.print(script.text());
    return console.exitCode();
  }
}
