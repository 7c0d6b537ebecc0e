package io.wiretag.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.Mention;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An article as those get it who have no Kafka: ninjs 3.1 of the IPTC in JSON, with our tags under {@code wiretag}. What takes
 * an article back carries its identity and no text. A lone half of a surrogate pair, which JSON cannot write, is U+FFFD.
 */
final class ArticleJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> PICTURED = Set.of("picture", "graphic", "video");

    private static final String NOTES = "corrections[";

    private ArticleJson() {}

    /**
     * @param id of the event, by which repetitions are known
     * @param operation what the version does for who gets it
     * @param published when the article was published
     * @param text whether he may have its text
     */
    static byte[] of(TaggedArticle version, String id, Operation operation, Instant published, boolean text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            boolean isThere = operation == Operation.publish || operation == Operation.correct;
            json.writeStartObject();
            identity(json, version.getArticle());
            if (isThere && text) {
                content(json, version.getArticle());
            }
            json.writeObjectFieldStart("wiretag");
            json.writeStringField("id", id);
            json.writeStringField("operation", operation.name());
            json.writeStringField("published", published.toString());
            json.writeStringField("taggedAt", version.getTaggedAt().toString());
            if (isThere) {
                tags(json, version, text);
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void identity(JsonGenerator json, Article article) throws IOException {
        json.writeObjectFieldStart("standard");
        json.writeStringField("name", "ninjs");
        json.writeStringField("version", "3.1");
        json.writeEndObject();
        put(json, "uri", article.getUri());
        put(json, "version", article.getVersion());
        put(json, "type", article.getType());
        put(json, "language", article.getLanguage());
        json.writeStringField("pubStatus", article.getPubStatus().name());
        put(json, "firstCreated", article.getFirstCreated());
        put(json, "versionCreated", article.getVersionCreated());
    }

    private static void content(JsonGenerator json, Article article) throws IOException {
        if (article.getUrgency() != null) {
            json.writeNumberField("urgency", article.getUrgency());
        }
        put(json, "embargoedUntil", article.getEmbargoedUntil());
        texts(json, "headlines", article.getHeadline());
        texts(json, "bodies", article.getBody());
        put(json, "slugline", article.getSlugline());
        put(json, "by", article.getBy());
        put(json, "located", article.getLocated());
        infoSources(json, article.getInfoSources());
        put(json, "edNote", article.getEdNote());
        put(json, "copyrightHolder", article.getCopyrightHolder());
        put(json, "copyrightNotice", article.getCopyrightNotice());
        put(json, "usageTerms", article.getUsageTerms());
        captions(json, article);
    }

    /** That of a picture or video is its own description; of other articles, and the others, those of pictures beside it. */
    private static void captions(JsonGenerator json, Article article) throws IOException {
        List<String> beside = article.getCaptions();
        if (PICTURED.contains(article.getType()) && !beside.isEmpty()) {
            texts(json, "descriptions", beside.get(0));
            beside = beside.subList(1, beside.size());
        }
        if (!beside.isEmpty()) {
            json.writeArrayFieldStart("associations");
            for (int i = 0; i < beside.size(); i++) {
                // the schema asks for both, and of a picture we know nothing but its caption
                String name = "picture-" + (i + 1);
                json.writeStartObject();
                json.writeStringField("name", name);
                put(json, "uri", article.getUri() + "#" + name);
                json.writeStringField("type", "picture");
                texts(json, "descriptions", beside.get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void texts(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeArrayFieldStart(name);
            json.writeStartObject();
            json.writeStringField("role", "main");
            json.writeStringField("contentType", "text/plain");
            put(json, "value", value);
            json.writeEndObject();
            json.writeEndArray();
        }
    }

    private static void infoSources(JsonGenerator json, List<InfoSource> sources) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("infoSources");
        for (InfoSource source : sources) {
            json.writeStartObject();
            put(json, "name", source.getName());
            put(json, "role", source.getRole());
            put(json, "uri", source.getUri());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void tags(JsonGenerator json, TaggedArticle version, boolean text) throws IOException {
        json.writeStringField("gazetteer", version.getGazetteerVersion());
        if (version.getRevision() != null) {
            // without who it was: that is for the newsroom's own
            json.writeObjectFieldStart("revision");
            json.writeNumberField("number", version.getRevision().getNumber());
            json.writeStringField("reason", version.getRevision().getReason().name());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("provinces");
        for (ProvinceTag tag : version.getProvinces()) {
            json.writeStartObject();
            json.writeStringField("code", tag.getCode());
            json.writeStringField("name", tag.getName());
            json.writeStringField("unit", tag.getUnit().name());
            json.writeArrayFieldStart("covers");
            for (String code : tag.getCovers()) {
                json.writeString(code);
            }
            json.writeEndArray();
            json.writeBooleanField("byArrival", tag.getByArrival());
            json.writeStringField("unitSince2025", tag.getUnitSince2025());
            json.writeStringField("unitSince2025Code", tag.getUnitSince2025Code());
            json.writeBooleanField("about", tag.getAbout());
            json.writeNumberField("relevance", tag.getRelevance());
            json.writeNumberField("confidence", tag.getConfidence());
            mentions(json, tag.getMentions(), text);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("agencies");
        for (AgencyTag tag : version.getAgencies()) {
            json.writeStartObject();
            json.writeStringField("code", tag.getCode());
            json.writeStringField("name", tag.getName());
            if (tag.getKind() != null) {
                json.writeStringField("kind", tag.getKind().name());
            }
            json.writeStringField("role", tag.getRole().name());
            json.writeNumberField("confidence", tag.getConfidence());
            mentions(json, tag.getMentions(), text);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("bodies");
        for (BodyTag tag : version.getBodies()) {
            json.writeStartObject();
            json.writeStringField("code", tag.getCode());
            json.writeStringField("name", tag.getName());
            json.writeStringField("nameEn", tag.getNameEn());
            if (tag.getSuccessor() != null) {
                json.writeStringField("successor", tag.getSuccessor());
            }
            json.writeStringField("role", tag.getRole().name());
            json.writeBooleanField("about", tag.getAbout());
            json.writeNumberField("confidence", tag.getConfidence());
            mentions(json, tag.getMentions(), text);
            json.writeEndObject();
        }
        json.writeEndArray();
        Map<String, String> more = version.getArticle().getAdditionalProperties();
        if (text && !more.isEmpty()) {
            json.writeObjectFieldStart("additionalProperties");
            for (Map.Entry<String, String> each : new TreeMap<>(more).entrySet()) {
                put(json, each.getKey(), each.getValue());
            }
            json.writeEndObject();
        }
    }

    /** They are pieces of the text. */
    private static void mentions(JsonGenerator json, List<Mention> mentions, boolean text) throws IOException {
        if (!text) {
            return;
        }
        json.writeArrayFieldStart("mentions");
        for (Mention mention : mentions) {
            json.writeStartObject();
            // the note of an editor is for the newsroom's own
            if (!mention.getField().startsWith(NOTES)) {
                json.writeStringField("field", mention.getField());
                json.writeNumberField("start", mention.getStart());
                json.writeNumberField("end", mention.getEnd());
                put(json, "text", mention.getText());
            }
            put(json, "place", mention.getPlace());
            json.writeStringField("rule", mention.getRule());
            json.writeNumberField("confidence", mention.getConfidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void put(JsonGenerator json, String name, Instant value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    private static void put(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(sound(name), sound(value));
        }
    }

    private static String sound(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE ? '\uFFFD' : each)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }
}
