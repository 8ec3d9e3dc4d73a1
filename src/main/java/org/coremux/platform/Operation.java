package org.coremux.platform;

/**
 * What happens to processors and guests, and has a path on the platforms that have it.
 *
 * <p>Each cost is in one operation alone: a vCPU that loses its pCPU to another pays {@link
 * #PREEMPT} (its exit, and its entry later) and the other {@link #SWITCH}; one that halts pays
 * {@link #HALT} instead. Together PREEMPT and SWITCH are what papers measure as a VM switch.
 */
public enum Operation {
  /** The hypervisor or host kernel puts one vCPU or thread away and takes another. */
  SWITCH("switch", Scope.HOST),
  /** A pCPU asks another one to decide; the latency is until that one notices. */
  KICK("kick", Scope.HOST),
  /** A pCPU leaves the idle state: the latency of that, and the work of taking the next one. */
  LEAVE_IDLE("leaveIdle", Scope.HOST),
  /** A running vCPU is interrupted by its host in favour of another, and entered again later. */
  PREEMPT("preempt", Scope.GUEST),
  /** A guest's kernel changes from one of its threads to another. */
  GUEST_SWITCH("guestSwitch", Scope.GUEST),
  /** A vCPU has nothing to do and halts, and is entered again later. */
  HALT("halt", Scope.GUEST),
  /** A guest programs its timer. */
  PROGRAM_TIMER("programTimer", Scope.GUEST),
  /** An interrupt or a timer reaches a vCPU that runs: its exit, injection and completion. */
  INTERRUPT("interrupt", Scope.GUEST),
  /** A vCPU sends another an inter-processor interrupt; the latency is its flight. */
  SEND_IPI("sendIpi", Scope.GUEST),
  /** A guest rings a device's doorbell, and goes on. */
  DOORBELL("doorbell", Scope.GUEST),
  /** A guest calls its hypervisor. */
  HYPERCALL("hypercall", Scope.GUEST),

  /** A guest's thread calls its kernel. */
  SYSTEM_CALL("systemCall", Scope.MIX),
  /** A page fault that the guest's kernel handles, with the table entry that it writes. */
  PAGE_FAULT("pageFault", Scope.MIX),
  /** A page that the host has to give first: a fault that the guest does not see. */
  HOST_FAULT("hostFault", Scope.MIX),
  /** A guest's kernel writes a page table entry, outside of a fault. */
  PAGE_TABLE_WRITE("pageTableWrite", Scope.MIX),
  /** An address is in no TLB, and the page tables are walked. */
  TLB_MISS("tlbMiss", Scope.MIX),
  /** A guest's kernel changes the address space, beyond the switches that are simulated. */
  ADDRESS_SPACE_SWITCH("addressSpaceSwitch", Scope.MIX),
  /** A guest's kernel executes an instruction that a guest must not: {@code cpuid}, a register. */
  PRIVILEGED("privileged", Scope.MIX),
  /** A guest accesses an I/O port of a device that is emulated. */
  PORT_IO("portIo", Scope.MIX),
  /** A guest accesses the memory-mapped registers of a device that is emulated. */
  MMIO("mmio", Scope.MIX),
  /** A guest accesses its interrupt controller. */
  CONTROLLER_ACCESS("controllerAccess", Scope.MIX),

  /**
   * The part of a doorbell until whoever serves the device is being woken: all of it passes, and
   * its work is that of {@link #DOORBELL} already.
   */
  DOORBELL_OUT("doorbellOut", Scope.IO),
  /** The one who serves a paravirtual network device sends one packet. */
  TRANSMIT("transmit", Scope.IO),
  /** The same passes one packet on to the guest. */
  RECEIVE("receive", Scope.IO),
  /** The one who serves a paravirtual block device hands a request to the disk. */
  BLOCK_SUBMIT("blockSubmit", Scope.IO),
  /** The same passes the disk's answer on to the guest. */
  BLOCK_COMPLETE("blockComplete", Scope.IO),
  /** Whoever serves a device tells the guest: work of the one, and the latency of the signal. */
  NOTIFY("notify", Scope.IO),
  /** A device interrupts the machine: the latency until whoever serves it is being woken. */
  DEVICE_INTERRUPT("deviceInterrupt", Scope.IO),
  /** A guest sends one packet by an emulated device: all its accesses, and the device's model. */
  EMULATED_TRANSMIT("emulatedTransmit", Scope.IO),
  /**
   * What packets that an emulated device hands out together take once, beside {@link
   * #EMULATED_TRANSMIT} for each: the guest's interrupt.
   */
  EMULATED_BATCH("emulatedBatch", Scope.IO),
  /**
   * Switching to the host for packets that wait, where nothing else does. Only where this costs
   * something does an emulated device let packets wait for each other.
   */
  EMULATED_HAND_OVER("emulatedHandOver", Scope.IO),
  /** A guest receives one packet by an emulated device. */
  EMULATED_RECEIVE("emulatedReceive", Scope.IO),
  /** A guest asks an emulated disk. */
  EMULATED_BLOCK("emulatedBlock", Scope.IO),
  /** An interrupt of a device of the guest's own reaches a vCPU that runs. */
  ASSIGNED_INTERRUPT("assignedInterrupt", Scope.IO),
  /** A guest's own stack and driver send one packet: the guest's work, as on bare hardware. */
  GUEST_TRANSMIT("guestTransmit", Scope.IO),
  /** A guest's own driver and stack receive one packet. */
  GUEST_RECEIVE("guestReceive", Scope.IO),
  /** A guest's own block layer and driver do one request. */
  GUEST_BLOCK("guestBlock", Scope.IO),
  /** Whoever moves a guest reads one of its pages and sends it. */
  SEND_PAGE("sendPage", Scope.IO),
  /** Whoever takes a guest in receives one of its pages and puts it in its place. */
  RECEIVE_PAGE("receivePage", Scope.IO);

  /** When an operation occurs, and so who must say what it costs. */
  public enum Scope {
    /** On every platform: every file has its path. */
    HOST,
    /** Where there are guests below a hypervisor: those platforms' files have its path. */
    GUEST,
    /**
     * As often as a workload says, charged together by their share of its work. A path is what the
     * operation costs as a whole; where a file has none it is that of the bare hardware.
     */
    MIX,
    /** Once for each request or packet; without a path it costs nothing. */
    IO
  }

  private final String key;
  private final Scope scope;

  Operation(String key, Scope scope) {
    this.key = key;
    this.scope = scope;
  }

  /** The name of its path in a platform's file. */
  public String key() {
    return key;
  }

  /** When it occurs. */
  public Scope scope() {
    return scope;
  }

  /** The operation whose path has that name, or null when none has. */
  public static Operation of(String key) {
    for (Operation operation : values()) {
      if (operation.key.equals(key)) {
        return operation;
      }
    }
    return null;
  }
}
