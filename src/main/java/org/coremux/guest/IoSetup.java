package org.coremux.guest;

import org.coremux.engine.Distribution;

/**
 * The devices of a guest, and what its own kernel works for each operation of theirs, which is the
 * same on every platform.
 *
 * @param nic its network device
 * @param disk its block device
 * @param diskService how long the disk takes for a request
 * @param receiveNs work of the guest's kernel for a packet that comes in, in ns at nominal speed
 * @param sendNs the same for one that goes out
 * @param blockNs the same for a block request
 */
public record IoSetup(
    Device nic, Device disk, Distribution diskService, long receiveNs, long sendNs, long blockNs) {}
