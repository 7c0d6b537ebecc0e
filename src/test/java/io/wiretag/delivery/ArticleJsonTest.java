package io.wiretag.delivery;

import static io.wiretag.delivery.TaggedVersions.agency;
import static io.wiretag.delivery.TaggedVersions.event;
import static io.wiretag.delivery.TaggedVersions.province;
import static io.wiretag.delivery.TaggedVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Every field has something of its own in it, and all that is text has TEXT in it. */
    private final Article article = Article.newBuilder(version().getArticle())
            .setVersion("2.10")
            .setLanguage("vi-VN")
            .setUrgency(3)
            .setFirstCreated(Instant.parse("2026-08-02T05:00:00Z"))
            .setVersionCreated(Instant.parse("2026-08-03T04:59:59.007Z"))
            .setEmbargoedUntil(Instant.parse("2026-08-03T05:00:00Z"))
            .setHeadline("TEXT of \"storm\" & <flood> in Huế")
            .setBody("<p>TEXT that begins like markup\n\nand\tgoes on \\ with 𝄞 and \u0001 and ngập nước")
            .setSlugline("TEXT-storm")
            .setBy("TEXT by Nguyễn Văn A")
            .setLocated("TEXT of Hà Nội")
            .setEdNote("TEXT to editors")
            .setCopyrightHolder("TEXT holder")
            .setCopyrightNotice("TEXT notice")
            .setUsageTerms("TEXT terms")
            .setInfoSources(List.of(
                    new InfoSource("TEXT VNA", "provider", "urn:agency:vna"), new InfoSource("TEXT B", null, null)))
            .setCaptions(List.of("TEXT of one picture. Photo: C", "TEXT of another"))
            .setAdditionalProperties(Map.of("genre", "[\"TEXT genre\"]"))
            .build();

    private final TaggedArticle version = version(article)
            .setProvinces(List.of(province("VN-HN", true)))
            .setAgencies(List.of(agency("VNA", AgencyRole.origin)))
            .build();

    @Test
    void ourReaderOfNinjsReadsTheSameArticle() {
        Article read = read(article);

        assertThat(withoutMore(read)).isEqualTo(withoutMore(article));
        assertThat(read.getAdditionalProperties()).containsOnlyKeys("standard", "associations", "wiretag");
    }

    @Test
    void anArticleThatHasNothingButItsUriIsReadAsTheSame() {
        Article bare = Article.newBuilder().setUri("urn:test:bare").build();

        assertThat(withoutMore(read(bare))).isEqualTo(bare);
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture", "graphic", "video"})
    void thatWhichIsAPictureItselfIsReadWithTheSameCaptions(String type) {
        Article pictured = Article.newBuilder(article)
                .setType(type)
                .setInfoSources(List.of())
                .setCaptions(List.of("Its caption. Photo: TEXT by Nguyễn Văn A", "That of another"))
                .build();

        assertThat(withoutMore(read(pictured))).isEqualTo(withoutMore(pictured));
    }

    /** The schema of ninjs asks for both. */
    @Test
    void everyPictureBesideAnArticleHasANameAndAUriOfItsOwn() throws IOException {
        JsonNode pictures =
                MAPPER.readTree(event(7, version).json(Operation.publish, true)).get("associations");

        assertThat(pictures.findValuesAsText("name")).containsExactly("picture-1", "picture-2");
        assertThat(pictures.findValuesAsText("uri"))
                .containsExactly("urn:test:storm#picture-1", "urn:test:storm#picture-2");
    }

    @Test
    void tagsStandUnderOurNameWithTheirEvidence() throws IOException {
        JsonNode ours =
                MAPPER.readTree(event(7, version).json(Operation.correct, true)).get("wiretag");

        assertThat(ours.get("id").textValue()).isEqualTo("3-7");
        assertThat(ours.get("operation").textValue()).isEqualTo("correct");
        assertThat(ours.get("published").textValue()).isEqualTo("2026-08-03T05:00:00.123Z");
        assertThat(ours.get("taggedAt").textValue()).isEqualTo("2026-08-03T05:00:01Z");
        assertThat(ours.at("/provinces/0/code").textValue()).isEqualTo("VN-HN");
        assertThat(ours.at("/provinces/0/unitSince2025Code").textValue()).isEqualTo("01");
        assertThat(ours.at("/provinces/0/covers").isArray()).isTrue();
        assertThat(ours.at("/provinces/0/byArrival").booleanValue()).isFalse();
        assertThat(ours.at("/provinces/0/about").booleanValue()).isTrue();
        assertThat(ours.at("/provinces/0/mentions/0/text").textValue()).isEqualTo("words of VN-HN");
        assertThat(ours.at("/agencies/0/role").textValue()).isEqualTo("origin");
        assertThat(ours.at("/agencies/0/mentions/0/end").intValue()).isEqualTo(12);
        assertThat(ours.at("/additionalProperties/genre").textValue()).isEqualTo("[\"TEXT genre\"]");
    }

    @ParameterizedTest
    @EnumSource(names = {"retract", "kill"})
    void whatTakesAnArticleBackHasItsIdentityAndNoTextAndNoTags(Operation operation) throws IOException {
        for (boolean text : new boolean[] {true, false}) {
            JsonNode json = MAPPER.readTree(event(7, version).json(operation, text));

            assertThat(names(json))
                    .containsExactlyInAnyOrder(
                            "standard",
                            "uri",
                            "version",
                            "type",
                            "language",
                            "pubStatus",
                            "firstCreated",
                            "versionCreated",
                            "wiretag");
            assertThat(names(json.get("wiretag")))
                    .containsExactlyInAnyOrder("id", "operation", "published", "taggedAt");
            assertThat(json.get("uri").textValue()).isEqualTo(TaggedVersions.URI);
            assertThat(json.toString()).doesNotContain("TEXT").doesNotContain("words of");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"publish", "correct"})
    void aKeyWithoutTextGetsTagsAndNothingOfTheText(Operation operation) throws IOException {
        JsonNode json = MAPPER.readTree(event(7, version).json(operation, false));

        assertThat(json.toString()).doesNotContain("TEXT").doesNotContain("words of");
        assertThat(json.at("/wiretag/provinces/0/code").textValue()).isEqualTo("VN-HN");
        assertThat(json.at("/wiretag/agencies/0/code").textValue()).isEqualTo("VNA");
        assertThat(json.at("/wiretag/provinces/0").has("mentions")).isFalse();
        assertThat(json.at("/wiretag/agencies/0").has("mentions")).isFalse();
    }

    @Test
    void halfOfASurrogatePairIsReplacedWhereverItStands() throws IOException {
        String half = "a\uD834b𝄞c\uDD1E";
        Article broken = Article.newBuilder()
                .setUri(half)
                .setVersion(half)
                .setHeadline(half)
                .setBody(half)
                .setBy(half)
                .setCaptions(List.of(half))
                .setInfoSources(List.of(new InfoSource(half, half, half)))
                .setAdditionalProperties(Map.of(half, half))
                .build();
        String mended = "a\uFFFDb𝄞c\uFFFD";

        JsonNode json = MAPPER.readTree(event(7, version(broken).build()).json(Operation.publish, true));

        for (String place : List.of(
                "/uri",
                "/version",
                "/headlines/0/value",
                "/bodies/0/value",
                "/by",
                "/associations/0/descriptions/0/value",
                "/infoSources/0/name",
                "/infoSources/0/uri",
                "/wiretag/additionalProperties/" + mended)) {
            assertThat(json.at(place).textValue()).as(place).isEqualTo(mended);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusIsWrittenAsNinjsHasIt(PubStatus status) throws IOException {
        Article withStatus = Article.newBuilder(article).setPubStatus(status).build();

        byte[] json = event(7, version(withStatus).build()).json(Operation.kill, true);

        assertThat(MAPPER.readTree(json).get("pubStatus").textValue()).isEqualTo(status.name());
    }

    @Test
    void anEventIsWrittenOnceInEachForm() {
        Event event = event(7, version);

        assertThat(event.json(Operation.publish, true)).isSameAs(event.json(Operation.publish, true));
        assertThat(event.json(Operation.publish, true))
                .isNotEqualTo(event.json(Operation.publish, false))
                .isNotEqualTo(event.json(Operation.correct, true));
    }

    /** What goes out over HTTP puts the cursor there without parsing. */
    @ParameterizedTest
    @EnumSource
    void ourMembersAreTheLast(Operation operation) {
        for (boolean text : new boolean[] {true, false}) {
            assertThat(new String(event(7, version).json(operation, text), java.nio.charset.StandardCharsets.UTF_8))
                    .endsWith("}}")
                    .doesNotContain("\n");
        }
    }

    private static Article read(Article article) {
        byte[] json = event(7, version(article).build()).json(Operation.publish, true);
        List<Reading> readings = ArticleReaders.read(new Source("-", json), Format.NINJS);
        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        return ((Reading.Read) readings.get(0)).article();
    }

    private static Article withoutMore(Article article) {
        return Article.newBuilder(article).setAdditionalProperties(Map.of()).build();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
