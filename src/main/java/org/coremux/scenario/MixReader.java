package org.coremux.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.coremux.engine.Parameter.Range;
import org.coremux.platform.Operation;
import org.coremux.platform.OperationMix;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Quantity.Dimension;

/** Reads and writes what a workload does all the time: {@code {systemCall: 50_000/s}}. */
final class MixReader {
  /** The keys that take a rate. */
  static final List<String> RATES =
      Stream.of(Operation.values())
          .filter(operation -> operation.scope() == Operation.Scope.MIX)
          .map(Operation::key)
          .toList();

  /** The key of the kernel's share. */
  static final String KERNEL_SHARE = "kernelShare";

  /** A rate as a user would write it. */
  static final String EXAMPLE = "50_000/s";

  private final Reading reading;
  private final Values values;

  MixReader(Reading reading) {
    this.reading = reading;
    this.values = new Values(reading);
  }

  /** The mix of a workload; empty when something is wrong with it. */
  Optional<OperationMix> read(Section workload) {
    Node node = workload.node("operations");
    if (node == null) {
      return Optional.of(OperationMix.NONE);
    }
    String path = workload.pathOf("operations");
    if (!(node instanceof Mapping mapping)) {
      reading.problem(
          node,
          path,
          "is " + node.noun() + ", where rates such as {systemCall: " + EXAMPLE + "} are expected");
      return Optional.empty();
    }
    boolean isGood = true;
    Map<Operation, Long> rates = new EnumMap<>(Operation.class);
    long kernelShare = 0;
    for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
      String key = entry.getKey();
      String at = ScenarioPath.child(path, key);
      OptionalLong value = value(key, entry.getValue(), at);
      isGood &= value.isPresent();
      if (value.isPresent() && key.equals(KERNEL_SHARE)) {
        kernelShare = value.getAsLong();
      } else if (value.isPresent()) {
        rates.put(Operation.of(key), value.getAsLong());
      }
    }
    return isGood ? Optional.of(new OperationMix(rates, (int) kernelShare)) : Optional.empty();
  }

  private OptionalLong value(String key, Entry entry, String at) {
    if (key.equals(KERNEL_SHARE)) {
      Range shares = Range.of(0, OperationMix.WHOLE);
      return values.quantity(entry.value(), at, Dimension.PERCENT, shares);
    }
    if (RATES.contains(key)) {
      return values.rate(entry.value(), at, Range.of(0, OperationMix.RATE_MAX));
    }
    List<String> allowed = new ArrayList<>(RATES);
    allowed.add(KERNEL_SHARE);
    reading.problem(
        entry.key(),
        at,
        "is no operation; allowed are " + String.join(", ", allowed) + Nearest.hint(key, allowed));
    return OptionalLong.empty();
  }

  /** The mix as a scenario would have it. */
  static String written(OperationMix mix) {
    List<String> written = new ArrayList<>();
    mix.ratesPerSecond()
        .forEach((operation, rate) -> written.add(operation.key() + ": " + rate + "/s"));
    if (mix.kernelShareHundredths() > 0) {
      String share = Quantity.format(mix.kernelShareHundredths(), Dimension.PERCENT);
      written.add(KERNEL_SHARE + ": " + share);
    }
    return "{" + String.join(", ", written) + "}";
  }
}
