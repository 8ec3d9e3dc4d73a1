package org.coremux.scenario;

import java.util.List;

/**
 * A container: a scheduling group in a guest.
 *
 * @param name unique among its siblings
 * @param weight its share among its siblings, 100 unless said
 * @param cap of one vCPU; hundredths of a percent, 0 for none
 * @param workload what its threads do
 * @param groups groups inside it
 */
public record GroupSpec(
    @Key(value = "name", form = Form.NAME, required = true, meaning = "The name of the group")
        String name,
    @Key(
            value = "weight",
            form = Form.COUNT,
            standard = "100",
            min = 1,
            max = Limits.GROUP_WEIGHT_MAX,
            meaning = "Share among its siblings under contention, relative to 100")
        int weight,
    @Key(
            value = "cap",
            form = Form.PERCENT,
            min = 1,
            meaning = "At most so much, in percent of one vCPU")
        long cap,
    @Key(value = "workload", form = Form.WORKLOADS, meaning = "What the threads of the group do")
        List<WorkloadSpec> workload,
    @Key(value = "groups", form = Form.GROUPS, meaning = "Groups inside the group")
        List<GroupSpec> groups) {

  public GroupSpec {
    workload = List.copyOf(workload);
    groups = List.copyOf(groups);
  }

  /** Adds the workloads of the group, and those of all groups in it. */
  void collect(List<WorkloadSpec> all) {
    all.addAll(workload);
    groups.forEach(group -> group.collect(all));
  }
}
