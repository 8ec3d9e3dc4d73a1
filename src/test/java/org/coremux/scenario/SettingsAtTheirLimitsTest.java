package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Quantity.Dimension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting at an end of its range, or near it, is taken or refused in words: nothing breaks. */
class SettingsAtTheirLimitsTest {
  private static final Plugins PLUGINS = Plugins.installed();

  static List<String> policies() {
    return PLUGINS.catalogue().schedulers().stream().map(Catalogue.Scheduler::name).toList();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void isTakenOrRefusedInWords(String policy) {
    Catalogue.Scheduler its =
        Catalogue.find(PLUGINS.catalogue().schedulers(), policy).orElseThrow();
    for (Parameter parameter : its.parameters()) {
      values(parameter).forEach(value -> take(policy, "", parameter.name() + ": " + value));
    }
    for (Parameter parameter : its.guestParameters()) {
      values(parameter).forEach(value -> take(policy, parameter.name() + ": " + value, ""));
    }
  }

  private static Set<String> values(Parameter parameter) {
    Set<String> values = new LinkedHashSet<>();
    if (parameter.min() <= parameter.max()) {
      for (long value : around(parameter)) {
        switch (parameter.kind()) {
          case DURATION -> values.add(Quantity.format(value, Dimension.TIME));
          case COUNT -> values.add(Long.toString(value));
          case PERCENT -> values.add(Quantity.format(value, Dimension.PERCENT));
          default -> {}
        }
      }
    }
    values.addAll(parameter.choices());
    return values;
  }

  private static List<Long> around(Parameter parameter) {
    List<Long> values = new ArrayList<>();
    for (long value : new long[] {1, 1_000, 1_000_000, 10_000_000, 1_000_000_000}) {
      values.add(Math.min(parameter.max(), Math.max(parameter.min(), value)));
    }
    values.add(parameter.min());
    values.add(parameter.max());
    return values;
  }

  private static void take(String policy, String ofGuest, String ofHost) {
    String guests = ofGuest.isEmpty() ? "" : ", scheduling: {%s: {%s}}".formatted(policy, ofGuest);
    String text =
        """
        scenario: limits
        duration: 1 ms
        hosts:
          - name: h
            cpu: {sockets: 2, cores: 2, threads: 2}
            memory: 8 GiB
            platform: xen
            scheduler: {name: %s%s}
        guests: [{name: g, vcpus: 2, memory: 1 GiB, workload: [{kind: compute}]%s}]
        """
            .formatted(policy, ofHost.isEmpty() ? "" : ", " + ofHost, guests);
    try {
      new Model(
          new ScenarioReader(PLUGINS.catalogue()).read(text, "limits", Path.of("")),
          PLUGINS,
          Model.Options.NORMAL);
    } catch (ScenarioException refused) {
      assertThat(refused.problems()).as(text).isNotEmpty();
    } catch (RuntimeException broken) {
      fail(text, broken);
    }
  }
}
