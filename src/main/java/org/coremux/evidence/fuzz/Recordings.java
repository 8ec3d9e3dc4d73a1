package org.coremux.evidence.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that cases name: a table of utilisation, and a recorded schedule of three processes,
 * always the same. They lie in a folder of their own while cases run, and are kept beside a case
 * that fails.
 */
final class Recordings implements AutoCloseable {
  /** A table of utilisation. */
  static final String USAGE = "fuzz-usage.csv";

  /** A recorded schedule. */
  static final String SCHEDULE = "fuzz-schedule.replay";

  /** Columns of the table. */
  static final List<String> COLUMNS = List.of("usage", "bursts", "full");

  /** Processes of the schedule. */
  static final List<String> PROCESSES = List.of("busy", "pair", "parent");

  private static final Map<String, String> TEXTS =
      Map.of(
          USAGE,
          """
          time;usage;bursts;full
          0;0.2;1;1
          0.015;0.5;0;1
          0.04;0.05;1;1
          0.07;0.9;0;1
          0.13;0.4;0.6;1
          0.2;0;0.01;1
          """,
          SCHEDULE,
          """
          coremux-replay 1
          process "busy" 41000000 2000000 8 2
          thread 0 "busy/10" - -
          run 3000000
          sleep 2000000
          run 8000000
          sleep 500000
          run 30000000
          park
          process "pair" 3700000 900000 9 0
          thread 1 "pair/11" 0 -
          run 700000
          wake 2 0
          run 100000
          wait 1200000 2
          run 900000
          hand 2 1
          park
          thread 2 "pair/12" - -
          wait 800000 1
          run 1000000
          wake 1 0
          wait 1300000 1
          run 1000000
          account
          run 20000
          exit
          process "parent" 12000000 100000 5 1
          thread 3 "parent/13" - -
          run 1000000
          children 1
          run 500000
          until 60000000
          park
          thread 4 "child/14" - 3
          run 7000000
          sleep 1000000
          run 3500000
          leave 3
          exit
          """);

  private final Path folder;

  /** Writes them into a new folder. */
  Recordings() {
    try {
      folder = Files.createTempDirectory("coremux-fuzz");
      for (Map.Entry<String, String> file : TEXTS.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  Path folder() {
    return folder;
  }

  /** Those that a case names, with what is in them. */
  static Map<String, String> of(String scenario) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String name : List.of(USAGE, SCHEDULE)) {
      if (scenario.contains(name)) {
        named.put(name, TEXTS.get(name));
      }
    }
    return named;
  }

  /** The files go. */
  @Override
  public void close() {
    try {
      for (String name : TEXTS.keySet()) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
