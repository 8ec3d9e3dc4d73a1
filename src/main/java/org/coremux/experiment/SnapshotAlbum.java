package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Snapshots spread evenly over time: none is taken sooner after another than the gap. Whenever
 * there is too much text, each second one goes, and the gap is twice as long from then on.
 */
final class SnapshotAlbum {
  private final long charactersMax;
  private final Supplier<String> snapshot;
  private List<HostTimeline.Words> pages = new ArrayList<>();
  private long characters;
  private long gapNs;
  private long nextNs;

  /**
   * An empty one.
   *
   * @param charactersMax most text that is kept
   * @param gapNs least time from one to the next, ns
   * @param snapshot makes one of the instant that is over
   */
  SnapshotAlbum(long charactersMax, long gapNs, Supplier<String> snapshot) {
    this.gapNs = gapNs;
    this.charactersMax = charactersMax;
    this.snapshot = snapshot;
  }

  /** The instant is over. */
  void offer(long atNs) {
    if (atNs < nextNs) {
      return;
    }
    nextNs = atNs + gapNs;
    String text = snapshot.get();
    pages.add(new HostTimeline.Words(atNs, text));
    characters += text.length();
    while (characters > charactersMax && pages.size() > 1) {
      thin();
    }
  }

  private void thin() {
    List<HostTimeline.Words> kept = new ArrayList<>();
    characters = 0;
    for (int i = 0; i < pages.size(); i += 2) {
      kept.add(pages.get(i));
      characters += pages.get(i).text().length();
    }
    pages = kept;
    gapNs *= 2;
  }

  List<HostTimeline.Words> pages() {
    return List.copyOf(pages);
  }
}
