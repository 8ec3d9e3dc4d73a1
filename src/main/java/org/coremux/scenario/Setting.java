package org.coremux.scenario;

/**
 * A value that was read.
 *
 * @param value in the Java type of its parameter's kind
 * @param written as a scenario would have it, in normal form; reading it gives {@code value} again
 */
record Setting(Object value, String written) {}
