package org.coremux.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs sites side by side, one window at a time. Within a window no site can hear of another, so
 * which thread runs which site, and when, changes nothing.
 *
 * <p>Threads meet before and after each window. Who comes first spins for a while, because the
 * others are near, and sleeps when they are not. Nothing is allocated once the threads run.
 *
 * <p>Errors: what a site throws is thrown here once all threads have ended the window; of several,
 * that of the first site, so that it does not depend on the threads.
 */
final class Windows implements AutoCloseable {
  /** Looks at the clock of the others before a thread sleeps. Source: assumed. */
  private static final int SPINS = 2_000;

  private final Site[] sites;
  private final Thread[] threads;
  private final AtomicInteger nextSite = new AtomicInteger();
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int meetings;
  private volatile boolean closed;
  private volatile long endNs;
  private volatile boolean inclusive;
  private Throwable failure;
  private int failedSite;

  Windows(List<Site> sites, int threadCount) {
    this.sites = sites.toArray(Site[]::new);
    threads = new Thread[Math.max(1, Math.min(threadCount, sites.size()))];
    threads[0] = Thread.currentThread();
    for (int i = 1; i < threads.length; i++) {
      threads[i] = new Thread(this::help, "coremux-window-" + i);
      threads[i].setDaemon(true);
    }
    for (int i = 1; i < threads.length; i++) {
      threads[i].start();
    }
  }

  /** Runs every site up to, and without, the given instant. */
  void runBefore(long windowEndNs) {
    run(windowEndNs, false);
  }

  /** Runs every site up to and with the given instant, where no site can hear of another. */
  void runUntil(long lastNs) {
    run(lastNs, true);
  }

  private void run(long windowEndNs, boolean withEnd) {
    endNs = windowEndNs;
    inclusive = withEnd;
    nextSite.set(0);
    meet();
    claim();
    meet();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private void help() {
    meet();
    while (!closed) {
      claim();
      meet();
      meet();
    }
  }

  private void claim() {
    for (int i = nextSite.getAndIncrement(); i < sites.length; i = nextSite.getAndIncrement()) {
      try {
        if (inclusive) {
          sites[i].runUntil(endNs);
        } else {
          sites[i].runBefore(endNs);
        }
      } catch (RuntimeException | Error e) {
        fail(i, e);
      }
    }
  }

  private synchronized void fail(int site, Throwable e) {
    if (failure == null || site < failedSite) {
      failure = e;
      failedSite = site;
    }
  }

  /** Returns when all threads have come here. */
  private void meet() {
    int meeting = meetings;
    if (arrived.incrementAndGet() == threads.length) {
      arrived.set(0);
      meetings = meeting + 1;
      for (Thread thread : threads) {
        if (thread != Thread.currentThread()) {
          LockSupport.unpark(thread);
        }
      }
      return;
    }
    for (int spin = 0; meetings == meeting; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    meet();
  }
}
