package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.coremux.engine.Parameters;
import org.coremux.mux.Alarm;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/** One host under the ESXi model, with VMs whose guests are round robin. */
final class EsxiBench {
  static final long US = TestLevel.US;
  static final long MS = TestLevel.MS;
  static final int NORMAL = 256;

  final TestLevel model = new TestLevel();
  final Multiplexer host;
  final List<Vm> vms = new ArrayList<>();
  Esxi policy;

  /** A VM and what it runs on. */
  record Vm(Group group, Multiplexer level, Schedulable... vcpus) {
    long ran() {
      long sum = 0;
      for (Schedulable v : vcpus) {
        sum += v.timeNs(RunState.RUNNING);
      }
      return sum;
    }
  }

  /** What a VM is to have. */
  record Asked(int vcpus, int weight, long capPercent, Map<String, ?> settings, CpuMask where) {
    static Asked of(int vcpus) {
      return new Asked(vcpus, NORMAL, 0, null, null);
    }

    Asked weight(int its) {
      return new Asked(vcpus, its, capPercent, settings, where);
    }

    Asked cap(long percent) {
      return new Asked(vcpus, weight, percent, settings, where);
    }

    Asked reserving(long percent) {
      return new Asked(vcpus, weight, capPercent, Map.of("reservation", 100 * percent), where);
    }

    Asked shares(long perVcpu) {
      return new Asked(vcpus, weight, capPercent, Map.of("shares", perVcpu), where);
    }

    Asked on(CpuMask cpus) {
      return new Asked(vcpus, weight, capPercent, settings, cpus);
    }
  }

  EsxiBench(Topology topology, LevelCosts costs, Map<String, ?> settings) {
    EsxiParameters parameters =
        EsxiParameters.of(Parameters.of(EsxiParameters.declared(), settings));
    Function<Pool, Scheduler> create = inner -> policy = new Esxi(inner, parameters);
    host = model.hardware(topology, costs, pool -> new CheckedScheduler(pool, create));
    model.site.afterInstant(this::checkRunsWhereItSays);
  }

  static EsxiBench flat(int cpus, Map<String, ?> settings) {
    return new EsxiBench(Topology.flat(cpus), LevelCosts.NONE, settings);
  }

  static EsxiBench flat(int cpus) {
    return flat(cpus, Map.of());
  }

  Vm vm(String name, Asked asked) {
    Group.Quota quota =
        asked.capPercent() == 0
            ? Group.Quota.NONE
            : new Group.Quota(asked.capPercent() * MS, 100 * MS, 0);
    Group group = host.group(name, null, asked.weight(), quota);
    if (asked.settings() != null) {
      group.settings(Parameters.of(new EsxiProvider().guestParameters(), asked.settings()));
    }
    Schedulable[] vcpus = new Schedulable[asked.vcpus()];
    for (int i = 0; i < vcpus.length; i++) {
      vcpus[i] = Schedulable.vcpu(name + ".v" + i, group, asked.weight(), asked.where());
      TestLevel.add(host, vcpus[i]);
    }
    Multiplexer level = model.guest(name, LevelCosts.NONE, TestLevel.roundRobin(10 * MS), vcpus);
    Vm vm = new Vm(group, level, vcpus);
    vms.add(vm);
    return vm;
  }

  /** A VM whose vCPUs are always busy. */
  Vm busy(String name, Asked asked) {
    Vm vm = vm(name, asked);
    for (int i = 0; i < asked.vcpus(); i++) {
      vm.level().wake(model.hog(vm.level(), name + ".hog" + i, null));
    }
    return vm;
  }

  /** A thread in the VM that runs and sleeps for so long, for ever, from now on. */
  void onOff(Vm vm, String name, long runNs, long sleepNs) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        TestLevel.thread(
            name,
            null,
            now -> {
              self[0].compute(runNs);
              vm.level().block(self[0]);
              vm.level().arm(alarm[0], self[0].processor(), now + sleepNs);
            });
    self[0].compute(runNs);
    TestLevel.add(vm.level(), self[0]);
    alarm[0] = vm.level().alarm(self[0].processor(), now -> vm.level().wake(self[0]));
    vm.level().wake(self[0]);
  }

  /** The largest lead over the slowest sibling that any vCPU of the VM has now. Unit: ns. */
  long skewNs(Vm vm) {
    long most = 0;
    for (Schedulable v : vm.vcpus()) {
      most = Math.max(most, policy.cosched(v.index()).leadNs(v.index()));
    }
    return most;
  }

  private void checkRunsWhereItSays() {
    for (Vm vm : vms) {
      for (Schedulable v : vm.vcpus()) {
        int on = policy.worlds().runsOn[v.index()];
        boolean runs = v.state() == RunState.RUNNING && v.held() == null;
        assertThat(on >= 0).as(v + " runs").isEqualTo(runs);
        assertThat(policy.worlds().queuedOn[v.index()] >= 0)
            .as(v + " waits")
            .isEqualTo(v.isRunnable() && !runs);
      }
    }
  }
}
