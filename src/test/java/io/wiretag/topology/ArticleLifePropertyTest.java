package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.life.VersionOrder;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds for the life of articles whatever happens to them, and in whatever order. */
@Tag("longer")
class ArticleLifePropertyTest {
    private Path state;
    private DrivenProcessor processor;

    @BeforeProperty
    void start() throws IOException {
        Path build = Files.createDirectories(Path.of(System.getProperty("wiretag.build.dir", "target")));
        state = Files.createTempDirectory(build, "life-");
        processor = new DrivenProcessor(state);
    }

    @BeforeTry
    void beginLife() {
        processor.beginLife();
    }

    @AfterProperty
    void close() throws IOException {
        processor.close();
        try (Stream<Path> files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        return Lives.stepByStep();
    }

    @Provide
    Arbitrary<List<Step>> livesAtAnyPace() {
        return Lives.atAnyPace();
    }

    @Provide
    Arbitrary<Lives.Shuffled> shuffledLives() {
        return Lives.shuffled();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void everySinkAndKeyGetsExactlyWhatTheRulesSay(@ForAll("lives") List<Step> life) {
        ArticleLifeModel model = new ArticleLifeModel();
        for (Step step : life) {
            List<LaneRecord> actual = processor.take(step);

            List<LaneRecord> expected = model.take(step, processor.now());
            assertThat(actual).as("because of %s", step).containsExactlyInAnyOrderElementsOf(expected);
            expected.forEach(each -> Statistics.collect(each.operation()));
        }
        Statistics.coverage(coverage -> {
            for (Operation operation : Operation.values()) {
                coverage.check(operation).percentage(share -> share > 2);
            }
        });
    }

    @Provide
    Arbitrary<List<Step>> correctedLives() {
        return Lives.corrected();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void whatEditorsAndOtherRulesSayGoesOutWhereItIsTrueOfWhatIsOut(@ForAll("correctedLives") List<Step> life) {
        ArticleLifeModel model = new ArticleLifeModel();
        for (Step step : life) {
            List<LaneRecord> actual = processor.take(step);

            List<LaneRecord> expected = model.take(step, processor.now());
            assertThat(actual).as("because of %s", step).containsExactlyInAnyOrderElementsOf(expected);
            if (step instanceof Step.Ask ask) {
                Statistics.collect(
                        expected.isEmpty()
                                ? "nothing"
                                : ask.isCorrection() ? "correction" : ask.undo() ? "undo" : "retag");
            }
        }
        Statistics.coverage(coverage -> {
            for (String kind : List.of("nothing", "correction", "undo", "retag")) {
                coverage.check(kind).count(count -> count > 1);
            }
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aKillGoesWhereverACorrectionSentAnArticle(@ForAll("correctedLives") List<Step> life) {
        Lanes lanes = new Lanes();
        for (Step step : life) {
            List<LaneRecord> records = processor.take(step);
            lanes.add(records);
            requireKilledEverywhere(records, lanes, step);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void noTextIsSeenBeforeItsTime(@ForAll("livesAtAnyPace") List<Step> life) {
        // by its text: one that the processor took for the newest, and that has not been out; a later version that is
        // out replaces it
        Map<String, IncomingVersion> secrets = new HashMap<>();
        Set<String> seenBefore = new HashSet<>();
        for (Step step : life) {
            long accepted = processor.accepted();
            List<LaneRecord> out = processor.take(step);
            if (step instanceof Step.Arrive arrive) {
                IncomingVersion arrival = arrive.arrival();
                boolean secret = arrival.status() != PubStatus.canceled
                        && arrival.notBefore().isAfter(processor.now());
                if (!secret && arrival.status() == PubStatus.usable) {
                    secrets.remove(arrival.marker());
                } else if (secret && processor.accepted() > accepted && !seenBefore.contains(arrival.marker())) {
                    secrets.put(arrival.marker(), arrival);
                }
            }
            for (LaneRecord record : out) {
                String seen = record.article().toString();
                secrets.forEach((marker, secret) -> {
                    if (secret.notBefore().isAfter(processor.now())) {
                        assertThat(seen)
                                .as("what %s tells of %s", record, secret)
                                .doesNotContain(marker);
                    }
                });
                Lives.arrivals(life).stream()
                        .map(IncomingVersion::marker)
                        .filter(seen::contains)
                        .forEach(seenBefore::add);
            }
            out.stream()
                    .filter(record -> record.article().getPubStatus() == PubStatus.usable)
                    .forEach(record -> secrets.values()
                            .removeIf(secret ->
                                    secret.uri().equals(record.article().getUri())));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void versionsNeverGoBackwardUnderAnyKey(@ForAll("livesAtAnyPace") List<Step> life) {
        Lanes lanes = new Lanes();
        life.forEach(step -> lanes.add(processor.take(step)));

        for (Lane lane : lanes.all()) {
            // a kill without a version kills the one that is there, and so for what withholds
            List<String> versions = lanes.of(lane).stream()
                    .map(LaneRecord::article)
                    .filter(each -> each.getPubStatus() == PubStatus.usable || each.getVersion() != null)
                    .map(each -> Optional.ofNullable(each.getVersion()).orElse(""))
                    .toList();
            assertThat(versions).as("versions in %s", lane).isSortedAccordingTo(VersionOrder::compareText);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void anArticleLiesWhereItsNewestVersionThatIsOutBelongs(@ForAll("livesAtAnyPace") List<Step> life) {
        Map<Article, IncomingVersion> arrivals = new HashMap<>();
        Lives.arrivals(life).forEach(each -> arrivals.put(each.article(), each));
        Lanes lanes = new Lanes();
        for (Step step : life) {
            lanes.add(processor.take(step));

            for (String uri : lanes.uris()) {
                Map<Lane, Article> belongs = new HashMap<>();
                LaneRecord newest = lanes.last(Lane.tagged(uri)).orElseThrow();
                if (newest.leavesItLive()) {
                    arrivals.get(newest.article()).lanes().forEach(lane -> belongs.put(lane, newest.article()));
                }
                assertThat(lanes.live(uri)).as("%s after %s", uri, step).isEqualTo(belongs);
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aPublicationFindsNothingUnderItsKeyAndACorrectionSomething(@ForAll("livesAtAnyPace") List<Step> life) {
        Lanes lanes = new Lanes();
        for (Step step : life) {
            List<LaneRecord> records = processor.take(step);

            for (LaneRecord record : records) {
                if (record.leavesItLive()) {
                    assertThat(record.operation() == Operation.correct)
                            .as("%s corrects", record)
                            .isEqualTo(lanes.isLive(record.lane()));
                }
            }
            lanes.add(records);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aKillGoesWhereverAnyVersionWent(@ForAll("livesAtAnyPace") List<Step> life) {
        Lanes lanes = new Lanes();
        for (Step step : life) {
            List<LaneRecord> records = processor.take(step);
            lanes.add(records);
            requireKilledEverywhere(records, lanes, step);
        }
    }

    private static void requireKilledEverywhere(List<LaneRecord> records, Lanes lanes, Step step) {
        Set<String> killed = records.stream()
                .filter(each -> each.operation() == Operation.kill)
                .map(each -> each.lane().uri())
                .collect(Collectors.toSet());
        for (LaneRecord last : lanes.state().values()) {
            if (killed.contains(last.lane().uri())) {
                assertThat(last.operation()).as("%s after %s", last, step).isEqualTo(Operation.kill);
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void afterAKillOnlyAHigherVersionComesOutOrStays(@ForAll("livesAtAnyPace") List<Step> life) {
        Map<String, String> killed = new HashMap<>();
        Lanes lanes = new Lanes();
        for (Step step : life) {
            if (step instanceof Step.Arrive arrive && arrive.arrival().status() == PubStatus.canceled) {
                IncomingVersion kill = arrive.arrival();
                kill.version().ifPresent(version -> killed.merge(kill.uri(), version, ArticleLifePropertyTest::higher));
            }
            lanes.add(processor.take(step));
            for (LaneRecord record : lanes.state().values()) {
                String highest = killed.get(record.lane().uri());
                if (record.leavesItLive() && highest != null) {
                    String version =
                            Optional.ofNullable(record.article().getVersion()).orElse("");
                    assertThat(VersionOrder.compareText(version, highest))
                            .as("%s over the killed version %s", record, highest)
                            .isPositive();
                }
            }
        }
    }

    private static String higher(String left, String right) {
        return VersionOrder.compareText(left, right) < 0 ? right : left;
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theOrderOfArrivalDoesNotMatterInTheEnd(@ForAll("shuffledLives") Lives.Shuffled lives) {
        Lanes one = new Lanes();
        lives.one().forEach(step -> one.add(processor.take(step)));
        Lanes other = new Lanes();
        processor.beginLife();
        lives.other().forEach(step -> other.add(processor.take(step)));

        assertThat(other.live()).isEqualTo(one.live());
    }
}
