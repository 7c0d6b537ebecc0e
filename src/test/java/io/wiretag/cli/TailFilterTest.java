package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.schema.Article;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.ProvinceUnit;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber.Received;
import io.wiretag.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What {@code tail} shows of records as they stand in a topic. */
class TailFilterTest {
    static {
        TrustedSchemaClasses.trust();
    }

    private static final String URI = "urn:test:storm";
    private static final Topics ALL = Topics.of("", 1, (short) 1, Map.of());
    private static final Topics TAGGED_ALONE = Topics.of("", 1, (short) 1, Map.of(), Set.of());

    private static ArticleFilter places(Set<String> provinces, Set<String> units) {
        return new ArticleFilter(provinces, units, Set.of(), false, Set.of());
    }

    private static ArticleFilter agencies(String... agencies) {
        return new ArticleFilter(Set.of(), Set.of(), Set.of(agencies), false, Set.of());
    }

    /** A version in the provinces that are written there; deliveries are written "sink key operation". */
    private static TaggedArticle version(List<String> provinces, List<String> everIn, String... deliveries) {
        List<Delivery> told = new ArrayList<>();
        for (String each : deliveries) {
            String[] words = each.split(" ");
            told.add(new Delivery(words[0], words[1], Operation.valueOf(words[2])));
        }
        return TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder().setUri(URI).build())
                .setGazetteerVersion("1")
                .setContentHash("a")
                .setTaggedAt(Instant.EPOCH)
                .setProvinces(provinces.stream().map(TailFilterTest::tag).toList())
                .setOperation(told.get(0).getOperation())
                .setDeliveries(told)
                .setReached(Reached.newBuilder()
                        .setProvinces(everIn)
                        .setAboutProvinces(List.of())
                        .setOtherAgencies(List.of())
                        .setLanguages(List.of())
                        .build())
                .build();
    }

    private static ProvinceTag tag(String code) {
        return ProvinceTag.newBuilder()
                .setCode(code)
                .setName(code)
                .setUnitSince2025(code)
                .setUnitSince2025Code("00")
                .setUnit(ProvinceUnit.unknown)
                .setAbout(false)
                .setRelevance(1)
                .setConfidence(1)
                .setMentions(List.of())
                .build();
    }

    /** What is shown of the records of a version in the topic that is read. */
    private static List<String> shown(TailFilter filter, TaggedArticle version) {
        return version.getDeliveries().stream()
                .filter(each -> each.getSink().equals(filter.topic().role()))
                .map(each -> new Received(
                        "",
                        0,
                        0,
                        each.getKey(),
                        TaggedArticle.newBuilder(version)
                                .setOperation(each.getOperation())
                                .build(),
                        Instant.EPOCH,
                        new RecordHeaders()))
                .flatMap(each -> filter.shown(each).stream())
                .map(each -> each.key() + " " + each.value().getOperation())
                .toList();
    }

    @Test
    void theTopicIsTheOneWithTheKeysThatAreAskedForWhereItIsWritten() {
        ArticleFilter both = places(Set.of("VN-HN"), Set.of("01"));
        ArticleFilter unit = places(Set.of(), Set.of("01"));
        assertThat(new TailFilter(both, ALL).topic()).isEqualTo(ALL.byProvince());
        assertThat(new TailFilter(unit, ALL).topic()).isEqualTo(ALL.byUnit());
        assertThat(new TailFilter(agencies("VNA:origin"), ALL).topic()).isEqualTo(ALL.byAgency());
        assertThat(new TailFilter(agencies("VNA:origin", "VNA:credit"), ALL).topic())
                .isEqualTo(ALL.tagged());
        assertThat(new TailFilter(ArticleFilter.ALL, ALL).topic()).isEqualTo(ALL.tagged());
        for (ArticleFilter each : List.of(both, unit, agencies("VNA:origin"))) {
            assertThat(new TailFilter(each, TAGGED_ALONE).topic()).isEqualTo(TAGGED_ALONE.tagged());
        }
        assertThat(new TailFilter(both, Topics.of("", 1, (short) 1, Map.of(), Set.of("by-unit"))).topic())
                .isEqualTo(ALL.byUnit());
    }

    @Test
    void aVersionUnderTwoOfTheKeysIsShownOnceAndAsWhatItIsToWhoeverHadTheOtherOne() {
        TaggedArticle version = version(
                List.of("VN-22", "VN-44"),
                List.of("VN-22", "VN-44"),
                "tagged " + URI + " correct",
                "by-province VN-22 correct",
                "by-province VN-44 publish");

        TailFilter filter = new TailFilter(places(Set.of("VN-22", "VN-44"), Set.of()), ALL);

        assertThat(shown(filter, version)).containsExactly("VN-44 correct");
    }

    @Test
    void whatGoesOnElsewhereIsTakenBackHereInEveryTopicThatMayBeRead() {
        TaggedArticle version = version(
                List.of("VN-44"),
                List.of("VN-22", "VN-44"),
                "tagged " + URI + " correct",
                "by-province VN-22 retract",
                "by-province VN-44 correct",
                "by-unit 40 retract",
                "by-unit 91 correct");

        assertThat(shown(new TailFilter(places(Set.of("VN-22"), Set.of()), ALL), version))
                .containsExactly("VN-22 retract");
        assertThat(shown(new TailFilter(places(Set.of(), Set.of("40")), TAGGED_ALONE), version))
                .containsExactly(URI + " retract");
        assertThat(shown(new TailFilter(places(Set.of("VN-HN"), Set.of()), TAGGED_ALONE), version))
                .as("it was never there")
                .isEmpty();
    }

    @Test
    void aKillIsShownOnlyToThoseWhoMayHaveAVersion() {
        TaggedArticle kill = version(List.of(), List.of("VN-22"), "tagged " + URI + " kill", "by-province VN-22 kill");

        assertThat(shown(new TailFilter(places(Set.of(), Set.of("40")), TAGGED_ALONE), kill))
                .containsExactly(URI + " kill");
        assertThat(shown(new TailFilter(places(Set.of(), Set.of("01")), TAGGED_ALONE), kill))
                .isEmpty();
    }

    @Test
    void aNullIsShownToNobody() {
        Received down = new Received("", 0, 0, URI, null, Instant.EPOCH, new RecordHeaders());

        assertThat(new TailFilter(ArticleFilter.ALL, ALL).shown(down)).isEmpty();
    }
}
