package org.coremux.platform;

/**
 * Something that hardware or software may help with, and that can be switched: second-level paging,
 * interrupts without exits. Steps of a platform's paths depend on it.
 *
 * @param name as scenarios write it, {@code nestedPaging}
 * @param isOn whether it is there
 */
public record Assist(String name, boolean isOn) {}
