package org.coremux.platform;

import java.util.List;

/**
 * A CPU as far as costs go: what the hardware takes, and what operations cost on it without any
 * hypervisor.
 *
 * @param name as platforms name it
 * @param summary one line for people
 * @param clockHz the clock of the machine that was measured. Unit: Hz
 * @param primitives by name, in the order of the file
 * @param paths what an operation of a workload's mix costs as a whole on the bare hardware
 */
public record Profile(
    String name, String summary, long clockHz, List<Primitive> primitives, List<Path> paths) {
  /** The clock of a platform that says nothing of its hardware. Unit: Hz. Source: assumed. */
  private static final long SOME_HZ = 2_000_000_000L;

  /** Nothing is known: there, a native operation costs nothing. */
  public static final Profile NONE = new Profile("", "", SOME_HZ, List.of(), List.of());

  /** Copies the parts. */
  public Profile {
    primitives = List.copyOf(primitives);
    paths = List.copyOf(paths);
  }

  /** What an operation costs on the bare hardware, before rounding. */
  ExactCost exactly(Operation operation) {
    for (Path path : paths) {
      if (path.name().equals(operation.key())) {
        return ExactCost.of(primitives, path);
      }
    }
    return ExactCost.NOTHING;
  }
}
