package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.ConfigLoader;
import io.wiretag.processor.MisfitException;
import io.wiretag.processor.SinkFill;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that are switched on later and filled, beside an installation that has had them from the start. */
@Tag("full")
class FillStoryTest {
    private static final Set<String> LATER = Set.of("by-province", "by-unit", "by-agency", "current");
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aSinkThatIsSwitchedOnLaterAndFilledGoesOnAsOneThatWasThereFromTheStart() throws Exception {
        try (OwnInstallation always = new OwnInstallation("always", folder.resolve("always"), Map.of());
                OwnInstallation before =
                        new OwnInstallation("later", folder.resolve("later"), Map.of("topics.sinks", ""))) {
            process(always, before());
            process(before, before());
            try (Wiretag later = withAllSinks(before)) {
                later.topicAdmin().create();
                SinkFill.Filled filled = later.sinkFill().run(LATER, (read, of) -> {});

                assertThat(filled.records().get(later.topics().byUnit().name())).isPositive();
                assertThat(before.records(later.topics().byUnit(), "read_committed"))
                        .as("numbers are those of records that the processor sent")
                        .noneMatch(each -> each.headers().lastHeader("wiretag.seq") != null);
                for (Topic<TaggedArticle> sink : sinks(later)) {
                    assertThat(told(before, sink))
                            .as(sink.role())
                            .isNotEmpty()
                            .isEqualTo(told(always, same(always.wiretag(), sink)));
                }
                assertThatThrownBy(() -> later.sinkFill().run(Set.of("current"), (read, of) -> {}))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining(later.topics().current().name() + " has had ")
                        .hasMessageContaining("'wiretag topics create'");

                process(always, always.wiretag(), after());
                process(before, later, after());

                for (Topic<TaggedArticle> sink : sinks(later)) {
                    assertThat(told(before, sink))
                            .as(sink.role() + " after the processor went on")
                            .isEqualTo(told(always, same(always.wiretag(), sink)));
                }
                assertThat(told(before, later.topics().byUnit()).get("urn:story:1 under 48"))
                        .last()
                        .asString()
                        .contains("kill");
                assertThat(told(before, later.topics().current()).get("urn:story:1 under urn:story:1"))
                        .last()
                        .asString()
                        .contains("null");
            }
        }
    }

    @Test
    void aFillThatWasStoppedLeavesNothingOfAVersionAndIsNotGoneOnWith() throws Exception {
        try (OwnInstallation before = new OwnInstallation("stopped", folder, Map.of("topics.sinks", ""))) {
            process(before, before());
            try (Wiretag later = withAllSinks(before)) {
                assertThatThrownBy(() -> later.sinkFill().run(Set.of("by-unit"), (read, of) -> {}))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining(later.topics().byUnit().name() + " does not exist")
                        .hasMessageContaining("'wiretag topics create'");
                later.topicAdmin().create();
                SinkFill fill = later.sinkFill();

                assertThatThrownBy(() -> fill.run(Set.of("by-unit", "current"), (read, of) -> fill.stop()))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("it was stopped. What is written is a part. Before the next try: delete");

                assertThatThrownBy(() -> later.sinkFill().run(Set.of("by-unit"), (read, of) -> {}))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("delete the topic (kafka-topics.sh --delete --topic "
                                + later.topics().byUnit().name() + ")");
                before.admin()
                        .deleteTopics(List.of(later.topics().tagged().name()))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                assertThatThrownBy(() -> later.sinkFill().run(Set.of("by-agency"), (read, of) -> {}))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining(later.topics().tagged().name() + " does not exist");
            }
        }
    }

    @Test
    void aFillBreaksOffWhenAProcessorIsStartedAndBeginsNotWhileOneRuns() throws Exception {
        try (OwnInstallation before = new OwnInstallation("busy", folder, Map.of("topics.sinks", ""))) {
            process(before, OwnInstallation.articles(0, 3));
            try (Wiretag later = withAllSinks(before);
                    StreamsRunner processor = later.processor()) {
                later.topicAdmin().create();
                AtomicBoolean started = new AtomicBoolean();

                assertThatThrownBy(() -> later.sinkFill().run(Set.of("by-unit"), (read, of) -> {
                            if (started.compareAndSet(false, true)) {
                                processor.start(OwnInstallation.LIMIT);
                            }
                        }))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("a processor was started meanwhile: stop it. What is written is a part");

                assertThat(before.keys(later.topics().byUnit(), "read_committed"))
                        .isEmpty();
                SinkFill impatient = later.sinkFill();
                impatient.stop();
                assertThatThrownBy(() -> impatient.run(Set.of("by-unit"), (read, of) -> {}))
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("has members: stop every processor first");
            }
        }
    }

    @Test
    void whatIsNoSinkOrIsSwitchedOffIsNotFilled() {
        try (OwnInstallation installation = new OwnInstallation("off", folder, Map.of("topics.sinks", "current"))) {
            SinkFill fill = installation.wiretag().sinkFill();

            assertThatThrownBy(() -> fill.run(Set.of("tagged"), (read, of) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no sink 'tagged' that could be filled: give by-province, by-unit");
            assertThatThrownBy(() -> fill.run(Set.of("by-unit"), (read, of) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("topics.sinks is 'current', add by-unit to it");
        }
    }

    private static Wiretag withAllSinks(OwnInstallation before) {
        Map<String, String> settings = new HashMap<>(before.settings());
        settings.remove("topics.sinks");
        return new Wiretag(ConfigLoader.load(Optional.empty(), Map.of(), settings));
    }

    private static void process(OwnInstallation installation, List<Article> articles) throws Exception {
        process(installation, installation.wiretag(), articles);
    }

    private static void process(OwnInstallation installation, Wiretag wiretag, List<Article> articles)
            throws Exception {
        installation.publish(articles);
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(OwnInstallation.LIMIT);
            installation.awaitAllRead();
        }
    }

    private static List<Article> before() {
        List<Article> articles = new ArrayList<>(OwnInstallation.articles(0, 20));
        articles.add(version(0, "2", each -> each.setBody("HÀ NỘI — Rain in Kon Tum. — VNS")));
        articles.add(version(0, "3", each -> each.setBody("Nothing happened.").setHeadline("Nothing")));
        articles.add(version(2, "2", each -> each.setPubStatus(PubStatus.canceled)));
        articles.add(version(3, "2", each -> each.setPubStatus(PubStatus.withheld)));
        articles.add(version(3, "3", each -> each.setLanguage("vi")));
        articles.add(version(4, "2", each -> each.setPubStatus(PubStatus.withheld)));
        articles.add(version(5, "2", each -> each.setEmbargoedUntil(FAR)));
        articles.add(version(6, "2", each -> each.setPubStatus(PubStatus.canceled)));
        articles.add(version(6, "3", each -> each.setBody("Rain in Nghệ An. — VNS")));
        articles.add(version(30, "1", each -> each.setPubStatus(PubStatus.canceled)));
        articles.add(version(31, "1", each -> each.setEmbargoedUntil(FAR)));
        return articles;
    }

    private static List<Article> after() {
        return List.of(
                version(1, "2", each -> each.setPubStatus(PubStatus.canceled)),
                version(0, "4", each -> each.setPubStatus(PubStatus.canceled)),
                version(3, "4", each -> each.setBody("Rain in Nghệ An. — VNS")),
                version(4, "3", each -> each.setBody("Rain in Nghệ An. — VNS")),
                version(5, "3", each -> each.setPubStatus(PubStatus.canceled)),
                version(6, "4", each -> each.setPubStatus(PubStatus.withheld)));
    }

    private interface Change {
        void on(Article.Builder article);
    }

    private static Article version(int number, String version, Change change) {
        Article.Builder article =
                Article.newBuilder(OwnInstallation.article(number)).setVersion(version);
        change.on(article);
        return article.build();
    }

    private static List<Topic<TaggedArticle>> sinks(Wiretag wiretag) {
        return wiretag.topics().articleSinks().stream()
                .filter(topic -> topic != wiretag.topics().tagged())
                .toList();
    }

    private static Topic<TaggedArticle> same(Wiretag other, Topic<TaggedArticle> sink) {
        return other.topics().articleSinks().stream()
                .filter(topic -> topic.role().equals(sink.role()))
                .findFirst()
                .orElseThrow();
    }

    /** All that a record says but for the times at which it was published and tagged; in the order of each uri and key. */
    private static Map<String, List<String>> told(OwnInstallation installation, Topic<?> sink) {
        Map<String, List<String>> told = new HashMap<>();
        try (ValueSerdes serdes = serdes(installation)) {
            for (ConsumerRecord<String, byte[]> each : installation.records(sink, "read_committed")) {
                Map<String, String> headers = new HashMap<>();
                each.headers()
                        .forEach(header ->
                                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
                // what is filled in has no number, and the processor goes on with its own
                headers.remove("wiretag.seq");
                String value = each.value() == null
                        ? "null"
                        : TaggedArticle.newBuilder(serdes.decode(
                                        sink.name(), new RecordHeaders(), each.value(), TaggedArticle.class))
                                .setTaggedAt(Instant.EPOCH)
                                .build()
                                .toString();
                told.computeIfAbsent(headers.get("wiretag.uri") + " under " + each.key(), lane -> new ArrayList<>())
                        .add(each.partition() + " " + each.key() + " " + headers + " " + value);
            }
        }
        return told;
    }

    private static ValueSerdes serdes(OwnInstallation installation) {
        return new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                URI.create(installation.settings().get("registry.url")),
                Map.of()));
    }
}
