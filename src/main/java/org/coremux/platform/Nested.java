package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** What a platform's primitives cost when it runs in a guest of another. */
final class Nested {
  /** Out of the guest and into the platform, and back: both by the one below. Source: DESIGN 6. */
  private static final long SWITCHES = 2;

  private final Platform platform;
  private final Platform below;

  Nested(Platform platform, Platform below) {
    this.platform = platform;
    this.below = below;
  }

  /** All of them, in the same order. */
  List<Primitive> primitives() {
    List<String> replaced = platform.features().nesting().replaces();
    List<Primitive> nested = new ArrayList<>();
    for (Primitive primitive : platform.primitives()) {
      String own = primitive.name();
      if (own.equals(replaced.get(0))) {
        nested.add(exit(own));
      } else if (replaced.contains(own)) {
        nested.add(new Primitive(own, Amount.ZERO, Amount.ZERO, primitive.evidence()));
      } else {
        nested.add(inGuest(primitive));
      }
    }
    return nested;
  }

  private Primitive inGuest(Primitive primitive) {
    for (Features.Instead instead : platform.features().nesting().instead()) {
      if (instead.primitive().equals(primitive.name())) {
        Primitive as = platform.primitive(instead.as());
        return new Primitive(primitive.name(), as.cpu(), as.latency(), as.evidence());
      }
    }
    return primitive;
  }

  private Primitive exit(String name) {
    long thousandths = SWITCHES * Path.WHOLE;
    Primitive.Evidence evidence = platform.primitive(name).evidence();
    for (Features.Accesses accesses : platform.features().nesting().accesses()) {
      if (accesses.when().holds(platform.assists())) {
        Primitive ratio = platform.primitive(accesses.ratio());
        thousandths += ratio.ratio();
        evidence = ratio.evidence();
      }
    }
    Path nullExit = below.path(Operation.HYPERCALL.key());
    ExactCost.Exact sum =
        ExactCost.of(below.primitives(), nullExit).cpu().times(BigDecimal.valueOf(thousandths, 3));
    return new Primitive(
        name, new Amount(whole(sum.cycles()), whole(sum.ns())), Amount.ZERO, evidence);
  }

  private static long whole(BigDecimal number) {
    return number.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
