package io.wiretag.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Sparkline;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.Headroom;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagSample;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.OffsetsSnapshot;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.topics.Topics;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LagPrinterTest {
    private static final Topics TOPICS = Topics.of("prod.", 6, (short) 1, Map.of());
    private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
    private static final Duration COLUMN = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"80, true", "80, false", "100, true", "160, true", "160, false"})
    void everyLineFitsTheTerminal(int width, boolean watching) {
        LagReport view = view(
                group("a-group-with-a-name-that-is-much-longer-than-anybody-can-remember", 0, LagStatus.STOP),
                group("wiretag", 1, LagStatus.OK));

        List<String> table = lines(width, watching, view).stream()
                .filter(line -> !line.contains(": "))
                .toList();

        assertThat(table).hasSizeGreaterThan(5).allMatch(line -> line.length() <= width);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 81, 90, 109, 110, 200})
    void aWatchIsNeverBrokenByTheTerminalWhateverItHasToSay(int width) {
        PartitionLag beyond = new PartitionLag(
                3,
                OptionalLong.of(123_456_789_012L),
                new OffsetsSnapshot.Offsets(0, 20, 20),
                OptionalLong.empty(),
                false,
                0,
                Optional.empty(),
                LagStatus.BEYOND);
        TopicLag much = topic(
                OptionalLong.of(123_456_789_012L), false, Optional.of(Duration.ofDays(400)), LagStatus.STOP, 99_999);
        List<GroupLag> groups = new ArrayList<>();
        groups.add(new GroupLag("a-group-with-a-long-name", "Consumer", "Stable", 12, List.of(much)));
        groups.add(new GroupLag("desk", "Classic", "Stable", 1, List.of(unknown(LagStatus.BEYOND, beyond))));
        for (LagStatus status : LagStatus.values()) {
            groups.add(group("g-" + status, 1, status));
        }

        assertThat(lines(width, true, view(groups.toArray(GroupLag[]::new))))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.length() <= width);
    }

    @Test
    void aScreenShowsThoseThatMatterAndSaysHowManyItLeavesOut() {
        List<GroupLag> groups = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> groups.add(group("g" + i, 1, i < 900 ? LagStatus.STOP : LagStatus.OK)));
        Console screen = new Console(
                InputStream.nullInputStream(),
                new PrintStream(PrintStream.nullOutputStream()),
                new PrintStream(PrintStream.nullOutputStream()),
                Map.of("WIRETAG_TERMINAL", "yes", "LINES", "30"),
                false,
                80);

        List<String> lines =
                new LagPrinter(screen, TOPICS, true, false, COLUMN).lines(view(groups.toArray(GroupLag[]::new)));

        assertThat(lines).hasSizeLessThan(30).anyMatch(line -> line.startsWith("g0 "));
        assertThat(lines).anyMatch(line -> line.matches("and 1\\d+ more groups, 8\\d+ of them bad"));
    }

    @Test
    void unknownIsAWordAndACeilingHasASign() {
        TopicLag unknown = topic(OptionalLong.empty(), false, Optional.empty(), LagStatus.UNKNOWN, 0);
        TopicLag ceiling = topic(OptionalLong.of(803), false, Optional.empty(), LagStatus.OK, 0);

        List<String> lines = lines(
                100,
                true,
                view(
                        new GroupLag("none-yet", "none", "absent", 0, List.of(unknown)),
                        new GroupLag("desk", "Classic", "Stable", 1, List.of(ceiling))));

        assertThat(lines).anyMatch(line -> line.matches("none-yet +tagged +UNKNOWN +unknown +unknown.*"));
        assertThat(lines).anyMatch(line -> line.matches("desk +tagged +OK +\u2264 803 +unknown.*"));
    }

    @Test
    void oneLookDoesNotSayThatAllIsWellWhereSomethingIsUnread() {
        GroupLag group = group("desk", 1, LagStatus.OK);

        assertThat(lines(100, false, view(group))).anyMatch(line -> line.matches("desk +tagged +behind +12 +41 s.*"));
        assertThat(lines(100, true, view(group))).anyMatch(line -> line.matches("desk +tagged +OK +12 +41 s.*"));
    }

    @Test
    void timeToCatchUpIsShownWhereItShrinksAndThePaceWhereItGrows() {
        GroupLag shrinking = new GroupLag(
                "down",
                "Consumer",
                "Stable",
                2,
                List.of(topic(OptionalLong.of(12), true, Optional.of(Duration.ofSeconds(41)), LagStatus.OK, -0.5)));
        GroupLag growing = new GroupLag(
                "up",
                "Consumer",
                "Stable",
                2,
                List.of(topic(OptionalLong.of(12), true, Optional.of(Duration.ofSeconds(41)), LagStatus.OK, 3)));

        List<String> narrow = lines(80, true, view(shrinking, growing));
        assertThat(narrow).anyMatch(line -> line.startsWith("down") && line.contains("\u25bc 24 s"));
        assertThat(narrow).anyMatch(line -> line.startsWith("up") && line.contains("\u25b2 3.0/s"));
        assertThat(lines(160, true, view(shrinking)))
                .anyMatch(line -> line.startsWith("down") && line.contains("\u25bc 0.5/s") && line.contains("24 s"));
    }

    @Test
    void whatNeedsWordsIsANote() {
        PartitionLag lost = partition(0, OptionalLong.of(12), 5);
        PartitionLag unknown = partition(1, OptionalLong.empty(), 0);
        TopicLag topic = new TopicLag(
                TOPICS.tagged().name(),
                OptionalLong.empty(),
                false,
                Optional.empty(),
                LagStatus.UNKNOWN,
                true,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.of(new Headroom(Duration.ofHours(3), 0.1)),
                List.of(lost, unknown),
                List.of());
        LagReport view = new LagReport(
                NOW,
                List.of(new GroupLag("desk", "Classic", "Empty", 0, List.of(topic))),
                List.of(new TopicFlow(TOPICS.byAgency().name(), 1, Optional.of(Duration.ofSeconds(75)))),
                List.of(new BlindSpot("topic t", "it does not exist")),
                Duration.ofHours(-2));

        assertThat(lines(100, false, view))
                .contains(
                        "the clock of this machine is 2 h behind that of the brokers: ages are by theirs",
                        "not seen: topic t: it does not exist",
                        "desk, tagged: is expected to read it, but is not there, and no position is known",
                        "desk, tagged: 5 offsets were deleted before they were read",
                        "desk, tagged: the oldest unread record may be deleted in 3 h",
                        "desk, tagged: no position is known in 1 of 2 partitions",
                        "by-agency: a transaction has been open for 75 s, readers cannot get past it");
    }

    @Test
    void whatIsKnownInPartIsAtLeastSoMuchAndWhatANewReaderHasToReadIsNotKnown() {
        PartitionLag one = new PartitionLag(
                0,
                OptionalLong.of(8),
                new OffsetsSnapshot.Offsets(0, 20, 20),
                OptionalLong.of(12),
                true,
                0,
                Optional.of(Duration.ofSeconds(41)),
                LagStatus.OK);
        PartitionLag other = partition(1, OptionalLong.empty(), 0);

        List<String> lines = lines(
                100,
                false,
                view(
                        new GroupLag("part", "Classic", "Stable", 1, List.of(unknown(LagStatus.UNKNOWN, one, other))),
                        new GroupLag("new", "Streams", "Stable", 1, List.of(unknown(LagStatus.UNKNOWN, other))),
                        new GroupLag("gone", "Classic", "Stable", 1, List.of(unknown(LagStatus.LEFT, one)))));

        assertThat(lines).anyMatch(line -> line.matches("part +tagged +UNKNOWN +\u2265 12 +\u2265 41 s.*"));
        assertThat(lines)
                .contains(
                        "part, tagged: no position is known in 1 of 2 partitions",
                        "new, tagged: a reader is there and has no position yet, so nobody knows what it has to read",
                        "gone, tagged: its members read other topics; what it once read here is no lag");
    }

    @Test
    void aPositionBeyondTheEndIsSaid() {
        PartitionLag beyond = new PartitionLag(
                3,
                OptionalLong.of(80),
                new OffsetsSnapshot.Offsets(0, 20, 20),
                OptionalLong.empty(),
                false,
                0,
                Optional.empty(),
                LagStatus.BEYOND);

        assertThat(lines(
                        100,
                        false,
                        view(new GroupLag("desk", "Classic", "Stable", 1, List.of(unknown(LagStatus.BEYOND, beyond))))))
                .anyMatch(line ->
                        line.startsWith("desk, tagged: its position 80 lies beyond the end 20 of partition 3: "));
    }

    private static TopicLag unknown(LagStatus status, PartitionLag... partitions) {
        return new TopicLag(
                TOPICS.tagged().name(),
                OptionalLong.empty(),
                false,
                Optional.empty(),
                status,
                false,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(partitions),
                List.of());
    }

    @Test
    void aGroupsNameCannotCommandTheTerminal() {
        assertThat(lines(100, true, view(group("a\u001b[2Jb\nc", 1, LagStatus.OK))))
                .noneMatch(line -> line.contains("\u001b") || line.contains("\n"));
    }

    @Test
    void thePastIsDrawnWithTheNewestToTheRightAndGapsWhereNobodyKnew() {
        List<LagSample> history = new ArrayList<>(IntStream.range(0, 8)
                .mapToObj(
                        i -> new LagSample(NOW.minusSeconds(5L * (7 - i)), OptionalLong.of(100L * i), Optional.empty()))
                .toList());
        history.set(3, new LagSample(history.get(3).at(), OptionalLong.empty(), Optional.empty()));

        assertThat(Sparkline.of(history, NOW, COLUMN, 10)).isEqualTo("  \u2581\u2582\u2583 \u2585\u2586\u2587\u2588");
        assertThat(Sparkline.of(List.of(), NOW, COLUMN, 4)).isEqualTo("    ");
    }

    private static List<String> lines(int width, boolean watching, LagReport view) {
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintStream(PrintStream.nullOutputStream()),
                new PrintStream(PrintStream.nullOutputStream()),
                Map.of(),
                false,
                width);
        return new LagPrinter(console, TOPICS, watching, true, COLUMN).lines(view);
    }

    private static LagReport view(GroupLag... groups) {
        return new LagReport(
                NOW,
                List.of(groups),
                TOPICS.all().stream()
                        .map(topic -> new TopicFlow(topic.name(), 1234.5, Optional.empty()))
                        .toList(),
                List.of(),
                Duration.ZERO);
    }

    private static GroupLag group(String id, int members, LagStatus status) {
        return new GroupLag(
                id,
                "Consumer",
                "Stable",
                members,
                List.of(topic(OptionalLong.of(12), true, Optional.of(Duration.ofSeconds(41)), status, 0)));
    }

    private static TopicLag topic(
            OptionalLong records, boolean exact, Optional<Duration> behind, LagStatus status, double velocity) {
        return new TopicLag(
                TOPICS.tagged().name(),
                records,
                exact,
                behind,
                status,
                false,
                OptionalDouble.of(velocity),
                velocity < 0
                        ? Optional.of(Duration.ofSeconds((long) (records.orElseThrow() / -velocity)))
                        : Optional.empty(),
                Optional.of(new Headroom(Duration.ofDays(29), 0.97)),
                List.of(partition(0, records, 0)),
                List.of(new LagSample(NOW, records, behind)));
    }

    private static PartitionLag partition(int number, OptionalLong records, long expired) {
        return new PartitionLag(
                number,
                records.isPresent() ? OptionalLong.of(5) : OptionalLong.empty(),
                new OffsetsSnapshot.Offsets(0, 20, 20),
                records,
                true,
                expired,
                Optional.empty(),
                LagStatus.OK);
    }
}
