/**
 * Floor 4: the software in a guest. A {@link org.coremux.guest.GuestOs} has threads, each of which
 * runs a {@link org.coremux.guest.Program}; a {@link org.coremux.guest.Workload} creates them, and
 * lets requests come in from outside. Kinds of workload are announced by {@link
 * org.coremux.guest.WorkloadProvider}s. What it asks of a {@link org.coremux.guest.Device} is a
 * {@link org.coremux.guest.Request}, whose {@link org.coremux.guest.Journey} tells where its time
 * went.
 *
 * <p>Read {@link org.coremux.guest.GuestThread} first, then {@link org.coremux.guest.OnOff}, the
 * smallest workload.
 */
package org.coremux.guest;
