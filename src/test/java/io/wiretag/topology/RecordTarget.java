package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.fuzz.FuzzTarget;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.tagging.Gazetteer;
import io.wiretag.tagging.Tagger;
import io.wiretag.topics.Topics;
import io.wiretag.topics.UnreadableValueException;
import io.wiretag.topics.ValueSerdes;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A published record gives an outcome that can be sent. The first byte chooses what the processor remembers, the rest are the
 * value behind a frame that the registry knows. The key is the uri of the value, if that can be read.
 */
public final class RecordTarget implements FuzzTarget {

    private static final String SERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaSerializer";
    private static final String DESERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaDeserializer";
    private static final int MAX_REQUEST_SIZE = 1024 * 1024;
    /** What the reason and the place of a rejected record take beside its bytes, at most. */
    private static final int LARGEST_HEADERS = 16 * 1024;

    private static final int FRAME_LENGTH = 5;
    private static final Instant NOW = Instant.parse("2026-08-03T03:00:00Z");

    private final Topics topics = Topics.of("fuzz-", 1, (short) 1, Map.of());
    private final ValueSerdes codec;
    private final ArticleEnricher enricher;
    private final byte[] frame;
    private Optional<ArticleState> last = Optional.empty();

    /** @param registry asked for the ids of our schemas */
    public RecordTarget(URI registry) {
        codec = new ValueSerdes(new ValueSerdes.Settings(SERIALIZER, DESERIALIZER, registry, Map.of()));
        enricher = new ArticleEnricher(
                topics, codec, Tagger.of(Gazetteer.builtIn()), new Placement(() -> 1), MAX_REQUEST_SIZE);
        byte[] good = codec.encode(topics.published().name(), Articles.flood("1"));
        frame = Arrays.copyOf(good, FRAME_LENGTH);
    }

    @Override
    public void feed(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        byte[] value = ByteBuffer.allocate(FRAME_LENGTH + Math.max(0, input.length - 1))
                .put(frame)
                .put(input, Math.min(1, input.length), Math.max(0, input.length - 1))
                .array();
        PublishedRecord record = new PublishedRecord(
                topics.published().name(), 0, 7, NOW.toEpochMilli(), new RecordHeaders(), key(value), value);

        Outcome outcome = enricher.enrich(record, NOW, uri -> (choice & 1) == 0 ? Optional.empty() : last);

        for (OutgoingRecord out : outcome.records()) {
            assertThat(out.sizeUpperBound()).isLessThanOrEqualTo(MAX_REQUEST_SIZE);
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            assertThat(rejected.message()).isNotBlank().doesNotContainPattern("\\p{Cc}");
            if (rejected.untouched().value() == null) {
                assertThat(rejected.untouched().headers())
                        .as("one that is too large says how large it was, and where it lies")
                        .anyMatch(header -> header.key().equals("wiretag.rejected.omitted")
                                && new String(header.value(), StandardCharsets.UTF_8).equals("" + value.length));
                assertThat(value.length).isGreaterThan(MAX_REQUEST_SIZE - LARGEST_HEADERS);
            } else {
                assertThat(rejected.untouched().value()).isEqualTo(value);
            }
            assertThat(rejected.reason()).as(rejected.message()).isNotEqualTo(RejectionReason.TAGGING_FAILED);
        }
        last = outcome.remembered().map(Outcome.Remembered::state).or(() -> last);
    }

    private byte[] key(byte[] value) {
        try {
            return codec.decode(topics.published().name(), new RecordHeaders(), value, Article.class)
                    .getUri()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (UnreadableValueException e) {
            return new byte[] {'k'};
        }
    }
}
