package org.coremux.scenario;

import org.coremux.scenario.Quantity.Dimension;

/** What a guest says of its memory, beside the host on which it is. */
final class MemoryChecks {
  private final Expansion expansion;
  private final long[] minBytes;

  MemoryChecks(Expansion expansion) {
    this.expansion = expansion;
    minBytes = new long[expansion.hosts().size()];
  }

  /** One guest of a host, whose entry is that section. */
  void check(Expansion.Guest guest, Section section) {
    HostSpec host = expansion.hosts().get(guest.host()).spec();
    if (host.overcommit().isPresent() && guest.spec().isHost() && section.isGood("platform")) {
      section.problem(
          "platform",
          "makes the guest a host, and the host "
              + host.name()
              + " has `overcommit`: what becomes of guests in a guest whose memory is taken back is"
              + " not simulated");
    }
    if (guest.spec().pages().isEmpty() || !section.isGood("pages")) {
      return;
    }
    PagesSpec pages = guest.spec().pages().get();
    int nodes = host.cpu().sockets();
    if (pages.node() >= nodes) {
      section.problem(
          "pages",
          "name node "
              + pages.node()
              + ", but the host "
              + host.name()
              + " has "
              + nodes
              + (nodes == 1 ? " node: 0" : " nodes, one for each socket: 0-" + (nodes - 1)));
    }
    minBytes[guest.host()] =
        Math.min(Long.MAX_VALUE / 2, minBytes[guest.host()] + pages.minBytes());
    if (minBytes[guest.host()] > host.memoryBytes() && section.isGood("pages")) {
      section.problem(
          "pages",
          "reserve more by `min` than the "
              + Quantity.format(host.memoryBytes(), Dimension.BYTES)
              + " of the host "
              + host.name()
              + ": with "
              + guest.name()
              + " its guests have "
              + Quantity.format(minBytes[guest.host()], Dimension.BYTES)
              + " for certain");
    }
  }
}
