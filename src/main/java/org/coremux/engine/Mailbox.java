package org.coremux.engine;

import java.util.Arrays;

/**
 * Messages that travel: a binary min-heap on (arrival, sending site, sending order) for those on
 * the way to a site, or, with {@link #append} and {@link #forward}, a plain list of those that a
 * site has sent and that nobody has forwarded.
 *
 * <p>Cost: O(log n) to put and poll. Allocation: only when fuller than ever before.
 */
final class Mailbox {
  private static final int CAPACITY_MIN = 16;

  private Message[] messages = new Message[CAPACITY_MIN];
  private int count;

  int count() {
    return count;
  }

  long nextArrivalNs() {
    return count == 0 ? Timer.NEVER : messages[0].arrivalNs;
  }

  void append(Message message) {
    if (count == messages.length) {
      messages = Arrays.copyOf(messages, 2 * count);
    }
    messages[count++] = message;
  }

  /** Hands over all that were appended to the inboxes of their targets. */
  void forward() {
    for (int i = 0; i < count; i++) {
      messages[i].target.inbox.put(messages[i]);
      messages[i] = null;
    }
    count = 0;
  }

  void put(Message message) {
    append(message);
    int slot = count - 1;
    while (slot > 0) {
      int parent = (slot - 1) >> 1;
      if (!message.isBefore(messages[parent])) {
        break;
      }
      messages[slot] = messages[parent];
      slot = parent;
    }
    messages[slot] = message;
  }

  Message poll() {
    Message first = messages[0];
    Message last = messages[--count];
    messages[count] = null;
    int slot = 0;
    for (int child = 1; child < count; child = 2 * slot + 1) {
      if (child + 1 < count && messages[child + 1].isBefore(messages[child])) {
        child++;
      }
      if (last.isBefore(messages[child])) {
        break;
      }
      messages[slot] = messages[child];
      slot = child;
    }
    if (count > 0) {
      messages[slot] = last;
    }
    return first;
  }
}
