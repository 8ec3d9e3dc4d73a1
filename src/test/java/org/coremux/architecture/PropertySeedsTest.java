package org.coremux.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** No build depends on luck: whatever property there is, it has a seed before it begins. */
class PropertySeedsTest {
  private static String seen = "none";

  static final class Witness implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      seen = context.attributes().seed().orElse("none");
      return property.execute();
    }

    @Override
    public int aroundPropertyProximity() {
      return 1; // within what gives the seed
    }
  }

  @Property(tries = 1)
  @AddLifecycleHook(Witness.class)
  void aPropertyThatNamesNoSeedHasTheSameInEveryBuild(@ForAll int any) {
    if (Integer.getInteger("coremux.fuzz", 0) == 0) {
      long seed =
          PropertySeeds.seed(
              PropertySeedsTest.class.getName(), "aPropertyThatNamesNoSeedHasTheSameInEveryBuild");
      assertThat(seen).isEqualTo(String.valueOf(seed));
    } else {
      assertThat(seen).isNotEqualTo("none");
    }
  }
}
