package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.GuestThread;
import org.coremux.guest.Workload;
import org.coremux.guest.WorkloadMeter;
import org.coremux.mux.SpeedFactor;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Platform;

/** The workloads of a guest, with what is known of each, in the order of their installation. */
final class Installed {
  final List<Workload> workloads = new ArrayList<>();
  final List<WorkloadMeter> meters = new ArrayList<>();
  final List<MixCosts> mixes = new ArrayList<>();
  final List<List<GuestThread>> threads = new ArrayList<>();

  /** One more, with its threads, which go as fast as the mix lets them. */
  void add(Workload workload, WorkloadMeter meter, MixCosts mix, List<GuestThread> its) {
    workloads.add(workload);
    meters.add(meter);
    mixes.add(mix);
    threads.add(its);
    pace(mix, its);
  }

  /** What their frequent operations cost is that of the platform at that clock. */
  void reprice(Platform platform, long clockHz) {
    for (int w = 0; w < mixes.size(); w++) {
      mixes.set(w, mixes.get(w).on(platform, clockHz));
      pace(mixes.get(w), threads.get(w));
    }
  }

  private static void pace(MixCosts mix, List<GuestThread> its) {
    for (GuestThread thread : its) {
      thread.schedulable().pace(mix.speed(SpeedFactor.MEMORY), mix.speed(SpeedFactor.OVERHEAD));
    }
  }
}
