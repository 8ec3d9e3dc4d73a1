/**
 * Recordings of utilisation and of schedules, read into what a guest can replay. Floor 8.
 *
 * <p>{@link org.coremux.scenario.trace.Traces} finds the reader for a file and is the file to read
 * first; a {@link org.coremux.scenario.trace.TraceReader} is a plug-in for one format, found by
 * {@code ServiceLoader}. {@link org.coremux.scenario.trace.ReplayFile} holds an imported schedule.
 */
package org.coremux.scenario.trace;
