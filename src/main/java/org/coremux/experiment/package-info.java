/**
 * Floor 9: what a run has measured, as records that hold nothing but data, and comparisons of runs
 * ({@link org.coremux.experiment.Comparison}): where time goes, {@link org.coremux.experiment.Step}
 * by step.
 *
 * <p>Read {@link org.coremux.experiment.RunResult} first. Everything inside is an exact integer:
 * times are {@code long} nanoseconds summed over the vCPUs of a guest or the pCPUs of a host, and a
 * ratio is derived from them when somebody asks. {@link org.coremux.experiment.Decimal} writes them
 * as decimals, {@link org.coremux.experiment.Books} proves that the sums add up: a result whose
 * books do not balance cannot be made.
 */
package org.coremux.experiment;
