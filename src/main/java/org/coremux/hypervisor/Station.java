package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.Journey;
import org.coremux.guest.Request;
import org.coremux.guest.RequestQueue;

/**
 * A physical device as a queueing station: so many requests at once, the others wait, first come
 * first served: a disk with several channels; the model of an emulated device.
 */
final class Station {
  private final Site site;
  private final int waits;
  private final int serves;
  private final Channel[] channels;
  private final RequestQueue queue = new RequestQueue();
  private boolean failed;

  /** A disk. */
  Station(Site site, int channelCount) {
    this(site, channelCount, Journey.DEVICE_QUEUE, Journey.DEVICE);
  }

  /**
   * A station.
   *
   * @param waits the stage of a {@link Journey} that waiting for it is
   * @param serves the same of being served
   */
  Station(Site site, int channelCount, int waits, int serves) {
    this.site = site;
    this.waits = waits;
    this.serves = serves;
    channels = new Channel[channelCount];
    for (int i = 0; i < channelCount; i++) {
      channels[i] = new Channel();
    }
  }

  /** Takes it for so long, as soon as a channel is free. */
  void accept(Request r, long serviceNs, Request.Leg then, long nowNs) {
    if (failed) {
      return;
    }
    r.leg(serviceNs, then);
    for (Channel channel : channels) {
      if (channel.serving == null) {
        channel.serve(r, nowNs);
        return;
      }
    }
    queue.add(r);
  }

  /** It is gone, with all that it has. */
  void fail() {
    failed = true;
    for (Channel channel : channels) {
      site.cancel(channel.end);
    }
  }

  private final class Channel {
    private final Timer end = new Timer(this::done);
    private Request serving;

    void serve(Request r, long nowNs) {
      serving = r;
      r.stage(waits, nowNs);
      site.arm(end, nowNs + r.legNs());
    }

    private void done(long nowNs) {
      Request served = serving;
      serving = null;
      if (!queue.isEmpty()) {
        serve(queue.poll(), nowNs);
      }
      served.stage(serves, nowNs);
      served.arrives(nowNs);
    }
  }
}
