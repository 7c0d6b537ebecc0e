package io.wiretag.bench;

import io.wiretag.codec.ValueCodec;
import io.wiretag.life.ArticleTagger;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What somebody would write by hand to do the same to an article that is new: read, tag, write to the same places the same bytes
 * under the same headers. It remembers nothing: no repetitions, no older versions, no corrections and kills, no embargoes, and
 * whatever cannot be read ends it.
 */
final class FanOut {
    private final Topics topics;
    private final ValueCodec codec;
    private final ArticleTagger tagger;

    FanOut(Topics topics, ValueCodec codec, ArticleTagger tagger) {
        this.topics = topics;
        this.codec = codec;
        this.tagger = tagger;
    }

    private record Place(Topic<TaggedArticle> topic, String key) {}

    /** All that goes out because of a record. Encodes once for a topic, however many keys the value goes under. */
    List<ProducerRecord<byte[], byte[]>> records(ConsumerRecord<byte[], byte[]> published) {
        Article article = codec.decode(published.topic(), published.headers(), published.value(), Article.class);
        TaggedArticle tagged = tagger.tag(article, Instant.ofEpochMilli(System.currentTimeMillis()));
        List<Place> places = places(tagged);
        TaggedArticle told = new TaggedArticle(
                tagged.getArticle(),
                tagged.getProvinces(),
                tagged.getAgencies(),
                tagged.getGazetteerVersion(),
                tagged.getContentHash(),
                tagged.getTaggedAt(),
                Operation.publish,
                places.stream()
                        .map(place -> new Delivery(place.topic().role(), place.key(), Operation.publish))
                        .toList(),
                reached(tagged),
                tagged.getBodies(),
                tagged.getCorrections(),
                tagged.getRevision());
        Headers headers = headers(told, published);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Topic<TaggedArticle> written = null;
        byte[] value = null;
        for (Place place : places) {
            if (place.topic() != written) {
                written = place.topic();
                value = codec.encode(written.name(), told);
            }
            records.add(new ProducerRecord<>(
                    written.name(),
                    null,
                    published.timestamp(),
                    place.key().getBytes(StandardCharsets.UTF_8),
                    value,
                    headers));
        }
        return records;
    }

    /** By its only version. */
    private static Reached reached(TaggedArticle tagged) {
        String language = tagged.getArticle().getLanguage();
        return Reached.newBuilder()
                .setProvinces(sorted(tagged.getProvinces().stream().map(ProvinceTag::getCode)))
                .setAboutProvinces(sorted(tagged.getProvinces().stream()
                        .filter(ProvinceTag::getAbout)
                        .map(ProvinceTag::getCode)))
                .setUnits(sorted(tagged.getProvinces().stream().map(ProvinceTag::getUnitSince2025Code)))
                .setAgencies(sorted(tagged.getAgencies().stream()
                        .filter(tag -> tag.getRole() == AgencyRole.origin)
                        .map(AgencyTag::getCode)))
                .setOtherAgencies(sorted(tagged.getAgencies().stream()
                        .filter(tag -> tag.getRole() != AgencyRole.origin)
                        .map(tag -> tag.getCode() + ":" + tag.getRole())))
                .setLanguages(sorted(Stream.ofNullable(language)))
                .build();
    }

    private static List<String> sorted(Stream<String> codes) {
        return codes.distinct().sorted().toList();
    }

    private List<Place> places(TaggedArticle tagged) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(topics.tagged(), tagged.getArticle().getUri()));
        tagged.getProvinces().stream()
                .map(tag -> tag.getCode())
                .sorted()
                .forEach(code -> places.add(new Place(topics.byProvince(), code)));
        tagged.getAgencies().stream()
                .filter(tag -> tag.getRole() == AgencyRole.origin)
                .map(tag -> tag.getCode())
                .sorted()
                .forEach(code -> places.add(new Place(topics.byAgency(), code)));
        return places;
    }

    private static Headers headers(TaggedArticle tagged, ConsumerRecord<?, ?> published) {
        Headers headers = new RecordHeaders(published.headers().toArray());
        put(headers, "wiretag.published", published.partition() + ":" + published.offset());
        put(headers, "wiretag.operation", tagged.getOperation().name());
        put(headers, "wiretag.uri", tagged.getArticle().getUri());
        Optional.ofNullable(tagged.getArticle().getVersion())
                .ifPresent(version -> put(headers, "wiretag.version", version));
        put(headers, "wiretag.gazetteer", tagged.getGazetteerVersion());
        return headers;
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
