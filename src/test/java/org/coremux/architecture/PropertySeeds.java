package org.coremux.architecture;

import java.util.SplittableRandom;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property its seed: the same in every build, so that none fails by bad luck.
 *
 * <p>{@code -Dcoremux.fuzz=N} makes a campaign of it: N times the tries, on seeds that no build has
 * seen. It prints for each property what repeats it try by try. {@code -Djqwik.tries.default=N} is
 * the number of tries of those that name none, with the seeds of every build.
 */
public final class PropertySeeds implements AroundPropertyHook {
  /** What is tried where a property does not say, as in junit-platform.properties. */
  private static final int TRIES = Integer.getInteger("jqwik.tries.default", 200);

  private static final int TIMES = Integer.getInteger("coremux.fuzz", 0);
  private static final long CAMPAIGN =
      Long.getLong("coremux.seed", new SplittableRandom().nextInt(1, Integer.MAX_VALUE));

  /** The seed of a property in every build. */
  static long seed(String type, String method) {
    return (type + '.' + method).hashCode();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    PropertyAttributes attributes = context.attributes();
    String type = context.containerClass().getName();
    String method = context.targetMethod().getName();
    long seed = seed(type, method);
    if (TIMES > 0) {
      int tries = Math.multiplyExact(attributes.tries().orElse(TRIES), TIMES);
      attributes.setTries(tries);
      attributes.setSeed(String.valueOf(seed + CAMPAIGN));
      System.out.printf(
          "%,d tries: -Dtest=%s#%s -Dcoremux.fuzz=%d -Dcoremux.seed=%d%n",
          tries, type, method, TIMES, CAMPAIGN);
    } else if (attributes.seed().isEmpty()) {
      attributes.setSeed(String.valueOf(seed));
    }
    return property.execute();
  }
}
