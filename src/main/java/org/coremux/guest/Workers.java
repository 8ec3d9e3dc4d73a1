package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.mux.Processor;
import org.coremux.mux.TimeSplit;

/**
 * Threads that serve requests from one queue, first come first served: a server's, a pool's.
 *
 * <p>An idle worker is woken by the interrupt of a request, the longest idle first; one that has
 * finished takes the next request without sleeping.
 *
 * <p>A request may come in and be answered over the network, and need blocks of the disk: then its
 * work is done in equal parts with a read between each two, and the worker sleeps meanwhile. What
 * its kernel works for packets and blocks is done by the worker, before and with the first part.
 */
final class Workers {
  /** Most packets or blocks of one request. Source: assumed. */
  private static final int OPERATIONS_MAX = 100_000;

  /** Is told when a request has been served, and where its time went, or null. */
  @FunctionalInterface
  interface Listener {
    void served(long askedNs, long owner, long nowNs, Journey journey);
  }

  /**
   * What each request needs of the devices.
   *
   * @param receives packets that it comes in; 0 when no network device is simulated
   * @param sends packets of its answer
   * @param reads blocks, one after the other
   */
  record Needs(int receives, int sends, int reads) {
    static Needs of(Parameters parameters) {
      return new Needs(
          parameters.intCount("receives"),
          parameters.intCount("sends"),
          parameters.intCount("reads"));
    }

    /** Those of work that comes from within. */
    static Needs fromWithin(Parameters parameters) {
      return new Needs(0, parameters.intCount("sends"), parameters.intCount("reads"));
    }

    boolean any() {
      return receives > 0 || sends > 0 || reads > 0;
    }

    /** What the guest's kernel works for them. Unit: ns at nominal speed. */
    long kernelNs(IoSetup io) {
      return any() ? receives * io.receiveNs() + sends * io.sendNs() + reads * io.blockNs() : 0;
    }

    /** The settings that say so. */
    static List<Parameter> parameters() {
      return List.of(
          Parameter.count(
              "receives",
              0,
              Range.of(0, OPERATIONS_MAX),
              "Packets that a request comes in by the network device; 0: none is simulated",
              "assumed"),
          sent(),
          blocks());
    }

    /** How much is sent. */
    static Parameter sent() {
      return Parameter.count(
          "sends",
          0,
          Range.of(0, OPERATIONS_MAX),
          "Packets of its answer, by the network device",
          "assumed");
    }

    /** How much is read. */
    static Parameter blocks() {
      return Parameter.count(
          "reads",
          0,
          Range.of(0, OPERATIONS_MAX),
          "Blocks that it reads or writes, one after the other, with its work between them",
          "assumed");
    }
  }

  private final Listener listener;
  private final Needs needs;
  private final RequestQueue queue = new RequestQueue();
  private final RequestQueue free = new RequestQueue();
  private final LongRing idle = new LongRing();
  private final Worker[] workers;

  // Made once: a reference to a method allocates whenever it is written.
  private final Request.Continuation arrived = this::arrived;
  private final Request.Continuation answered = this::answered;
  private InterruptLine line;
  private GuestOs guest;

  /** Whose disk it was last; another one has times of its own. */
  private IoSetup io;

  private Sampler diskService;
  private boolean isSplit;

  /** How many woken workers have not come for their request yet. */
  private int coming;

  /** The first in the queue of whom no interrupt has told yet; kept only when time is split. */
  private Request unnoticed;

  Workers(int count, Needs needs, Listener listener) {
    this.listener = listener;
    this.needs = needs;
    workers = new Worker[count];
  }

  void install(WorkloadSite site, String name) {
    isSplit = site.meter().isSplit();
    guest = site.guest();
    if (needs.any()) {
      io = guest.io();
    }
    if (needs.reads() > 0) {
      diskService = site.sampler(name + "/disk", io.diskService());
    }
    line = site.guest().interruptLine(this::interrupted);
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i);
      workers[i].thread = site.thread(name + i, workers[i]);
    }
  }

  /** How many requests wait for a worker. */
  int waiting() {
    return queue.count();
  }

  /** The devices that the guest has where it is; null without any. */
  @SuppressWarnings("ReferenceEquality") // it has other ones, however equal, or it has not
  private IoSetup io() {
    IoSetup now = io == null ? null : guest.io();
    if (now != null && now.disk() != null && now.disk() != io.disk()) { // null: on its way
      io = now;
      if (diskService != null) {
        diskService.become(io.diskService());
      }
    }
    return io;
  }

  /** A request comes in from outside: through the network device, or at once. */
  void request(long askedNs, long workNs, long owner) {
    Request r = free.isEmpty() ? new Request(isSplit) : free.poll();
    r.begin(askedNs);
    r.workNs = workNs + needs.kernelNs(io());
    r.owner = owner;
    if (needs.receives() > 0) {
      r.operation(Request.Kind.RECEIVE, needs.receives(), 0, arrived);
      guest.io().nic().arrive(r, askedNs);
      return;
    }
    r.queuedNs = askedNs;
    queue.add(r);
    if (isSplit) {
      unnoticed = unnoticed == null ? r : unnoticed;
      r.signalled(line.nextTarget());
    }
    line.raise();
  }

  /** The network device has told the guest of it. */
  private void arrived(Request r, long nowNs) {
    r.queuedNs = nowNs;
    queue.add(r);
    wakeIdle(nowNs);
  }

  private void interrupted(Processor at, long nowNs) {
    for (Request r = unnoticed; r != null; r = r.next) {
      r.noticed(nowNs);
      r.queuedNs = nowNs;
    }
    unnoticed = null;
    wakeIdle(nowNs);
  }

  private void wakeIdle(long nowNs) {
    while (queue.count() > coming && !idle.isEmpty()) {
      coming++;
      workers[(int) idle.poll()].wake(nowNs);
    }
  }

  private void answered(Request r, long nowNs) {
    listener.served(r.askedNs, r.owner, nowNs, r.journey());
    free.add(r);
  }

  /** One of the threads, and what it does. */
  private final class Worker implements Program {
    private final int number;
    private final Request read = new Request(isSplit);
    private final Request.Continuation hasRead = this::hasRead;
    private final long[] wokenWith = new long[isSplit ? TimeSplit.COUNT : 0];
    private GuestThread thread;
    private Request serving;
    private int readsLeft;
    private boolean reading;
    private long wokenNs = -1;

    Worker(int number) {
      this.number = number;
    }

    void wake(long nowNs) {
      if (isSplit) {
        wokenNs = nowNs;
        thread.split().copyTo(wokenWith);
      }
      thread.unpark();
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (serving == null) {
        coming = Math.max(0, coming - 1);
        takeOrPark(nowNs);
      } else if (reading) {
        reading = false;
        thread.compute(serving.workNs / (needs.reads() + 1));
      } else if (readsLeft > 0) {
        read(nowNs);
      } else {
        finish(nowNs);
        takeOrPark(nowNs);
      }
    }

    private void takeOrPark(long nowNs) {
      if (queue.isEmpty()) {
        idle.add(number);
        thread.park();
        return;
      }
      unnoticed = queue.peek() == unnoticed ? queue.peek().next : unnoticed;
      serving = queue.poll();
      if (isSplit) {
        begin(serving.journey(), nowNs);
      }
      readsLeft = needs.reads();
      long part = serving.workNs / (readsLeft + 1);
      thread.compute(serving.workNs - readsLeft * part);
    }

    /** Until it was woken for this one, the request waited; then its causes are the worker's. */
    private void begin(Journey journey, long nowNs) {
      TimeSplit split = thread.split();
      if (wokenNs >= serving.queuedNs) {
        journey.stage(Journey.WORKER_QUEUE, wokenNs);
        journey.followed(wokenWith, split, nowNs);
      } else {
        journey.stage(Journey.WORKER_QUEUE, nowNs);
      }
      wokenNs = -1;
      journey.follow(split);
    }

    private void read(long nowNs) {
      readsLeft--;
      reading = true;
      read.begin(nowNs);
      read.operation(Request.Kind.BLOCK, 1, diskService.drawNs(), hasRead);
      io().disk().submit(read, thread.schedulable().processor(), nowNs);
      thread.park();
    }

    private void hasRead(Request r, long nowNs) {
      if (isSplit) {
        serving.journey().waitedFor(r.journey());
      }
      thread.unpark();
    }

    private void finish(long nowNs) {
      Request r = serving;
      serving = null;
      if (isSplit) {
        r.journey().followed(thread.split(), nowNs);
      }
      if (needs.sends() > 0) {
        r.operation(Request.Kind.SEND, needs.sends(), 0, answered);
        io().nic().submit(r, thread.schedulable().processor(), nowNs);
      } else {
        answered(r, nowNs);
      }
    }
  }
}
