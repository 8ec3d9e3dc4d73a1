package org.coremux.report.chart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.report.SavedRun;
import org.coremux.report.Text;

/**
 * A result among several.
 *
 * @param label how it is told from the others
 * @param result itself
 */
public record Labelled(String label, RunResult result) {
  /** Most characters of a label: of a scenario, a platform and a policy. Source: assumed. */
  private static final int LABEL_MAX = 60;

  /** What may differ, from what says most. */
  private static final List<Function<SavedRun, String>> PARTS =
      List.of(
          run -> run.result().header().scenario(),
          run -> hosts(run, HostResult::platform),
          run -> hosts(run, HostResult::scheduler),
          run -> "seed " + run.result().header().seed());

  /**
   * Labels of what differs between results: scenario, platform, scheduler, seed; where that does
   * not tell them apart, the folder; at last a number.
   */
  public static List<Labelled> of(List<SavedRun> runs) {
    List<Function<SavedRun, String>> differing =
        PARTS.stream().filter(part -> runs.stream().map(part).distinct().count() > 1).toList();
    List<String> labels = labels(runs, differing);
    if (new HashSet<>(labels).size() < labels.size()) {
      labels = labels(runs, List.of(Labelled::place));
    }
    List<Labelled> all = new ArrayList<>();
    boolean isUnique = new HashSet<>(labels).size() == labels.size();
    for (int i = 0; i < runs.size(); i++) {
      String label = isUnique ? labels.get(i) : labels.get(i) + " " + (i + 1);
      all.add(new Labelled(label, runs.get(i).result()));
    }
    return all;
  }

  private static List<String> labels(List<SavedRun> runs, List<Function<SavedRun, String>> parts) {
    return runs.stream()
        .map(run -> parts.stream().map(part -> part.apply(run)).collect(Collectors.joining(" ")))
        .map(label -> Text.plain(label, LABEL_MAX))
        .toList();
  }

  private static String hosts(SavedRun run, Function<HostResult, String> what) {
    return run.result().hosts().stream().map(what).distinct().collect(Collectors.joining("+"));
  }

  /** The folder of its file, or the file itself when it has a name of its own. */
  private static String place(SavedRun run) {
    Path file = run.file().toAbsolutePath().normalize();
    boolean isUsual = file.getFileName().toString().equals(SavedRun.FILE);
    Path place = isUsual && file.getParent() != null ? file.getParent() : file;
    return place.getFileName() == null ? place.toString() : place.getFileName().toString();
  }

  /** The label as part of a file's name. */
  public String slug() {
    String slug = label.replaceAll("[^A-Za-z0-9._+]+", "-").replaceAll("^[-.]+|-+$", "");
    return slug.isEmpty() ? "result" : slug;
  }
}
