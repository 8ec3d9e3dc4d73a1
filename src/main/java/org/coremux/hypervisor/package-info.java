/**
 * Floor 5: hosts. A {@link org.coremux.hypervisor.Host} puts a platform's policy and costs on a
 * machine and takes {@link org.coremux.hypervisor.Guest}s in, as virtual machines or as processes;
 * a guest that is itself a host has a {@link org.coremux.hypervisor.Layer} of its own. Devices are
 * the machine's {@link org.coremux.hypervisor.Station}s, and reach a guest as a {@link
 * org.coremux.hypervisor.DirectDevice} or through a {@link org.coremux.hypervisor.Backend}.
 *
 * <p>A {@link org.coremux.hypervisor.Migration} takes a guest to another host while it runs, as
 * {@link org.coremux.hypervisor.PreCopy} says; a {@link org.coremux.hypervisor.Reclaimer} takes
 * memory back from guests, which then meet {@link org.coremux.hypervisor.PageFaults}.
 *
 * <p>Read {@link org.coremux.hypervisor.Host} first.
 */
package org.coremux.hypervisor;
