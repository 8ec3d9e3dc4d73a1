package org.coremux.sched;

import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;

/** What the innermost group around a schedulable says to the policy. */
final class InnermostSettings {
  /** Name of the group of Xen's control domain, which some of Xen's policies know. */
  static final String DOMAIN0 = "Domain-0";

  private InnermostSettings() {}

  /** Whether it is a vCPU of Xen's control domain. */
  static boolean isDomain0(Schedulable s) {
    return s.group() != null && s.group().name().equals(DOMAIN0);
  }

  /** Complete with defaults; null where no group around it says anything. */
  static Parameters of(Schedulable s) {
    return of(s.group());
  }

  /** Those of the group or the nearest around it, complete with defaults; null for none. */
  static Parameters of(Group innermost) {
    Group group = innermost;
    while (group != null && group.settings() == null) {
      group = group.parent();
    }
    return group == null ? null : group.settings();
  }
}
