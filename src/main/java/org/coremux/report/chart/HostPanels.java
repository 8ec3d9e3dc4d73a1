package org.coremux.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;

/**
 * What charts with a panel for each host have in common.
 *
 * @param result of which they are
 * @param view which hosts
 * @param look how they look
 */
record HostPanels(RunResult result, View view, Look look) {
  /** The hosts that are looked at. */
  List<HostResult> hosts() {
    return result.hosts().stream().filter(host -> view.has(host.name())).toList();
  }

  /** How many of them have a panel. */
  int shown() {
    return Math.min(hosts().size(), Look.HOSTS_MAX);
  }

  /** A panel for each host, as far as there is room for them; the last says how many more. */
  List<Sheet.Panel> each(Function<HostResult, Sheet.Panel> panel) {
    List<Sheet.Panel> panels = new ArrayList<>();
    for (HostResult host : hosts().subList(0, shown())) {
      panels.add(panel.apply(host));
    }
    int more = hosts().size() - shown();
    if (more > 0) {
      look.note(
          panels.get(shown() - 1).chart(),
          Figure.count(more) + " hosts more are in the result, not drawn");
    }
    return panels;
  }

  /** A title of all panels together, with what it is about in the middle. */
  String title(String pattern) {
    List<HostResult> hosts = hosts();
    return pattern.formatted(
        hosts.size() == 1 ? pcpus(hosts.get(0)) : "the pCPUs of " + hosts.size() + " hosts");
  }

  /** The pCPUs of a host in words. */
  static String pcpus(HostResult host) {
    return "the %s of %s"
        .formatted(host.pcpus() == 1 ? "pCPU" : host.pcpus() + " pCPUs", Look.name(host.name()));
  }

  /** What was run where, what more there is to say, and the seed. */
  String subtitle(HostResult host, String... more) {
    List<String> parts = new ArrayList<>();
    parts.add(Look.name(result.header().scenario()));
    parts.add(Look.name(host.platform()) + ", " + Look.name(host.scheduler()));
    parts.addAll(List.of(more));
    parts.add("seed " + result.header().seed());
    return String.join(" · ", parts);
  }
}
