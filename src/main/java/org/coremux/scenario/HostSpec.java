package org.coremux.scenario;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.coremux.hypervisor.MemorySpec;

/**
 * A machine, or {@code count} equal ones.
 *
 * @param name before it is numbered
 * @param count so many, named NAME-1 and so on; 0 when there is one, named NAME
 * @param cpu its cores
 * @param memoryBytes its memory; bytes
 * @param platform the name of what runs on the bare machine
 * @param assists what its platform is to have or not; its own unless said
 * @param scheduler the policy of its pCPUs
 * @param domain0 the driver domain, of a platform that has one
 * @param background the host system's own load; with a driver domain it runs there
 * @param devices its disk and its link
 * @param overcommit what may be promised beyond what there is, if it says
 * @param remoteMemory an access to another node's memory, relative to one to the nearest;
 *     hundredths of a percent
 * @param effects which effects of how it is built there are
 * @param kvm how it polls and looks for pause loops, on a platform that does
 */
public record HostSpec(
    @Key(value = "name", form = Form.NAME, required = true, meaning = "The name of the host")
        String name,
    @Key(
            value = "count",
            form = Form.COUNT,
            min = 1,
            max = Limits.COUNT_MAX,
            meaning = "So many equal hosts, named NAME-1, NAME-2 ...")
        int count,
    @Key(
            value = "cpu",
            form = Form.CPU,
            required = true,
            meaning = "The cores: a preset by name, or sockets, cores, threads and clock")
        CpuSpec cpu,
    @Key(
            value = "memory",
            form = Form.BYTES,
            required = true,
            min = 1,
            max = Limits.MEMORY_MAX,
            meaning = "The memory of the host")
        long memoryBytes,
    @Key(
            value = "platform",
            form = Form.PLATFORM,
            standard = "bare-metal",
            meaning = "What runs on the bare machine")
        String platform,
    @Key(
            value = "assists",
            form = Form.ASSISTS,
            meaning = "Which of the platform's assists there are, such as nestedPaging")
        Map<String, Boolean> assists,
    @Key(
            value = "scheduler",
            form = Form.HOST_SCHEDULER,
            meaning = "The policy of the pCPUs; the platform's own unless said")
        SchedulerSpec scheduler,
    @Key(
            value = "domain0",
            form = Form.DOMAIN0,
            meaning = "The driver domain, of a platform that has one")
        Optional<Domain0Spec> domain0,
    @Key(
            value = "background",
            form = Form.WORKLOADS,
            meaning = "The host system's own load, of a platform that has a host system")
        List<WorkloadSpec> background,
    @Key(
            value = "devices",
            form = Form.DEVICES,
            meaning = "The disk and the network link of the machine")
        DevicesSpec devices,
    @Key(
            value = "overcommit",
            form = Form.OVERCOMMIT,
            meaning = "What may be promised to guests beyond what there is")
        Optional<OvercommitSpec> overcommit,
    @Key(
            value = "remoteMemory",
            form = Form.PERCENT,
            standard = "150 %",
            min = 10_000,
            max = 1_000_000,
            meaning =
                "How long an access to the memory of another socket takes, relative to the nearest;"
                    + " 100 % for no difference")
        long remoteMemory,
    @Key(
            value = "effects",
            form = Form.EFFECTS,
            meaning = "Which effects of how the machine is built there are; all unless said")
        EffectsSpec effects,
    @Key(
            value = "kvm",
            form = Form.KVM,
            meaning = "Settings of KVM, of a platform that polls before a vCPU blocks")
        KvmSpec kvm) {

  /** No more memory for guests than there is. Unit: hundredths of a percent. */
  public static final long NO_OVERCOMMIT = 10_000;

  public HostSpec {
    assists = Collections.unmodifiableMap(new TreeMap<>(assists));
    background = List.copyOf(background);
  }

  /** Guests may have so much of the memory. Unit: hundredths of a percent. */
  public long memoryOvercommit() {
    return overcommit.map(OvercommitSpec::memory).orElse(NO_OVERCOMMIT);
  }

  /** Its memory, as a host is made of it; {@code isVirtual} if its guests have vCPUs. */
  MemorySpec memory(boolean isVirtual) {
    return new MemorySpec(
        memoryBytes,
        (int) (effects.remote() ? remoteMemory : MemorySpec.NEAR),
        isVirtual ? overcommit.map(OvercommitSpec::reclaim).orElse(null) : null);
  }

  /** The names of the hosts that it stands for, in order. */
  public List<String> names() {
    return Expansion.names(name, count);
  }
}
