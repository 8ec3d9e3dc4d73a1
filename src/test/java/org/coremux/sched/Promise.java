package org.coremux.sched;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a policy promises beyond what all do. One that {@link Promises} does not name promises all
 * of it: no processor idles beside work, shares by weight, and so on.
 */
final class Promise {
  private static final long MS = 1_000_000;

  /** Laws that a policy may be excused from, each with its reason. */
  enum Law {
    BOOKS("books", "books are exact, nobody runs twice or where it may not, a run repeats itself"),
    WORK_CONSERVATION("no idling", "no pCPU idles while one that it could run waits"),
    FAIRNESS("shares", "hogs get what weights say, or the same where no weights are looked at"),
    CAPS("caps", "a capped hog gets its cap"),
    CAP_CHANGES("cap changes", "a cap that is taken away is gone, and given again it holds"),
    ORDER("any order", "in whichever order they come, hogs get the same, but for a turn"),
    ORDER_ON_ONE("order on one", "the same on one pCPU"),
    LATENCY("turns", "who woke runs after one turn of each of those ahead"),
    TIME_SCALE("time scale", "all times doubled, the schedule is the same at twice the time"),
    TIME_SCALE_ON_ONE("on one pCPU", "the same on one pCPU, for those who keep it only there"),
    WEIGHT_SCALE("weight scale", "all weights times three, the shares are the same"),
    IDLE_GUEST("idle guest", "a guest that never runs moves nothing"),
    ASKED_TWICE("asked twice", "asked again in one instant, it says the same");

    final String word;

    /** What it says, without an end. */
    final String rule;

    Law(String word, String rule) {
      this.word = word;
      this.rule = rule;
    }
  }

  /** Among whom no processor idles. */
  enum Scope {
    POOL,
    SOCKET,
    PROCESSOR
  }

  private final Map<Law, String> excuses = new EnumMap<>(Law.class);
  boolean looksAtWeights = true;
  boolean isLottery;
  Scope scope = Scope.POOL;

  /** For how long a processor may idle beside work, and while kicks are passed on. Unit: ns. */
  long idleNs;

  /** So much longer for each that may be ahead and cannot move to the idle one. Unit: ns. */
  long idlePinnedNs;

  /** How far it is at most from what one got if rounding decides a tie; 0: never. Unit: ns. */
  long tieNs;

  /** How far what a hog got may be from its share; of a lottery its quantum. Unit: ns. */
  long shareNs = 100 * MS;

  /** How far a capped hog may be from its cap; a tenth of that is allowed beside. Unit: ns. */
  long capNs = 100 * MS;

  /** How far what a hog got may be from that if all had come in another order. Unit: ns. */
  long orderNs;

  /** The same, on one processor. Unit: ns. */
  long orderOnOneNs;

  /** Most that each of those ahead may run before one that woke runs. Unit: ns. */
  long turnNs;

  /** What is set where it is held to the laws, one after the other; else its defaults. */
  List<Map<String, ?>> settings = List.of(Map.of());

  Promise() {
    excused(Law.LATENCY, "no bound is known");
    excused(Law.TIME_SCALE_ON_ONE, "as on any host");
  }

  Promise excused(Law law, String why) {
    excuses.put(law, why);
    return this;
  }

  boolean keeps(Law law) {
    return !excuses.containsKey(law);
  }

  /** Why it need not keep the law; null where it keeps it. */
  String excuse(Law law) {
    return excuses.get(law);
  }

  /** Hogs get their shares, but for so much. */
  Promise weighted(long boundNs) {
    shareNs = boundNs;
    return this;
  }

  /** Weights are not looked at: hogs get the same, but for so much. */
  Promise equal(long boundNs) {
    shareNs = boundNs;
    looksAtWeights = false;
    return this;
  }

  /** Hogs that come in another order get the same, but for so much. */
  Promise inAnyOrder(long onOneNs, long onSeveralNs) {
    orderOnOneNs = onOneNs;
    orderNs = onSeveralNs;
    return this;
  }

  /** The same on one processor; and why not on several. */
  Promise inAnyOrderOnOne(long onOneNs, String why) {
    orderOnOneNs = onOneNs;
    return excused(Law.ORDER, why);
  }

  /** What a hog gets depends on the order. */
  Promise inOrder(String why) {
    return excused(Law.ORDER, why).excused(Law.ORDER_ON_ONE, why);
  }

  /** Who runs is drawn, so that shares are right in the mean. */
  Promise drawn(long quantumNs) {
    shareNs = quantumNs;
    isLottery = true;
    return this;
  }

  /** Hogs get no shares that weights would say anything of. */
  Promise noShares(String why) {
    looksAtWeights = false;
    return excused(Law.FAIRNESS, why);
  }

  /** Only within the scope, and for so long at most, no processor idles beside work. */
  Promise idles(Scope within, long ns) {
    scope = within;
    idleNs = ns;
    return this;
  }

  /** One that waits may be behind each of those that must stay there, for so long at most. */
  Promise behindPinned(long ns) {
    idlePinnedNs = ns;
    return this;
  }

  /** Times scale, but where keys that are the same but for rounding to whole numbers meet. */
  Promise roundsTies(long worthNs) {
    tieNs = worthNs;
    return this;
  }

  /** Is held to the laws with these settings. */
  Promise settings(Map<String, ?> given) {
    settings = List.of(given);
    return this;
  }

  /** Is held to the laws with these settings too. */
  Promise also(Map<String, ?> given) {
    settings = Stream.concat(settings.stream(), Stream.of(given)).toList();
    return this;
  }

  /** All times doubled, it does the same on one processor, and why not on several. */
  Promise scalesOnOne(String why) {
    excuses.remove(Law.TIME_SCALE_ON_ONE);
    return excused(Law.TIME_SCALE, why);
  }

  /** Who woke waits for no more than such a turn of each that wants to run. */
  Promise turns(long ns) {
    turnNs = ns;
    excuses.remove(Law.LATENCY);
    return this;
  }
}
