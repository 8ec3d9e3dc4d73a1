package org.coremux.evidence.published;

import java.util.List;
import org.coremux.scenario.Resources;

/** The published tables that the model is held against; files in {@code published/}. */
public final class PublishedTables {
  private static final List<String> NAMES =
      List.of(
          "dall2016-micro",
          "dall2016-state",
          "dall2016-tcp-rr",
          "dall2016-applications",
          "dall2014",
          "adams2006-nano",
          "adams2006-hardware",
          "adams2006-applications",
          "adams2006-specint",
          "adams2006-apache",
          "agesen2012",
          "sugerman2001-figure5",
          "sugerman2001-profile",
          "sugerman2001-send",
          "barham2003-applications",
          "barham2003-web",
          "barham2003-databases",
          "barham2003-slices",
          "barham2003-processes",
          "barham2003-switches",
          "barham2003-files",
          "barham2003-ttcp",
          "bhargava2008",
          "clark2005",
          "felter2014",
          "direct-io",
          "bonzini2019",
          "nested",
          "exits");

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
