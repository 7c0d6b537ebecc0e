package io.wiretag.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What goes out as ninjs comes back in as the same article: from one installation to another nothing gets lost. */
class RoundTripTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // articles are copied before any reader is used
        TrustedSchemaClasses.trust();
    }

    @Property
    void whatIsDeliveredReadsBackEqual(@ForAll("articles") Article article) throws IOException {
        byte[] json = ArticleJson.of(
                TaggedVersions.version(article).build(), "id", Operation.publish, TaggedVersions.PUBLISHED, true);

        List<Reading> readings = ArticleReaders.read(new Source("event", json), Format.NINJS);

        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        Reading.Read read = (Reading.Read) readings.get(0);
        assertThat(read.warnings()).isEmpty();
        assertThat(Article.newBuilder(read.article())
                        .setAdditionalProperties(article.getAdditionalProperties())
                        .build())
                .isEqualTo(article);
        // each is text in JSON, and stays as it is written
        ObjectNode others = JSON.createObjectNode();
        article.getAdditionalProperties().forEach(others::put);
        assertThat(JSON.readTree(read.article().getAdditionalProperties().get("wiretag"))
                        .path("additionalProperties"))
                .isEqualTo(others.isEmpty() ? MissingNode.getInstance() : others);
    }

    @Provide
    Arbitrary<Article> articles() {
        return Combinators.combine(identities(), texts(), notes()).as((identity, text, note) -> {
            Article.Builder article = Article.newBuilder(identity);
            article.setHeadline(text.getHeadline())
                    .setBody(text.getBody())
                    .setCaptions(text.getCaptions())
                    .setSlugline(text.getSlugline())
                    .setBy(text.getBy())
                    .setLocated(text.getLocated())
                    .setLanguage(text.getLanguage())
                    .setInfoSources(note.getInfoSources())
                    .setEdNote(note.getEdNote())
                    .setCopyrightHolder(note.getCopyrightHolder())
                    .setCopyrightNotice(note.getCopyrightNotice())
                    .setUsageTerms(note.getUsageTerms())
                    .setAdditionalProperties(note.getAdditionalProperties());
            return article.build();
        });
    }

    private static Arbitrary<Article> identities() {
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(
                        Instant.parse("0001-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("9999-12-31T23:59:59Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
        return Combinators.combine(
                        words(),
                        words().injectNull(0.3),
                        Arbitraries.of("text", "composite", "audio"),
                        Arbitraries.of(PubStatus.values()),
                        Arbitraries.integers().between(1, 9).injectNull(0.3),
                        times.injectNull(0.3),
                        times.injectNull(0.3),
                        times.injectNull(0.3))
                .as((uri, version, type, status, urgency, first, current, embargo) -> Article.newBuilder()
                        .setUri(uri)
                        .setVersion(version)
                        .setType(type)
                        .setPubStatus(status)
                        .setUrgency(urgency)
                        .setFirstCreated(first)
                        .setVersionCreated(current)
                        .setEmbargoedUntil(embargo)
                        .build());
    }

    private static Arbitrary<Article> texts() {
        Arbitrary<String> maybe = words().injectNull(0.3);
        return Combinators.combine(maybe, maybe, words().list().ofMaxSize(3), maybe, maybe, maybe, maybe)
                .as((headline, body, captions, slugline, by, located, language) -> Article.newBuilder()
                        .setUri("u")
                        .setHeadline(headline)
                        .setBody(body)
                        .setCaptions(captions)
                        .setSlugline(slugline)
                        .setBy(by)
                        .setLocated(located)
                        .setLanguage(language)
                        .build());
    }

    private static Arbitrary<Article> notes() {
        Arbitrary<String> maybe = words().injectNull(0.3);
        Arbitrary<InfoSource> sources =
                Combinators.combine(words(), maybe, maybe).as(InfoSource::new);
        Arbitrary<Map<String, String>> others = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1), Arbitraries.of("\"a\"", "{\"b\":1}", "[]"))
                .ofMaxSize(3);
        return Combinators.combine(sources.list().ofMaxSize(3), maybe, maybe, maybe, maybe, others)
                .as((from, edNote, holder, notice, terms, more) -> Article.newBuilder()
                        .setUri("u")
                        .setInfoSources(from)
                        .setEdNote(edNote)
                        .setCopyrightHolder(holder)
                        .setCopyrightNotice(notice)
                        .setUsageTerms(terms)
                        .setAdditionalProperties(more)
                        .build());
    }

    /** Any text that can be written in UTF-8 and says something; much of it looks like markup, JSON or blanks. */
    private static Arbitrary<String> words() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                        Arbitraries.of(
                                        "<p>",
                                        " ",
                                        "\n",
                                        "\t",
                                        "&amp;",
                                        "\\",
                                        "\"",
                                        "{",
                                        "Huế",
                                        "e\u0323\u0302",
                                        "\u200b",
                                        "\u202e",
                                        "\u0000",
                                        "𝄞")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(6)
                                .map(parts -> String.join("", parts)))
                .filter(text -> !text.isBlank()
                        && java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }
}
