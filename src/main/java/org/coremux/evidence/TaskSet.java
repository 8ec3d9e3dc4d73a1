package org.coremux.evidence;

import java.util.List;
import java.util.OptionalLong;

/**
 * Periodic tasks on one processor, each due by the end of its period, the most urgent first.
 *
 * <p>Source: C. L. Liu, J. W. Layland, "Scheduling algorithms for multiprogramming in a
 * hard-real-time environment", JACM 20(1), 1973.
 *
 * @param tasks by priority, the highest first
 */
public record TaskSet(List<Task> tasks) {
  /**
   * A task.
   *
   * @param costNs what it computes in each period
   * @param periodNs from one release to the next
   */
  public record Task(long costNs, long periodNs) {
    /** Checks the ranges. */
    public Task {
      if (costNs <= 0 || costNs > periodNs) {
        throw new IllegalArgumentException("cost " + costNs + " of a period of " + periodNs);
      }
    }

    /** The share of a processor that it needs. */
    public double utilisation() {
      return (double) costNs / periodNs;
    }
  }

  /** Copies the list. */
  public TaskSet {
    tasks = List.copyOf(tasks);
  }

  /** The share of a processor that they need together. */
  public double utilisation() {
    return tasks.stream().mapToDouble(Task::utilisation).sum();
  }

  /** Up to this utilisation the shorter period first misses no deadline, whatever the tasks. */
  public double liuLaylandBound() {
    int n = tasks.size();
    return n * (StrictMath.pow(2, 1.0 / n) - 1);
  }

  /** Whether the earliest deadline first misses none on one processor: exactly then. */
  public boolean fitsOneProcessor() {
    return utilisation() <= 1 + 1e-12;
  }

  /**
   * Whether the earliest deadline first misses none on so many processors; enough, not necessary.
   *
   * <p>Source: J. Goossens, S. Funk, S. Baruah, "Priority-driven scheduling of periodic task
   * systems on multiprocessors", Real-Time Systems 25, 2003.
   */
  public boolean fits(int processors) {
    double most = tasks.stream().mapToDouble(Task::utilisation).max().orElse(0);
    return utilisation() <= processors - (processors - 1) * most + 1e-12;
  }

  /**
   * The longest time from release to end of the task of that priority, 0 the highest, when fixed
   * priorities decide: all are released together. Empty if it exceeds the period.
   *
   * <p>Source: M. Joseph, P. Pandya, "Finding response times in a real-time system", The Computer
   * Journal 29(5), 1986.
   */
  public OptionalLong worstResponseNs(int priority) {
    Task task = tasks.get(priority);
    long response = 0;
    long next = task.costNs();
    while (next != response) {
      response = next;
      if (response > task.periodNs()) {
        return OptionalLong.empty();
      }
      next = task.costNs();
      for (Task higher : tasks.subList(0, priority)) {
        next += (response + higher.periodNs() - 1) / higher.periodNs() * higher.costNs();
      }
    }
    return OptionalLong.of(response);
  }
}
