/**
 * Published measurements beside the model's.
 *
 * <p>A {@link org.coremux.evidence.published.PublishedTable} is a file in {@code published/}: what
 * was printed, what it is to the model, and how the model comes to the same figure, from paths of
 * presets or from runs of scenarios in {@code scenarios/published}.
 *
 * <p>Read {@link org.coremux.evidence.published.PublishedEvidence} first.
 */
package org.coremux.evidence.published;
