/**
 * Floor 11: saved results as JSON, tables, CSV and comparisons, and live views; with {@code chart}
 * and {@code page} below it the only place that draws.
 *
 * <p>Read {@link org.coremux.report.ResultJson} first: it writes the format {@code
 * coremux-result/1} and reads it back. Everything here takes a {@link
 * org.coremux.experiment.RunResult} and nothing else, so whatever is shown can be shown again from
 * the file. Decimals are written from integers, in UTF-8 with {@code \n}, whatever the machine
 * says.
 */
package org.coremux.report;
