package org.coremux.scenario;

import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.platform.OperationMix;

/**
 * Something that threads of a guest do.
 *
 * @param kind as the catalogue has it
 * @param threads so many, from 1
 * @param stream names its random streams; empty for the guest's name
 * @param operations what else it does, as often as it works
 * @param workingSetBytes what each thread goes on using, and reloads after others have run
 * @param parameters complete with defaults
 * @param written each value of {@code parameters} as a scenario would have it
 */
public record WorkloadSpec(
    @Key(value = "kind", form = Form.TEXT, required = true, meaning = "What it does") String kind,
    @Key(
            value = "threads",
            form = Form.COUNT,
            standard = "1",
            min = 1,
            max = Limits.WORKLOAD_THREADS_MAX,
            meaning = "So many threads do it")
        int threads,
    @Key(
            value = "stream",
            form = Form.NAME,
            meaning = "Names its random streams; the guest's name unless said")
        String stream,
    @Key(
            value = "operations",
            form = Form.OPERATIONS,
            meaning =
                "What it does in each second of its work that a platform may have to help with")
        OperationMix operations,
    @Key(
            value = "workingSet",
            form = Form.BYTES,
            standard = "0 B",
            min = 0,
            max = Limits.MEMORY_MAX,
            meaning =
                "Memory that each thread goes on using: what it has to reload after others ran")
        long workingSetBytes,
    Parameters parameters,
    Map<String, String> written) {

  public WorkloadSpec {
    written = Written.copyOf(written);
  }
}
