package org.coremux.scenario;

/**
 * The cores of a host.
 *
 * @param preset the name of the CPU, or empty when it was described
 * @param sockets from 1
 * @param cores of each socket, from 1
 * @param threads of each core, from 1
 * @param llcs last-level caches of each socket, from 1; divides its cores
 * @param clockHz nominal clock; Hz
 */
public record CpuSpec(
    String preset,
    @Key(
            value = "sockets",
            form = Form.COUNT,
            standard = "1",
            min = 1,
            max = Limits.PCPUS_MAX,
            meaning = "CPU packages")
        int sockets,
    @Key(
            value = "cores",
            form = Form.COUNT,
            required = true,
            min = 1,
            max = Limits.PCPUS_MAX,
            meaning = "Cores of each socket")
        int cores,
    @Key(
            value = "threads",
            form = Form.COUNT,
            standard = "1",
            min = 1,
            max = Limits.THREADS_MAX,
            meaning = "Hardware threads of each core")
        int threads,
    @Key(
            value = "llcs",
            form = Form.COUNT,
            standard = "1",
            min = 1,
            max = Limits.PCPUS_MAX,
            meaning =
                "Last-level caches of each socket, among which its cores are divided; at most one"
                    + " for each core")
        int llcs,
    @Key(
            value = "clock",
            form = Form.FREQUENCY,
            standard = "2.6 GHz",
            min = 1_000_000,
            max = Limits.CLOCK_MAX_HZ,
            meaning = "Nominal clock, which turns cycles into time")
        long clockHz) {

  /** Hardware threads in all. */
  public int pcpus() {
    return Math.multiplyExact(Math.multiplyExact(sockets, cores), threads);
  }
}
