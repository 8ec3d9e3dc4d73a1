package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.hypervisor.PageUse;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Section.Shape;

/** Reads and writes what a guest does with its memory. */
final class PagesReader {
  private static final Shape PAGES = Shape.of("set of pages", PagesSpec.class);
  private static final Shape WRITES = Shape.of("set of writes", WritesSpec.class);

  private final Reading reading;

  PagesReader(Reading reading) {
    this.reading = reading;
  }

  /** What the guest of so much memory says; empty when it says nothing. */
  Optional<PagesSpec> read(Section guest, long memoryBytes) {
    Node node = guest.node("pages");
    Section section =
        node == null ? null : Section.open(reading, node, guest.pathOf("pages"), PAGES);
    if (section == null) {
      return Optional.empty();
    }
    Part memory = new Part("memory", memoryBytes, guest.isGood("memory"));
    Part touched = part(section, "touched", memory);
    Part active = part(section, "active", touched);
    long minBytes = section.number("min");
    within(section, "min", minBytes, memory);
    return Optional.of(
        new PagesSpec(
            touched.bytes,
            active.bytes,
            section.number("references"),
            section.number("identical"),
            section.text("content"),
            writes(section, touched),
            section.has("shares")
                ? section.number("shares")
                : PageUse.Claim.usual(memoryBytes).shares(),
            minBytes,
            section.has("node") ? section.integer("node") : PageUse.Home.PLACED,
            section.number("memoryBound")));
  }

  /** A part of the memory, and whether it is what the user meant. */
  private record Part(String name, long bytes, boolean isGood) {}

  /** A part of another, which it is all of unless said. */
  private static Part part(Section section, String key, Part of) {
    if (!section.has(key)) {
      return new Part(of.name, of.bytes, of.isGood);
    }
    long bytes = section.number(key);
    within(section, key, bytes, of);
    return new Part(key, bytes, section.isGood(key));
  }

  private static void within(Section section, String key, long bytes, Part of) {
    if (section.has(key) && section.isGood(key) && of.isGood && bytes > of.bytes) {
      section.problem(
          key,
          "is "
              + Quantity.format(bytes, Dimension.BYTES)
              + ", more than its `"
              + of.name
              + "`, "
              + Quantity.format(of.bytes, Dimension.BYTES));
    }
  }

  private WritesSpec writes(Section pages, Part touched) {
    Node node = pages.node("writes");
    Section section =
        node == null ? null : Section.open(reading, node, pages.pathOf("writes"), WRITES);
    if (section == null) {
      return WritesSpec.USUAL.within(touched.bytes);
    }
    long hotBytes = section.number("hot");
    within(section, "hot", hotBytes, touched);
    return new WritesSpec(hotBytes, section.number("hotRate"), section.number("rate"))
        .within(touched.bytes);
  }

  /** The lines of the block, without indentation. */
  static List<String> written(PagesSpec pages) {
    List<String> lines = new ArrayList<>();
    lines.add("touched: " + bytes(pages.touchedBytes()));
    lines.add("active: " + bytes(pages.activeBytes()));
    lines.add("references: " + pages.referencesPerSecond() + "/s");
    lines.add("identical: " + Quantity.format(pages.identical(), Dimension.PERCENT));
    lines.add("content: " + YamlText.quoted(pages.content()));
    WritesSpec writes = pages.writes();
    lines.add(
        "writes: {hot: "
            + bytes(writes.hotBytes())
            + ", hotRate: "
            + writes.hotPerSecond()
            + "/s, rate: "
            + writes.perSecond()
            + "/s}");
    lines.add("shares: " + pages.shares());
    lines.add("min: " + bytes(pages.minBytes()));
    if (pages.node() != PageUse.Home.PLACED) {
      lines.add("node: " + pages.node());
    }
    lines.add("memoryBound: " + Quantity.format(pages.memoryBound(), Dimension.PERCENT));
    return lines;
  }

  private static String bytes(long bytes) {
    return Quantity.format(bytes, Dimension.BYTES);
  }
}
