package org.coremux.mux;

/** Interrupts that are due and wait for their processor to run, in the order in which they fell. */
final class PendingAlarms {
  private Alarm first;
  private Alarm last;

  boolean isEmpty() {
    return first == null;
  }

  int count() {
    int count = 0;
    for (Alarm a = first; a != null; a = a.nextPending) {
      count++;
    }
    return count;
  }

  /** Appends it, unless it waits already: several expirations while pending are one. */
  void append(Alarm alarm) {
    if (alarm.pending) {
      return;
    }
    alarm.pending = true;
    if (first == null) {
      first = alarm;
    } else {
      last.nextPending = alarm;
    }
    last = alarm;
  }

  Alarm poll() {
    Alarm alarm = first;
    withdraw(alarm);
    return alarm;
  }

  void withdraw(Alarm alarm) {
    if (!alarm.pending) {
      return;
    }
    Alarm previous = null;
    for (Alarm a = first; a != alarm; a = a.nextPending) {
      previous = a;
    }
    if (previous == null) {
      first = alarm.nextPending;
    } else {
      previous.nextPending = alarm.nextPending;
    }
    if (last == alarm) {
      last = previous;
    }
    alarm.nextPending = null;
    alarm.pending = false;
  }
}
