package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.GuestThread;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.hypervisor.Moves;
import org.coremux.mux.Hold;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.scenario.Model;

/**
 * Puts observers between a model and its policies. Whatever they see, what happens, and when, is to
 * the nanosecond what happens without them.
 *
 * <p>First the options, then the model that is wired with them, then its observers.
 */
public final class Observation {
  private Observation() {}

  /** The same options, with each level's policy observed. */
  public static Model.Options options(Model.Options options) {
    return options.with(DecisionLog::new);
  }

  /**
   * Tells them, in their order, of everything at every level of the host from now on.
   *
   * @param host one of a model that was wired with {@link #options}
   */
  public static void of(Host host, List<Observer> observers) {
    Observer all = observers.size() == 1 ? observers.get(0) : new Several(observers);
    for (Multiplexer level : host.levels()) {
      if (host.has(level)) {
        tell(level, all);
      }
    }
    host.watch(new Arrivals(all));
    host.site().afterInstant(() -> all.instantEnded(host.site().nowNs()));
  }

  private static void tell(Multiplexer level, Observer all) {
    level.trace(all);
    ((DecisionLog) level.policy()).observer(all);
  }

  /** A guest that has come is observed where it is: first as it stands, then on. */
  private record Arrivals(Observer all) implements Moves {
    @Override
    public void leaves(Guest guest, Host from) {}

    @Override
    public void comes(Guest guest, Host to) {
      Multiplexer level = guest.above();
      tell(level, all);
      for (int i = 0; i < level.roster().indices(); i++) {
        Schedulable s = level.roster().at(i);
        if (s != null) {
          all.held(to.site().nowNs(), s, s.held());
        }
      }
      for (GuestThread thread : guest.os().threads()) {
        all.spins(to.site().nowNs(), thread.schedulable(), thread.spins());
      }
    }
  }

  /** Several as one. */
  private record Several(List<Observer> observers) implements Observer {
    Several {
      observers = new ArrayList<>(observers);
    }

    @Override
    public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
      for (Observer observer : observers) {
        observer.changed(nowNs, p, s, from, to);
      }
    }

    @Override
    public void held(long nowNs, Schedulable s, Hold why) {
      for (Observer observer : observers) {
        observer.held(nowNs, s, why);
      }
    }

    @Override
    public void spins(long nowNs, Schedulable s, boolean yes) {
      for (Observer observer : observers) {
        observer.spins(nowNs, s, yes);
      }
    }

    @Override
    public void woken(long nowNs, Schedulable s, Processor waker) {
      for (Observer observer : observers) {
        observer.woken(nowNs, s, waker);
      }
    }

    @Override
    public void decided(long nowNs, LastDecision decision) {
      for (Observer observer : observers) {
        observer.decided(nowNs, decision);
      }
    }

    @Override
    public void instantEnded(long nowNs) {
      for (Observer observer : observers) {
        observer.instantEnded(nowNs);
      }
    }
  }
}
