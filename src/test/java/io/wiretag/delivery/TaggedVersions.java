package io.wiretag.delivery;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Mention;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Units;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** Versions of one article with tags, as they stand in {@code articles.tagged}. */
public final class TaggedVersions {
    public static final String URI = "urn:test:storm";
    public static final Instant PUBLISHED = Instant.parse("2026-08-03T05:00:00.123Z");
    public static final Instant TAGGED = Instant.parse("2026-08-03T05:00:01Z");

    static {
        TrustedSchemaClasses.trust();
    }

    private TaggedVersions() {}

    /** Without tags, of an article of which it is known that no version ever had any. */
    public static TaggedArticle.Builder version() {
        return version(Article.newBuilder()
                .setUri(URI)
                .setHeadline("Storm")
                .setBody("A storm.")
                .build());
    }

    public static TaggedArticle.Builder version(Article article) {
        return TaggedArticle.newBuilder()
                .setArticle(article)
                .setGazetteerVersion("test")
                .setContentHash("0")
                .setTaggedAt(TAGGED)
                .setReached(reached().build());
    }

    /** All is known, and it is nothing. */
    public static Reached.Builder reached() {
        return Reached.newBuilder()
                .setAboutProvinces(List.of())
                .setOtherAgencies(List.of())
                .setLanguages(List.of());
    }

    public static ProvinceTag province(String code, boolean about) {
        return ProvinceTag.newBuilder()
                .setCode(code)
                .setName("Name of " + code)
                .setUnitSince2025("Heir of " + code)
                .setUnitSince2025Code(Units.of(code).orElseThrow())
                .setAbout(about)
                .setRelevance(90)
                .setConfidence(80)
                .setMentions(List.of(mention("words of " + code)))
                .build();
    }

    public static AgencyTag agency(String code, AgencyRole role) {
        return AgencyTag.newBuilder()
                .setCode(code)
                .setName("Name of " + code)
                .setRole(role)
                .setConfidence(70)
                .setMentions(List.of(mention("words of " + code)))
                .build();
    }

    public static BodyTag body(String code, BodyRole role) {
        return BodyTag.newBuilder()
                .setCode(code)
                .setName("Name of " + code)
                .setNameEn("English name of " + code)
                .setRole(role)
                .setAbout(false)
                .setConfidence(70)
                .setMentions(List.of(mention("words of " + code)))
                .build();
    }

    private static Mention mention(String text) {
        return new Mention("body", 0, text.length(), text, text, "plain", 80, null);
    }

    public static Delivery delivery(String sink, String key, Operation operation) {
        return new Delivery(sink, key, operation);
    }

    public static Event event(long offset, TaggedArticle version) {
        return new Event(3, offset, "3-" + offset, PUBLISHED, version, 100);
    }

    /** Of a topic that has this id. */
    public static Told told(Uuid topic, long offset, TaggedArticle version, Operation operation) {
        return new Told(event(offset, version), operation, new Cursor("test", topic, new TreeMap<>(), TAGGED));
    }
}
