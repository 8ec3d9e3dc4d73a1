package org.coremux.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Catalogue.Entry;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.sched.Granularity;

/**
 * Writes the JSON Schema of scenario files, from the records that they are read into and from the
 * catalogue: editors complete and check with it.
 *
 * <p>Draft 2020-12. It says what one value may look like; what takes two values to see (whether the
 * memory suffices, whether a name is known to another key) only reading says.
 */
public final class SchemaWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Catalogue catalogue;
  private final ObjectNode definitions = JSON.createObjectNode();

  private SchemaWriter(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The schema as indented JSON that ends in a line feed. */
  public static String json(Catalogue catalogue) {
    return new SchemaWriter(catalogue).schema();
  }

  private String schema() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Coremux scenario");
    schema.put("description", "Hosts, guests and what they do, for the simulator Coremux");
    object(schema, Scenario.class);
    ArrayNode ends = schema.putArray("oneOf");
    ends.addObject().putArray("required").add("duration");
    ends.addObject().putArray("required").add("until");
    // Named even when no record says so here: they are what the forms refer to.
    object(definitions.putObject("host"), HostSpec.class);
    ObjectNode guest = definitions.putObject("guest");
    object(guest, GuestSpec.class);
    ((ArrayNode) guest.get("required")).removeAll().add("name").add("vcpus").add("memory");
    ArrayNode work = guest.putArray("anyOf");
    work.addObject().putArray("required").add("workload");
    work.addObject().putArray("required").add("groups");
    work.addObject().putArray("required").add("guests");
    ObjectNode group = definitions.putObject("group");
    object(group, GroupSpec.class);
    ArrayNode inner = group.putArray("anyOf");
    inner.addObject().putArray("required").add("workload");
    inner.addObject().putArray("required").add("groups");
    event(definitions.putObject("event"));
    scheduler(definitions.putObject("scheduler"), List.of());
    scheduler(definitions.putObject("hostScheduler"), Granularity.parameters());
    operations(definitions.putObject("operations"));
    workload(definitions.putObject("workload"));
    steps(definitions.putObject("steps"));
    random("random", false);
    random("arrivals", true);
    schema.set("$defs", definitions);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void object(ObjectNode schema, Class<? extends Record> type) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.createArrayNode();
    Section.keys(type)
        .forEach(
            (name, key) -> {
              ObjectNode property = properties.putObject(name);
              property.put(
                  "description",
                  key.meaning()
                      + (key.standard().isEmpty() ? "" : " (" + key.standard() + " unless said)"));
              form(property, key);
              if (key.required()) {
                required.add(name);
              }
            });
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
  }

  private void form(ObjectNode property, Key key) {
    switch (key.form()) {
      case NAME, TEXT -> text(property);
      case COUNT -> range(property, key.min(), key.max());
      case SWITCH -> property.put("type", "boolean");
      case TIME -> quantity(property, Dimension.TIME);
      case BYTES -> quantity(property, Dimension.BYTES);
      case FREQUENCY -> quantity(property, Dimension.FREQUENCY);
      case BANDWIDTH -> quantity(property, Dimension.BANDWIDTH);
      case RATE -> rate(property);
      case RANDOM -> property.put("$ref", "#/$defs/random");
      case DEVICES -> object(property, DevicesSpec.class);
      case DEVICE_MODEL -> choice(property, DevicesReader.MODELS);
      case PAGES -> object(property, PagesSpec.class);
      case WRITES -> object(property, WritesSpec.class);
      case PERCENT -> quantity(property, Dimension.PERCENT);
      case MIGRATION_WAY -> choice(property, MigrationReader.WAYS);
      case MIGRATION_RATE -> object(property, MigrationSpec.RateSpec.class);
      case MIGRATION_END -> choice(property, MigrationReader.ENDS);
      case FINISHED -> property.put("const", "finished");
      case CPUS -> {
        property.putArray("type").add("string").add("integer");
        property.put("pattern", "^\\s*\\d+(\\s*-\\s*\\d+)?(\\s*,\\s*\\d+(\\s*-\\s*\\d+)?)*\\s*$");
        property.putArray("examples").add("0-3").add("0,2,4-7");
      }
      case CPU -> {
        ArrayNode either = property.putArray("anyOf");
        names(either.addObject(), catalogue.cpus());
        object(either.addObject(), CpuSpec.class);
      }
      case PLATFORM -> {
        ArrayNode either = property.putArray("anyOf");
        names(either.addObject(), catalogue.platforms());
        either.addObject().put("type", "string").put("pattern", "\\.ya?ml$|/");
      }
      case ASSISTS -> {
        property.put("type", "object");
        property.putObject("additionalProperties").put("type", "boolean");
      }
      case OPERATIONS -> property.put("$ref", "#/$defs/operations");
      case SCHEDULER -> property.put("$ref", "#/$defs/scheduler");
      case HOST_SCHEDULER -> property.put("$ref", "#/$defs/hostScheduler");
      case SCHEDULING -> scheduling(property);
      case DOMAIN0 -> object(property, Domain0Spec.class);
      case EFFECTS -> object(property, EffectsSpec.class);
      case KVM -> object(property, KvmSpec.class);
      case OVERCOMMIT -> object(property, OvercommitSpec.class);
      case OS -> object(property, GuestOsSpec.class);
      case WORKLOADS -> list(property, "workload", 0);
      case GROUPS -> list(property, "group", 0);
      case HOSTS -> list(property, "host", 1);
      case GUESTS -> list(property, "guest", 1);
      case EVENTS -> list(property, "event", 0);
      case SETTINGS -> property.put("type", "object");
    }
  }

  /** A text may look like a number: {@code name: 1}. */
  private static void text(ObjectNode property) {
    property.putArray("type").add("string").add("number");
  }

  private static void range(ObjectNode property, long min, long max) {
    property.put("type", "integer");
    property.put("minimum", min);
    if (max != Long.MAX_VALUE) {
      property.put("maximum", max);
    }
  }

  private static void span(ObjectNode property, Parameter parameter) {
    if (!parameter.mayBeOff()) {
      quantity(property, Dimension.TIME);
      return;
    }
    ArrayNode either = property.putArray("anyOf");
    quantity(either.addObject(), Dimension.TIME);
    either.addObject().putArray("enum").add(Parameter.OFF_WORD).add(Parameter.OFF);
  }

  private static void quantity(ObjectNode property, Dimension dimension) {
    property.put("type", "string");
    property.put("pattern", Quantity.pattern(dimension));
    property.putArray("examples").add(dimension.example());
  }

  private static void rate(ObjectNode property) {
    property.put("type", "string");
    property.put("pattern", Quantity.ratePattern());
    property.putArray("examples").add(MixReader.EXAMPLE);
  }

  private static void list(ObjectNode property, String definition, int min) {
    property.put("type", "array");
    if (min > 0) {
      property.put("minItems", min);
    }
    property.putObject("items").put("$ref", "#/$defs/" + definition);
  }

  private static void names(ObjectNode property, List<? extends Entry> entries) {
    ArrayNode names = property.putArray("enum");
    entries.forEach(entry -> names.add(entry.name()));
  }

  private void event(ObjectNode event) {
    object(event, EventSpec.class);
    ObjectNode properties = (ObjectNode) event.get("properties");
    ObjectNode migration = properties.objectNode();
    object(migration, MigrationSpec.class);
    properties.setAll((ObjectNode) migration.get("properties"));
    EventSpec.ACTIONS.forEach(
        action -> {
          ObjectNode property = properties.putObject(action);
          property.put("description", "The guest or host to " + action);
          text(property);
        });
  }

  private void scheduler(ObjectNode scheduler, List<Parameter> common) {
    ArrayNode either = scheduler.putArray("anyOf");
    names(either.addObject(), catalogue.schedulers());
    for (Catalogue.Scheduler entry : catalogue.schedulers()) {
      ObjectNode one = either.addObject();
      one.put("type", "object");
      one.put("description", entry.summary());
      ObjectNode properties = one.putObject("properties");
      properties.putObject("name").put("const", entry.name());
      GranularityKeys.with(entry.parameters(), common)
          .forEach(parameter -> parameter(properties, parameter));
      required(one, List.of(), entry.parameters());
      one.put("additionalProperties", false);
    }
  }

  private void scheduling(ObjectNode scheduling) {
    scheduling.put("type", "object");
    ObjectNode properties = scheduling.putObject("properties");
    for (Catalogue.Scheduler entry : SchedulingReader.asked(catalogue)) {
      ObjectNode one = properties.putObject(entry.name());
      one.put("type", "object");
      ObjectNode settings = one.putObject("properties");
      entry.guestParameters().forEach(parameter -> parameter(settings, parameter));
      one.put("additionalProperties", false);
    }
    scheduling.put("additionalProperties", false);
  }

  private static void operations(ObjectNode operations) {
    operations.put("type", "object");
    ObjectNode properties = operations.putObject("properties");
    for (String key : MixReader.RATES) {
      rate(properties.putObject(key));
    }
    quantity(properties.putObject(MixReader.KERNEL_SHARE), Dimension.PERCENT);
    operations.put("additionalProperties", false);
  }

  private void workload(ObjectNode workload) {
    workload.put("type", "object");
    workload.putArray("required").add("kind");
    names(workload.putObject("properties").putObject("kind"), catalogue.workloads());
    ArrayNode all = workload.putArray("allOf");
    Map<String, Key> common = Section.keys(WorkloadSpec.class);
    for (Catalogue.Workload entry : catalogue.workloads()) {
      ObjectNode rule = all.addObject();
      rule.putObject("if").putObject("properties").putObject("kind").put("const", entry.name());
      ObjectNode one = rule.putObject("then");
      one.put("description", entry.summary());
      ObjectNode properties = one.putObject("properties");
      common.forEach(
          (name, key) -> {
            ObjectNode property = properties.putObject(name);
            property.put("description", key.meaning());
            form(property, key);
          });
      entry.parameters().forEach(parameter -> parameter(properties, parameter));
      required(one, List.of("kind"), entry.parameters());
      one.put("additionalProperties", false);
    }
  }

  private static void required(ObjectNode one, List<String> first, List<Parameter> parameters) {
    ArrayNode required = JSON.createArrayNode();
    first.forEach(required::add);
    parameters.stream().filter(Parameter::required).map(Parameter::name).forEach(required::add);
    if (!required.isEmpty()) {
      one.set("required", required);
    }
  }

  private void parameter(ObjectNode properties, Parameter parameter) {
    ObjectNode property = properties.putObject(parameter.name());
    property.put(
        "description",
        parameter.meaning()
            + (parameter.standard() == null
                ? ""
                : " (" + Settings.standard(parameter) + " unless said)"));
    switch (parameter.kind()) {
      case DURATION -> span(property, parameter);
      case PERCENT -> quantity(property, Dimension.PERCENT);
      case COUNT -> range(property, parameter.min(), parameter.max());
      case FACTOR -> property.put("type", "number");
      case SWITCH -> property.put("type", "boolean");
      case CHOICE -> choice(property, parameter.choices());
      case TEXT, FILE -> text(property);
      case RANDOM, SERVICE, WORK -> property.put("$ref", "#/$defs/random");
      case ARRIVALS -> property.put("$ref", "#/$defs/arrivals");
      case STEPS -> property.put("$ref", "#/$defs/steps");
    }
  }

  /** A choice such as 6.6 is a number to YAML: both spellings are allowed. */
  private static void choice(ObjectNode property, List<String> choices) {
    ArrayNode values = property.putArray("enum");
    for (String choice : choices) {
      values.add(choice);
      if (choice.matches("\\d+(\\.\\d*[1-9])?")) {
        values.add(new java.math.BigDecimal(choice));
      }
    }
  }

  private static void steps(ObjectNode steps) {
    steps.put("type", "array");
    steps.put("minItems", 1);
    ObjectNode step = steps.putObject("items");
    step.put("type", "object");
    ObjectNode properties = step.putObject("properties");
    properties.putObject("compute").put("$ref", "#/$defs/random");
    properties.putObject("sleep").put("$ref", "#/$defs/random");
    step.put("minProperties", 1);
    step.put("maxProperties", 1);
    step.put("additionalProperties", false);
  }

  private void random(String name, boolean isArrivals) {
    ObjectNode random = definitions.putObject(name);
    ArrayNode either = random.putArray("anyOf");
    quantity(either.addObject(), Dimension.TIME);
    ObjectNode mapping = either.addObject();
    mapping.put("type", "object");
    ObjectNode properties = mapping.putObject("properties");
    if (isArrivals) {
      ObjectNode rate = properties.putObject("rate");
      rate.put("type", "string");
      rate.put("pattern", Quantity.ratePattern());
      rate.putArray("examples").add("800/s");
    }
    Stream.of("mean", "sigma", "min", "max")
        .forEach(key -> quantity(properties.putObject(key), Dimension.TIME));
    Stream.of("cv", "shape")
        .forEach(key -> properties.putObject(key).put("type", "number").put("minimum", 0));
    text(properties.putObject("file"));
    ArrayNode kinds = properties.putObject("distribution").putArray("enum");
    Stream.of(Distribution.Kind.values()).map(Distribution.Kind::key).forEach(kinds::add);
    mapping.put("additionalProperties", false);
    mapping.put("minProperties", 1);
  }
}
