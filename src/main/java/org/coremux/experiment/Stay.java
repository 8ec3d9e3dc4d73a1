package org.coremux.experiment;

/**
 * What a guest that has moved did on one of its hosts, all its stays there together.
 *
 * @param host the name of the host
 * @param time its run states while it was there; those of all its hosts add up to its own
 */
public record Stay(String host, GuestTime time) {}
