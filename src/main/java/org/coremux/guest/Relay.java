package org.coremux.guest;

/**
 * Takes requests of a guest's guests through the guest's own devices: each as a request of the
 * guest's own, whose time is told by the journey of the first. Reused, so that nothing is allocated
 * once as many have been under way as ever are.
 */
public final class Relay {
  private final RequestQueue free = new RequestQueue();
  private final Request.Continuation back = this::back;

  /** The guest's own request for what the other is about; {@code then} when it is done. */
  public Request own(Request of, Request.Leg then) {
    of.leg(0, then);
    Request own = free.isEmpty() ? new Request(false) : free.poll();
    own.carry(of);
    own.operation(of.kind(), of.packets(), of.serviceNs(), back);
    return own;
  }

  private void back(Request own, long nowNs) {
    Request of = own.carried();
    free.add(own);
    of.arrives(nowNs);
  }
}
