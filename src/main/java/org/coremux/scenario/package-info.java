/**
 * Scenario files: YAML in, immutable records out, complete with every default and checked. Floor 8.
 *
 * <p>The only place that parses. {@link org.coremux.scenario.ScenarioReader} is the way in and the
 * file to read first; {@link org.coremux.scenario.Scenario} is what comes out, {@link
 * org.coremux.scenario.Expansion} the same one by one and placed, {@link
 * org.coremux.scenario.Catalogue} what may be named. A key is declared once, as a {@link
 * org.coremux.scenario.Key} on the record component that it is read into: reader, messages and JSON
 * Schema all take it from there. Whatever is wrong is a {@link
 * org.coremux.scenario.ScenarioException}.
 */
package org.coremux.scenario;
