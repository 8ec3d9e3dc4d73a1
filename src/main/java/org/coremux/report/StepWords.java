package org.coremux.report;

import java.util.Map;

/** What the steps of an attribution are called where people read them. */
public final class StepWords {
  /** The step's name in the table, and what it is in half a sentence. */
  private record Words(String label, String because) {}

  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          word("work", "the guests' own work", "their own work"),
          word("smt", "busy sibling threads", "sharing a core with a busy sibling"),
          word(
              "page_walks",
              "page walks of two levels",
              "longer look-ups of memory, in the guest's tables and in the host's"),
          word("system_calls", "system calls", "system calls, which the hypervisor has a hand in"),
          word("page_faults", "page faults", "page faults, which the hypervisor has a hand in"),
          word(
              "host_faults",
              "pages given by the host",
              "memory that the host has to give page by page"),
          word(
              "page_table_writes",
              "page table writes",
              "page table writes that the hypervisor must see"),
          word("address_space_switches", "address space switches", "changes of the address space"),
          word(
              "privileged",
              "privileged instructions",
              "instructions that a guest must not execute itself"),
          word("port_io", "I/O port accesses", "accesses to ports of emulated devices"),
          word("mmio", "device register accesses", "accesses to registers of emulated devices"),
          word("controller_access", "interrupt controller", "accesses to the interrupt controller"),
          word("kernel_code", "slower kernel code", "a guest's kernel that runs translated"),
          word("user_code", "slower user code", "user code that runs translated"),
          word("guest_switch", "guests' own switches", "switching between a guest's own threads"),
          word("guest_idle", "vCPUs idle, but not halted", "vCPUs that idle without halting"),
          word("switch", "switches of the host", "switching between those who share a core"),
          word(
              "world_switch",
              "world switches",
              "the monitor and the host replacing each other on the core"),
          word("exit_halt", "exits: halt", "guests that go idle, and so leave to the hypervisor"),
          word("exit_timer", "exits: timer", "timers, which guests set through the hypervisor"),
          word(
              "exit_interrupt",
              "exits: interrupts",
              "interrupts, which make guests leave and come back"),
          word("exit_ipi", "exits: IPIs", "vCPUs that kick each other through the hypervisor"),
          word(
              "exit_io",
              "exits: device access",
              "device accesses, which make guests leave and come back"),
          word("exit_hypercall", "exits: hypercalls", "calls to the hypervisor"),
          word("exit_device", "exits: own devices", "interrupts of their own devices"),
          word(
              "exit_fault",
              "exits: page faults",
              "pages that are not there, or of which the host keeps count"),
          word("device_model", "the monitor's device models", "a program that plays the hardware"),
          word("poll", "polling before idling", "polling before a core goes idle"),
          word(
              "backend",
              "serving devices",
              "those who pass on their packets and disk blocks, on the same cores"),
          word(
              "backend_switch",
              "switching to who serves",
              "switching to those who pass on their packets and disk blocks"),
          word("domain0", "Domain 0's own time", "the driver domain's own time"),
          word("waiting", "waiting for a core", "waiting for a core"),
          word("capped", "held by a cap", "caps, which hold guests back"),
          word("costopped", "held for siblings", "vCPUs that are held for each other"),
          word("paging", "waiting for a page", "waiting for pages that are being brought back"),
          word("queue", "behind own threads", "threads that queue behind others of their guest"),
          word("wake_up", "vCPU being woken", "waking vCPUs that are halted"),
          word("worker_queue", "no thread is free", "requests that find no thread free"),
          word("io_signal", "I/O: signals on the way", "doorbells and interrupts on their way"),
          word(
              "io_backend_wait",
              "I/O: waiting for who serves",
              "waiting until whoever passes on their packets and disk blocks gets to run"),
          word(
              "io_backend",
              "I/O: being served",
              "the work of whoever passes on their packets and disk blocks"),
          word(
              "io_emulation",
              "I/O: emulated device",
              "a program that plays their network card and disk, access by access"),
          word("io_device_queue", "I/O: device queue", "waiting for the disk or the wire"),
          word("io_device", "I/O: the device itself", "the disk or the wire itself"),
          word("io_interrupt", "I/O: interrupt not taken", "interrupts that are not taken yet"),
          word("blocked", "blocked", "standing still"),
          word("other", "other", "many small things"));

  private StepWords() {}

  private static Map.Entry<String, Words> word(String step, String label, String because) {
    return Map.entry(step, new Words(label, because));
  }

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
