package org.coremux.experiment;

/**
 * Something that happened in one instant: a change of run state, or a decision.
 *
 * @param level name of the level, the host's or the guest's
 * @param what for people
 */
public record Happening(String level, String what) {}
