/**
 * Charts of saved results, as PNG and SVG: utilisation, latency, steal, states, migration,
 * timeline.
 *
 * <p>Read {@link org.coremux.report.chart.Charts} first: it says which charts there are of a
 * result. What a chart shows is a {@code ...Data}, without a dot of it drawn; how it is drawn is a
 * {@code ...Chart}; what all have in common is in {@link org.coremux.report.chart.Chart} and {@code
 * Look}.
 */
package org.coremux.report.chart;
