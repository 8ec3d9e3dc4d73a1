package org.coremux.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.hypervisor.Moves;
import org.coremux.scenario.Model;

/**
 * What guests that move have done on each host: their own books go on wherever they are, and those
 * of a host have only what happened there.
 */
final class Stays implements Moves {
  /** What a guest has done on a host. */
  private static final class Stay {
    /** In all stays that are over; null before the first. */
    Account before;

    /** What its books said when it came; null when it has been there from the beginning. */
    Account since;

    boolean isThere;
  }

  private final Map<Host, Map<Guest, Stay>> stays = new HashMap<>();

  /** Those of a model at time 0. */
  Stays(Model model) {
    for (Host host : model.hosts()) {
      Map<Guest, Stay> its = new HashMap<>();
      for (Guest guest : host.guests()) {
        Stay stay = new Stay();
        stay.isThere = guest.host() == host;
        its.put(guest, stay);
      }
      stays.put(host, its);
      host.watch(this);
    }
  }

  @Override
  public void leaves(Guest guest, Host from) {
    Stay stay = stays.get(from).get(guest);
    stay.before = account(stay, Account.of(guest));
    stay.isThere = false;
  }

  @Override
  public void comes(Guest guest, Host to) {
    Stay stay = stays.get(to).get(guest);
    stay.since = Account.of(guest);
    stay.isThere = true;
  }

  /** The books of the host, and of its guests there, as they stand now. */
  Ledger ledger(Host host) {
    return Ledger.of(host, this);
  }

  /** Those of all hosts. */
  List<Ledger> ledgers(Model model) {
    return model.hosts().stream().map(this::ledger).toList();
  }

  /** What the settled books say that the guest has done on the host up to now. */
  Account account(Guest guest, Host host) {
    return account(stays.get(host).get(guest), Account.of(guest)).servedOn(host, guest);
  }

  private static Account account(Stay stay, Account now) {
    Account all = stay.before == null ? now.minus(now) : stay.before;
    if (!stay.isThere) {
      return all;
    }
    return all.plus(stay.since == null ? now : now.minus(stay.since));
  }
}
