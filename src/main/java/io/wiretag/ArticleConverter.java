package io.wiretag;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.config.ConfigLoader;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.wiring.Installation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ValueRange;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/**
 * Makes rows of tagged articles, for sinks of Kafka Connect that load {@code articles.current}. A null stays null, which takes the row
 * away. Lists are JSON arrays as text, for not every database has a type for them; and U+0000 is left out of texts, for not every
 * database takes it; nor does every one take a year before 1 or after 9999, so that such a {@code version_created} is null.
 *
 * <p>Takes {@code registry.url} and the keys {@code serde.*} of docs/configuration.md.
 */
public final class ArticleConverter implements Converter {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("io.wiretag.Article")
            .field("uri", Schema.STRING_SCHEMA)
            .field("version", Schema.OPTIONAL_STRING_SCHEMA)
            .field("language", Schema.OPTIONAL_STRING_SCHEMA)
            .field("headline", Schema.OPTIONAL_STRING_SCHEMA)
            .field("body", Schema.OPTIONAL_STRING_SCHEMA)
            .field("version_created", Timestamp.builder().optional().build())
            .field("tagged_at", Timestamp.SCHEMA)
            .field("provinces", Schema.STRING_SCHEMA)
            .field("units", Schema.STRING_SCHEMA)
            .field("agencies", Schema.STRING_SCHEMA)
            .optional()
            .build();

    /** Those that standard SQL has for a timestamp. */
    private static final ValueRange YEARS = ValueRange.of(1, 9999);

    private Installation installation;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new DataException("keys are text: key.converter is org.apache.kafka.connect.storage.StringConverter");
        }
        Map<String, String> ours = new HashMap<>();
        settings.forEach((key, value) -> {
            // the worker adds its own
            if (key.equals("registry.url") || key.startsWith("serde.")) {
                ours.put(key, value.toString());
            }
        });
        installation = new Installation(ConfigLoader.load(Optional.empty(), Map.of(), ours));
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return toConnectData(topic, new RecordHeaders(), value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte[] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        try {
            return new SchemaAndValue(
                    ROW, row(installation.serdes().decode(topic, headers, value, TaggedArticle.class)));
        } catch (RegistryUnavailableException e) {
            throw new RetriableException(e.getMessage(), e);
        } catch (UnreadableValueException e) {
            throw new DataException(e.getMessage(), e);
        }
    }

    static Struct row(TaggedArticle tagged) {
        Article article = tagged.getArticle();
        return new Struct(ROW)
                .put("uri", text(article.getUri()))
                .put("version", text(article.getVersion()))
                .put("language", text(article.getLanguage()))
                .put("headline", text(article.getHeadline()))
                .put("body", text(article.getBody()))
                .put("version_created", storable(article.getVersionCreated()))
                .put("tagged_at", date(tagged.getTaggedAt()))
                .put("provinces", array(tagged.getProvinces().stream().map(ProvinceTag::getCode)))
                .put("units", array(tagged.getProvinces().stream().map(ProvinceTag::getUnitSince2025Code)))
                .put(
                        "agencies",
                        array(tagged.getAgencies().stream()
                                .filter(agency -> agency.getRole() == AgencyRole.origin)
                                .map(AgencyTag::getCode)));
    }

    private static String text(String text) {
        return text == null ? null : text.replace("\0", "");
    }

    /** What a sender says may lie in a year that no database takes, and would stop the sink for ever. */
    private static Date storable(Instant time) {
        return time == null || !YEARS.isValidValue(time.atOffset(ZoneOffset.UTC).getYear()) ? null : date(time);
    }

    private static Date date(Instant time) {
        return Date.from(time);
    }

    private static String array(Stream<String> codes) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        codes.distinct().forEach(array::add);
        return array.toString();
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new DataException("rows are not made into articles: publish those by 'wiretag publish'");
    }

    @Override
    public void close() {
        if (installation != null) {
            installation.close();
        }
    }
}
