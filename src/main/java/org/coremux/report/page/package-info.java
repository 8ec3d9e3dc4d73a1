/**
 * What is kept of a run to be looked at: the folder of {@code --out}, and the page in it.
 *
 * <p>Read {@link org.coremux.report.page.HtmlReport} first, and {@link
 * org.coremux.report.page.WaitingAnalysis}, from which the page's answer comes: who waited, when,
 * and who had the processors meanwhile. The page's template, style and programs are resources
 * beside it.
 */
package org.coremux.report.page;
