package org.coremux.engine;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs sites side by side, one window at a time. Within a window no site can hear of another, so
 * which thread runs which site, and when, changes nothing.
 */
final class Windows implements AutoCloseable {
  private final List<Site> sites;
  private final CyclicBarrier barrier;
  private final AtomicInteger nextSite = new AtomicInteger();
  private final Thread[] helpers;
  private volatile boolean closed;
  private volatile Throwable failure;

  Windows(List<Site> sites, int threads) {
    this.sites = sites;
    int count = Math.max(1, Math.min(threads, sites.size()));
    barrier = new CyclicBarrier(count);
    helpers = new Thread[count - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(this::help, "coremux-window-" + (i + 1));
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /** Does something once for each site, on so many threads; they need not wait for each other. */
  static void forEach(List<Site> sites, int threads, Consumer<Site> action) {
    if (threads <= 1 || sites.size() <= 1) {
      sites.forEach(action);
      return;
    }
    try (Windows windows = new Windows(sites, threads)) {
      windows.run(action);
    }
  }

  /** Runs every site up to, and without, the given instant. */
  void runBefore(long windowEndNs) {
    run(site -> site.runBefore(windowEndNs));
  }

  private volatile Consumer<Site> action;

  private void run(Consumer<Site> each) {
    action = each;
    nextSite.set(0);
    await();
    claim();
    await();
    if (failure != null) {
      throw failure instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(failure);
    }
  }

  private void help() {
    await();
    while (!closed) {
      claim();
      await();
      await();
    }
  }

  private void claim() {
    try {
      for (int i = nextSite.getAndIncrement(); i < sites.size(); i = nextSite.getAndIncrement()) {
        action.accept(sites.get(i));
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void await() {
    try {
      barrier.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two windows", e);
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("another window broke off", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (helpers.length > 0) {
      await();
    }
  }
}
