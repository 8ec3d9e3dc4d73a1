package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Function;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;

/** The VMs of {@link Esxi} by their groups. Allocation: only for a new VM. */
final class EsxiVms {
  private final Function<Group, EsxiVm> create;
  private final EsxiEntitlement entitlement;
  private EsxiVm[] byGroup = new EsxiVm[4];

  EsxiVms(Function<Group, EsxiVm> create, EsxiEntitlement entitlement) {
    this.create = create;
    this.entitlement = entitlement;
  }

  /** The VM of the world, which is new if there is none yet. */
  EsxiVm of(Schedulable s) {
    Group group = s.group();
    if (group != null && of(group) != null) {
      return of(group);
    }
    EsxiVm vm = create.apply(group);
    entitlement.add(vm);
    if (group != null) {
      if (group.index() >= byGroup.length) {
        byGroup = Arrays.copyOf(byGroup, Math.max(group.index() + 1, 2 * byGroup.length));
      }
      byGroup[group.index()] = vm;
    }
    return vm;
  }

  /** The VM of the group; null for none. */
  EsxiVm of(Group group) {
    return group.index() < byGroup.length ? byGroup[group.index()] : null;
  }

  /** Nobody is left in it. */
  void remove(EsxiVm vm) {
    entitlement.remove(vm);
    if (vm.group != null) {
      byGroup[vm.group.index()] = null;
    }
  }
}
