package org.coremux.mux;

import java.util.Objects;

/**
 * What a policy cannot do, said before a run.
 *
 * @param guest who asks for it; empty when it is a setting of the policy itself
 * @param parameter the setting; empty when it is none in particular
 * @param why what is wrong with it, and what is allowed, as in {@code "is 12 ms; allowed: ..."}
 */
public record Refusal(String guest, String parameter, String why) {
  public Refusal {
    Objects.requireNonNull(guest, "guest");
    Objects.requireNonNull(parameter, "parameter");
    Objects.requireNonNull(why, "why");
  }
}
