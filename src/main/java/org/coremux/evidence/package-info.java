/**
 * What the simulator is checked against: theory, published measurements, recorded kernels.
 *
 * <p>Floor 10. Formulas here know nothing of the simulator: they take times and give times, and are
 * tested by hand-computed values of their own.
 *
 * <p>Read {@link org.coremux.evidence.TheoryEvidence} first, and then {@link
 * org.coremux.evidence.Queue} and its kind. Published tables and the fuzzer have rooms of their
 * own.
 */
package org.coremux.evidence;
