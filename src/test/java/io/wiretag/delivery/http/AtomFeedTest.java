package io.wiretag.delivery.http;

import static io.wiretag.delivery.TaggedVersions.agency;
import static io.wiretag.delivery.TaggedVersions.province;
import static io.wiretag.delivery.TaggedVersions.told;
import static io.wiretag.delivery.TaggedVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.rometools.rome.feed.atom.Category;
import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.delivery.TaggedVersions;
import io.wiretag.delivery.Told;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AtomFeedTest {
    private static final String SELF = "http://localhost:8070/articles?province=VN-HN&about=true";
    private static final Namespace TOMBSTONES = Namespace.getNamespace("http://purl.org/atompub/tombstones/1.0");
    private static final Uuid TOPIC = new Uuid(1, 2);

    static {
        TrustedSchemaClasses.trust();
    }

    private final TaggedArticle storm = version(article("urn:test:storm"))
            .setProvinces(List.of(province("VN-HN", true), province("VN-SG", false)))
            .setAgencies(List.of(agency("VNA", AgencyRole.origin)))
            .build();

    @Test
    void aReaderOfAtomReadsEachArticleThatIsThere() throws Exception {
        Feed feed = read(told(TOPIC, 7, storm, Operation.publish), told(TOPIC, 6, quiet(), Operation.correct));

        assertThat(feed.getFeedType()).isEqualTo("atom_1.0");
        assertThat(feed.getId()).isEqualTo(SELF);
        assertThat(feed.getUpdated()).isEqualTo(TaggedVersions.TAGGED);
        assertThat(feed.getAuthors()).isNotEmpty();
        assertThat(feed.getOtherLinks()).singleElement().satisfies(link -> {
            assertThat(link.getRel()).isEqualTo("self");
            assertThat(link.getHref()).isEqualTo(SELF);
        });
        assertThat(feed.getEntries()).extracting(Entry::getId).containsExactly("urn:test:storm", "urn:test:quiet");
        Entry entry = feed.getEntries().get(0);
        assertThat(entry.getTitle()).isEqualTo("Storm & <b>flood</b> in Huế");
        assertThat(entry.getUpdated()).isEqualTo(TaggedVersions.TAGGED);
        assertThat(entry.getPublished()).isEqualTo(TaggedVersions.PUBLISHED);
        assertThat(entry.getAuthors()).extracting(author -> author.getName()).containsExactly("Nguyễn Văn A");
        assertThat(entry.getCategories()).extracting(Category::getTerm).containsExactly("VN-HN", "VN-SG");
        assertThat(entry.getContents()).singleElement().satisfies(content -> {
            assertThat(content.getType()).isEqualTo("text");
            assertThat(content.getValue()).isEqualTo("One & two ]]> <script>\nthree 𝄞");
        });
        assertThat(tombstones(feed)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"retract", "kill"})
    void whatWasTakenBackIsADeletedEntryWithoutItsText(Operation operation) throws Exception {
        AtomFeed atom = feed(true, told(TOPIC, 7, storm, operation));

        Feed feed = read(atom);

        assertThat(feed.getEntries()).isEmpty();
        assertThat(tombstones(feed)).singleElement().satisfies(deleted -> {
            assertThat(deleted.getAttributeValue("ref")).isEqualTo("urn:test:storm");
            assertThat(deleted.getAttributeValue("when")).isEqualTo("2026-08-03T05:00:01Z");
            assertThat(deleted.getChildText("comment", TOMBSTONES)).isEqualTo(operation.name());
        });
        assertThat(text(atom)).doesNotContain("flood").doesNotContain("three").doesNotContain("Nguyễn");
    }

    @Test
    void aKeyWithoutTextGetsNothingOfIt() throws Exception {
        AtomFeed atom = feed(false, told(TOPIC, 7, storm, Operation.publish));

        Entry entry = read(atom).getEntries().get(0);

        assertThat(entry.getTitle()).isEqualTo("urn:test:storm");
        assertThat(entry.getCategories()).hasSize(2);
        assertThat(text(atom))
                .doesNotContain("flood")
                .doesNotContain("three")
                .doesNotContain("Nguyễn")
                .doesNotContain("words of");
    }

    /** RFC 4287, 4.1.2: without content an entry needs a link to another form of it, and there is none. */
    @Test
    void everyEntryHasContentThoughItBeEmpty() throws Exception {
        Article bodiless =
                Article.newBuilder(article("urn:test:storm")).setBody(null).build();

        Feed without = read(feed(false, told(TOPIC, 7, storm, Operation.publish)));
        Feed bare = read(told(TOPIC, 7, version(bodiless).build(), Operation.publish));

        assertThat(without.getEntries().get(0).getContents()).hasSize(1);
        assertThat(bare.getEntries().get(0).getContents()).hasSize(1);
    }

    @Test
    void whatXmlCannotHoldIsReplaced() throws Exception {
        String illegal = "a\u0000b\u0008c\uFFFEd\uD834e\u001Ff";
        Article article = Article.newBuilder(article("urn:test:storm"))
                .setHeadline(illegal)
                .setBody(illegal + "\t\n")
                .setBy(illegal)
                .build();

        Entry entry = read(told(TOPIC, 7, version(article).build(), Operation.publish))
                .getEntries()
                .get(0);

        String legal = "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf";
        assertThat(entry.getTitle()).isEqualTo(legal);
        assertThat(entry.getContents().get(0).getValue()).startsWith(legal);
        assertThat(entry.getAuthors().get(0).getName()).isEqualTo(legal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "urn:newsml:vna:2026:1 | urn:newsml:vna:2026:1",
                "https://example.vn/a?b=c&d=<e> | urn:wiretag:https%3A%2F%2Fexample.vn%2Fa%3Fb%3Dc%26d%3D%3Ce%3E",
                "https://example.vn/a?b=c&d=e | https://example.vn/a?b=c&d=e",
                "https://example.vn/bão | https://example.vn/bão",
                "tin bão 1 | urn:wiretag:tin%20b%C3%A3o%201",
                "a+b | urn:wiretag:a%2Bb",
                "20260803-1 | urn:wiretag:20260803-1"
            })
    void anIdOfAtomIsTheUriWhereItIsOneAndElseStandsForIt(String uri, String id) throws Exception {
        TaggedArticle version = version(article(uri)).build();

        assertThat(read(told(TOPIC, 7, version, Operation.publish)).getEntries())
                .extracting(Entry::getId)
                .containsExactly(id);
        assertThat(tombstones(read(told(TOPIC, 8, version, Operation.kill))))
                .extracting(deleted -> deleted.getAttributeValue("ref"))
                .containsExactly(id);
    }

    @Test
    void aFeedOfNothingIsOneToo() throws Exception {
        assertThat(read().getEntries()).isEmpty();
        assertThat(feed(true).updated()).isEmpty();
    }

    @Test
    void theTagOfAFeedIsThatOfItsContent() {
        String etag = feed(true, told(TOPIC, 7, storm, Operation.publish)).etag();

        assertThat(etag).matches("\"[A-Za-z0-9_-]{43}\"");
        assertThat(feed(true, told(TOPIC, 7, storm, Operation.publish)).etag()).isEqualTo(etag);
        for (AtomFeed other : List.of(
                feed(true),
                feed(false, told(TOPIC, 7, storm, Operation.publish)),
                feed(true, told(TOPIC, 8, storm, Operation.publish)),
                feed(true, told(TOPIC, 7, storm, Operation.retract)),
                feed(true, told(new Uuid(3, 4), 7, storm, Operation.publish)),
                new AtomFeed("other", List.of(told(TOPIC, 7, storm, Operation.publish)), true))) {
            assertThat(other.etag()).isNotEqualTo(etag);
        }
    }

    @Test
    void whoHasTheFeedAlreadyIsKnownByItsTag() {
        AtomFeed feed = feed(true, told(TOPIC, 7, storm, Operation.publish));

        assertThat(feed.isKnown(feed.etag())).isTrue();
        assertThat(feed.isKnown("\"other\", W/" + feed.etag())).isTrue();
        assertThat(feed.isKnown(" * ")).isTrue();
        assertThat(feed.isKnown(null)).isFalse();
        assertThat(feed.isKnown("\"other\"")).isFalse();
        assertThat(feed.isKnown(feed(true).etag())).isFalse();
    }

    @Test
    void aTimeOfHttpIsWrittenInEnglishWithTwoDigits() {
        assertThat(AtomFeed.httpDate(Instant.parse("2026-08-03T05:00:00.999Z")))
                .isEqualTo("Mon, 03 Aug 2026 05:00:00 GMT");
    }

    private static Article article(String uri) {
        return Article.newBuilder()
                .setUri(uri)
                .setHeadline("Storm & <b>flood</b> in Huế")
                .setBody("One & two ]]> <script>\nthree 𝄞")
                .setBy("Nguyễn Văn A")
                .build();
    }

    private static TaggedArticle quiet() {
        return version(article("urn:test:quiet"))
                .setTaggedAt(TaggedVersions.TAGGED.minusSeconds(5))
                .build();
    }

    private static AtomFeed feed(boolean text, Told... told) {
        return new AtomFeed(SELF, List.of(told), text);
    }

    private static Feed read(Told... told) throws IOException, FeedException {
        return read(feed(true, told));
    }

    private static Feed read(AtomFeed feed) throws IOException, FeedException {
        return (Feed) new WireFeedInput()
                .build(new InputStreamReader(new ByteArrayInputStream(feed.xml()), StandardCharsets.UTF_8));
    }

    private static String text(AtomFeed feed) {
        return new String(feed.xml(), StandardCharsets.UTF_8);
    }

    private static List<Element> tombstones(Feed feed) {
        return feed.getForeignMarkup().stream()
                .filter(element -> element.getNamespace().equals(TOMBSTONES)
                        && element.getName().equals("deleted-entry"))
                .toList();
    }
}
