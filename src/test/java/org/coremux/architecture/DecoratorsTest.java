package org.coremux.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.ForwardingPool;
import org.coremux.mux.ForwardingScheduler;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.junit.jupiter.api.Test;

/**
 * Who stands before a policy, or before what it is offered, passes all on that can be asked: a
 * default would answer in place of the one behind.
 */
class DecoratorsTest {
  @Test
  void whoStandsBeforeAPolicyPassesEverythingOn() {
    assertThat(leftToDefaults(Scheduler.class, ForwardingScheduler.class)).isEmpty();
  }

  @Test
  void whoStandsBeforeAPoolPassesEverythingOn() {
    assertThat(leftToDefaults(Pool.class, ForwardingPool.class)).isEmpty();
  }

  private static List<String> leftToDefaults(Class<?> asked, Class<?> forwarding) {
    List<String> left = new ArrayList<>();
    for (JavaClass type : Floors.product()) {
      boolean isBefore =
          type.isAssignableTo(forwarding)
              || type.getFields().stream().anyMatch(f -> f.getRawType().isAssignableTo(asked));
      if (isBefore && type.isAssignableTo(asked)) {
        for (Method method : type.reflect().getMethods()) {
          if (method.isDefault() && method.getDeclaringClass() == asked) {
            left.add(type.getSimpleName() + " " + method.getName());
          }
        }
      }
    }
    return left;
  }
}
