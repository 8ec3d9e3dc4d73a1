package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Adams and Agesen 2006: processes under binary translation and under early VT. */
class SoftwareVmmTest {
  @Test
  void forkwaitAndTheBuildWithVtAreFittedAndTheTranslatedBuildFollows() {
    Simulated applications = Simulated.table("adams2006-applications");

    assertThat(applications.error("forkwait.vt")).isCloseTo(0, within(0.005));
    assertThat(applications.error("forkwait.bt")).isCloseTo(0, within(0.005));
    assertThat(applications.error("compile.vt")).isCloseTo(0, within(0.005));
    assertThat(applications.row("compile.bt").row().basis()).isEqualTo(Basis.PREDICTED);
    assertThat(applications.error("compile.bt")).isCloseTo(0, within(0.20));
    assertThat(applications.missed()).isEmpty();
  }

  @Test
  void operationsOfOneKindAreWhatWasPrinted() {
    assertThat(Simulated.table("adams2006-nano").missed()).isEmpty();
    assertThat(Simulated.table("adams2006-hardware").missed()).isEmpty();
  }

  @Test
  void userCodeIsSlowerByTheMeanOfTwelvePrograms() {
    Simulated specint = Simulated.table("adams2006-specint");

    assertThat(specint.figure("mean.bt")).isCloseTo(1.04, within(0.02));
    assertThat(specint.figure("mean.vt")).isCloseTo(1.05, within(0.02));
    assertThat(specint.missed()).isEmpty();
  }
}
