package org.coremux.sched;

import java.util.List;
import java.util.Locale;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;

/** Whether a policy keeps the oddities of the code that it follows. */
public enum Fidelity {
  /** It does what the code does, also where that is not what was meant. */
  AS_CODED,
  /** It does what was meant. */
  INTENDED;

  private static final String NAME = "fidelity";

  private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The parameter, which every policy calls the same: as coded unless said. */
  static Parameter parameter(String meaning, String source) {
    List<String> words = List.of(AS_CODED.key, INTENDED.key);
    return Parameter.choice(NAME, AS_CODED.key, words, meaning, source);
  }

  /** What is said of it in these settings, which {@link #parameter} describes. */
  static Fidelity of(Parameters settings) {
    return settings.choice(NAME).equals(AS_CODED.key) ? AS_CODED : INTENDED;
  }

  boolean isAsCoded() {
    return this == AS_CODED;
  }
}
