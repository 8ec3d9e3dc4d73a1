package org.coremux.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;
import org.coremux.topology.CpuMask;

/**
 * A policy as {@code ServiceLoader} finds it.
 *
 * @param parameters its settings
 * @param ofGuests what each guest says to it; null for nothing
 */
record InstalledPolicy(SchedulerProvider provider, Parameters parameters, Parameters ofGuests) {
  /** Weight of a member where its group has the guest's. Source: nice 0 of Linux. */
  private static final int MEMBER_WEIGHT = 1024;

  /** Every one there is, by name. */
  static List<InstalledPolicy> all() {
    return ServiceLoader.load(SchedulerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SchedulerProvider::name))
        .map(p -> new InstalledPolicy(p, Parameters.defaults(p.parameters()), null))
        .toList();
  }

  static InstalledPolicy named(String name) {
    return all().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  String name() {
    return provider.name();
  }

  boolean weighsGroups() {
    return provider.refusesGroups() == null;
  }

  boolean caps() {
    return provider.refusesCaps() == null;
  }

  Scheduler create(Pool pool) {
    return provider.create(pool, parameters);
  }

  /** The same with these settings. */
  InstalledPolicy with(Map<String, ?> settings) {
    return new InstalledPolicy(provider, Parameters.of(provider.parameters(), settings), ofGuests);
  }

  /** The same with guests that all say this. */
  InstalledPolicy withGuests(Map<String, ?> said) {
    Parameters all = Parameters.of(provider.guestParameters(), said);
    return new InstalledPolicy(provider, parameters, all);
  }

  /** The same with each of its time spans, and of those of its guests, so many times as long. */
  InstalledPolicy slower(long times) {
    Parameters guests = Parameters.defaults(provider.guestParameters());
    return new InstalledPolicy(provider, slower(parameters, times), slower(guests, times));
  }

  private static Parameters slower(Parameters usual, long times) {
    List<Parameter> wider = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    for (Parameter p : usual.declared()) {
      Object value = usual.orNull(p.name());
      boolean isSpan = p.kind() == Parameter.Kind.DURATION;
      if (value != null) {
        values.put(p.name(), isSpan ? (Long) (times * (Long) value) : value);
      }
      wider.add(isSpan ? widened(p) : p);
    }
    return Parameters.of(wider, values);
  }

  private static Parameter widened(Parameter p) {
    return new Parameter(
        p.name(),
        p.kind(),
        p.required(),
        p.standard(),
        p.min(),
        Long.MAX_VALUE,
        p.choices(),
        p.meaning(),
        p.source());
  }

  // ---- a guest, as a scenario makes it ----

  /** The group of a guest with so much weight and such a cap. */
  Group guest(Multiplexer mux, String name, int weight, Group.Quota quota) {
    return mux.group(name, null, weight, quota).settings(ofGuests);
  }

  /** One of its vCPUs, as a thread that does something itself. */
  Schedulable vcpu(String name, Group guest, CpuMask affinity, Schedulable.Body body) {
    int weight = weighsGroups() ? MEMBER_WEIGHT : guest.weight();
    return Schedulable.thread(name, guest, weight, affinity, body);
  }
}
