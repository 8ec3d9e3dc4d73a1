/**
 * What other tools recorded, as scenarios: the schedule of a Linux machine. Floor 8. A line of a
 * recording becomes an event, events become threads and what they did, and these become programs.
 *
 * <p>Read {@link org.coremux.scenario.importer.PerfSchedImport} first.
 */
package org.coremux.scenario.importer;
