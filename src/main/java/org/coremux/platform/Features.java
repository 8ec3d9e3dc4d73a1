package org.coremux.platform;

import java.util.List;

/**
 * What a platform does beyond sharing processors: how it serves devices, whether it polls before it
 * halts, what helps it, and on which hardware its figures stand.
 *
 * @param devices the device model that guests have unless said
 * @param haltPoll how long it polls for a wake-up before a vCPU's pCPU goes idle
 * @param pauseWindow after how long in a pause loop a vCPU exits, where it does; cycles
 * @param assists what can be switched, in the order of the file
 * @param nesting what changes when the platform itself runs in a guest
 * @param profile the hardware
 */
public record Features(
    Devices devices,
    HaltPoll haltPoll,
    long pauseWindow,
    List<Assist> assists,
    Nesting nesting,
    Profile profile) {
  /** Unit: cycles. Source: Linux, KVM_VMX_DEFAULT_PLE_WINDOW; Xen, ple_window. */
  public static final long PAUSE_WINDOW = 4_096;

  /** Nothing in particular. */
  public static final Features NONE =
      new Features(Devices.PARAVIRTUAL, HaltPoll.NONE, List.of(), Nesting.NONE, Profile.NONE);

  /** How a guest's device looks to it. */
  public enum Devices {
    /** As a real one, access by access. */
    EMULATED("emulated"),
    /** As a queue that it shares with whoever serves it. */
    PARAVIRTUAL("paravirtual"),
    /** It is a real one, of the guest's own. */
    ASSIGNED("assigned");

    private final String key;

    Devices(String key) {
      this.key = key;
    }

    /** The word in a platform's file. */
    public String key() {
      return key;
    }
  }

  /**
   * Polling before going idle, as KVM does.
   *
   * @param maxNs at most so long; 0 for none. Unit: ns
   * @param startNs so long at first. Unit: ns
   * @param grow what that is multiplied by when it was too short
   * @param shrink what it is divided by when it was in vain; 0 for none any more
   */
  public record HaltPoll(long maxNs, long startNs, int grow, int shrink) {
    /** None. */
    public static final HaltPoll NONE = new HaltPoll(0, 0);

    /** What Linux 6.12 grows and shrinks by. Source: halt_poll_ns_grow, halt_poll_ns_shrink. */
    private static final int USUAL = 2;

    /** One that grows and shrinks as usual. */
    public HaltPoll(long maxNs, long startNs) {
      this(maxNs, startNs, USUAL, USUAL);
    }
  }

  /**
   * What happens to the platform's exits when it runs in a guest: the hypervisor below takes each,
   * and enters the platform to handle it, which it does with accesses that exit in their turn.
   *
   * @param replaces the primitives of a null exit; the first then costs what the nested exit costs,
   *     the others are part of that
   * @param accesses names of ratios, of which those that hold add up to the number of accesses of
   *     the platform, at each of its guests' exits, that exit themselves
   * @param instead primitives that then cost as others do
   */
  public record Nesting(List<String> replaces, List<Accesses> accesses, List<Instead> instead) {
    /** Nothing is known of it. */
    public static final Nesting NONE = new Nesting(List.of(), List.of(), List.of());

    /** Copies the parts. */
    public Nesting {
      replaces = List.copyOf(replaces);
      accesses = List.copyOf(accesses);
      instead = List.copyOf(instead);
    }
  }

  /**
   * A primitive that costs more in a guest.
   *
   * @param primitive its name
   * @param as the name of the one whose cost it then has
   */
  public record Instead(String primitive, String as) {}

  /**
   * A number of accesses, with the assists that it is true for.
   *
   * @param ratio the primitive that has the number
   * @param when with which assists
   */
  public record Accesses(String ratio, Path.When when) {}

  /** Copies the assists. */
  public Features {
    assists = List.copyOf(assists);
  }

  /** With the usual window of pause loops. */
  public Features(
      Devices devices, HaltPoll haltPoll, List<Assist> assists, Nesting nesting, Profile profile) {
    this(devices, haltPoll, PAUSE_WINDOW, assists, nesting, profile);
  }

  /** The same with other assists. */
  Features with(List<Assist> others) {
    return new Features(devices, haltPoll, pauseWindow, others, nesting, profile);
  }

  /** The same that polls, and looks for pause loops, so. */
  Features with(HaltPoll poll, long pauseCycles) {
    return new Features(devices, poll, pauseCycles, assists, nesting, profile);
  }
}
