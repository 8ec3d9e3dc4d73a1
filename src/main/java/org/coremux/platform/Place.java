package org.coremux.platform;

/** Where a step of a path runs. */
public enum Place {
  /** The vCPU, in guest mode. */
  GUEST,
  /** The hypervisor, on the vCPU's own pCPU; the vCPU stays running. */
  HYPERVISOR,
  /** The host's kernel, in the context of the vCPU's thread. */
  HOST_KERNEL,
  /** The virtual machine monitor's user-space part, in the vCPU's own thread. */
  VMM,
  /** The thread, or the driver domain, that serves a device: it must itself be scheduled. */
  BACKEND,
  /** The processor that is asked or interrupted. */
  TARGET,
  /** A device or a wire: time passes, and no processor is occupied. */
  DEVICE
}
