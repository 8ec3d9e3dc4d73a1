package org.coremux.sched;

import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;

/** What the innermost group around a schedulable says to the policy. */
final class InnermostSettings {
  private InnermostSettings() {}

  /** Complete with defaults; null where no group around it says anything. */
  static Parameters of(Schedulable s) {
    Group group = s.group();
    while (group != null && group.settings() == null) {
      group = group.parent();
    }
    return group == null ? null : group.settings();
  }
}
