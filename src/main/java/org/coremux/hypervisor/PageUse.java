package org.coremux.hypervisor;

/**
 * What a guest does with its memory.
 *
 * <p>Model: references and writes fall on the pages of their part with equal chances.
 *
 * @param memoryBytes what it believes to have
 * @param touchedBytes what it has ever used; at most its memory
 * @param activeBytes what it goes on using; at most what it has touched
 * @param referencesPerSecond how often it refers to an active page that no TLB remembers, in a
 *     second of work
 * @param content how much of it others have, too
 * @param claim what it may have of its host's memory
 * @param home where its memory is
 * @param writes which pages it writes to
 */
public record PageUse(
    long memoryBytes,
    long touchedBytes,
    long activeBytes,
    long referencesPerSecond,
    Content content,
    Claim claim,
    Home home,
    Writes writes) {
  /** A page. Unit: bytes. Source: x86-64 and ARMv8, the smallest. */
  public static final long PAGE_BYTES = 4_096;

  /** References of a guest that does not say. Unit: 1/s. Source: assumed. */
  public static final long USUAL_REFERENCES = 10_000;

  /** What does not say anything of its memory: all is touched and goes on being used. */
  public static PageUse usual(long memoryBytes) {
    return new PageUse(
        memoryBytes,
        memoryBytes,
        memoryBytes,
        USUAL_REFERENCES,
        Content.OWN,
        Claim.usual(memoryBytes),
        Home.NEAR,
        Writes.USUAL.within(memoryBytes));
  }

  /**
   * How much of the touched pages has the content of pages of others.
   *
   * @param name guests with this name have the same such pages
   * @param identicalHundredths of the touched pages; hundredths of a percent
   */
  public record Content(String name, int identicalHundredths) {
    /** Nothing that others have. */
    public static final Content OWN = new Content("", 0);
  }

  /**
   * What a guest may have of its host's memory when there is too little.
   *
   * @param shares of all of it, relative to those of the others
   * @param minBytes what is never taken from it
   */
  public record Claim(long shares, long minBytes) {
    /**
     * Shares of a guest that does not say. Unit: 1/MiB. Source: VMware, "vSphere Resource
     * Management", memory shares "Normal".
     */
    public static final long SHARES_PER_MIB = 10;

    private static final int MIB_SHIFT = 20;

    /** Shares by its size, and nothing for certain. */
    public static Claim usual(long memoryBytes) {
      return new Claim(Math.max(1, (memoryBytes >> MIB_SHIFT) * SHARES_PER_MIB), 0);
    }
  }

  /**
   * Where the memory is.
   *
   * @param node of the host's machine; {@link #PLACED} for the one that has given away least
   * @param boundHundredths how much of its time it waits for memory; hundredths of a percent, or
   *     {@link #UNSAID}
   */
  public record Home(int node, int boundHundredths) {
    /** To be chosen by the host. */
    public static final int PLACED = -1;

    /** It does not say how much it waits. */
    public static final int UNSAID = -1;

    /** It does not say, and so it makes no difference. */
    public static final Home NEAR = new Home(PLACED, UNSAID);

    /** Whether it says how much of its time it waits for memory. */
    public boolean saysBound() {
      return boundHundredths != UNSAID;
    }

    /** What it loses by memory that is far; nothing unless it says. */
    public int farHundredths() {
      return saysBound() ? boundHundredths : 0;
    }
  }

  /**
   * Which pages are written to.
   *
   * @param hotBytes the size of the part that is written to most
   * @param hotPerSecond writes to pages of that part, in a second of work
   * @param perSecond writes to any touched page, in a second of work
   */
  public record Writes(long hotBytes, long hotPerSecond, long perSecond) {
    /** Of a guest that does not say. Source: assumed. */
    public static final Writes USUAL = new Writes(16L << 20, 40_000, 100);

    /** The same, with a hot part that is no larger than this. Unit: bytes. */
    public Writes within(long bytes) {
      return new Writes(Math.min(hotBytes, bytes), hotPerSecond, perSecond);
    }
  }
}
