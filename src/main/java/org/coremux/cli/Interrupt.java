package org.coremux.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command end by itself when Ctrl-C comes, with what it has so far. */
final class Interrupt implements AutoCloseable {
  /** For how long the program waits for it. Unit: s. Source: assumed; a case takes one. */
  private static final long PATIENCE_S = 20;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::come, "coremux-interrupt");
  private volatile boolean hasCome;

  /** From now on. */
  Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void come() {
    hasCome = true;
    try {
      done.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has come. */
  boolean hasCome() {
    return hasCome;
  }

  /** The command has said what it has. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      return; // it has come
    }
  }
}
