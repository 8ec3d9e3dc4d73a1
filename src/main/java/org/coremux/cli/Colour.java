package org.coremux.cli;

import java.util.Locale;
import org.coremux.report.Paint;
import org.coremux.report.Tty;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * When colours are used: on a terminal that can show them and whose user wants them, or as {@code
 * --colour} says.
 */
enum Colour {
  /** On a terminal, unless NO_COLOR says otherwise. */
  AUTO,
  /** Also into a pipe. */
  ALWAYS,
  /** Nowhere. */
  NEVER;

  private static final String OPTION = "--colour";

  /** Gives the command the option, and all its subcommands; help and usage follow it too. */
  static void addTo(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(OPTION, "--color")
                .type(Colour.class)
                .converters(new Converter())
                .paramLabel("auto|always|never")
                .scopeType(ScopeType.INHERIT)
                .setter(new Choice())
                .description("Colours: auto (the default) is on a terminal without NO_COLOR.")
                .build());
    command.setExecutionStrategy(
        parsed -> {
          applyTo(command, of(command)); // before help is printed
          return new CommandLine.RunLast().execute(parsed);
        });
  }

  private static void applyTo(CommandLine command, Colour colour) {
    boolean isOn = colour.isOn(Tty.ofProcess().stdoutColumns(), Tty.ofProcess());
    command.setColorScheme(CommandLine.Help.defaultColorScheme(isOn ? Ansi.ON : Ansi.OFF));
  }

  /** What has been asked for; auto as long as nothing has. */
  static Colour of(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    OptionSpec option = root.getCommandSpec().findOption(OPTION);
    return option != null && option.setter() instanceof Choice choice ? choice.chosen : AUTO;
  }

  /** Whether there is colour on a terminal of so many columns; 0: it is none. */
  boolean isOn(int columns, Tty tty) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> columns > 0 && !tty.isDumb() && !tty.isColourUnwanted();
    };
  }

  /** For what goes to stderr. */
  static Paint forErrors(CommandLine command) {
    Tty tty = Tty.ofProcess();
    return new Paint(of(command).isOn(tty.stderrColumns(), tty));
  }

  /** Keeps what was asked for. */
  private static final class Choice implements ISetter {
    private Colour chosen = AUTO;

    @Override
    @SuppressWarnings("unchecked")
    public <T> T set(T value) {
      T before = (T) chosen;
      chosen = value == null ? AUTO : (Colour) value;
      return before;
    }
  }

  /** Reads the name, in small letters as it is told. */
  private static final class Converter implements ITypeConverter<Colour> {
    @Override
    public Colour convert(String text) {
      for (Colour colour : values()) {
        if (colour.word().equals(text)) {
          return colour;
        }
      }
      throw new TypeConversionException("'" + text + "' is not one of auto, always, never");
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
