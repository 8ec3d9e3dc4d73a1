package org.coremux.experiment;

import java.util.Locale;
import org.coremux.mux.ExitReason;

/** What time goes to: the guests' own work, and the steps from bare metal to a platform. */
public enum Step {
  /** The guests' own work, at nominal speed. */
  WORK,
  /** A busy sibling thread on the same core, a slower clock, or memory of another node. */
  SMT,
  /** Walks of page tables, beyond those of the bare machine. */
  PAGE_WALKS,
  /** The same of system calls. */
  SYSTEM_CALLS,
  /** The same of page faults that the guest's kernel handles. */
  PAGE_FAULTS,
  /** Faults of pages that the host has to give. */
  HOST_FAULTS,
  /** Writes of page table entries. */
  PAGE_TABLE_WRITES,
  /** Changes of the address space. */
  ADDRESS_SPACE_SWITCHES,
  /** Privileged instructions. */
  PRIVILEGED,
  /** Accesses to I/O ports. */
  PORT_IO,
  /** Accesses to memory-mapped registers. */
  MMIO,
  /** Accesses to the interrupt controller. */
  CONTROLLER_ACCESS,
  /** A guest's kernel that runs slower: translated code. */
  KERNEL_CODE,
  /** A guest's user code that runs slower. */
  USER_CODE,
  /** Switches between a guest's own threads. */
  GUEST_SWITCH,
  /** A vCPU that runs with nothing to run: it has been kicked, and the kick is on its way. */
  GUEST_IDLE,
  /** Switches of the host between vCPUs or threads. */
  SWITCH,
  /** A hosted monitor and its host replace each other. */
  WORLD_SWITCH,
  /** VM exits because there was nothing to run, with what the hypervisor does for them. */
  EXIT_HALT,
  /** The same because a timer was programmed. */
  EXIT_TIMER,
  /** The same because of an interrupt. */
  EXIT_INTERRUPT,
  /** The same because one vCPU kicked another. */
  EXIT_IPI,
  /** The same because of a doorbell, or an access to an emulated device. */
  EXIT_IO,
  /** The same because the guest called. */
  EXIT_HYPERCALL,
  /** The same because of an interrupt of the guest's own device. */
  EXIT_DEVICE,
  /** The same because of a page that is not there, or of which the host keeps count. */
  EXIT_FAULT,
  /** The monitor's part in user space: models of devices. */
  DEVICE_MODEL,
  /** Polling before a halted vCPU blocks. */
  POLL,
  /** Those who serve devices, on the host or in the driver domain. */
  BACKEND,
  /** Switching to them. */
  BACKEND_SWITCH,
  /** What the driver domain runs for itself: interrupts, its own switches and exits. */
  DOMAIN0,
  /** Waiting for a core. */
  WAITING,
  /** Held by a cap. */
  CAPPED,
  /** Held for the sake of siblings. */
  COSTOPPED,
  /** Waiting for a page that is being brought back. */
  PAGING,
  /** A thread waits behind others of its own guest. */
  QUEUE,
  /** A vCPU is being woken. */
  WAKE_UP,
  /** A request waits for a thread of the guest that is free. */
  WORKER_QUEUE,
  /** Doorbells and interrupts on their way. */
  IO_SIGNAL,
  /** Waiting for whoever serves the device. */
  IO_BACKEND_WAIT,
  /** In the hands of whoever serves the device. */
  IO_BACKEND,
  /** In the hands of an emulated device's model. */
  IO_EMULATION,
  /** Waiting for the disk or the wire. */
  IO_DEVICE_QUEUE,
  /** On the disk or the wire. */
  IO_DEVICE,
  /** An interrupt that is due and not taken. */
  IO_INTERRUPT,
  /** Blocked, or not there. */
  BLOCKED;

  private static final Step[] ALL = values();

  /** How many there are. */
  static final int COUNT = ALL.length;

  /** The step of exits for that reason. */
  static Step ofExit(ExitReason why) {
    return ALL[EXIT_HALT.ordinal() + why.ordinal()];
  }

  static Step of(int ordinal) {
    return ALL[ordinal];
  }

  /** As attributions and their JSON name it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
