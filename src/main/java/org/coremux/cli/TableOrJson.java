package org.coremux.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command prints what is no sheet of figures: as a table or as JSON. */
final class TableOrJson {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "table|json",
      defaultValue = "table",
      converter = Format.Converter.class,
      description = "How to print it (default: ${DEFAULT-VALUE}).")
  private Format format;

  /**
   * Whether it is to be JSON.
   *
   * @throws ParameterException if it is to be something that the command does not print
   */
  boolean isJson() {
    if (format == Format.CSV) {
      throw new ParameterException(
          spec.commandLine(), spec.name() + " prints table or json, not csv");
    }
    return format == Format.JSON;
  }
}
