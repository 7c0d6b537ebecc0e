package io.wiretag.ops.receipts;

import java.util.Comparator;
import java.util.Objects;

/**
 * One kill: a record of {@code articles.tagged}.
 *
 * @param version which it says; empty if it says none
 * @param topicId Kafka's id of the topic: of one that is made anew, the same place is another
 */
public record KillId(String uri, String version, String topicId, int partition, long offset) {
    /** By article; then as they lie in the topic. */
    static final Comparator<KillId> IN_ORDER = Comparator.comparing(KillId::uri)
            .thenComparing(KillId::topicId)
            .thenComparingInt(KillId::partition)
            .thenComparingLong(KillId::offset);

    public KillId {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(topicId, "topicId");
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("no record has the place " + partition + ":" + offset);
        }
    }

    /** Its place, as partition and offset: {@code 0:17}. */
    public String record() {
        return partition + ":" + offset;
    }
}
