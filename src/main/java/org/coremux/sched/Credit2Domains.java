package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;

/** The domains with a cap, by index of their group. Allocation: only in {@link #admit}. */
final class Credit2Domains {
  private final Pool pool;
  private final Credit2Units units;
  private final Credit2Parameters parameters;
  private Credit2Domain[] domains = new Credit2Domain[4];

  Credit2Domains(Pool pool, Credit2Units units, Credit2Parameters parameters) {
    this.pool = pool;
    this.units = units;
    this.parameters = parameters;
  }

  /** Makes the unit one of its group's, if that has a cap. */
  void admit(int i) {
    Group group = units.unit[i].group();
    if (group == null) {
      return;
    }
    if (group.parent() != null || group.isCapped() && group.burstNs() > 0) {
      throw new IllegalArgumentException(
          group + ": credit2 knows domains with a cap, but no groups in groups and no bursts");
    }
    if (group.isCapped()) {
      Credit2Domain domain = of(group, i);
      domain.admit();
      units.domain[i] = domain;
    }
  }

  /** The group has another cap, or has one now, or no longer. */
  void changed(Group group) {
    Credit2Domain domain = group.index() < domains.length ? domains[group.index()] : null;
    if (domain != null && group.isCapped()) {
      domain.total();
    } else if (domain != null) {
      domains[group.index()] = null;
      for (int i = 0; i < units.unit.length; i++) {
        if (units.domain[i] == domain) {
          units.domain[i] = null;
          units.budget[i] = 0;
        }
      }
      domain.close();
    } else if (group.isCapped()) {
      for (int i = 0; i < units.unit.length; i++) {
        if (units.unit[i] != null && units.unit[i].group() == group) {
          admit(i);
          if (units.scheduled[i]) {
            pool.kick(pool.processor(units.home[i])); // it needs budget from now on
          }
        }
      }
    }
  }

  private Credit2Domain of(Group group, int i) {
    int index = group.index();
    if (index >= domains.length) {
      domains = Arrays.copyOf(domains, Math.max(index + 1, 2 * domains.length));
    }
    if (domains[index] == null) {
      domains[index] =
          new Credit2Domain(group, pool, pool.processor(units.home[i]), units, parameters);
    }
    return domains[index];
  }

  /** How many indices are in use; some may be of groups without a cap. */
  int indices() {
    return domains.length;
  }

  /** The domain of the group with this index; null when that has no cap. */
  Credit2Domain at(int index) {
    return domains[index];
  }
}
