package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be simulated: hosts, the guests on them, for how long. Complete with every default.
 *
 * @param name the name of the scenario
 * @param question what it asks; empty when it does not say
 * @param seed of every random stream
 * @param warmupNs simulated before anything is measured; ns
 * @param durationNs measured after the warm-up; ns, 0 when {@code until} is given instead
 * @param until {@code finished}, or empty when {@code durationNs} is given
 * @param limitNs bounds {@code until}, counted after the warm-up; ns, 0 with a duration
 * @param hosts at least one
 * @param guests at least one
 * @param events what happens to the model, in the order of the file
 */
public record Scenario(
    @Key(
            value = "scenario",
            form = Form.NAME,
            required = true,
            meaning = "The name of the scenario")
        String name,
    @Key(value = "question", form = Form.TEXT, meaning = "What the scenario asks, for people")
        String question,
    @Key(
            value = "seed",
            form = Form.COUNT,
            standard = "1",
            meaning = "The seed of every random stream")
        long seed,
    @Key(
            value = "warmup",
            form = Form.TIME,
            standard = "0 s",
            max = Limits.SPAN_MAX_NS,
            meaning = "Simulated before anything is measured")
        long warmupNs,
    @Key(
            value = "duration",
            form = Form.TIME,
            min = 1,
            max = Limits.SPAN_MAX_NS,
            meaning = "How long is measured, after the warm-up; instead of `until`")
        long durationNs,
    @Key(
            value = "until",
            form = Form.FINISHED,
            meaning = "Instead of `duration`: until all finite work is done")
        String until,
    @Key(
            value = "limit",
            form = Form.TIME,
            min = 1,
            max = Limits.SPAN_MAX_NS,
            meaning = "With `until`: stops there at the latest, 1 d unless said")
        long limitNs,
    @Key(value = "hosts", form = Form.HOSTS, required = true, meaning = "The machines")
        List<HostSpec> hosts,
    @Key(
            value = "guests",
            form = Form.GUESTS,
            required = true,
            meaning = "The guests, and what they do")
        List<GuestSpec> guests,
    @Key(value = "events", form = Form.EVENTS, meaning = "What happens to the model at a time")
        List<EventSpec> events) {

  public Scenario {
    hosts = List.copyOf(hosts);
    guests = List.copyOf(guests);
    events = List.copyOf(events);
  }

  /** Whether it ends when all finite work is done, and not after a fixed time. */
  public boolean isUntilFinished() {
    return !until.isEmpty();
  }

  /** The longest that may be measured: the duration, or the limit. Unit: ns. */
  public long measuredNsMax() {
    return isUntilFinished() ? limitNs : durationNs;
  }

  /** When it ends at the latest. Unit: ns since time 0. */
  public long endNsMax() {
    return warmupNs + measuredNsMax();
  }

  /** This scenario with other events. */
  Scenario with(List<EventSpec> others) {
    return new Scenario(
        name, question, seed, warmupNs, durationNs, until, limitNs, hosts, guests, others);
  }

  /** The events as they happen: by time, and in the order of the file at one time. */
  public List<EventSpec> eventsInOrder() {
    return EventChecks.inOrder(events).stream().map(events::get).toList();
  }

  /** All entries of guests, in the order of the file: after each those in it. */
  public List<GuestSpec> entries() {
    return entries(guests);
  }

  static List<GuestSpec> entries(List<GuestSpec> guests) {
    List<GuestSpec> entries = new ArrayList<>();
    collect(guests, entries);
    return entries;
  }

  private static void collect(List<GuestSpec> some, List<GuestSpec> entries) {
    for (GuestSpec guest : some) {
      entries.add(guest);
      collect(guest.guests(), entries);
    }
  }

  /** Hosts and guests one by one, each guest with its host. */
  public Expansion expanded() {
    return Expansion.of(this);
  }
}
