package io.wiretag.processor;

import io.wiretag.life.PublishedRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Words for misplaced records: now and then, and not for each, since a client that places keys otherwise does so with all of them. */
public final class MisplacedNotice {
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long records;
    private boolean told;
    private long toldAt;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public MisplacedNotice(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** One more was moved. What is to be said of it and of those before, if anything is. */
    public synchronized Optional<String> moved(PublishedRecord published) {
        records++;
        long now = nanoTime.getAsLong();
        if (told && now - toldAt < EVERY_NANOS) {
            return Optional.empty();
        }
        told = true;
        toldAt = now;
        String message = "records=" + records + " lay in a partition of " + published.topic()
                + " where their keys do not belong, and were moved; the last: partition=" + published.partition()
                + " offset=" + published.offset()
                + ". Whoever published them places keys by another rule: in clients on librdkafka (Python, Go, .NET) set"
                + " partitioner=murmur2_random";
        records = 0;
        return Optional.of(message);
    }
}
