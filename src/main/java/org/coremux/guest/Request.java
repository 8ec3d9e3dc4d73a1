package org.coremux.guest;

import org.coremux.mux.Processor;

/**
 * Something that a guest is asked to do, or asks of a device: a client's request on its way in, the
 * answer on its way out, a block to be read. Reused, so that nothing is allocated per request.
 */
public final class Request {
  /** What a device is to do with it. */
  public enum Kind {
    /** Packets come in. */
    RECEIVE,
    /** Packets go out. */
    SEND,
    /** Blocks are read or written. */
    BLOCK,
    /** The disk's answer is on its way back. */
    BLOCK_BACK
  }

  /** Who goes on with it when a part of its way is over. */
  @FunctionalInterface
  public interface Leg {
    /** It is there. */
    void arrives(Request r, long nowNs);
  }

  /** Who in the guest goes on with it when a device has done its part. */
  @FunctionalInterface
  interface Continuation {
    void done(Request r, long nowNs);
  }

  /** The next one in the queue where it is: the queue's own. */
  Request next;

  private Journey journey;
  private boolean isOfHost;

  /** Whose part of the way it is, on another level; null for its own. */
  private Request carried;

  private Kind kind;
  private int packets;
  private long serviceNs;
  private Continuation continuation;
  private Leg leg;
  private long legNs;

  private Processor source;

  /** Whose interrupt tells of it. */
  private Processor target;

  /** When it was asked, how much work it is, and whose it is. */
  long askedNs;

  long workNs;
  long owner;

  /** When it came into the queue of a guest's threads. */
  long queuedNs;

  Request(boolean isSplit) {
    journey = isSplit ? new Journey() : null;
  }

  /** Packets for which nobody waits in a guest: the host's own, or as if a guest had sent them. */
  public static Request packets(boolean ofHost) {
    Request r = new Request(false);
    r.isOfHost = ofHost;
    return r;
  }

  /** Whether it is the host's own. */
  public boolean isOfHost() {
    return isOfHost;
  }

  /** So many packets of the host's own go out, or come in. */
  public Request packets(Kind what, int count) {
    kind = what;
    packets = count;
    return this;
  }

  /** It is a part of the way of the other one, and its time is told there. */
  void carry(Request other) {
    carried = other;
    journey = other.journey;
  }

  /** Whose part of the way it is. */
  Request carried() {
    return carried;
  }

  /** It is asked for now. */
  void begin(long nowNs) {
    askedNs = nowNs;
    if (journey != null) {
      journey.begin(nowNs);
    }
  }

  /**
   * What a device is to do next.
   *
   * @param count packets of it; 1 for a block
   * @param deviceNs how long a disk takes for it; 0 for packets
   */
  void operation(Kind what, int count, long deviceNs, Continuation then) {
    kind = what;
    packets = count;
    serviceNs = deviceNs;
    continuation = then;
  }

  // ---- its way through devices ----

  /** It comes from a thread on that processor, whose interrupt is to tell of it; null for any. */
  public void from(Processor p) {
    source = p;
  }

  /** Where it comes from; null for from outside. */
  public Processor from() {
    return source;
  }

  /** A leg of its way begins: so long or until so far, and who goes on with it then. */
  public void leg(long ns, Leg then) {
    legNs = ns;
    leg = then;
  }

  /** What was said of the leg that it is on, in ns. */
  public long legNs() {
    return legNs;
  }

  /** The one after it in its queue; null for none. */
  public Request following() {
    return next;
  }

  /** The leg that it is on is over. */
  public void arrives(long nowNs) {
    leg.arrives(this, nowNs);
  }

  /** The disk has done with a block: it is on its way back. */
  public void turn() {
    kind = Kind.BLOCK_BACK;
  }

  /** What a device is to do with it. */
  public Kind kind() {
    return kind;
  }

  /** How many packets it is. */
  public int packets() {
    return packets;
  }

  /** How long the disk takes for it, in ns. */
  public long serviceNs() {
    return serviceNs;
  }

  /** Where its time goes; null unless somebody asks. */
  public Journey journey() {
    return journey;
  }

  /** All since the last call was spent in that stage of its {@link Journey}. */
  public void stage(int stage, long nowNs) {
    if (journey != null) {
      journey.stage(stage, nowNs);
    }
  }

  /** An interrupt of that processor is to tell of it. */
  public void signalled(Processor to) {
    target = to;
    if (journey != null && to.provider() != null) {
      to.provider().settleBooks();
      journey.follow(to.provider().split());
    }
  }

  /** The interrupt is being taken. */
  public void noticed(long nowNs) {
    if (journey != null && target.provider() != null) {
      target.provider().settleBooks();
      journey.followedVcpu(target.provider().split(), nowNs);
    }
  }

  /** The device has done its part. */
  public void done(long nowNs) {
    continuation.done(this, nowNs);
  }
}
