package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Snapshots at instants spread evenly over all that were offered: whenever there is too much text,
 * each second one goes, and only each second one is taken from then on.
 */
final class SnapshotAlbum {
  private final long charactersMax;
  private final Supplier<String> snapshot;
  private List<HostTimeline.Words> pages = new ArrayList<>();
  private long characters;
  private long offered;
  private long stride = 1;

  /**
   * An empty one.
   *
   * @param charactersMax most text that is kept
   * @param snapshot makes one of the instant that is over
   */
  SnapshotAlbum(long charactersMax, Supplier<String> snapshot) {
    this.charactersMax = charactersMax;
    this.snapshot = snapshot;
  }

  /** The instant is over. */
  void offer(long atNs) {
    if (offered++ % stride != 0) {
      return;
    }
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
    stride *= 2;
  }

  List<HostTimeline.Words> pages() {
    return List.copyOf(pages);
  }
}
