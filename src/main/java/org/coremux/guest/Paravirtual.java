package org.coremux.guest;

/**
 * What a hypervisor offers a guest's kernel that asks for it, beside what hardware does.
 *
 * @param sendsIpis whether one hypercall sends an interrupt to any number of vCPUs
 * @param yields whether a vCPU can give its pCPU to another that waits for one
 * @param flushes whether a vCPU that waits for a pCPU can be left to the hypervisor, which flushes
 *     its TLB before it runs again
 */
public record Paravirtual(boolean sendsIpis, boolean yields, boolean flushes) {
  /** A guest that does as if it were on hardware. */
  public static final Paravirtual NONE = new Paravirtual(false, false, false);
}
