package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.fuzz.FuzzTarget;
import io.wiretag.life.ArticleHandling;
import io.wiretag.life.Outcome;
import io.wiretag.life.OutgoingRecord;
import io.wiretag.life.Placement;
import io.wiretag.life.PublishedRecord;
import io.wiretag.life.RejectionReason;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topics;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A published record gives an outcome that can be sent. The bits of the first byte choose what the processor remembers, whether
 * there is a value, the key and the headers; the rest are the value behind a frame that the registry knows.
 */
public final class RecordTarget implements FuzzTarget {

    private static final String SERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaSerializer";
    private static final String DESERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaDeserializer";
    private static final int MAX_REQUEST_SIZE = 1024 * 1024;
    /** What the reason and the place of a rejected record take beside its bytes, at most. */
    private static final int LARGEST_HEADERS = 16 * 1024;

    /** More than any topic takes. */
    private static final byte[] LARGE = new byte[MAX_REQUEST_SIZE + 1];

    private static final byte[] FAKE = "fake".getBytes(StandardCharsets.UTF_8);

    private static final List<String> FAKES =
            List.of("wiretag.version", "wiretag.operation", "wiretag.rejected.reason", "wiretag.replay.tries");

    private static final int FRAME_LENGTH = 5;
    private static final Instant NOW = Instant.parse("2026-08-03T03:00:00Z");

    private final Topics topics = Topics.of("fuzz-", 1, (short) 1, Map.of());
    private final ValueSerdes codec;
    private final ArticleHandling handling;
    private final byte[] frame;
    private Optional<ArticleState> last = Optional.empty();

    /** @param registry asked for the ids of our schemas */
    public RecordTarget(URI registry) {
        codec = new ValueSerdes(new ValueSerdes.Settings(SERIALIZER, DESERIALIZER, registry, Map.of()));
        handling = new ArticleHandling(
                topics,
                codec,
                Tagger.of(Gazetteer.builtIn()),
                new Placement(() -> 1),
                MAX_REQUEST_SIZE,
                Optional.empty());
        byte[] good = codec.encode(topics.published().name(), Articles.flood("1"));
        frame = Arrays.copyOf(good, FRAME_LENGTH);
    }

    @Override
    public void feed(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        byte[] framed = ByteBuffer.allocate(FRAME_LENGTH + Math.max(0, input.length - 1))
                .put(frame)
                .put(input, Math.min(1, input.length), Math.max(0, input.length - 1))
                .array();
        byte[] value = (choice & 14) == 14 ? null : framed;
        byte[] key = key(choice >> 4, framed);
        Headers headers = headers(choice >> 6, input);
        PublishedRecord record =
                new PublishedRecord(topics.published().name(), 0, 7, NOW.toEpochMilli(), headers, key, value);

        Outcome outcome = handling.handle(record, NOW, uri -> (choice & 1) == 0 ? Optional.empty() : last);

        for (OutgoingRecord out : outcome.records()) {
            assertThat(out.sizeUpperBound()).isLessThanOrEqualTo(MAX_REQUEST_SIZE);
            out.headers()
                    .forEach(header -> assertThat(header.value())
                            .as("a name of ours that a client sent: %s", header.key())
                            .isNotEqualTo(FAKE));
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            assertThat(rejected.message()).isNotBlank().doesNotContainPattern("\\p{Cc}");
            Header omitted = rejected.untouched().headers().lastHeader("wiretag.rejected.omitted");
            if (omitted == null) {
                assertThat(rejected.untouched().value()).isEqualTo(value);
                assertThat(rejected.untouched().key()).isEqualTo(key);
            } else {
                assertThat(omitted.value())
                        .as("one that is too large says how large it was, and where it lies")
                        .isEqualTo(("" + OutgoingRecord.length(value)).getBytes(StandardCharsets.UTF_8));
                assertThat(new OutgoingRecord("", key, value, headers).sizeUpperBound())
                        .isGreaterThan(MAX_REQUEST_SIZE - LARGEST_HEADERS);
            }
            assertThat(rejected.reason()).as(rejected.message()).isNotEqualTo(RejectionReason.TAGGING_FAILED);
        }
        last = outcome.remembered().map(Outcome.Remembered::state).or(() -> last);
    }

    private byte[] key(int choice, byte[] value) {
        return switch (choice & 3) {
            case 1 -> null;
            case 2 -> (choice & 4) == 0 ? LARGE : value;
            default -> uri(value);
        };
    }

    private static Headers headers(int choice, byte[] input) {
        Headers headers = new RecordHeaders();
        switch (choice & 3) {
            case 1 -> headers.add("input", input).add("input", null);
            case 2 -> FAKES.forEach(name -> headers.add(name, FAKE));
            case 3 -> headers.add("large", LARGE).add("wiretag.source", input);
            default -> {
                // none
            }
        }
        return headers;
    }

    private byte[] uri(byte[] value) {
        try {
            return codec.decode(topics.published().name(), new RecordHeaders(), value, Article.class)
                    .getUri()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (UnreadableValueException e) {
            return new byte[] {'k'};
        }
    }
}
