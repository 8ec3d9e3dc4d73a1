package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;

/**
 * The CPUs on which a guest's vCPUs would rather run, which it says under {@code scheduling} for
 * those policies of Xen that look at it: {@code credit}, {@code credit2} and {@code null}.
 *
 * <p>Model: of all of a guest's vCPUs at once, and for good; Xen has one for each vCPU.
 *
 * <p>Source: schedulers.md 2 (Xen, sched/private.h): it counts only where it changes anything.
 */
final class SoftAffinity {
  private static final String NAME = "softAffinity";

  private SoftAffinity() {}

  /** What a guest may say. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.optionalText(NAME, "Processors that its vCPUs prefer, as 0-3,8; none is all"));
  }

  /** What is wrong with what guests say. */
  static List<Refusal> refusals(List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    for (GuestSettings guest : guests) {
      if (isSaid(guest.settings()) && parse(guest.settings().text(NAME)) == null) {
        String why = "is " + guest.settings().text(NAME) + "; allowed: processors, as 0-3,8";
        refusals.add(new Refusal(guest.guest(), NAME, why));
      }
    }
    return refusals;
  }

  private static boolean isSaid(Parameters settings) {
    return settings != null && settings.has(NAME);
  }

  /** Those CPUs of the allowed ones that the group prefers; null when that changes nothing. */
  static CpuSet useful(Group group, CpuSet hard) {
    Group said = group;
    while (said != null && !isSaid(said.settings())) {
      said = said.parent();
    }
    if (said == null) {
      return null;
    }
    CpuSet soft = CpuSet.of(parse(said.settings().text(NAME)), hard);
    return soft.isEmpty() || soft.containsAll(hard) ? null : soft;
  }

  /** The CPUs that a text lists; null when it lists none. */
  private static CpuMask parse(String text) {
    CpuMask mask = CpuMask.empty();
    for (String part : text.replace(" ", "").split(",", -1)) {
      if (!part.matches("\\d{1,5}(-\\d{1,5})?")) {
        return null;
      }
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      if (last < first || last >= Shape.CPUS_MAX) {
        return null;
      }
      mask = mask.or(CpuMask.range(first, last));
    }
    return mask;
  }
}
