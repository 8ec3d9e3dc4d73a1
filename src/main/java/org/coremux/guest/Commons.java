package org.coremux.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the workloads of one host have in common, whichever guest they are in: the recording whose
 * threads wake each other, for instance. For set-up.
 */
public final class Commons {
  private final List<Object> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** What lies under the key; the first who asks makes it. */
  @SuppressWarnings("unchecked") // one key, one kind of thing: the caller's promise
  public <T> T common(Object key, Supplier<T> create) {
    int index = keys.indexOf(key);
    if (index < 0) {
      index = keys.size();
      keys.add(key);
      values.add(create.get());
    }
    return (T) values.get(index);
  }
}
