package org.coremux.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.coremux.hypervisor.Host;
import org.coremux.scenario.Model;

/**
 * Takes down what happens on every host of an observed model, from one instant to another or until
 * there is too much to keep.
 */
public final class TimelineRecorder {
  /** How many snapshots of each host there are at most. Source: assumed; a small host's MB. */
  private static final int SNAPSHOTS = 400;

  /** First time between two where the end is not known. Unit: ns. Source: assumed. */
  private static final long GAP_NS = 1_000_000;

  private final Map<Host, HostRecorder> recorders = new LinkedHashMap<>();

  /**
   * What is kept.
   *
   * @param fromNs from when on, ns since the start of the run
   * @param untilNs until when
   * @param rowsMax most changes and decisions, of all hosts together
   * @param textMax most characters of snapshots, of all hosts together
   */
  public record Window(long fromNs, long untilNs, int rowsMax, int textMax) {
    /** Refuses what is no stretch of time. */
    public Window {
      if (fromNs < 0 || untilNs <= fromNs || rowsMax <= 0 || textMax < 0) {
        throw new IllegalArgumentException(
            "no window: %d to %d ns, %d rows, %d characters"
                .formatted(fromNs, untilNs, rowsMax, textMax));
      }
    }
  }

  /**
   * A recorder of a model at time 0.
   *
   * @param words how a snapshot is told to people
   */
  public TimelineRecorder(Model model, Window window, Function<Snapshot, String> words) {
    int hosts = model.hosts().size();
    Window share =
        new Window(
            window.fromNs(),
            window.untilNs(),
            Math.max(1, window.rowsMax() / hosts),
            window.textMax() / hosts);
    boolean isBound = model.scenario().isUntilFinished(); // the end is not known, but sooner
    long gapNs = isBound ? GAP_NS : Math.max(1, (window.untilNs() - window.fromNs()) / SNAPSHOTS);
    Camera camera = new Camera(model);
    for (Host host : model.hosts()) {
      SnapshotAlbum album =
          new SnapshotAlbum(share.textMax(), gapNs, () -> words.apply(camera.snapshot(host)));
      recorders.put(host, new HostRecorder(host, share, camera, album));
    }
  }

  /** What takes down what happens on the host. */
  public Observer of(Host host) {
    return recorders.get(host);
  }

  /** What was taken down, when the run is over. */
  public Timeline timeline(RunResult result) {
    Timeline.RunKey run = Timeline.RunKey.of(result);
    return new Timeline(
        run, recorders.values().stream().map(one -> one.timeline(run.endNs())).toList());
  }
}
