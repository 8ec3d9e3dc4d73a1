package org.coremux.scenario;

import java.util.Optional;
import org.coremux.engine.Distribution;
import org.coremux.hypervisor.MemorySpec;

/**
 * What a host may promise beyond what it has, and how it takes that back.
 *
 * @param memory guests may have so much of its memory; hundredths of a percent
 * @param sharing whether pages of equal content are kept once
 * @param balloon whether guests have a balloon
 * @param idleTax tax rate of idle pages; hundredths of a percent
 * @param scanPerSecond pages that are looked at for equal content; 0 for as the clock allows
 * @param swap how long the swap device takes; that of the host's disk where it is not said
 * @param swapWritten {@code swap} as a scenario would have it
 */
public record OvercommitSpec(
    @Key(
            value = "memory",
            form = Form.PERCENT,
            standard = "100 %",
            min = 10_000,
            max = 1_000_000,
            meaning = "Guests may have so much of the host's memory")
        long memory,
    @Key(
            value = "sharing",
            form = Form.SWITCH,
            standard = "true",
            meaning = "Whether the host looks for pages of equal content and keeps one of them")
        boolean sharing,
    @Key(
            value = "balloon",
            form = Form.SWITCH,
            standard = "true",
            meaning = "Whether guests have a balloon driver, by which they give pages back")
        boolean balloon,
    @Key(
            value = "idleTax",
            form = Form.PERCENT,
            standard = "75 %",
            max = 9_900,
            meaning = "How much dearer a page is for a guest that does not use it: 1 / (1 - tax)")
        long idleTax,
    @Key(
            value = "scan",
            form = Form.RATE,
            standard = "0/s",
            max = Limits.RATE_MAX,
            meaning =
                "Pages of all guests that are looked at for equal content; 1024/s for each GHz of"
                    + " the host where it is 0/s")
        long scanPerSecond,
    @Key(
            value = "swap",
            form = Form.RANDOM,
            meaning = "How long the swap device takes for a request; the host's disk unless said")
        Optional<Distribution> swap,
    String swapWritten) {

  /** The same, as a host is made of them. */
  MemorySpec.Reclaim reclaim() {
    return new MemorySpec.Reclaim(
        sharing, balloon, (int) idleTax, scanPerSecond, swap.orElse(null));
  }
}
