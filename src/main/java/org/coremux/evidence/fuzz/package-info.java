/**
 * Random scenarios with every invariant on, and what is left of one that fails.
 *
 * <p>{@link org.coremux.evidence.fuzz.CaseWriter} writes a scenario file for a seed and a number,
 * {@link org.coremux.evidence.fuzz.Trial} runs it and looks for what must not be, {@link
 * org.coremux.evidence.fuzz.Shrinker} makes a file that fails smaller, {@link
 * org.coremux.evidence.fuzz.Fuzzer} does that on all cores.
 *
 * <p>Read {@link org.coremux.evidence.fuzz.Fuzzer} first.
 */
package org.coremux.evidence.fuzz;
