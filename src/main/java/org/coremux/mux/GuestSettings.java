package org.coremux.mux;

import org.coremux.engine.Parameters;

/**
 * What a guest asks of a policy, before anything is made of it.
 *
 * @param guest its name
 * @param vcpus how many it has
 * @param settings its own, complete with defaults; null when it says nothing
 */
public record GuestSettings(String guest, int vcpus, Parameters settings) {}
