package org.coremux.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that happens to the model at a time.
 *
 * @param atNs when; ns from the start of the run
 * @param action what: migrate, set, pause, resume, stop or fail
 * @param target the guest or host that it happens to; empty for set
 * @param to where to, for migrate; otherwise empty
 * @param migration how it migrates, for migrate; otherwise as always
 * @param settings paths with their new values, for set; otherwise empty
 * @param changed what that makes of the scenario; otherwise empty
 */
public record EventSpec(
    @Key(
            value = "at",
            form = Form.TIME,
            required = true,
            max = 2 * Limits.SPAN_MAX_NS,
            meaning = "When, counted from the start of the warm-up")
        long atNs,
    String action,
    String target,
    @Key(value = "to", form = Form.NAME, meaning = "Where to, with `migrate`") String to,
    MigrationSpec migration,
    @Key(value = "set", form = Form.SETTINGS, meaning = "Paths with their new values")
        Map<String, String> settings,
    Optional<Changed> changed) {

  /** What can happen, beside {@code set}. */
  static final List<String> ACTIONS = List.of("migrate", "pause", "resume", "stop", "fail");

  /** The keys beyond those that every event has. */
  static final List<String> MORE =
      Stream.concat(ACTIONS.stream(), MigrationReader.KEYS.stream()).toList();

  public EventSpec {
    settings = Written.copyOf(settings);
  }

  /** One that sets nothing. */
  public EventSpec(long atNs, String action, String target, String to) {
    this(atNs, action, target, to, MigrationSpec.USUAL, Map.of(), Optional.empty());
  }

  /**
   * What hosts and guests are from then on, with all that was set before.
   *
   * @param hosts as many as the scenario has
   * @param guests as many as the scenario has
   */
  public record Changed(List<HostSpec> hosts, List<GuestSpec> guests) {
    public Changed {
      hosts = List.copyOf(hosts);
      guests = List.copyOf(guests);
    }
  }

  EventSpec with(Optional<Changed> then) {
    return new EventSpec(atNs, action, target, to, migration, settings, then);
  }
}
