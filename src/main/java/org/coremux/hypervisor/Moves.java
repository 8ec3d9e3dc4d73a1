package org.coremux.hypervisor;

/** Is told when a guest moves, for books that are kept by host. */
public interface Moves {
  /**
   * The guest is about to leave the host, which is the one that was watched; its books there are
   * complete.
   */
  void leaves(Guest guest, Host from);

  /** The guest has come to the host that was watched, and nothing of it has run there yet. */
  void comes(Guest guest, Host to);
}
