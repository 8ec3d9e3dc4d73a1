package org.coremux.scenario;

import org.coremux.hypervisor.PageUse;

/**
 * What a guest does with its memory.
 *
 * @param touchedBytes what it has ever used; bytes
 * @param activeBytes what it goes on using; bytes
 * @param referencesPerSecond references to active pages that no TLB remembers, in a second of work
 * @param identical how much of what is touched others have, too; hundredths of a percent
 * @param content whose pages these are
 * @param writes which pages it writes to
 * @param shares of the host's memory, relative to those of others
 * @param minBytes of the host's memory, for certain; bytes
 * @param node of the host's machine where its memory is; {@link PageUse.Home#PLACED} to have it
 *     placed
 * @param memoryBound how much of its time it waits for memory; hundredths of a percent
 */
public record PagesSpec(
    @Key(
            value = "touched",
            form = Form.BYTES,
            min = 1,
            max = Limits.MEMORY_MAX,
            meaning = "What it has ever used of its memory; all of it unless said")
        long touchedBytes,
    @Key(
            value = "active",
            form = Form.BYTES,
            min = 1,
            max = Limits.MEMORY_MAX,
            meaning = "What it goes on using; all that it has touched unless said")
        long activeBytes,
    @Key(
            value = "references",
            form = Form.RATE,
            standard = "10000/s",
            max = Limits.RATE_MAX,
            meaning =
                "How often it refers to a page of the active part that no TLB remembers, in a"
                    + " second of work")
        long referencesPerSecond,
    @Key(
            value = "identical",
            form = Form.PERCENT,
            standard = "0 %",
            max = 10_000,
            meaning = "How much of what it has touched others have, too, or is zero")
        long identical,
    @Key(
            value = "content",
            form = Form.NAME,
            standard = "common",
            meaning = "Guests with the same name here have the same identical pages")
        String content,
    @Key(value = "writes", form = Form.WRITES, meaning = "Which pages it writes to, and how often")
        WritesSpec writes,
    @Key(
            value = "shares",
            form = Form.COUNT,
            min = 1,
            max = Limits.SHARES_MAX,
            meaning =
                "Its part of the host's memory, relative to others'; 10 for each MiB of its memory"
                    + " unless said")
        long shares,
    @Key(
            value = "min",
            form = Form.BYTES,
            standard = "0 B",
            max = Limits.MEMORY_MAX,
            meaning = "So much of the host's memory is never taken from it")
        long minBytes,
    @Key(
            value = "node",
            form = Form.COUNT,
            max = Limits.PCPUS_MAX,
            meaning =
                "The NUMA node of the host where its memory is, from 0; the one with the least"
                    + " given away unless said")
        int node,
    @Key(
            value = "memoryBound",
            form = Form.PERCENT,
            standard = "30 %",
            max = 10_000,
            meaning = "How much of its time it waits for memory that is near")
        long memoryBound) {

  /** The same, as a guest is made of them. */
  PageUse use(long memoryBytes) {
    return new PageUse(
        memoryBytes,
        touchedBytes,
        activeBytes,
        referencesPerSecond,
        new PageUse.Content(content, (int) identical),
        new PageUse.Claim(shares, minBytes),
        new PageUse.Home(node, (int) memoryBound),
        new PageUse.Writes(writes.hotBytes(), writes.hotPerSecond(), writes.perSecond()));
  }
}
