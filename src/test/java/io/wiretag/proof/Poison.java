package io.wiretag.proof;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that cannot be tagged, and must lie among the rejected with its bytes and the right reason. Made of a number,
 * always the same.
 */
record Poison(int number, Kind kind) {

    enum Kind {
        BAD_MAGIC("not-framed"),
        UNKNOWN_SCHEMA("unknown-schema"),
        TRUNCATED("not-avro"),
        NULL_VALUE("empty"),
        NULL_KEY("key-mismatch"),
        OTHER_KEY("key-mismatch"),
        MISSING_FIELD("wrong-type"),
        /** Of a writer who spells {@code cancelled}: by the default of our schema it would be usable. */
        UNKNOWN_STATUS("not-understood"),
        BLANK_URI("no-uri"),
        /** Larger than the largest request of the processor's producer and than any sink takes. */
        LARGE("too-large"),
        TEN_MEGABYTES_OF_ONE_LETTER("too-large"),
        /** Fits among the rejected as it is. */
        KEY_OF_TEN_MEGABYTES("key-mismatch"),
        /** More than the topic of rejected records takes. */
        TOMBSTONE_WITH_HEADERS_OF_17_MEGABYTES("too-large");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }
    }

    /** Each of them is as large as thousands of articles: few are enough. */
    private static final List<Kind> HEAVY = List.of(
            Kind.LARGE,
            Kind.TOMBSTONE_WITH_HEADERS_OF_17_MEGABYTES,
            Kind.TEN_MEGABYTES_OF_ONE_LETTER,
            Kind.KEY_OF_TEN_MEGABYTES);

    private static final List<Kind> LIGHT =
            Arrays.stream(Kind.values()).filter(kind -> !HEAVY.contains(kind)).toList();

    private static final String URI = "urn:proof-poison:";
    private static final Instant NO_EMBARGO = Instant.EPOCH;
    private static final int NO_SCHEMA = 0x7fff_fff0;

    static Poison light(int number) {
        return new Poison(number, LIGHT.get(number % LIGHT.size()));
    }

    static Poison heavy(int number) {
        return new Poison(number, HEAVY.get(number % HEAVY.size()));
    }

    /** The number of the poison with this key, if it is one of them. */
    static Optional<Integer> number(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        return text.matches(URI + "\\d{1,9}")
                ? Optional.of(Integer.valueOf(text.substring(URI.length())))
                : Optional.empty();
    }

    /** What the header of the rejected record must say. */
    String reason() {
        return kind.reason;
    }

    /** Whether its schema is one that no processor can know without the registry. */
    boolean asksRegistry() {
        return kind == Kind.UNKNOWN_SCHEMA || kind == Kind.MISSING_FIELD || kind == Kind.UNKNOWN_STATUS;
    }

    Optional<byte[]> key() {
        return switch (kind) {
            case NULL_KEY -> Optional.empty();
            case OTHER_KEY -> Optional.of((uri() + ":other").getBytes(StandardCharsets.UTF_8));
            case KEY_OF_TEN_MEGABYTES -> Optional.of("k".repeat(10 << 20).getBytes(StandardCharsets.UTF_8));
            default -> Optional.of(uri().getBytes(StandardCharsets.UTF_8));
        };
    }

    Optional<byte[]> value(Wire wire) {
        byte[] good = wire.write(article("Lễ hội ở Hà Nội."), 0);
        return switch (kind) {
            case NULL_VALUE, TOMBSTONE_WITH_HEADERS_OF_17_MEGABYTES -> Optional.empty();
            case NULL_KEY, OTHER_KEY, KEY_OF_TEN_MEGABYTES -> Optional.of(good);
            case BAD_MAGIC -> Optional.of(with(good, 0, (byte) 0x7b));
            case UNKNOWN_SCHEMA -> Optional.of(withSchema(good, NO_SCHEMA + number % 10));
            case TRUNCATED -> Optional.of(Arrays.copyOf(good, good.length / 2));
            case MISSING_FIELD -> Optional.of(wire.writeWithoutUri(article("Bão vào Quảng Ngãi.")));
            case UNKNOWN_STATUS -> Optional.of(wire.writeWithStatus(article("Bão vào Quảng Ngãi."), "cancelled"));
            case BLANK_URI ->
                Optional.of(wire.write(
                        Article.newBuilder(article("Bão.")).setUri(" ").build(), 0));
            case LARGE -> Optional.of(wire.write(article("Heavy rain falls on Can Tho.\n".repeat(200_000)), 0));
            case TEN_MEGABYTES_OF_ONE_LETTER -> Optional.of(wire.write(article("a".repeat(10 << 20)), 0));
        };
    }

    /** One that tells it apart, names of ours that are not for clients, and what else its kind has. */
    List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        headers.add(header(Load.POISON_HEADER, String.valueOf(number)));
        headers.add(header("wiretag.rejected.reason", "fake"));
        headers.add(header("wiretag.replay.as", "0:0"));
        if (kind == Kind.TOMBSTONE_WITH_HEADERS_OF_17_MEGABYTES) {
            headers.add(new RecordHeader("large", new byte[17 << 20]));
        }
        return headers;
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private String uri() {
        return URI + number;
    }

    private Article article(String body) {
        Edition edition = new Edition(
                uri(), 1, PubStatus.usable, 0, new TreeSet<>(), Optional.empty(), Edition.Texture.PLAIN, false);
        return Article.newBuilder(edition.article(NO_EMBARGO)).setBody(body).build();
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] other = bytes.clone();
        other[at] = value;
        return other;
    }

    private static byte[] withSchema(byte[] bytes, int schema) {
        byte[] other = bytes.clone();
        ByteBuffer.wrap(other).putInt(1, schema);
        return other;
    }
}
