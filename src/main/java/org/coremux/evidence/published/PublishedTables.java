package org.coremux.evidence.published;

import java.util.List;
import org.coremux.scenario.Resources;

/** The published tables that the model is held against; files in {@code published/}. */
public final class PublishedTables {
  private static final List<String> NAMES =
      List.of(
          "dall2016-micro",
          "sugerman2001-figure5",
          "sugerman2001-profile",
          "sugerman2001-send",
          "agesen2012",
          "exits",
          "bhargava2008",
          "felter2014",
          "direct-io",
          "bonzini2019",
          "nested");

  private PublishedTables() {}

  /** All of them, in the order in which they are shown. */
  public static List<PublishedTable> all() {
    return NAMES.stream().map(PublishedTables::of).toList();
  }

  /** The one in that file. */
  static PublishedTable of(String name) {
    return Resources.read("published/" + name, PublishedTable.class);
  }
}
