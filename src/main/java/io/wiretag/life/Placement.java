package io.wiretag.life;

import java.util.function.IntSupplier;
import org.apache.kafka.common.utils.Utils;

/**
 * In which partition of the topic of published articles a key belongs: where Java's clients and this product put it. All
 * versions of an article meet there, and there alone its memory lies. Clients on librdkafka place keys otherwise
 * ({@code partitioner=consistent_random}) unless they are told not to.
 */
public final class Placement {
    private final IntSupplier partitions;

    /** @param partitions how many the topic had when its state was made; 0 as long as that is not known */
    public Placement(IntSupplier partitions) {
        this.partitions = partitions;
    }

    boolean isMisplaced(PublishedRecord published) {
        return partitions.getAsInt() > 0 && partition(published.key()) != published.partition();
    }

    /** Murmur2 of the key by the number of partitions. */
    public int partition(byte[] key) {
        return partition(key, partitions.getAsInt());
    }

    /** The same of any topic with so many partitions. */
    public static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
