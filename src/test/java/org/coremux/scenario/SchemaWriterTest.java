package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema agrees with the reader. */
class SchemaWriterTest {

  private static final Schema SCHEMA = schema(TestCatalogue.catalogue());
  private static final Schema INSTALLED = schema(Plugins.installed().catalogue());

  private static Schema schema(Catalogue catalogue) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaWriter.json(catalogue), InputFormat.JSON);
  }

  @Test
  void acceptsEveryKeyOfTheFormat() {
    assertThat(errors(ScenarioReaderTest.EVERYTHING)).isEmpty();
    assertThat(errors(ScenarioReaderTest.text(""))).isEmpty();
  }

  @Test
  void acceptsWhatIsShown() {
    Scenario scenario =
        new ScenarioReader(TestCatalogue.catalogue())
            .read(ScenarioReaderTest.EVERYTHING, "x.yaml", Path.of(""));

    assertThat(errors(EffectiveScenario.yaml(scenario, TestCatalogue.catalogue()))).isEmpty();
  }

  static Stream<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void acceptsEveryScenarioThatIsShipped(Path file) throws IOException {
    assertThat(errors(INSTALLED, Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "027-unknown-key",
        "028-unknown-keys-everywhere",
        "029-everything-missing",
        "030-no-names",
        "031-no-workload",
        "033-empty-hosts",
        "034-hosts-are-a-mapping",
        "037-number-is-a-text",
        "038-number-is-a-switch",
        "040-number-with-decimals",
        "045-no-unit",
        "046-wrong-unit",
        "047-unit-of-another-kind",
        "052-zero-everything",
        "057-weight-out-of-range",
        "060-impossible-threads",
        "062-unknown-cpu",
        "075-unknown-platform",
        "076-unknown-scheduler",
        "077-scheduler-parameters",
        "078-scheduler-choice",
        "079-unknown-workload",
        "080-workload-without-kind",
        "081-duration-and-until",
        "083-until-a-time",
        "087-unknown-distribution",
        "092-rate-wrong",
        "097-program-steps",
      })
  void refusesWhatTheReaderRefuses(String name) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/broken", name + ".yaml"));

    assertThat(errors(text)).isNotEmpty();
  }

  @Test
  void describesEveryKey() {
    assertThat(SchemaWriter.json(TestCatalogue.catalogue()))
        .contains(
            "\"description\" : \"Share under contention, relative to 256 " + "(256 unless said)\"")
        .contains("\"description\" : \"When requests come\"")
        .endsWith("}\n");
  }

  private static List<String> errors(String yaml) {
    return errors(SCHEMA, yaml);
  }

  private static List<String> errors(Schema schema, String yaml) {
    try {
      return schema.validate(yaml, InputFormat.YAML).stream().map(Error::toString).toList();
    } catch (IllegalArgumentException noYaml) {
      return List.of(noYaml.getMessage());
    }
  }
}
