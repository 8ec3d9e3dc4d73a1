package org.coremux.platform;

import java.util.List;

/**
 * What a platform does beyond sharing processors: how it serves devices, whether it polls before it
 * halts, what helps it, and on which hardware its figures stand.
 *
 * @param devices the device model that guests have unless said
 * @param haltPoll how long it polls for a wake-up before a vCPU's pCPU goes idle
 * @param assists what can be switched, in the order of the file
 * @param nesting what changes when the platform itself runs in a guest
 * @param profile the hardware
 */
public record Features(
    Devices devices, HaltPoll haltPoll, List<Assist> assists, Nesting nesting, Profile profile) {
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
   */
  public record HaltPoll(long maxNs, long startNs) {
    /** None. */
    public static final HaltPoll NONE = new HaltPoll(0, 0);
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

  /** The same with other assists. */
  Features with(List<Assist> others) {
    return new Features(devices, haltPoll, others, nesting, profile);
  }
}
