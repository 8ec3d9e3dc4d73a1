package org.coremux.guest;

import java.util.List;

/**
 * One process of a recording.
 *
 * @param name of the process
 * @param numbers of its threads in the recording, ascending
 * @param programs one for each number
 * @param recorded what it got when it was recorded
 */
public record ReplayProcess(
    String name,
    List<Integer> numbers,
    List<ReplayProgram> programs,
    ReplayMeter.Recorded recorded) {
  /** Copies the lists. */
  public ReplayProcess {
    numbers = List.copyOf(numbers);
    programs = List.copyOf(programs);
  }
}
