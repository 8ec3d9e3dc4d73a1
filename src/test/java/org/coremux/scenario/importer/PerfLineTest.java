package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of perf's says, in each of its forms and with any name in it. */
class PerfLineTest {
  private static final String HEAD = "            make     7 [001]    12.345678901: ";

  private final PerfLine parser = new PerfLine();
  private final SchedEvent event = new SchedEvent();

  private SchedEvent read(String line) {
    assertThat(parser.read(line, event)).as(line).isTrue();
    return event;
  }

  private void refused(String line) {
    assertThat(parser.read(line, event)).as(line).isFalse();
  }

  // ---- heads ----

  @Test
  void aHeadSaysWhoRanWhereAndWhen() {
    SchedEvent e = read(HEAD + "sched:sched_process_exit: comm=make pid=7 prio=120");

    assertThat(e.kind).isEqualTo(SchedEvent.Kind.EXIT);
    assertThat(e.runnerName).isEqualTo("make");
    assertThat(e.runner).isEqualTo(7);
    assertThat(e.cpu).isEqualTo(1);
    assertThat(e.timeNs).isEqualTo(12_345_678_901L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make 7 [001] 12.345678901: sched:sched_process_exit: comm=make pid=7 prio=120",
        "make 7 [001] 12.345678901: sched_process_exit: comm=make pid=7 prio=120",
        "make 6/7 [001] 12.345678901: sched:sched_process_exit: comm=make pid=7 prio=120",
        "make 7 [001] 12.345678901:  1 sched:sched_process_exit: comm=make pid=7 prio=120",
        "make 7 [001] 12,345678901: sched:sched_process_exit: comm=make pid=7 prio=120",
        "make 7 [001] 12\u066B345678901: sched:sched_process_exit: comm=make pid=7 prio=120",
        "make 7 [1] 12.345678901: sched:sched_process_exit: comm=make pid=7 group_dead=true",
        "\tmake 7 [001] 12.345678901: sched:sched_process_exit: comm=make pid=7",
      })
  void headsMayBePrintedInManyWays(String line) {
    SchedEvent e = read(line.strip());

    assertThat(e.runnerName).isEqualTo("make");
    assertThat(e.runner).isEqualTo(7);
    assertThat(e.thread).isEqualTo(7);
    assertThat(e.cpu).isEqualTo(1);
    assertThat(e.timeNs).isEqualTo(12_345_678_901L);
  }

  @Test
  void withoutNsTimesAreMicroseconds() {
    read("make 7 [001] 12.345678: sched:sched_process_exit: comm=make pid=7 prio=120");

    assertThat(event.timeNs).isEqualTo(12_345_678_000L);
  }

  @Test
  void aThreadThatIsGoneIsMinusOne() {
    read(":-1 -1 [001] 12.5: sched:sched_stat_runtime: comm=x pid=7 runtime=5 [ns]");

    assertThat(event.runner).isEqualTo(-1);
  }

  // ---- events as fields ----

  @Test
  void aSwitchSaysWhoLeavesHowAndWhoEnters() {
    SchedEvent e =
        read(
            HEAD
                + "sched:sched_switch: prev_comm=make prev_pid=7 prev_prio=120 prev_state=R+"
                + " ==> next_comm=migration/0 next_pid=18 next_prio=0");

    assertThat(e.kind).isEqualTo(SchedEvent.Kind.SWITCH);
    assertThat(e.name).isEqualTo("make");
    assertThat(e.thread).isEqualTo(7);
    assertThat(e.priority).isEqualTo(120);
    assertThat(e.leaving).isEqualTo(SchedEvent.Leaving.PREEMPTED);
    assertThat(e.nextName).isEqualTo("migration/0");
    assertThat(e.next).isEqualTo(18);
    assertThat(e.nextPriority).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S", "D", "D|K", "S|W", "T", "t", "P", "I", "Z", "X", "R", "R+"})
  void whoLeavesHasAState(String state) {
    SchedEvent e = read(HEAD + shortSwitch("make", "cc1").replace("] S ", "] " + state + " "));

    assertThat(e.leaving)
        .isEqualTo(
            switch (state.charAt(0)) {
              case 'R' -> SchedEvent.Leaving.PREEMPTED;
              case 'I' -> SchedEvent.Leaving.BLOCKED_IN_KERNEL;
              case 'Z', 'X' -> SchedEvent.Leaving.ENDED;
              default -> SchedEvent.Leaving.BLOCKED;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"sched_waking", "sched_wakeup", "sched_wakeup_new"})
  void aWakeUpSaysWhomAndWhere(String name) {
    SchedEvent e = read(HEAD + "sched:" + name + ": comm=cc1 pid=9 prio=125 target_cpu=003");

    assertThat(e.kind)
        .hasToString(name.substring("sched_".length()).toUpperCase(java.util.Locale.ROOT));
    assertThat(e.name).isEqualTo("cc1");
    assertThat(e.thread).isEqualTo(9);
    assertThat(e.priority).isEqualTo(125);
    assertThat(e.targetCpu).isEqualTo(3);
  }

  @Test
  void olderKernelsSayThatAWakeUpSucceeded() {
    read(HEAD + "sched:sched_wakeup: comm=cc1 pid=9 prio=120 success=1 target_cpu=003");

    assertThat(event.targetCpu).isEqualTo(3);
  }

  @Test
  void accountedTimeHasAUnitAndPerhapsAVruntime() {
    read(HEAD + "sched:sched_stat_runtime: comm=make pid=7 runtime=3999 [ns]");
    assertThat(event.runtimeNs).isEqualTo(3_999);

    read(HEAD + "sched:sched_stat_runtime: comm=make pid=7 runtime=4001 [ns] vruntime=99 [ns]");
    assertThat(event.runtimeNs).isEqualTo(4_001);
  }

  @Test
  void aForkSaysWhoAndOfWhom() {
    read(HEAD + "sched:sched_process_fork: comm=make pid=7 child_comm=make child_pid=11");

    assertThat(event.thread).isEqualTo(7);
    assertThat(event.next).isEqualTo(11);
    assertThat(event.nextName).isEqualTo("make");
  }

  @Test
  void aDeadlineThreadHasPriorityMinusOne() {
    read(HEAD + "sched:sched_waking: comm=dl pid=9 prio=-1 target_cpu=003");

    assertThat(event.priority).isEqualTo(-1);
  }

  // ---- events as perf's plug-in shortens them ----

  private static String shortSwitch(String from, String to) {
    return "sched:sched_switch: " + from + ":7 [120] S ==> " + to + ":9 [115]";
  }

  @Test
  void aSwitchMayBeShort() {
    SchedEvent e = read(HEAD + shortSwitch("make", "cc1"));

    assertThat(e.name).isEqualTo("make");
    assertThat(e.thread).isEqualTo(7);
    assertThat(e.priority).isEqualTo(120);
    assertThat(e.leaving).isEqualTo(SchedEvent.Leaving.BLOCKED);
    assertThat(e.nextName).isEqualTo("cc1");
    assertThat(e.next).isEqualTo(9);
    assertThat(e.nextPriority).isEqualTo(115);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cc1:9 [120] CPU:001",
        "cc1:9 [120]<CPU:001>",
        "cc1:9 [120] <CPU:001>",
        "cc1:9 [120] success=1 CPU:001"
      })
  void aWakeUpMayBeShort(String body) {
    SchedEvent e = read(HEAD + "sched:sched_wakeup: " + body);

    assertThat(e.name).isEqualTo("cc1");
    assertThat(e.thread).isEqualTo(9);
    assertThat(e.priority).isEqualTo(120);
    assertThat(e.targetCpu).isEqualTo(1);
  }

  // ---- names ----

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> nasty =
        Arbitraries.of(
            " prev_pid=7",
            " prev_pid=7 pre",
            " ==> next_comm=",
            "a [001] 1.0: x",
            "a:7 [1] S ==> b",
            ":7 [1]",
            "x:7 [1] y",
            " pid=7 prio=1",
            " child_comm=",
            "prev_comm=x",
            "comm=x",
            "sched_switch: ",
            "sched_waking: a",
            "CPU:7",
            "<CPU:009>",
            "1.0: sched_x: ",
            "7/8",
            "12",
            "-1",
            "[000]",
            "{a: [b",
            "\"quoted\"",
            "back\\slash",
            "<b>x</b>",
            "\u001b[31mred",
            "bell\u0007tab\tx",
            "na\u00efve",
            "\u4e2d\u6587\u5b57",
            "\ud83d\ude00",
            "\u202eright",
            "x\u0000y",
            "null",
            "~",
            "'");
    Arbitrary<String> any =
        Arbitraries.strings().ascii().excludeChars('\n', '\r').ofMinLength(1).ofMaxLength(15);
    Arbitrary<String> bits =
        Arbitraries.of(" ", ":", "7", "9", "[", "]", "=", ">", "pid", "==>", "S", "a")
            .list()
            .ofMinSize(1)
            .ofMaxSize(7)
            .map(parts -> String.join("", parts))
            .filter(name -> name.length() <= 15);
    return Arbitraries.oneOf(nasty, any, bits).filter(name -> !name.isBlank());
  }

  private static String bare(String name) {
    int from = 0;
    int to = name.length();
    while (from < to && name.charAt(from) == ' ') {
      from++;
    }
    while (to > from && name.charAt(to - 1) == ' ') {
      to--;
    }
    return name.substring(from, to);
  }

  @Property(tries = 2_000, seed = "42")
  void anyNameIsReadFromFields(@ForAll("names") String one, @ForAll("names") String two) {
    String head = "%16s %5d [%03d] %6d.%09d: ".formatted(one, 7, 1, 12, 345);
    SchedEvent e =
        read(
            head
                + "sched:sched_switch: prev_comm="
                + one
                + " prev_pid=7 prev_prio=120 prev_state=S ==> next_comm="
                + two
                + " next_pid=9 next_prio=115");
    assertThat(e.runnerName).isEqualTo(bare(one));
    assertThat(e.runner).isEqualTo(7);
    assertThat(e.name).isEqualTo(bare(one));
    assertThat(e.nextName).isEqualTo(bare(two));
    assertThat(e.next).isEqualTo(9);

    read(head + "sched:sched_waking: comm=" + two + " pid=9 prio=115 target_cpu=002");
    assertThat(e.name).isEqualTo(bare(two));
    assertThat(e.targetCpu).isEqualTo(2);

    read(head + "sched:sched_stat_runtime: comm=" + one + " pid=7 runtime=5 [ns]");
    assertThat(e.name).isEqualTo(bare(one));
    assertThat(e.runtimeNs).isEqualTo(5);

    read(
        head
            + "sched:sched_process_fork: comm="
            + one
            + " pid=7 child_comm="
            + two
            + " child_pid=9");
    assertThat(e.name).isEqualTo(bare(one));
    assertThat(e.nextName).isEqualTo(bare(two));
    assertThat(e.next).isEqualTo(9);
  }

  @Property(tries = 2_000, seed = "42")
  void anyNameIsReadFromShortForms(@ForAll("names") String one, @ForAll("names") String two) {
    String head = "%16s %5d [%03d] %6d.%09d: ".formatted(one, 7, 1, 12, 345);
    SchedEvent e = read(head + shortSwitch(one, two));
    assertThat(e.name).isEqualTo(bare(one));
    assertThat(e.thread).isEqualTo(7);
    assertThat(e.nextName).isEqualTo(bare(two));
    assertThat(e.next).isEqualTo(9);

    read(head + "sched:sched_wakeup: " + two + ":9 [115] CPU:002");
    assertThat(e.name).isEqualTo(bare(two));
    assertThat(e.targetCpu).isEqualTo(2);
  }

  @Test
  void aFileNameMayImitateAnEvent() {
    refused(
        HEAD
            + "sched:sched_process_exec: filename=/tmp/x 7 [000] 1.0: sched:sched_switch:"
            + " prev_comm=a prev_pid=1 prev_prio=120 prev_state=S ==> next_comm=b next_pid=2"
            + " next_prio=120 pid=7 old_pid=7");
    assertThat(parser.isBroken()).isFalse();
  }

  // ---- what is not understood ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make 7 [001] 12.345: sched:sched_switch: prev_comm=make prev_pid=7 prev_prio=120",
        "make 7 [001] 12.345: sched:sched_switch: prev_comm=make prev_pid=7 prev_prio=1 prev_state",
        "make 7 [001] 12.345: sched:sched_switch: make:7 [120] S ==> cc1:9",
        "make 7 [001] 12.345: sched:sched_switch: make:7 [120] ? ==> cc1:9 [120]",
        "make 7 [001] 12.345: sched:sched_switch: ",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=9",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=9 prio=120 target_cpu=",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=9 prio=120 target_cpu=4096",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=9 prio=140 target_cpu=000",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=9 prio=-2 target_cpu=000",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=4194305 prio=120 target_cpu=000",
        "make 7 [001] 12.345: sched:sched_waking: comm=x pid=-9 prio=120 target_cpu=000",
        "make 7 [4096] 12.345: sched:sched_process_exit: comm=make pid=7",
        "make 7 [99999999999999999999] 12.345: sched:sched_process_exit: comm=make pid=7",
        "make 99999999999 [001] 12.345: sched:sched_process_exit: comm=make pid=7",
        "make 7 [001] 99999999999999999999.345: sched:sched_process_exit: comm=make pid=7",
        "make 7 [001] 9000000001.0: sched:sched_process_exit: comm=make pid=7",
        "make 7 [001] 12.: sched:sched_process_exit: comm=make pid=7",
        "make 7 [001] .5: sched:sched_process_exit: comm=make pid=7",
        "make 7 [] 12.5: sched:sched_process_exit: comm=make pid=7",
        "make 7 001 12.5: sched:sched_process_exit: comm=make pid=7",
        "make [001] 12.5: sched:sched_process_exit: comm=make pid=7",
        "make 7 [001] 12.5: sched:sched_process_exit: comm=make",
        "make 7 [001] 12.5: sched:sched_process_fork: comm=make pid=7 child_pid=9",
        "make 7 [001] 12.5: sched:sched_stat_runtime: comm=x pid=7 runtime=9999999999999999999",
        "sched:sched_process_exit: comm=make pid=7",
        "sched_switch: sched_switch: sched_switch: "
      })
  void whatIsBrokenIsNotRead(String line) {
    refused(line);
    assertThat(parser.isBroken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make 7 [001] 12.5: sched:sched_migrate_task: comm=x pid=7 prio=120 orig_cpu=0",
        "make 7 [001] 12.5: power:cpu_idle: state=1 cpu_id=0",
        "make 7 [001] 12.5: sched:sched_stat_wait: comm=x pid=7 delay=5 [ns]"
      })
  void otherEventsLookLikeEvents(String line) {
    refused(line);
    assertThat(parser.isBroken()).isFalse();
    assertThat(PerfLine.looksLikeEvent(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sched_", "hello", "[", "[]: ", "# ========", "\u0000\u0001"})
  void whatIsNoEventDoesNotLookLikeOne(String line) {
    refused(line);
    assertThat(PerfLine.looksLikeEvent(line)).isFalse();
  }

  @Property(tries = 5_000, seed = "42")
  void noTextIsTooStrange(@ForAll("lines") String line) {
    parser.read(line, event);
    PerfLine.looksLikeEvent(line);
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of(
            "sched:",
            "sched_switch",
            "sched_waking",
            "sched_process_fork",
            ": ",
            " ",
            "[",
            "]",
            "7",
            "99999999999999999999",
            ".",
            "/",
            "-",
            "prev_comm=",
            " prev_pid=",
            " prev_prio=",
            " prev_state=",
            "S",
            " ==> ",
            "next_comm=",
            " next_pid=",
            "comm=",
            " pid=",
            " child_pid=",
            ":",
            " [",
            "CPU:",
            "x 7 [0] 1.0: ")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }
}
