package io.wiretag.delivery;

import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A version of an article as it stands in {@code articles.tagged}, decoded once for all who get it, and written once in each form
 * that somebody wants. Thread-safe.
 */
public final class Event {
    private final int partition;
    private final long offset;
    private final String id;
    private final Instant published;
    private final TaggedArticle version;
    private final int size;
    private final Map<Form, byte[]> written = new ConcurrentHashMap<>(2);

    private record Form(Operation operation, boolean text) {}

    /**
     * @param id see {@link #id}
     * @param size of its value in bytes
     */
    Event(int partition, long offset, String id, Instant published, TaggedArticle version, int size) {
        this.partition = partition;
        this.offset = offset;
        this.id = id;
        this.published = published;
        this.version = version;
        this.size = size;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** When the article was published, as its record says. */
    public Instant published() {
        return published;
    }

    public TaggedArticle version() {
        return version;
    }

    /** By which who gets it twice knows it: the same wherever the version is told, in a snapshot as in a stream. */
    public String id() {
        return id;
    }

    /** Of its value, in bytes. */
    public int size() {
        return size;
    }

    /** Bytes of memory that it takes, roughly: the text as characters, and as JSON in two forms. */
    long weight() {
        return 1_000 + 5L * size;
    }

    /** As ninjs in JSON. */
    public byte[] json(Operation operation, boolean text) {
        return written.computeIfAbsent(
                new Form(operation, text), form -> ArticleJson.of(version, id, operation, published, text));
    }
}
