package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.sched.LawHost.Plan;
import org.coremux.sched.LawHost.Trait;

/**
 * Law 6: what the members of a capped guest share is never negative; only what one of them has
 * overrun is, until it is paid.
 *
 * <p>The pools there are: cpu.max of Linux's fair policies, the CPU groups of Hyper-V, and the
 * budget of a domain of credit2, which takes over what its units owe. All other policies keep a
 * budget for each member alone (rtds, sedf, deadline, and hyper-v beside its groups), a debt that
 * is carried (edf, esxi), or no budget at all (credit, which parks who has used its cap).
 */
class SharedPoolsTest {
  private static LawHost host(InstalledPolicy policy, long seed) {
    Plan plan = Plan.of(seed, Trait.AFFINITIES, Trait.CAPS, Trait.COSTS, Trait.DISTURBED);
    return new LawHost(policy, plan);
  }

  private static void holds(LawHost host, Runnable look) {
    assertThatCode(() -> host.run(look)).as("%s", host).doesNotThrowAnyException();
  }

  private static void require(boolean holds, Object who, long ns) {
    if (!holds) {
      throw new IllegalStateException(who + " has " + ns + " ns");
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void theQuotaOfAGroupIsNeverNegative(@ForAll long seed) {
    for (String policy : new String[] {"cfs", "eevdf"}) {
      LawHost host = host(InstalledPolicy.named(policy), seed);
      holds(host, () -> look(((FairScheduler) host.scheduler).hierarchy()));
    }
  }

  private static void look(FairHierarchy hierarchy) {
    for (int i = 0; i < hierarchy.groupCount(); i++) {
      FairGroup group = hierarchy.group(i);
      if (group != null && group.bandwidth != null) {
        long poolNs = group.bandwidth.poolNs();
        require(poolNs >= 0, group, poolNs);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void whatACpuGroupHasLeftIsNeverNegativeNorMoreThanItsCap(@ForAll long seed) {
    InstalledPolicy policy =
        InstalledPolicy.named("hyper-v")
            .with(Map.of("type", "classic", "groups", "web 30 %"))
            .withGuests(Map.of("cpuGroup", "web"));
    LawHost host = host(policy, seed);
    HyperVGroupBudgets groups = ((HyperVClassic) host.scheduler).budgets().groups();
    holds(
        host,
        () -> {
          long leftNs = groups.leftNs(0);
          require(leftNs >= 0 && leftNs <= groups.capNs(0), "web", leftNs);
        });
  }

  /** One is looked at when its budget ends, but not before the ratelimit, as coded. */
  @Property(shrinking = ShrinkingMode.OFF)
  void theBudgetOfADomainOwesNoMoreThanItsUnitsCanOverrun(@ForAll long seed) {
    LawHost host = host(InstalledPolicy.named("credit2"), seed);
    Credit2Parameters parameters = Credit2Parameters.of(host.policy.parameters());
    long overrunNs = parameters.ratelimitNs() + host.costs.switchNs() + host.costs.kickNs();
    holds(
        host,
        () -> {
          Credit2Domains domains = ((Credit2) host.scheduler).domains();
          for (int i = 0; i < domains.indices(); i++) {
            Credit2Domain domain = domains.at(i);
            if (domain != null) {
              long leastNs = -domain.unitCount() * overrunNs;
              require(domain.budgetNs() >= leastNs, domain.group, domain.budgetNs());
            }
          }
        });
  }
}
