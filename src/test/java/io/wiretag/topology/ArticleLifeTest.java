package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.life.RejectionReason;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/life.md, row by row. What comes out reads: topic, key, operation, version. */
class ArticleLifeTest {
    private static final String URI = "urn:test:storm";
    private static final Instant START = StreamOnTestDriver.START;

    static {
        TrustedSchemaClasses.trust();
    }

    @TempDir
    private Path state;

    private StreamOnTestDriver stream;

    @BeforeEach
    void start() {
        stream = new StreamOnTestDriver(state);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void aNewerVersionCorrectsWhereItStaysAndIsRetractedWhereItNoLongerBelongs() {
        stream.publish(storm("1", "Quảng Ngãi", "Hà Nội"));
        assertThat(cameOut())
                .containsExactly(
                        "tagged " + URI + " publish 1",
                        "by-province VN-29 publish 1",
                        "by-province VN-HN publish 1",
                        "by-agency VNS publish 1");

        stream.publish(storm("2", "Quảng Ngãi", "Cần Thơ"));

        assertThat(cameOut())
                .containsExactly(
                        "tagged " + URI + " correct 2",
                        "by-province VN-29 correct 2",
                        "by-province VN-CT publish 2",
                        "by-province VN-HN retract 2",
                        "by-agency VNS correct 2");
    }

    @Test
    void everyLaterVersionIsToldWhereTheArticleEverWas() {
        stream.publish(storm("1", "Hà Nội"), storm("2", "Cần Thơ"), storm("3", "Cần Thơ"), storm("4", "Hà Nội"));

        assertThat(cameOut())
                .filteredOn(line -> line.contains("VN-HN"))
                .containsExactly(
                        "by-province VN-HN publish 1",
                        "by-province VN-HN retract 2",
                        "by-province VN-HN retract 3",
                        "by-province VN-HN publish 4");
    }

    @Test
    void everyRecordSaysWhoElseWasTold() {
        stream.publish(storm("1", "Hà Nội"), storm("2", "Cần Thơ"));

        List<TestRecord<byte[], byte[]>> records = stream.records(stream.topics.byProvince());

        TaggedArticle last = stream.value(records.get(records.size() - 1));
        assertThat(last.getDeliveries())
                .extracting(each -> each.getSink() + " " + each.getKey() + " " + each.getOperation())
                .containsExactly(
                        "tagged " + URI + " correct",
                        "by-province VN-CT publish",
                        "by-province VN-HN retract",
                        "by-unit 01 retract",
                        "by-unit 92 publish",
                        "by-agency VNS correct",
                        "current " + URI + " correct");
        assertThat(StreamOnTestDriver.header(records.get(0), "wiretag.operation"))
                .isEqualTo("publish");
    }

    @Test
    void aKillGoesWhereverAnyVersionWentWhateverItsTextSays() {
        stream.publish(storm("1", "Quảng Ngãi", "Hà Nội"), storm("2", "Cần Thơ"));
        cameOut();

        stream.publish(kill("3", "Đắk Lắk"));

        assertThat(cameOut())
                .containsExactly(
                        "tagged " + URI + " kill 3",
                        "by-province VN-29 kill 3",
                        "by-province VN-CT kill 3",
                        "by-province VN-HN kill 3",
                        "by-agency VNS kill 3");
        assertThat(stream.counts.killed()).isEqualTo(1);
    }

    @Test
    void onlyAHigherVersionBringsAKilledArticleBack() {
        stream.publish(storm("1", "Hà Nội"), kill("2", ""));
        cameOut();

        stream.publish(storm("1", "Cần Thơ"), storm("2", "Cần Thơ"));
        assertThat(cameOut()).isEmpty();
        assertThat(stream.counts.superseded()).isEqualTo(1);
        assertThat(stream.counts.killedBefore()).isEqualTo(1);

        stream.publish(storm("3", "Cần Thơ"));
        assertThat(cameOut())
                .containsExactly(
                        "tagged " + URI + " publish 3",
                        "by-province VN-CT publish 3",
                        "by-province VN-HN retract 3",
                        "by-agency VNS publish 3");
    }

    @Test
    void aKillThatOvertakesItsArticleStillWins() {
        stream.publish(kill("2", "Hà Nội"), storm("1", "Hà Nội"));

        assertThat(cameOut())
                .as("it goes where its own text sends it: memory may have been given up")
                .containsExactly("tagged " + URI + " kill 2", "by-province VN-HN kill 2", "by-agency VNS kill 2");
    }

    @Test
    void aKillWithoutAVersionKillsWhatThereIs() {
        Article kill = Article.newBuilder(kill("", "")).setVersion(null).build();
        stream.publish(storm("7", "Hà Nội"), kill);
        assertThat(cameOut()).contains("by-province VN-HN kill null");

        stream.publish(storm("7", "Hà Nội"));
        assertThat(cameOut()).isEmpty();
        stream.publish(storm("8", "Hà Nội"));
        assertThat(cameOut()).contains("by-province VN-HN publish 8");
    }

    @Test
    void aKillThatIsTooLargeGoesWithoutItsText() {
        close();
        stream = new StreamOnTestDriver(state, Map.of("by-province", Map.of("max.message.bytes", "2000")));
        stream.publish(storm("1", "Hà Nội"));
        cameOut();

        stream.publish(kill("2", "Hà Nội. " + "Mưa rất lớn. ".repeat(1000)));

        List<TestRecord<byte[], byte[]>> records = stream.records(stream.topics.byProvince());
        assertThat(records).hasSize(1);
        assertThat(stream.value(records.get(0)).getOperation().name()).isEqualTo("kill");
        assertThat(stream.value(records.get(0)).getArticle().getBody()).isNull();
        assertThat(stream.counts.rejected()).isZero();
    }

    @Test
    void aWithheldVersionTakesBackWhatIsOutAndKeepsItsOwnText() {
        stream.publish(storm("1", "Hà Nội"));
        cameOut();

        stream.publish(withheld("2", "Cần Thơ"));
        List<TestRecord<byte[], byte[]>> records = stream.records(stream.topics.tagged());
        assertThat(stream.value(records.get(0)).getArticle().getBody()).isNull();
        assertThat(stream.value(records.get(0)).getArticle().getPubStatus()).isEqualTo(PubStatus.withheld);
        assertThat(cameOut()).containsExactly("by-province VN-HN retract 2", "by-agency VNS retract 2");

        stream.publish(storm("3", "Cần Thơ"));
        assertThat(cameOut())
                .containsExactly(
                        "tagged " + URI + " publish 3",
                        "by-province VN-CT publish 3",
                        "by-province VN-HN retract 3",
                        "by-agency VNS publish 3");
    }

    @Test
    void aWithheldArticleThatWasNeverOutIsNowhere() {
        stream.publish(withheld("1", "Hà Nội"));
        assertThat(cameOut()).isEmpty();
        assertThat(stream.counts.withheld()).isEqualTo(1);

        stream.publish(storm("2", "Hà Nội"));
        assertThat(cameOut()).contains("by-province VN-HN publish 2");
    }

    @Test
    void anEmbargoIsKeptToItsLastMillisecondAndTheNewestVersionGoesOut() {
        Instant until = START.plusSeconds(60);
        stream.publish(embargoed("1", until, "Hà Nội"), storm("2", "Cần Thơ"));
        wait(Duration.ofMillis(59_900));
        assertThat(cameOut())
                .as("a version without an embargo does not lift one")
                .isEmpty();
        assertThat(stream.counts.held()).isEqualTo(2);
        assertThat(stream.size.held()).isEqualTo(1);

        wait(Duration.ofMillis(300));

        assertThat(cameOut())
                .containsExactly(
                        "tagged " + URI + " publish 2", "by-province VN-CT publish 2", "by-agency VNS publish 2");
        assertThat(stream.counts.released()).isEqualTo(1);
        wait(Duration.ofHours(1));
        assertThat(cameOut()).as("once").isEmpty();
        assertThat(stream.size.held()).isZero();
    }

    @Test
    void whatIsReleasedHasTheTimeOfItsReleaseAndTheHeadersItCameWith() {
        Article held = embargoed("1", START.plusSeconds(60), "Hà Nội");
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "abc".getBytes(StandardCharsets.UTF_8)).add("empty", null);
        stream.published.pipeInput(new TestRecord<>(
                StreamOnTestDriver.key(held), stream.codec.encode("", held), headers, START.minusSeconds(5)));

        wait(Duration.ofSeconds(61));

        TestRecord<byte[], byte[]> out = stream.records(stream.topics.tagged()).get(0);
        assertThat(out.getRecordTime()).isBetween(START.plusSeconds(60), START.plusSeconds(61));
        assertThat(StreamOnTestDriver.header(out, "trace")).isEqualTo("abc");
        assertThat(out.headers().lastHeader("empty").value()).isNull();
        assertThat(stream.value(out).getArticle()).isEqualTo(held);
    }

    @Test
    void aVersionWhoseEmbargoHasPassedLiftsThatOfTheOthers() {
        stream.publish(embargoed("1", START.plusSeconds(600), "Hà Nội"));

        stream.publish(embargoed("2", START.minusSeconds(1), "Hà Nội"));

        assertThat(cameOut()).contains("by-province VN-HN publish 2");
        wait(Duration.ofHours(1));
        assertThat(cameOut()).isEmpty();
    }

    @Test
    void aKillUnderEmbargoLeavesNoTrace() {
        stream.publish(embargoed("1", START.plusSeconds(60), "Hà Nội"), kill("2", "Hà Nội"));
        wait(Duration.ofHours(1));

        assertThat(cameOut()).isEmpty();
    }

    @Test
    void aKillThatOvertakesAnEmbargoedArticleLeavesNoTraceEither() {
        Article kill = Article.newBuilder(kill("2", "Hà Nội"))
                .setEmbargoedUntil(START.plusSeconds(60))
                .build();
        stream.publish(kill, embargoed("1", START.plusSeconds(60), "Hà Nội"));
        wait(Duration.ofHours(1));

        assertThat(cameOut()).isEmpty();
    }

    @Test
    void aKillOfWhatIsOutWorksWhileALaterVersionIsHeld() {
        stream.publish(storm("1", "Hà Nội"), embargoed("5", START.plusSeconds(60), "Cần Thơ"));
        cameOut();

        stream.publish(kill("2", ""), kill("2", ""), storm("3", "Hà Nội"));
        assertThat(cameOut())
                .containsExactly("tagged " + URI + " kill 2", "by-province VN-HN kill 2", "by-agency VNS kill 2");

        wait(Duration.ofMinutes(2));
        assertThat(cameOut())
                .as("the later version was made knowing of the kill")
                .contains("by-province VN-CT publish 5", "by-province VN-HN retract 5");
    }

    @Test
    void aRepetitionOfWhatIsHeldIsARepetition() {
        Article held = embargoed("1", START.plusSeconds(60), "Hà Nội");
        stream.publish(held, held);
        assertThat(stream.counts.duplicates()).isEqualTo(1);

        wait(Duration.ofMinutes(2));
        cameOut();
        stream.publish(held);

        assertThat(stream.counts.duplicates()).isEqualTo(2);
        assertThat(cameOut()).isEmpty();
    }

    @Test
    void aKillOfASecretTextDoesNotTellIt() {
        stream.publish(storm("1", "Hà Nội"), embargoed("2", START.plusSeconds(60), "Cần Thơ"));
        cameOut();
        Article killed = Article.newBuilder(embargoed("3", START.plusSeconds(60), "Cần Thơ"))
                .setPubStatus(PubStatus.canceled)
                .build();
        stream.publish(killed);
        assertThat(bodies(stream.topics.byProvince())).containsExactly((String) null);

        stream.publish(storm("4", "Hà Nội"), withheld("5", "Cà Mau"));
        wait(Duration.ofMinutes(2));
        cameOut();
        stream.publish(kill("6", "Cà Mau"));
        assertThat(bodies(stream.topics.byProvince())).containsExactly((String) null);
    }

    @Test
    void aKillWithoutAVersionThatOvertakesItsArticleStillWins() {
        Article kill = Article.newBuilder(kill("", "Hà Nội"))
                .setVersion(null)
                .setVersionCreated(START.minusSeconds(10))
                .build();
        Article before = Article.newBuilder(storm("1", "Hà Nội"))
                .setVersionCreated(START.minusSeconds(20))
                .build();
        Article after = Article.newBuilder(storm("2", "Hà Nội"))
                .setVersionCreated(START.minusSeconds(5))
                .build();
        stream.publish(kill);
        cameOut();

        stream.publish(before, storm("1", "Huế"));
        assertThat(cameOut())
                .as("created before the kill, or nobody knows when")
                .isEmpty();
        stream.publish(after);
        assertThat(cameOut()).contains("by-province VN-HN publish 2");
    }

    @Test
    void aRepetitionIsOneAlsoWhenItsClockRunsAhead() {
        Article ahead = Article.newBuilder(storm("", "Hà Nội"))
                .setVersion(null)
                .setVersionCreated(START.plusSeconds(3))
                .build();
        stream.publish(ahead);
        stream.published.pipeInput(StreamOnTestDriver.key(ahead), stream.codec.encode("", ahead), START.plusSeconds(1));

        assertThat(stream.counts.duplicates()).isEqualTo(1);
    }

    @Test
    @Tag("full")
    void embargoesThatEndTogetherAreReleasedInGoesThatATransactionCanBear() {
        String text = "Mưa rất lớn. ".repeat(60_000);
        for (int i = 0; i < 30; i++) {
            stream.publish(Article.newBuilder(embargoed("1", START.plusSeconds(60), "Hà Nội"))
                    .setUri("urn:test:" + i)
                    .setBody(text)
                    .build());
        }
        wait(Duration.ofSeconds(60));

        List<TestRecord<byte[], byte[]>> first = stream.records(stream.topics.tagged());
        assertThat(first).isNotEmpty().hasSizeLessThan(30);
        int released = first.size();
        int then = 0;
        // how many go at once depends on how long they take
        for (int i = 0; i < 100 && then < 30 - released; i++) {
            wait(Duration.ofMillis(200));
            then += stream.records(stream.topics.tagged()).size();
        }
        assertThat(then).isEqualTo(30 - released);
    }

    @Test
    @Tag("full")
    void manyEmbargoesThatEndTogetherAllEnd() {
        for (int i = 0; i < 1200; i++) {
            stream.publish(Article.newBuilder(embargoed("1", START.plusSeconds(60), "Hà Nội"))
                    .setUri("urn:test:" + i)
                    .build());
        }
        List<TestRecord<byte[], byte[]>> released = new ArrayList<>();
        // how many go at once depends on how long they take
        for (int i = 0; i < 200 && released.size() < 1200; i++) {
            wait(Duration.ofSeconds(12));
            released.addAll(stream.records(stream.topics.tagged()));
        }

        assertThat(released).hasSize(1200);
    }

    @Test
    void aTimeInTheFutureOrNoneIsClampedAndCounted() {
        Article article = storm("1", "Hà Nội");
        Instant tenYears = START.plus(Duration.ofDays(3650));
        stream.published.pipeInput(
                new TestRecord<>(StreamOnTestDriver.key(article), stream.codec.encode("", article), tenYears));

        assertThat(stream.records(stream.topics.tagged()).get(0).getRecordTime())
                .isEqualTo(START);
        assertThat(stream.counts.clamped()).isEqualTo(1);
    }

    @Test
    void aVersionCreatedInTheFutureDoesNotKeepOutTheOthers() {
        Article future = Article.newBuilder(storm("", "Hà Nội"))
                .setVersion(null)
                .setVersionCreated(START.plus(Duration.ofDays(3650)))
                .build();
        Article later = Article.newBuilder(storm("", "Cần Thơ"))
                .setVersion(null)
                .setVersionCreated(START.plusMillis(1))
                .build();
        stream.publish(future);
        stream.published.pipeInput(
                StreamOnTestDriver.key(later), stream.codec.encode("", later), START.plusSeconds(30));

        assertThat(cameOut()).contains("by-province VN-CT publish null", "by-province VN-HN retract null");
    }

    @Test
    void nothingIsTaggedFromTheNoteToEditorsAndItPassesUnchanged() {
        Article article = Article.newBuilder(storm("1", "Hà Nội"))
                .setEdNote("Corrects: Cần Thơ, not Hà Nội")
                .setUsageTerms("Not for Cà Mau")
                .setAdditionalProperties(Map.of("x", "\"Đà Nẵng\""))
                .build();
        stream.publish(article);

        List<TestRecord<byte[], byte[]>> records = stream.records(stream.topics.byProvince());
        assertThat(records).hasSize(1);
        assertThat(stream.value(records.get(0)).getArticle()).isEqualTo(article);
    }

    @Test
    @Tag("full")
    void memoryShrinksThirtyDaysAfterTheLastVersion() {
        for (int i = 0; i < 2500; i++) {
            stream.publish(Article.newBuilder(storm("1", "Hà Nội"))
                    .setUri("urn:test:" + i)
                    .build());
        }
        for (int i = 0; i < 3; i++) {
            wait(Duration.ofSeconds(1));
        }
        assertThat(stream.size.articles()).isEqualTo(2500);
        wait(Duration.ofDays(29));
        stream.publish(
                Article.newBuilder(storm("2", "Hà Nội")).setUri("urn:test:7").build());

        // the walk goes on in steps, one at each tick
        for (int i = 0; i < 8; i++) {
            wait(Duration.ofHours(7));
        }

        List<String> left = new ArrayList<>();
        try (var states = stream.articles().all()) {
            states.forEachRemaining(each -> left.add(each.key));
        }
        assertThat(left).as("beside what each partition keeps").containsExactly("", "urn:test:7");
        assertThat(stream.size.articles()).isEqualTo(1);
        assertThat(stream.counts.expired()).isEqualTo(2499);
    }

    @Test
    void whatIsHeldIsNotForgottenHoweverLateItIsReleased() {
        String text = "Mưa rất lớn. ".repeat(60_000);
        for (int i = 0; i < 12; i++) {
            stream.publish(Article.newBuilder(embargoed("1", START.plusSeconds(60), "Hà Nội"))
                    .setUri("urn:test:" + i)
                    .setBody(text)
                    .build());
        }

        // nothing ran for longer than articles are remembered
        wait(Duration.ofDays(31));
        int atOnce = stream.records(stream.topics.tagged()).size();
        for (int i = 0; i < 12; i++) {
            wait(Duration.ofSeconds(1));
        }

        assertThat(stream.records(stream.topics.tagged())).hasSize(12 - atOnce);
        assertThat(stream.counts.released()).isEqualTo(12);
        assertThat(stream.counts.expired()).isZero();
    }

    @Test
    void anArticleUnderEmbargoIsNotForgotten() {
        stream.publish(embargoed("1", START.plus(Duration.ofDays(45)), "Hà Nội"));
        for (int i = 0; i < 44; i++) {
            wait(Duration.ofDays(1));
        }
        assertThat(cameOut()).isEmpty();

        wait(Duration.ofDays(1));
        wait(Duration.ofSeconds(1));

        assertThat(cameOut()).contains("by-province VN-HN publish 1");
    }

    @Test
    void anIdentityThatNoStateCouldHoldIsRejected() {
        stream.publish(
                Article.newBuilder(storm("1", "Hà Nội"))
                        .setUri("urn:" + "x".repeat(5000))
                        .build(),
                storm("1".repeat(300), "Hà Nội"));

        assertThat(stream.counts.rejected(RejectionReason.IDENTITY_TOO_LONG)).isEqualTo(2);
        assertThat(cameOut()).isEmpty();
    }

    @Test
    void whatCannotBeSentIsRejectedWhenItComesNotWhenItsEmbargoEnds() {
        close();
        stream = new StreamOnTestDriver(state, Map.of("by-province", Map.of("max.message.bytes", "500")));

        stream.publish(embargoed("1", START.plusSeconds(60), "Hà Nội"));

        assertThat(stream.counts.rejected(RejectionReason.TOO_LARGE)).isEqualTo(1);
        assertThat(stream.counts.held()).isZero();
    }

    private void wait(Duration time) {
        stream.driver.advanceWallClockTime(time);
    }

    private List<String> bodies(Topic<?> topic) {
        return stream.records(topic).stream()
                .map(each -> stream.value(each).getArticle().getBody())
                .toList();
    }

    private List<String> cameOut() {
        List<String> lines = new ArrayList<>();
        for (Topic<?> topic : List.of(stream.topics.tagged(), stream.topics.byProvince(), stream.topics.byAgency())) {
            for (TestRecord<byte[], byte[]> each : stream.records(topic)) {
                TaggedArticle value = stream.value(each);
                lines.add(topic.role() + " " + StreamOnTestDriver.key(each) + " " + value.getOperation() + " "
                        + value.getArticle().getVersion());
            }
        }
        return lines;
    }

    private static Article storm(String version, String... places) {
        return Article.newBuilder()
                .setUri(URI)
                .setVersion(version)
                .setHeadline("Bão")
                .setBody(String.join(
                        "\n",
                        List.of(places).stream()
                                .map(place -> "Mưa lớn tại " + place + ".")
                                .toList()))
                .setInfoSources(List.of(new InfoSource("VNS", "provider", null)))
                .build();
    }

    private static Article kill(String version, String place) {
        return Article.newBuilder(storm(version, place))
                .setPubStatus(PubStatus.canceled)
                .build();
    }

    private static Article withheld(String version, String place) {
        return Article.newBuilder(storm(version, place))
                .setPubStatus(PubStatus.withheld)
                .build();
    }

    private static Article embargoed(String version, Instant until, String place) {
        return Article.newBuilder(storm(version, place))
                .setEmbargoedUntil(until)
                .build();
    }
}
