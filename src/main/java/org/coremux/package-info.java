/**
 * Coremux: a discrete-event simulator of virtualization.
 *
 * <p>The packages below this one are floors; a package imports only packages on strictly lower
 * floors.
 */
package org.coremux;
