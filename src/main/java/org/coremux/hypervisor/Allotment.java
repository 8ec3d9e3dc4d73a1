package org.coremux.hypervisor;

import java.util.List;

/**
 * How much of the memory each guest may have when there is too little: by shares, and with a tax on
 * what is idle.
 *
 * <p>Source: Waldspurger, "Memory resource management in VMware ESX Server", OSDI 2002, 5.1 to 5.3:
 * min-funding revocation takes memory from whoever pays least for a page, {@code S / (P (f + k (1 -
 * f)))} shares, where k = 1 / (1 - tax) and f is the part of its P pages that is active.
 *
 * <p>Model: taken to its end, so that all pay the same, within what each has at least and can use
 * at most. The active part is known, where ESX samples 100 pages in each 30 s and smooths.
 */
final class Allotment {
  /** More halvings than a double has digits. */
  private static final int HALVINGS = 100;

  private static final double WHOLE = 10_000;

  /** What an idle page costs, one that is used being 1. */
  private final double idleCost;

  /** For a tax rate in hundredths of a percent, less than 10,000. */
  Allotment(int taxHundredths) {
    idleCost = 1 / (1 - taxHundredths / WHOLE);
  }

  /** Sets the target of each guest that is there, of so many pages in all. */
  void divide(List<GuestMemory> guests, long pages) {
    long most = 0;
    double scaleMax = 0;
    for (int i = 0; i < guests.size(); i++) {
      GuestMemory guest = guests.get(i);
      most += guest.isPresent() ? guest.touchedMax() : 0;
      scaleMax = Math.max(scaleMax, idleCost * guest.touchedMax() / guest.use().claim().shares());
    }
    double scale = scaleMax;
    if (most > pages) {
      double low = 0;
      double high = scaleMax;
      for (int i = 0; i < HALVINGS && low < high; i++) {
        scale = (low + high) / 2;
        if (sum(guests, scale) > pages) {
          high = scale;
        } else {
          low = scale;
        }
      }
      scale = low;
    }
    for (int i = 0; i < guests.size(); i++) {
      GuestMemory guest = guests.get(i);
      guest.target(guest.isPresent() ? part(guest, scale) : 0);
    }
  }

  private long sum(List<GuestMemory> guests, double scale) {
    long sum = 0;
    for (int i = 0; i < guests.size(); i++) {
      sum += guests.get(i).isPresent() ? part(guests.get(i), scale) : 0;
    }
    return sum;
  }

  /** What a guest gets where a share buys so many used pages. */
  private long part(GuestMemory guest, double scale) {
    double affords = guest.use().claim().shares() * scale;
    double active = guest.activeMax();
    double pages = affords <= active ? affords : active + (affords - active) / idleCost;
    return Math.max(guest.min(), Math.min(guest.touchedMax(), (long) pages));
  }
}
