package org.coremux.scenario;

import java.util.List;
import java.util.Optional;
import org.coremux.hypervisor.PageUse;
import org.coremux.platform.Features;

/**
 * A guest, or {@code count} equal ones.
 *
 * @param name before it is numbered
 * @param count so many, named NAME-1 and so on; 0 when there is one, named NAME
 * @param vcpus of each
 * @param memoryBytes of each; bytes
 * @param weight share under contention, relative to 256
 * @param cap of one pCPU; hundredths of a percent, 0 for none
 * @param affinity the pCPUs that its vCPUs may run on
 * @param scheduling what it says to single policies of its host
 * @param isGroup whether its processes are one scheduling group where there are no vCPUs
 * @param devices how its devices look to it, or as its platform has it
 * @param pages what it does with its memory, if it says
 * @param host the name of its host, or empty to have it placed
 * @param os its operating system
 * @param startNs offline before; ns from the start of the run, warm-up included
 * @param stopNs offline from then on; ns, {@link #NEVER} for never
 * @param workload what its threads do
 * @param groups containers inside it
 * @param platform of a guest that is itself a host, or empty
 * @param guests the guests of such a guest
 */
public record GuestSpec(
    @Key(value = "name", form = Form.NAME, required = true, meaning = "The name of the guest")
        String name,
    @Key(
            value = "count",
            form = Form.COUNT,
            min = 1,
            max = Limits.COUNT_MAX,
            meaning = "So many equal guests, named NAME-1, NAME-2 ...")
        int count,
    @Key(
            value = "vcpus",
            form = Form.COUNT,
            required = true,
            min = 1,
            max = Limits.VCPUS_MAX,
            meaning = "vCPUs of the guest")
        int vcpus,
    @Key(
            value = "memory",
            form = Form.BYTES,
            required = true,
            min = 1,
            max = Limits.MEMORY_MAX,
            meaning = "Memory of the guest")
        long memoryBytes,
    @Key(
            value = "weight",
            form = Form.COUNT,
            standard = "256",
            min = 1,
            max = Limits.WEIGHT_MAX,
            meaning = "Share under contention, relative to 256")
        int weight,
    @Key(
            value = "cap",
            form = Form.PERCENT,
            min = 1,
            meaning = "At most so much, in percent of one pCPU")
        long cap,
    @Key(
            value = "affinity",
            form = Form.CPUS,
            meaning = "The pCPUs that its vCPUs may run on; all unless said")
        CpuList affinity,
    @Key(
            value = "scheduling",
            form = Form.SCHEDULING,
            meaning =
                "Settings of its own under single policies of its host, by their names; those of"
                    + " policies that its host does not have are not looked at")
        List<SchedulerSpec> scheduling,
    @Key(
            value = "group",
            form = Form.SWITCH,
            standard = "true",
            meaning =
                "On bare metal: whether its threads are one scheduling group with its weight and"
                    + " cap; otherwise each competes with all others by nice value")
        boolean isGroup,
    @Key(
            value = "devices",
            form = Form.DEVICE_MODEL,
            meaning =
                "How its disk and its network device look to it: emulated, paravirtual, assigned;"
                    + " the platform's own unless said")
        Optional<Features.Devices> devices,
    @Key(
            value = "pages",
            form = Form.PAGES,
            meaning = "What it does with its memory; all of it is used for ever unless said")
        Optional<PagesSpec> pages,
    @Key(
            value = "host",
            form = Form.NAME,
            meaning = "The host's name; the one with the fewest vCPUs per pCPU unless said")
        String host,
    @Key(value = "os", form = Form.OS, meaning = "The guest's own scheduler and clock")
        GuestOsSpec os,
    @Key(
            value = "start",
            form = Form.TIME,
            standard = "0 s",
            max = 2 * Limits.SPAN_MAX_NS,
            meaning = "Offline before, counted from the start of the warm-up")
        long startNs,
    @Key(
            value = "stop",
            form = Form.TIME,
            min = 1,
            max = 2 * Limits.SPAN_MAX_NS,
            meaning = "Offline from then on; never unless said")
        long stopNs,
    @Key(
            value = "workload",
            form = Form.WORKLOADS,
            required = true,
            meaning =
                "What the threads of the guest do; may be left out where there are groups, or"
                    + " guests in it")
        List<WorkloadSpec> workload,
    @Key(
            value = "groups",
            form = Form.GROUPS,
            meaning = "Containers in the guest; then `workload` may be left out")
        List<GroupSpec> groups,
    @Key(
            value = "platform",
            form = Form.PLATFORM,
            meaning = "Makes the guest itself a host: nested virtualization")
        String platform,
    @Key(value = "guests", form = Form.GUESTS, meaning = "The guests of a guest that is a host")
        List<GuestSpec> guests) {

  /** A guest that is never stopped. Unit: ns. */
  public static final long NEVER = Long.MAX_VALUE;

  public GuestSpec {
    scheduling = List.copyOf(scheduling);
    workload = List.copyOf(workload);
    groups = List.copyOf(groups);
    guests = List.copyOf(guests);
  }

  /** The names of the guests that it stands for, in order. */
  public List<String> names() {
    return Expansion.names(name, count);
  }

  /** The same with something before each. */
  List<String> names(String prefix) {
    return names().stream().map(one -> prefix + one).toList();
  }

  /** Whether it is a host itself, and so may have guests. */
  public boolean isHost() {
    return !platform.isEmpty();
  }

  /** What it does with its memory. */
  PageUse pageUse() {
    return pages.map(said -> said.use(memoryBytes)).orElseGet(() -> PageUse.usual(memoryBytes));
  }

  /** How many entries it is, with those in it. */
  int entries() {
    return 1 + guests.stream().mapToInt(GuestSpec::entries).sum();
  }

  /** How many guests it stands for. */
  public int copies() {
    return Math.max(1, count);
  }
}
