package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameter.Range;
import org.junit.jupiter.api.Test;

/** The rules of declared settings and of their values. */
class ParametersTest {

  private static final Parameter SLICE =
      Parameter.duration("slice", 10, Range.of(1, 100), "A slice", "assumed");
  private static final Parameter JOBS =
      Parameter.requiredCount("jobs", Range.of(1, 5), "So many jobs");
  private static final Parameter WORK = Parameter.optionalWork("work", "How much");

  @Test
  void fillsInWhatWasNotGiven() {
    Parameters parameters = Parameters.of(List.of(SLICE, JOBS, WORK), Map.of("jobs", 3L));

    assertThat(parameters.durationNs("slice")).isEqualTo(10);
    assertThat(parameters.intCount("jobs")).isEqualTo(3);
    assertThat(parameters.has("work")).isFalse();
    assertThat(parameters.orNull("work")).isNull();
  }

  @Test
  void refusesToGoWithoutARequiredValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.defaults(List.of(SLICE, JOBS)))
        .withMessage("jobs is missing");
  }

  @Test
  void refusesWhatWasNotDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.of(List.of(SLICE), Map.of("silce", 1L)))
        .withMessage("silce is not declared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.defaults(List.of(SLICE)).durationNs("silce"))
        .withMessageContaining("there are slice");
  }

  @Test
  void refusesValuesOutOfRangeAndOfAnotherType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.of(List.of(SLICE), Map.of("slice", 101L)))
        .withMessage("slice: 101 is outside 1 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.of(List.of(SLICE), Map.of("slice", "10 ms")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.defaults(List.of(SLICE)).count("slice"))
        .withMessageContaining("declared as DURATION");
  }

  @Test
  void refusesANumberThatIsNone() {
    Parameter factor = Parameter.factor("share", 0.5, Range.of(0, 1_000_000), "A share", "assumed");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.of(List.of(factor), Map.of("share", Double.NaN)));
    assertThat(Parameters.defaults(List.of(factor)).factor("share")).isEqualTo(0.5);
  }

  @Test
  void refusesADeclarationThatContradictsItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.duration("slice", 0, Range.of(1, 100), "A slice", "assumed"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.choice("how", "slow", List.of("fast"), "How", "assumed"));
    assertThatIllegalArgumentException().isThrownBy(() -> Range.of(2, 1));
  }

  @Test
  void tellsEqualSettingsFromOthers() {
    Parameters three =
        Parameters.of(List.of(JOBS, WORK), Map.of("jobs", 3L, "work", Distribution.constant(5)));

    assertThat(three)
        .isEqualTo(
            Parameters.of(
                List.of(JOBS, WORK), Map.of("work", Distribution.constant(5), "jobs", 3L)));
    assertThat(three).isNotEqualTo(Parameters.of(List.of(JOBS, WORK), Map.of("jobs", 3L)));
    assertThat(three.random("work").meanNs()).isEqualTo(5);
  }
}
