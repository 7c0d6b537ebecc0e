package io.wiretag.topology;

import static io.wiretag.topology.StreamOnTestDriver.header;
import static io.wiretag.topology.StreamOnTestDriver.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be shown now, articles by units, and what any version was tagged with. What comes out reads: key, operation, version. */
class CurrentAndUnitsTest {
    private static final String FLOOD = Articles.flood("1").getUri();
    private static final String QUIET = Articles.quiet().getUri();
    private static final Topics TAGGED_ALONE = Topics.of("", 3, (short) 1, Map.of(), Set.of());

    @TempDir
    Path state;

    private StreamOnTestDriver stream;

    @BeforeEach
    void start() {
        stream = new StreamOnTestDriver(state);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    private void startWith(Topics topics) {
        close();
        stream = new StreamOnTestDriver(state, topics, StreamOnTestDriver.TIMES, StreamOnTestDriver.TAGGER);
    }

    private static Article flood(String version, PubStatus status) {
        return Article.newBuilder(Articles.flood(version)).setPubStatus(status).build();
    }

    private static Article elsewhere(String version) {
        return Article.newBuilder(Articles.flood(version))
                .setLanguage("vi")
                .setHeadline("Mưa ở Nghệ An")
                .setBody("Mưa ở Nghệ An.\nẢnh: TTXVN")
                .build();
    }

    private List<String> cameOut(Topic<TaggedArticle> topic) {
        List<String> lines = new ArrayList<>();
        for (TestRecord<byte[], byte[]> each : stream.records(topic)) {
            String what = each.value() == null
                    ? "null"
                    : stream.value(each).getOperation() + " "
                            + stream.value(each).getArticle().getVersion();
            lines.add(key(each) + " " + what);
        }
        return lines;
    }

    private void wait(Duration time) {
        stream.driver.advanceWallClockTime(time);
    }

    @Test
    void whatIsGivenUpWhileItMayBeShownIsTakenAwayAndWhatIsDownIsNotOnceMore() {
        stream.publish(
                Articles.flood("1"),
                Articles.quiet(),
                Article.newBuilder(Articles.quiet())
                        .setVersion("2")
                        .setPubStatus(PubStatus.canceled)
                        .build());
        assertThat(cameOut(stream.topics.current()))
                .containsExactly(FLOOD + " publish 1", QUIET + " publish 1", QUIET + " null");

        wait(Duration.ofDays(31));
        wait(Duration.ofSeconds(1));

        assertThat(stream.records(stream.topics.current())).singleElement().satisfies(each -> {
            assertThat(key(each)).isEqualTo(FLOOD);
            assertThat(each.value()).isNull();
            assertThat(header(each, "wiretag.uri")).isEqualTo(FLOOD);
            assertThat(each.getRecordTime()).isAfter(StreamOnTestDriver.START.plus(Duration.ofDays(30)));
        });
        assertThat(stream.stored(FLOOD)).isNull();
    }

    @Test
    void aSinkThatIsOffIsNeitherWrittenNorNamedAndGoesOnWithCorrectionsOnceItIsOn() {
        startWith(TAGGED_ALONE);
        stream.publish(Articles.flood("1"));

        assertThat(stream.driver.producedTopicNames())
                .contains("articles.tagged")
                .doesNotContain("articles.by-province", "articles.by-unit", "articles.by-agency", "articles.current");
        TaggedArticle tagged =
                stream.value(stream.records(stream.topics.tagged()).get(0));
        assertThat(tagged.getDeliveries()).extracting(Delivery::getSink).containsExactly("tagged");
        assertThat(tagged.getReached().getUnits()).containsExactly("01", "48");
        ArticleState remembered = stream.stored(FLOOD);
        assertThat(remembered.getLiveProvinces()).containsExactly("VN-27", "VN-HN");
        wait(Duration.ofDays(31));
        assertThat(stream.stored(FLOOD)).as("given up").isNull();
        assertThat(stream.driver.producedTopicNames()).as("and nobody told").doesNotContain("articles.current");

        startWith(Topics.of("", 3, (short) 1, Map.of()));
        stream.articles().put(FLOOD, remembered);
        stream.publish(elsewhere("2"));

        assertThat(cameOut(stream.topics.byUnit()))
                .containsExactlyInAnyOrder("01 retract 2", "40 publish 2", "48 retract 2");
        assertThat(cameOut(stream.topics.current())).containsExactly(FLOOD + " correct 2");
    }

    @Test
    void whatIsUnderEmbargoIsInNoSinkBeforeItsEnd() {
        stream.publish(Article.newBuilder(Articles.flood("1"))
                .setEmbargoedUntil(StreamOnTestDriver.START.plusSeconds(60))
                .build());
        wait(Duration.ofSeconds(59));
        assertThat(stream.driver.producedTopicNames()).doesNotContain("articles.by-unit", "articles.current");

        wait(Duration.ofSeconds(1));

        assertThat(cameOut(stream.topics.current())).containsExactly(FLOOD + " publish 1");
        assertThat(cameOut(stream.topics.byUnit())).containsExactly("01 publish 1", "48 publish 1");
    }

    @Test
    void whatIsWithheldIsDownAndComesBackAsNew() {
        stream.publish(Articles.flood("1"), flood("2", PubStatus.withheld), Articles.flood("3"));

        assertThat(cameOut(stream.topics.current()))
                .containsExactly(FLOOD + " publish 1", FLOOD + " null", FLOOD + " publish 3");
    }

    @Test
    void whatVersionsReachedGrowsWithEachAndIsNeverForgotten() {
        stream.publish(Articles.flood("1"), elsewhere("2"), flood("3", PubStatus.canceled));

        List<Reached> reached = stream.records(stream.topics.tagged()).stream()
                .map(each -> stream.value(each).getReached())
                .toList();

        assertThat(reached.get(0).getProvinces()).containsExactly("VN-27", "VN-HN");
        assertThat(reached.get(0).getAboutProvinces()).containsExactly("VN-27");
        assertThat(reached.get(0).getOtherAgencies()).isEmpty();
        assertThat(reached.get(0).getLanguages()).containsExactly("en");
        assertThat(reached.get(1).getProvinces()).containsExactly("VN-22", "VN-27", "VN-HN");
        assertThat(reached.get(1).getAboutProvinces()).containsExactly("VN-22", "VN-27");
        assertThat(reached.get(1).getUnits()).containsExactly("01", "40", "48");
        assertThat(reached.get(1).getAgencies()).containsExactly("VNS");
        assertThat(reached.get(1).getOtherAgencies()).containsExactly("VNA:credit");
        assertThat(reached.get(1).getLanguages()).containsExactly("en", "vi");
        assertThat(reached.get(0).getCombinations()).containsExactly(List.of("VN-27", "VN-HN", "VNS"));
        assertThat(reached.get(1).getCombinations())
                .containsExactly(List.of("VN-27", "VN-HN", "VNS"), List.of("VN-22"));
        assertThat(reached.get(2)).as("of the kill").isEqualTo(reached.get(1));
    }

    @Test
    void whatOnlyATextSaysThatNobodyMaySeeIsNotAmongWhatVersionsReached() {
        Article withheld = Article.newBuilder(elsewhere("2"))
                .setPubStatus(PubStatus.withheld)
                .build();
        Article embargoed = Article.newBuilder(elsewhere("3"))
                .setEmbargoedUntil(StreamOnTestDriver.START.plusSeconds(60))
                .build();
        Article kill = Article.newBuilder(elsewhere("4"))
                .setPubStatus(PubStatus.canceled)
                .build();
        stream.publish(Articles.flood("1"), withheld, embargoed, kill);

        List<TestRecord<byte[], byte[]>> records = new ArrayList<>();
        stream.topics.articleSinks().forEach(sink -> records.addAll(stream.records(sink)));

        assertThat(records)
                .filteredOn(each -> each.value() != null)
                .hasSizeGreaterThan(8)
                .allSatisfy(each -> {
                    Reached reached = stream.value(each).getReached();
                    assertThat(reached.getProvinces()).containsExactly("VN-27", "VN-HN");
                    assertThat(reached.getAboutProvinces()).containsExactly("VN-27");
                    assertThat(reached.getOtherAgencies()).isEmpty();
                    assertThat(reached.getLanguages()).containsExactly("en");
                });
    }

    /** Left by release 0.1.0: {@code flood} is out in two provinces, and nothing is known of what it was about. */
    @Test
    void aKillReachesUnitsAndWhatMayBeShownThoughItsArticleWentOutBeforeTheyWere() throws IOException {
        Files.readAllLines(Path.of("src", "test", "resources", "upgrade", "0.1.0.txt")).stream()
                .map(line -> line.split(" ", -1))
                .filter(parts -> parts[0].equals("articles") && !parts[3].equals("-"))
                .forEach(parts -> stream.articles()
                        .put(
                                new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8),
                                ArticleProcessor.stateSerde()
                                        .deserializer()
                                        .deserialize("t", Base64.getDecoder().decode(parts[3]))));
        assertThat(stream.stored(FLOOD)).isNotNull();

        stream.publish(flood("2", PubStatus.canceled));

        List<TestRecord<byte[], byte[]>> units = stream.records(stream.topics.byUnit());
        assertThat(units).extracting(StreamOnTestDriver::key).containsExactly("01", "48");
        Reached reached = stream.value(units.get(0)).getReached();
        assertThat(reached.getProvinces()).containsExactly("VN-27", "VN-HN");
        assertThat(reached.getAboutProvinces()).as("not known").isNull();
        assertThat(reached.getCombinations()).as("not known").isNull();
        assertThat(cameOut(stream.topics.current())).containsExactly(FLOOD + " null");
    }
}
