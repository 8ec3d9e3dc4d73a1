package org.coremux.hypervisor;

import org.coremux.guest.GuestOs;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;

/**
 * What a host has of a guest: where it is scheduled, as whom, and who serves it.
 *
 * @param layer the platform that has taken it in
 * @param pool where its vCPUs are, or its threads where there are none
 * @param group what it is there; null where each thread competes alone
 * @param server the threads of the host itself in its name; null where a driver domain has them
 */
record Residence(Layer layer, Multiplexer pool, Group group, GuestOs server) {}
