package org.coremux.experiment;

import java.math.BigDecimal;

/**
 * How much an answer depends on an assumed figure.
 *
 * @param alternative whose platform it is of
 * @param figure its name
 * @param value as it is assumed, with its unit
 * @param halved the slowdown with half of it
 * @param asIs the slowdown with it as it is, over the same replications
 * @param doubled the slowdown with twice as much
 * @param isSure whether twice as much and half of it differ by more than chance
 */
public record Sensitivity(
    String alternative,
    String figure,
    String value,
    BigDecimal halved,
    BigDecimal asIs,
    BigDecimal doubled,
    boolean isSure) {
  /** By how much the slowdown moves between half and twice as much. */
  public BigDecimal range() {
    return doubled.subtract(halved).abs();
  }
}
