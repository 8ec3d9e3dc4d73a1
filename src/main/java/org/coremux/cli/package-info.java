/**
 * Floor 12: the Picocli commands, and nothing else. Each command parses its arguments, calls the
 * documented API of the floors below, and prints. Read {@link org.coremux.cli.Main} first.
 */
package org.coremux.cli;
