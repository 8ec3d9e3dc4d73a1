package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Esxi}. */
public final class EsxiProvider implements SchedulerProvider {
  /** Setting of a guest: the share of one pCPU that it is certain to get. */
  static final String RESERVATION = "reservation";

  /** Setting of a guest: shares of each of its vCPUs. */
  static final String SHARES = "shares";

  /** Most shares of a vCPU. Source: vSphere API, SharesInfo: up to 1,000,000 for a VM. */
  private static final long SHARES_MAX = 1_000_000;

  /** Most that can be written as a reservation; what there is bounds it. Source: assumed. */
  private static final long RESERVATION_MAX = 100_000_000L;

  private static final int PERCENT = 100;

  @Override
  public String name() {
    return "esxi";
  }

  @Override
  public String summary() {
    return "a model of ESXi's: shares, reservation, limit, relaxed co-scheduling of vCPUs";
  }

  @Override
  public String source() {
    return "a behavioural model from public facts, schedulers.md 15; ESXi's own code is not public";
  }

  @Override
  public List<Parameter> parameters() {
    return EsxiParameters.declared();
  }

  @Override
  public List<Parameter> guestParameters() {
    return List.of(
        Parameter.percent(
            RESERVATION,
            0,
            Range.of(0, RESERVATION_MAX),
            "what all its vCPUs together are certain to get, in percent of one pCPU",
            "vSphere API, ResourceAllocationInfo: 0"),
        Parameter.optionalCount(
            SHARES,
            Range.of(1, SHARES_MAX),
            "shares of each of its vCPUs (low 500, normal 1000, high 2000); from its weight unless"
                + " said"));
  }

  /** Admission: no more is reserved than there is. */
  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    long hasHundredths = (long) processors * EsxiParameters.WHOLE;
    long reserved = 0;
    for (GuestSettings guest : guests) {
      long own = guest.settings() == null ? 0 : guest.settings().percent(RESERVATION);
      long canUse = (long) guest.vcpus() * EsxiParameters.WHOLE;
      reserved += own;
      if (own > canUse) {
        refusals.add(
            new Refusal(
                guest.guest(),
                RESERVATION,
                "is "
                    + percent(own)
                    + ", more than "
                    + guest.vcpus()
                    + " vCPUs can use; allowed:"
                    + " up to "
                    + percent(canUse)));
      } else if (own > 0 && reserved > hasHundredths) {
        refusals.add(
            new Refusal(
                guest.guest(),
                RESERVATION,
                "is not admitted: with "
                    + guest.guest()
                    + " "
                    + percent(reserved)
                    + " are reserved, and the "
                    + processors
                    + " pCPUs have "
                    + percent(hasHundredths)));
      }
    }
    boolean isCoscheduled = parameters.durationNs("costop") > 0;
    if (isCoscheduled && parameters.durationNs("costart") > parameters.durationNs("costop")) {
      refusals.add(new Refusal("", "costart", "is above costop; allowed: up to that"));
    }
    return refusals;
  }

  private static String percent(long hundredths) {
    return hundredths / PERCENT + " %";
  }

  /** Its shares are those of vCPUs; VMs are told apart by their groups. */
  @Override
  public String refusesGroups() {
    return "it knows virtual machines, and no groups within them";
  }

  @Override
  public String refusesCaps() {
    return null;
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Esxi(pool, EsxiParameters.of(parameters));
  }
}
