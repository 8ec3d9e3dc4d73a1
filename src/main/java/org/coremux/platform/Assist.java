package org.coremux.platform;

import java.util.List;

/**
 * Something that hardware or software may help with, and that can be switched: second-level paging,
 * interrupts without exits. Steps of a platform's paths depend on it.
 *
 * @param name as scenarios write it, {@code nestedPaging}
 * @param isOn whether it is there
 */
public record Assist(String name, boolean isOn) {
  /** Whether the one of that name is among these, and on. */
  static boolean isOn(String name, List<Assist> assists) {
    return assists.contains(new Assist(name, true));
  }
}
