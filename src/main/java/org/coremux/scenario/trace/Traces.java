package org.coremux.scenario.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.coremux.guest.UtilisationTrace;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.TextFile;

/**
 * Finds the recording of a guest, and the reader for it. A folder is listed once, when the first of
 * those who take their recordings from it asks.
 */
public final class Traces {
  private final List<TraceReader> readers;
  private final Map<Path, List<Path>> folders = new HashMap<>();

  /** With readers that are asked in order whether they recognise a file. */
  public Traces(List<TraceReader> readers) {
    this.readers = List.copyOf(readers);
  }

  /** With the readers on the class path, in the order in which they are found. */
  public static Traces installed() {
    return new Traces(
        ServiceLoader.load(TraceReader.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * The recording for one guest.
   *
   * @param file a recording, or a folder of them
   * @param copy which of its entry's guests it is, from 0: of a folder, it takes that file by name
   * @param column the column of a table, or empty
   * @throws ScenarioException if there is no such file, nobody can read it, or it is broken
   */
  public UtilisationTrace read(Path file, int copy, String column) {
    Path chosen = Files.isDirectory(file) ? chosen(file, copy) : file;
    String shown = chosen.toString();
    TraceText text = TraceText.of(shown, TextFile.read(chosen, shown), column);
    if (text.lines().isEmpty()) {
      throw text.wrong(-1, "is empty, where a recording is expected");
    }
    for (TraceReader reader : readers) {
      if (reader.recognises(text)) {
        return reader.read(text);
      }
    }
    throw text.wrong(
        0,
        "is no recording that can be read; there are "
            + String.join(
                "; ",
                readers.stream().map(reader -> reader.name() + ": " + reader.summary()).toList()));
  }

  private Path chosen(Path folder, int copy) {
    List<Path> files = folders.computeIfAbsent(folder, Traces::files);
    if (copy >= files.size()) {
      throw new ScenarioException(
          new Problem(
              folder.toString(),
              0,
              0,
              "",
              "has "
                  + files.size()
                  + (files.size() == 1 ? " file" : " files")
                  + ", and guest "
                  + (copy + 1)
                  + " takes file "
                  + (copy + 1)));
    }
    return files.get(copy);
  }

  /**
   * The recordings of a folder by name: its plain files, but for those that begin with a dot.
   *
   * @throws ScenarioException if the folder cannot be listed
   */
  public static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    } catch (IOException | UncheckedIOException | SecurityException wrong) {
      throw new ScenarioException(
          new Problem(folder.toString(), 0, 0, "", "is a folder that cannot be listed"));
    }
  }
}
