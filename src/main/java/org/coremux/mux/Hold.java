package org.coremux.mux;

/** Why a schedulable that wants to run is kept from it. Its time stays RUNNABLE, counted apart. */
public enum Hold {
  /** It, or its group, has used up its cap. */
  CAP,
  /** It has run too far ahead of its siblings. */
  COSTOP
}
