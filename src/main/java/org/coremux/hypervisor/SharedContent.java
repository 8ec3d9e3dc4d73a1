package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages of equal content in several guests, of which the host keeps one copy.
 *
 * <p>Model: the guest that has most of them has all contents, the others a part of these, and what
 * has been found of each guest's is a random part of its own. So the copies of n guests, of whose
 * pages the parts x1 ... xn of D contents have been found, are {@code D (1 - (1 - x1) ... (1 -
 * xn))}: one alone saves nothing, ten that have all found save nine tenths.
 */
final class SharedContent {
  private final String name;
  private final List<GuestMemory> guests = new ArrayList<>();
  private long copies;

  SharedContent(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(GuestMemory guest) {
    guests.add(guest);
  }

  /** How many frames the copies are in. */
  long copies() {
    return copies;
  }

  /** What has been found, or lost, changes how many copies there are. */
  void count() {
    long contents = 0;
    long found = 0;
    for (int i = 0; i < guests.size(); i++) {
      GuestMemory guest = guests.get(i);
      found += guest.shared();
      contents = guest.isPresent() ? Math.max(contents, guest.identicalMax()) : contents;
    }
    double missing = 1;
    for (int i = 0; i < guests.size(); i++) {
      missing *= 1 - Math.min(1, (double) guests.get(i).shared() / Math.max(1, contents));
    }
    copies = Math.min(found, (long) StrictMath.ceil(contents * (1 - missing)));
  }
}
