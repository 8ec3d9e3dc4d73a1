package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BooksTest {
  private final RunResult sound = SampleResults.webAndBatch();

  @Test
  void namesTheGuestWhoseTimesDoNotAddUp() {
    GuestResult web = sound.guests().get(0);
    GuestTime time = web.time();
    GuestTime oneMore =
        new GuestTime(
            time.runningNs() + 1,
            time.runnableNs(),
            time.blockedNs(),
            time.offlineNs(),
            time.waitingNs(),
            time.cappedNs(),
            time.costoppedNs());
    assertThatThrownBy(() -> withGuest(with(web, oneMore)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "guest web-1 time_s adds up to 20000000001 ns, but 2 x 10000000000 ns is"
                + " 20000000000 ns");
  }

  @Test
  void namesTheGuestWhoseRunnableTimeHasOtherReasons() {
    GuestResult web = sound.guests().get(0);
    GuestTime time = web.time();
    GuestTime lessWaiting =
        new GuestTime(
            time.runningNs(),
            time.runnableNs(),
            time.blockedNs(),
            time.offlineNs(),
            time.waitingNs() - 1,
            time.cappedNs(),
            time.costoppedNs());
    assertThatThrownBy(() -> withGuest(with(web, lessWaiting)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("guest web-1: runnable_s adds up to");
  }

  @Test
  void namesTheHostWhoseTimesDoNotAddUp() {
    HostResult host = sound.hosts().get(0);
    HostResult nine =
        new HostResult(
            host.name(), host.platform(), host.scheduler(), 9, host.time(), 0, 0, Optional.empty());
    assertThatThrownBy(
            () ->
                new RunResult(
                    sound.header(),
                    List.of(nine),
                    sound.guests(),
                    sound.groups(),
                    List.of(),
                    Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "host node time_s adds up to 80000000000 ns, but 9 x 10000000000 ns is 90000000000 ns");
  }

  @Test
  void refusesAGroupThatIsNotTheSumOfItsMembers() {
    GroupResult web = sound.groups().get(0);
    List<GroupResult> groups =
        List.of(new GroupResult(web.members().subList(0, 2), web.totals()), sound.groups().get(1));
    assertThatThrownBy(() -> withGroups(groups))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("group web is not the sum of its members");
  }

  @Test
  void refusesAGroupOfStrangers() {
    GroupResult batch = sound.groups().get(1);
    assertThatThrownBy(
            () -> withGroups(List.of(new GroupResult(List.of("nobody"), batch.totals()))))
        .hasMessage("group batch has a member that is no guest: nobody");
  }

  @Test
  void refusesABucketThatDoesNotFillThePcpus() {
    Series.HostSeries host = sound.series().orElseThrow().hosts().get(0);
    List<Long> idle = new ArrayList<>(host.idle().ns());
    idle.set(17, idle.get(17) + 3);
    Series wrong = seriesWithIdle(host, idle);
    assertThatThrownBy(() -> withSeries(wrong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("series of host node, bucket 17 adds up to 800000003 ns, not 800000000 ns");
  }

  @Test
  void refusesASeriesWithABucketTooFew() {
    Series.HostSeries host = sound.series().orElseThrow().hosts().get(0);
    Series wrong = seriesWithIdle(host, host.idle().ns().subList(0, 99));
    assertThatThrownBy(() -> withSeries(wrong))
        .hasMessageContaining("idle has 99 buckets, not 100");
  }

  @Test
  void refusesTwoGuestsOfOneName() {
    GuestResult web = sound.guests().get(0);
    assertThatThrownBy(
            () ->
                new RunResult(
                    sound.header(),
                    sound.hosts(),
                    List.of(web, web),
                    List.of(),
                    List.of(),
                    Optional.empty()))
        .hasMessage("guest web-1 occurs twice");
  }

  @Test
  void takesALastBucketThatIsShorter() {
    Series series = new Series(300, List.of());
    assertThat(series.buckets(1000)).isEqualTo(4);
    assertThat(series.lengthNs(2, 1000)).isEqualTo(300);
    assertThat(series.lengthNs(3, 1000)).isEqualTo(100);
  }

  private static Series seriesWithIdle(Series.HostSeries host, List<Long> idleNs) {
    Series.HostSeries changed =
        new Series.HostSeries(
            host.host(),
            host.guests(),
            host.overhead(),
            new Series.Band("idle", idleNs),
            List.of());
    return new Series(100_000_000L, List.of(changed));
  }

  private static GuestResult with(GuestResult guest, GuestTime time) {
    return new GuestResult(
        guest.name(),
        guest.host(),
        guest.vcpus(),
        time,
        guest.lostNs(),
        guest.workNs(),
        guest.dispatches(),
        guest.exits(),
        guest.overheadNs(),
        guest.dispatchLatency(),
        guest.workloads());
  }

  private RunResult withGuest(GuestResult guest) {
    return new RunResult(
        sound.header(), sound.hosts(), List.of(guest), List.of(), List.of(), Optional.empty());
  }

  private RunResult withGroups(List<GroupResult> groups) {
    return new RunResult(
        sound.header(), sound.hosts(), sound.guests(), groups, List.of(), Optional.empty());
  }

  private RunResult withSeries(Series series) {
    return new RunResult(
        sound.header(),
        sound.hosts(),
        sound.guests(),
        sound.groups(),
        List.of(),
        Optional.of(series));
  }
}
