package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;

/** The vCPUs and threads of a host, as trace events tell of them. */
final class TraceMembers {
  private final Map<Schedulable, TraceMember> members = new HashMap<>();
  private final List<TraceMember> ordered = new ArrayList<>();
  private final Map<Multiplexer, LevelCounter> queues = new HashMap<>();

  /** The first that there is: of those who are on another host still. */
  private LevelCounter first;

  /** What counts those who wait at a level. */
  void queue(Multiplexer level, LevelCounter queue) {
    first = first == null ? queue : first;
    queues.put(level, queue);
  }

  /** One with a track of its own. */
  void add(Schedulable s, byte[] track) {
    put(s, track);
  }

  /** What is known of it; one that is seen for the first time has no track. */
  TraceMember of(Schedulable s) {
    TraceMember member = members.get(s);
    return member == null ? put(s, null) : member;
  }

  private TraceMember put(Schedulable s, byte[] track) {
    TraceMember member =
        new TraceMember(s, queues.getOrDefault(s.processor().multiplexer(), first), track);
    members.put(s, member);
    ordered.add(member);
    return member;
  }

  /** All, in the order in which they were seen first. */
  List<TraceMember> ordered() {
    return ordered;
  }
}
