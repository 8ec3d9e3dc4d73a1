package org.coremux.scenario;

/**
 * What a host may promise beyond what it has.
 *
 * @param memory of its memory; hundredths of a percent
 */
record OvercommitSpec(
    @Key(
            value = "memory",
            form = Form.PERCENT,
            standard = "100 %",
            min = 10_000,
            max = 1_000_000,
            meaning = "Guests may have so much of the host's memory")
        long memory) {}
