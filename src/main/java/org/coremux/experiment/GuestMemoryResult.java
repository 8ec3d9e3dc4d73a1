package org.coremux.experiment;

/**
 * What became of a guest's memory, on a host that may have more promised than it has.
 *
 * @param sizes at the end of the run
 * @param faults how often a vCPU waited for a page from the host's swap device
 * @param faultWaitNs for how long: part of its blocked time. Unit: ns
 * @param guestFaults how often a thread waited for a page from the guest's own disk
 * @param guestFaultWaitNs for how long, of all threads. Unit: ns
 */
public record GuestMemoryResult(
    Sizes sizes, long faults, long faultWaitNs, long guestFaults, long guestFaultWaitNs) {
  /**
   * Where its pages are. Unit: bytes.
   *
   * @param touched what it has used
   * @param resident what of it is in the host's memory, shared pages counted as whole
   * @param ballooned what its balloon has given back
   * @param swapped what is on the host's swap device
   * @param shared what of the resident others have, too
   * @param pagedOut what it goes on using and has had to put on its own disk
   */
  public record Sizes(
      long touched, long resident, long ballooned, long swapped, long shared, long pagedOut) {
    Sizes plus(Sizes other) {
      return new Sizes(
          touched + other.touched,
          resident + other.resident,
          ballooned + other.ballooned,
          swapped + other.swapped,
          shared + other.shared,
          pagedOut + other.pagedOut);
    }

    /** Whether anything has been taken from it, or is kept with others'. */
    public boolean isReclaimed() {
      return ballooned + swapped + shared > 0;
    }
  }

  /** Refuses what cannot be. */
  public GuestMemoryResult {
    if (faults < 0 || faultWaitNs < 0 || guestFaults < 0 || guestFaultWaitNs < 0) {
      throw new IllegalArgumentException(
          "negative: faults %d, %d ns, guest faults %d, %d ns"
              .formatted(faults, faultWaitNs, guestFaults, guestFaultWaitNs));
    }
  }

  /** Whether anything was taken from it, or waited for. */
  public boolean isReclaimed() {
    return sizes.isReclaimed() || faults > 0 || guestFaults > 0;
  }

  /** Two guests' together. */
  GuestMemoryResult plus(GuestMemoryResult other) {
    return new GuestMemoryResult(
        sizes.plus(other.sizes),
        Math.addExact(faults, other.faults),
        Math.addExact(faultWaitNs, other.faultWaitNs),
        Math.addExact(guestFaults, other.guestFaults),
        Math.addExact(guestFaultWaitNs, other.guestFaultWaitNs));
  }
}
