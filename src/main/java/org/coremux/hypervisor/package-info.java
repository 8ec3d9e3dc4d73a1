/**
 * Floor 5: hosts. A {@link org.coremux.hypervisor.Host} puts a platform's policy and costs on a
 * machine and takes {@link org.coremux.hypervisor.Guest}s in, as virtual machines or as processes.
 *
 * <p>Read {@link org.coremux.hypervisor.Host} first.
 */
package org.coremux.hypervisor;
