package org.coremux.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Node.Sequence;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the tree of one YAML document, with the place of every key and value.
 *
 * <p>Every text is safe to give it: aliases are copied out and the copies counted, so a small text
 * cannot become a tree that exhausts the memory; depth is bounded; no tag makes an object.
 */
final class YamlTree {

  /** Deeper nesting is no scenario. Source: assumed; real ones are about ten deep. */
  static final int DEPTH_MAX = 64;

  /** So many values, aliases copied out, are no scenario. Source: assumed. */
  static final int NODES_MAX = 1_000_000;

  private final Place file;
  private final List<Problem> problems;
  private final Parser parser;
  private final Map<String, Node> anchors = new HashMap<>();
  private final Map<String, Boolean> openAnchors = new HashMap<>();
  private long nodes;
  private int depth;

  private YamlTree(String text, Place file, List<Problem> problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(new StreamReader(text), options);
    this.file = file;
    this.problems = problems;
  }

  /**
   * The tree of {@code text}, or null when there is no value in it.
   *
   * @param text one YAML document
   * @param file the place that lines and columns are added to
   * @param problems where duplicate keys and the like go
   * @throws ScenarioException if it is no YAML
   */
  static Node read(String text, Place file, List<Problem> problems) {
    try {
      return new YamlTree(text, file, problems).document();
    } catch (MarkedYAMLException wrong) {
      throw new ScenarioException(new SyntaxProblem(file).of(wrong));
    } catch (ReaderException wrong) {
      throw new ScenarioException(new SyntaxProblem(file).of(wrong, text));
    } catch (YAMLException wrong) {
      throw new ScenarioException(Problem.at(file, "", "this is not YAML"));
    }
  }

  private Node document() {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    parser.getEvent();
    Node root = node();
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      Event next = parser.peekEvent();
      problems.add(
          Problem.at(
              place(next),
              "",
              "a second document begins here; a scenario is one document: "
                  + "remove the `---` or split the file"));
    }
    return root;
  }

  private Node node() {
    Event event = parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    count(event, 1);
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      openAnchors.put(anchor, true);
    }
    Node node;
    if (++depth > DEPTH_MAX) {
      throw fatal(event, "nested more than " + DEPTH_MAX + " deep");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(event, scalar.getTag());
      node =
          new Scalar(place(event), scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
    } else if (event instanceof SequenceStartEvent start) {
      refuseTag(event, start.getTag());
      node = sequence(place(event));
    } else {
      refuseTag(event, ((MappingStartEvent) event).getTag());
      node = mapping(place(event));
    }
    depth--;
    if (anchor != null) {
      openAnchors.remove(anchor);
      anchors.put(anchor, node);
    }
    return node;
  }

  private Node alias(AliasEvent alias) {
    String anchor = alias.getAnchor();
    if (openAnchors.containsKey(anchor)) {
      throw fatal(alias, "`*" + anchor + "` is inside what it stands for");
    }
    Node target = anchors.get(anchor);
    if (target == null) {
      throw fatal(
          alias,
          "`*"
              + anchor
              + "` stands for nothing: there is no `&"
              + anchor
              + "` before it"
              + Nearest.hint(anchor, anchors.keySet().stream().sorted().toList()));
    }
    count(alias, size(target));
    return target.copy();
  }

  private static long size(Node node) {
    long size = 1;
    if (node instanceof Sequence list) {
      for (Node item : list.items()) {
        size += size(item);
      }
    } else if (node instanceof Mapping mapping) {
      for (Entry entry : mapping.entries().values()) {
        size += size(entry.value());
      }
    }
    return size;
  }

  private void count(Event event, long more) {
    nodes += more;
    if (nodes > NODES_MAX) {
      throw fatal(
          event,
          "more than " + grouped(NODES_MAX) + " values, counting each alias as what it stands for");
    }
  }

  private Sequence sequence(Place place) {
    Sequence list = new Sequence(place);
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      list.items().add(node());
    }
    parser.getEvent();
    return list;
  }

  private Mapping mapping(Place place) {
    Mapping mapping = new Mapping(place);
    Mapping merged = new Mapping(place);
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Node key = node();
      Node value = node();
      if (!(key instanceof Scalar scalar) || scalar.isNull()) {
        problems.add(Problem.at(key.place(), "", "a key must be a word; this is " + key.noun()));
        continue;
      }
      if (scalar.text().equals("<<") && !scalar.isQuoted()) {
        merge(merged, value);
        continue;
      }
      Entry before = mapping.entries().putIfAbsent(scalar.text(), new Entry(key.place(), value));
      if (before != null) {
        problems.add(
            Problem.at(
                key.place(),
                scalar.text(),
                "is given twice; the first is in line " + before.key().line()));
      }
    }
    parser.getEvent();
    merged.entries().forEach(mapping.entries()::putIfAbsent);
    return mapping;
  }

  /** YAML's merge key: what is merged first wins, and what is written out wins over both. */
  private void merge(Mapping merged, Node value) {
    List<Node> sources = value instanceof Sequence list ? list.items() : List.of(value);
    for (Node source : sources) {
      if (source instanceof Mapping mapping) {
        mapping.entries().forEach(merged.entries()::putIfAbsent);
      } else {
        problems.add(
            Problem.at(source.place(), "<<", "merges mappings only; this is " + source.noun()));
      }
    }
  }

  private void refuseTag(Event event, String tag) {
    if (tag != null && !tag.equals("!")) {
      problems.add(
          Problem.at(
              place(event),
              "",
              "the tag " + Problem.quoted(tag) + " is not allowed; scenarios have no tags"));
    }
  }

  private ScenarioException fatal(Event event, String message) {
    return new ScenarioException(Problem.at(place(event), "", message));
  }

  private Place place(Event event) {
    Mark mark = event.getStartMark();
    return file.line() > 0 || file.source().startsWith("--set")
        ? file
        : file.at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** 1,000,000 as people read it. */
  static String grouped(long number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }
}
