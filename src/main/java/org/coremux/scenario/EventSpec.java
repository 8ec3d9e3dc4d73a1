package org.coremux.scenario;

import java.util.Map;

/**
 * Something that happens to the model at a time.
 *
 * @param atNs when; ns from the start of the run
 * @param action what: migrate, set, pause, resume, stop or fail
 * @param target the guest or host that it happens to; empty for set
 * @param to where to, for migrate; otherwise empty
 * @param settings paths with their new values, for set; otherwise empty
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
    @Key(value = "set", form = Form.SETTINGS, meaning = "Paths with their new values")
        Map<String, String> settings) {

  /** What can happen, beside {@code set}. */
  static final java.util.List<String> ACTIONS =
      java.util.List.of("migrate", "pause", "resume", "stop", "fail");

  public EventSpec {
    settings = Written.copyOf(settings);
  }
}
