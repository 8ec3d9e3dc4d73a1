package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;

/** What the readers of one scenario share: what may be named, and what was wrong so far. */
final class Reading {

  private final Catalogue catalogue;
  private final boolean forSeveralPlatforms;
  private final List<Problem> problems = new ArrayList<>();

  Reading(Catalogue catalogue) {
    this(catalogue, false);
  }

  Reading(Catalogue catalogue, boolean forSeveralPlatforms) {
    this.catalogue = catalogue;
    this.forSeveralPlatforms = forSeveralPlatforms;
  }

  /** Whether what another platform has may be named for one that does not have it. */
  boolean isForSeveralPlatforms() {
    return forSeveralPlatforms;
  }

  /** One that has found nothing wrong yet, of a scenario that has been changed. */
  Reading again() {
    return new Reading(catalogue, forSeveralPlatforms);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  List<Problem> problems() {
    return problems;
  }

  void problem(Place place, String path, String message) {
    problems.add(Problem.at(place, path, message));
  }

  void problem(Node node, String path, String message) {
    problem(node.place(), path, message);
  }
}
