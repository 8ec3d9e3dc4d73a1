package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;
import org.coremux.sched.HyperVParameters.Type;

/** Announces the model of Hyper-V's schedulers as {@code hyper-v}. */
public final class HyperVProvider implements SchedulerProvider {
  /** The whole of a virtual processor. Unit: hundredths of a percent. */
  static final long WHOLE = 10_000;

  static final String RESERVE = "reserve";
  static final String LIMIT = "limit";
  private static final String SECTION = "schedulers.md, section 16";

  @Override
  public String name() {
    return "hyper-v";
  }

  @Override
  public String summary() {
    return "a model of Hyper-V's root, classic and core schedulers, with its CPU groups";
  }

  @Override
  public String source() {
    return "Microsoft's documentation of scheduler types and controls; internals modelled, "
        + SECTION;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.choice(
            "type",
            "core",
            List.of("root", "classic", "core"),
            "who schedules: the root's operating system, or the hypervisor, by thread or by core",
            "Server 2019 and later; " + SECTION),
        Parameter.duration(
            "quantum",
            HyperVParameters.QUANTUM_NS,
            Range.of(100_000, HyperVParameters.PERIOD_NS),
            "how long one runs before others have their turn",
            "assumed; " + SECTION),
        Parameter.choice(
            "rootQuantum",
            "server",
            List.of("server", "client"),
            "the quantum of the root's threads: 12 ticks of 15.6 ms, or 2",
            "Windows, recalled; " + SECTION),
        Granularity.rendezvous(),
        HyperVGroups.declared());
  }

  @Override
  public List<Parameter> guestParameters() {
    return List.of(
        Parameter.percent(
            RESERVE,
            0,
            Range.of(0, WHOLE),
            "what each of its virtual processors gets whatever others do",
            "Hyper-V's default; " + SECTION),
        Parameter.percent(
            LIMIT,
            WHOLE,
            Range.of(1, WHOLE),
            "what each of its virtual processors gets at most",
            "Hyper-V's default; " + SECTION),
        HyperVGroups.ofGuest());
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    boolean isRoot = type(parameters) == Type.ROOT;
    List<Refusal> refusals =
        isRoot
            ? HyperVGroups.refusedByRoot(parameters, guests)
            : HyperVGroups.refuses(processors, parameters, guests);
    refusals.addAll(refusesReserves(processors, isRoot, guests));
    return refusals;
  }

  private static List<Refusal> refusesReserves(
      int processors, boolean isRoot, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    long reserved = 0;
    for (GuestSettings guest : guests) {
      if (guest.settings() == null) {
        continue;
      }
      long reserve = guest.settings().percent(RESERVE);
      long limit = guest.settings().percent(LIMIT);
      if (isRoot && (reserve > 0 || limit < WHOLE)) {
        String which = reserve > 0 ? RESERVE : LIMIT;
        refusals.add(
            new Refusal(
                guest.guest(),
                which,
                "is nothing that the root's scheduler knows; allowed with type: classic or core"));
      } else if (reserve > limit) {
        refusals.add(
            new Refusal(
                guest.guest(),
                RESERVE,
                "is "
                    + percent(reserve)
                    + "; allowed: its limit, "
                    + percent(limit)
                    + ", at most"));
      }
      long its = reserve * guest.vcpus();
      if (!isRoot && reserved + its > processors * WHOLE) {
        refusals.add(
            new Refusal(
                guest.guest(),
                RESERVE,
                "is "
                    + percent(reserve)
                    + " of "
                    + guest.vcpus()
                    + " vCPUs, which is "
                    + percent(its)
                    + " of a pCPU, and the guest cannot start: of "
                    + percent(processors * WHOLE)
                    + " others have reserved "
                    + percent(reserved)));
      } else {
        reserved += its;
      }
    }
    return refusals;
  }

  static String percent(long hundredths) {
    String whole = Long.toString(hundredths / 100);
    long rest = hundredths % 100;
    return whole + (rest == 0 ? "" : "." + (rest < 10 ? "0" : "") + rest) + " %";
  }

  @Override
  public String refusesGroups() {
    return "it knows virtual machines, and no groups within them";
  }

  @Override
  public String refusesCaps() {
    return null;
  }

  private static Type type(Parameters parameters) {
    return Type.valueOf(parameters.choice("type").toUpperCase(Locale.ROOT));
  }

  /** Why it cannot cap a guest by these settings; null when it can. */
  public static String refusesCaps(Parameters parameters) {
    return type(parameters) == Type.ROOT
        ? "the root's scheduler knows no caps; type: classic and core do"
        : null;
  }

  /** Whether it gives away whole cores, so that a guest needs one of which it may use all. */
  public static boolean givesCores(Parameters parameters) {
    return type(parameters) == Type.CORE;
  }

  /** The parameters that the settings mean. */
  static HyperVParameters of(Parameters set) {
    boolean isServer = set.choice("rootQuantum").equals("server");
    int ticks = isServer ? HyperVParameters.SERVER_TICKS : HyperVParameters.CLIENT_TICKS;
    return new HyperVParameters(
        type(set),
        set.durationNs("quantum"),
        HyperVParameters.PERIOD_NS,
        ticks * HyperVParameters.TICK_NS,
        set.durationNs(Granularity.RENDEZVOUS),
        HyperVGroups.of(set));
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return create(pool, of(parameters));
  }

  /** A policy for the pool. */
  static Scheduler create(Pool pool, HyperVParameters parameters) {
    return switch (parameters.type()) {
      case ROOT -> new HyperVRoot(pool, parameters);
      case CLASSIC -> new HyperVClassic(pool, parameters);
      case CORE ->
          Granularity.CORE.around(
              pool, parameters.rendezvousNs(), cores -> new HyperVClassic(cores, parameters));
    };
  }
}
