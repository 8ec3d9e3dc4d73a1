package org.coremux.mux;

import java.util.function.Consumer;

/**
 * Passes everything on to another policy: for those that stand between a level and its policy to
 * watch, to check, or to change one or two of the answers.
 */
public interface ForwardingScheduler extends Scheduler {
  /** The policy to which it passes on. */
  Scheduler inner();

  @Override
  default void admit(Schedulable s) {
    inner().admit(s);
  }

  @Override
  default void retire(Schedulable s) {
    inner().retire(s);
  }

  @Override
  default void changed(Schedulable s) {
    inner().changed(s);
  }

  @Override
  default void changed(Group group) {
    inner().changed(group);
  }

  @Override
  default Processor place(Schedulable s, Processor waker) {
    return inner().place(s, waker);
  }

  @Override
  default void wake(Schedulable s) {
    inner().wake(s);
  }

  @Override
  default void sleep(Schedulable s) {
    inner().sleep(s);
  }

  @Override
  default void yield(Schedulable s, Schedulable to) {
    inner().yield(s, to);
  }

  @Override
  default Schedulable pickNext(Processor p) {
    return inner().pickNext(p);
  }

  @Override
  default void charge(Schedulable s, long ranNs) {
    inner().charge(s, ranNs);
  }

  @Override
  default void saved(Schedulable s, Processor p) {
    inner().saved(s, p);
  }

  @Override
  default boolean isWaitedFor(Processor p) {
    return inner().isWaitedFor(p);
  }

  @Override
  default void check() {
    inner().check();
  }

  @Override
  default void describe(Consumer<String> line) {
    inner().describe(line);
  }
}
