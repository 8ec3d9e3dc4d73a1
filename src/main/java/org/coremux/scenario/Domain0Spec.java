package org.coremux.scenario;

/**
 * The driver domain of a Type 1 hypervisor.
 *
 * @param vcpus its vCPUs
 * @param weight its share against the guests'
 * @param affinity the pCPUs that it may run on
 */
public record Domain0Spec(
    @Key(
            value = "vcpus",
            form = Form.COUNT,
            min = 1,
            max = Limits.VCPUS_MAX,
            meaning = "vCPUs of the driver domain; as many as pCPUs unless said")
        int vcpus,
    @Key(
            value = "weight",
            form = Form.COUNT,
            standard = "256",
            min = 1,
            max = Limits.WEIGHT_MAX,
            meaning = "Share under contention, relative to 256")
        int weight,
    @Key(
            value = "affinity",
            form = Form.CPUS,
            meaning = "The pCPUs that it may run on; all unless said")
        CpuList affinity) {}
