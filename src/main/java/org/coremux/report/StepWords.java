package org.coremux.report;

import java.util.Map;

/** What the steps of an attribution are called where people read them. */
public final class StepWords {
  /** The step's name in the table, and what it is in half a sentence. */
  private record Words(String label, String because) {}

  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          Map.entry("smt", new Words("busy sibling threads", "sharing a core with a busy sibling")),
          Map.entry("paging", new Words("second-level paging", "page tables of two levels")),
          Map.entry("frequency", new Words("a slower clock", "a slower clock")),
          Map.entry(
              "overhead", new Words("frequent cheap exits", "many small calls to the hypervisor")),
          Map.entry("switch", new Words("switches", "switching between those who share a core")),
          Map.entry("exit", new Words("VM exits", "leaving the guest and coming back to it")),
          Map.entry("hypervisor", new Words("the hypervisor's work", "the hypervisor's own work")),
          Map.entry("vmm", new Words("the monitor's work", "the monitor that plays the hardware")),
          Map.entry("host_os", new Words("the host system's work", "the host's operating system")),
          Map.entry("guest_os", new Words("the guests' own kernels", "the guests' own kernels")),
          Map.entry("domain0", new Words("Domain 0", "the driver domain, which serves devices")),
          Map.entry("host", new Words("overhead of no guest", "overhead that no guest caused")),
          Map.entry("waiting", new Words("waiting for a processor", "waiting for a processor")),
          Map.entry("capped", new Words("held by a cap", "caps, which hold guests back")),
          Map.entry(
              "costopped", new Words("held for siblings", "vCPUs that are held for each other")),
          Map.entry("other", new Words("other", "many small things")));

  private StepWords() {}

  /** A few words for a table; a step that is not known is shown by its name. */
  public static String label(String step) {
    Words words = WORDS.get(step);
    return words == null ? step.replace('_', ' ') : words.label;
  }

  /** What follows "mostly because of". */
  static String because(String step) {
    Words words = WORDS.get(step);
    return words == null ? step.replace('_', ' ') : words.because;
  }
}
