/**
 * Floor 0: time. A {@link org.coremux.engine.Simulation} holds {@link org.coremux.engine.Site}s;
 * each has a clock of integer nanoseconds, {@link org.coremux.engine.Timer}s, kicks, and messages
 * from other sites. Random streams and the settings that plug-ins declare live here as well,
 * because everything above needs them.
 *
 * <p>Read {@link org.coremux.engine.Site} first: the loop is there.
 */
package org.coremux.engine;
