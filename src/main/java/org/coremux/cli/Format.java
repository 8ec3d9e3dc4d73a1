package org.coremux.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** In which form a result is printed: {@code --format table|json|csv}. */
enum Format {
  /** For people. */
  TABLE,
  /** For programs, with all digits. */
  JSON,
  /** For spreadsheets. */
  CSV;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a format as it is written on the command line, in small letters. */
  static final class Converter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      for (Format format : values()) {
        if (format.toString().equals(value)) {
          return format;
        }
      }
      throw new TypeConversionException("'" + value + "' is not one of table, json, csv");
    }
  }
}
