package org.coremux.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever can be said in a scenario is said in some case, so that nothing is left untried. */
class DrawnTest {
  private static final int CASES = 5_000;

  /** What means something to people only. */
  private static final Set<String> WORDS = Set.of("question");

  private static final Catalogue CATALOGUE = Plugins.installed().catalogue();

  /** All keys, as {@code hosts.cpu.cores}, with whose settings they are, as in {@code cfs.tick}. */
  private static final Set<String> DRAWN = new TreeSet<>();

  @BeforeAll
  static void draw() {
    CaseWriter cases = new CaseWriter(CATALOGUE, "", 1);
    for (int i = 0; i < CASES; i++) {
      collect("", cases.write(i));
    }
  }

  private static void collect(String path, Object node) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> of(path, (String) key, value));
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collect(path, item));
    }
  }

  private static void of(String path, String key, Object value) {
    switch (key) {
      case "scheduler" -> {
        boolean isName = value instanceof String;
        String name = (String) (isName ? value : ((Map<?, ?>) value).get("name"));
        DRAWN.add(path + key);
        DRAWN.add((path.startsWith("hosts") ? "host" : "guest") + " scheduler " + name);
        collect("scheduler " + name + ".", value);
      }
      case "workload", "background" -> {
        DRAWN.add(path + key);
        ((List<?>) value)
            .forEach(its -> collect("workload " + ((Map<?, ?>) its).get("kind") + ".", its));
      }
      case "guests", "groups" -> {
        DRAWN.add(path + key);
        collect(key + ".", value); // at any depth
      }
      case "set" -> {
        DRAWN.add(path + key);
        ((Map<?, ?>) value).keySet().forEach(its -> DRAWN.add("set " + last((String) its)));
      }
      default -> {
        DRAWN.add(path + key);
        if (key.equals("platform")) {
          DRAWN.add((path.startsWith("hosts") ? "host" : "guest") + " platform " + value);
        }
        if (value instanceof String word) {
          DRAWN.add(path + key + " " + word);
        }
        collect(path + key + ".", value);
      }
    }
  }

  /** As {@code guests.weight}, whatever they are called. */
  private static String last(String path) {
    String[] steps = path.replaceAll("\\[\\d+]", "").split("\\.");
    String owner = steps[0];
    for (String step : steps) {
      owner = List.of("guests", "groups", "domain0", "workload").contains(step) ? step : owner;
    }
    return owner + path.substring(path.lastIndexOf('.'));
  }

  private static void assertDrawn(Collection<String> all) {
    Set<String> missing = new TreeSet<>(all);
    missing.removeAll(DRAWN);
    assertThat(missing).as("never drawn").isEmpty();
  }

  @Test
  void everyPolicyIsOnHostsAndInGuestsWithAllItsSettings() {
    for (Catalogue.Scheduler policy : CATALOGUE.schedulers()) {
      assertDrawn(List.of("host scheduler " + policy.name(), "guest scheduler " + policy.name()));
      assertDrawn(names("scheduler " + policy.name(), policy.parameters()));
      assertDrawn(names("guests.scheduling." + policy.name(), policy.guestParameters()));
    }
  }

  @Test
  void everyWorkloadHasAllItsSettings() {
    for (Catalogue.Workload kind : CATALOGUE.workloads()) {
      assertDrawn(names("workload " + kind.name(), kind.parameters()));
      assertDrawn(
          List.of("workload " + kind.name() + ".threads", "workload " + kind.name() + ".stream"));
    }
  }

  /** Their names, and the words of those that are words. */
  private static List<String> names(String owner, List<Parameter> parameters) {
    List<String> names = new ArrayList<>();
    for (Parameter parameter : parameters) {
      String name = owner + "." + parameter.name();
      names.add(name);
      parameter.choices().forEach(word -> names.add(name + " " + word));
    }
    return names;
  }

  @Test
  void everyPlatformIsOnHostsAndInGuests() {
    for (Catalogue.Platform platform : CATALOGUE.platforms()) {
      assertDrawn(List.of("host platform " + platform.name(), "guest platform " + platform.name()));
    }
  }

  @Test
  void everyKeyOfTheSchemaIsSaid() throws IOException {
    String text = Files.readString(Path.of("docs/scenario.schema.json"));
    JsonNode schema = new ObjectMapper().readTree(text);
    JsonNode parts = schema.get("$defs");
    Set<String> keys = new TreeSet<>();
    properties("", schema, keys);
    properties("hosts.", parts.get("host"), keys);
    properties("guests.", parts.get("guest"), keys);
    properties("groups.", parts.get("group"), keys);
    properties("events.", parts.get("event"), keys);
    keys.removeAll(WORDS);

    assertThat(keys).hasSizeGreaterThan(90);
    assertDrawn(keys);
    assertDrawn(
        names(parts.get("operations")).stream()
            .map(operation -> "workload compute.operations." + operation)
            .toList());
  }

  private static List<String> names(JsonNode part) {
    return part.get("properties").properties().stream().map(Map.Entry::getKey).toList();
  }

  private static void properties(String path, JsonNode part, Set<String> keys) {
    part.path("properties")
        .properties()
        .forEach(
            property -> {
              keys.add(path + property.getKey());
              properties(path + property.getKey() + ".", property.getValue(), keys);
            });
  }

  @Test
  void everythingIsSetDuringARunThatCanBe() {
    assertDrawn(
        List.of(
            "set guests.weight",
            "set guests.cap",
            "set guests.affinity",
            "set groups.weight",
            "set groups.cap",
            "set domain0.weight",
            "set domain0.affinity",
            "set workload.rate"));
    for (Catalogue.Workload kind : CATALOGUE.workloads()) {
      kind.parameters().stream()
          .filter(parameter -> parameter.changes() && parameter.kind() != Parameter.Kind.ARRIVALS)
          .forEach(parameter -> assertDrawn(List.of("set workload." + parameter.name())));
    }
  }
}
