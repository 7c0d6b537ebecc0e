package io.wiretag.delivery;

import io.wiretag.delivery.DeliveryException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Uuid;

/**
 * One client that stays: what he is told next, from the shared tail while he keeps up, from a reader of his own while he is behind.
 * Nothing is left out between the two. For one thread at a time, save {@link #onMore} and {@link #leave}.
 */
public final class ArticleStream {
    private static final int SLICE = 64;
    /** Of the values that are read at once for one client, who may not take them for long. */
    private static final int MOST_BYTES = 256 * 1024;
    /** For which a reader is kept from others. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private final ArticleLog log;
    private final LiveTail tail;
    private final Walk walk;
    private final Uuid topic;
    private OptionalLong number;
    private Optional<Runnable> listener = Optional.empty();

    ArticleStream(ArticleLog log, LiveTail tail, Walk walk) {
        this.log = log;
        this.tail = tail;
        this.walk = walk;
        this.topic = walk.cursor().topic();
        this.number = tail.join(walk.cursor());
    }

    /** Tells from now on when there may be more to take: at once, and in a thread that must not be kept waiting. */
    public void onMore(Runnable listener) {
        this.listener = Optional.of(listener);
        tail.listen(listener);
    }

    /** Tells no more. */
    public void leave() {
        listener.ifPresent(tail::leave);
    }

    /** From where he goes on, now. */
    public Cursor cursor() {
        return walk.cursor();
    }

    /** How many events have come that he has not passed, as far as the tail keeps count; empty while he is behind it. */
    public OptionalLong behind() {
        return number.isPresent() ? OptionalLong.of(tail.behind(number.getAsLong())) : OptionalLong.empty();
    }

    /**
     * What comes next of what is kept.
     *
     * @param articles that he is told
     * @param isEnd whether there is nothing more now
     */
    public record Batch(List<Told> articles, boolean isEnd) {}

    /**
     * The next of the shared tail, without waiting; empty if he is behind it, and has to read {@link #past}.
     *
     * @throws DeliveryException if the topic was made again
     */
    public Optional<Batch> take() {
        requireSameTopic();
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Optional<LiveTail.Slice> slice = tail.from(number.getAsLong(), SLICE);
        if (slice.isEmpty()) {
            number = OptionalLong.empty();
            return Optional.empty();
        }
        List<Told> told = new ArrayList<>();
        slice.get().events().forEach(event -> walk.pass(event).ifPresent(told::add));
        number = OptionalLong.of(slice.get().next());
        return Optional.of(new Batch(told, slice.get().isEnd()));
    }

    private void requireSameTopic() {
        if (tail.topic().filter(now -> !now.equals(topic)).isPresent()) {
            throw new DeliveryException(
                    Kind.CONFLICT,
                    "the topic of articles has been made again: begin again with GET /articles/current, and go on from its"
                            + " cursor");
        }
    }

    /**
     * Reads some of what he has missed, by a reader that others wait for: not for long. Blocks.
     *
     * @param isGone whether nobody wants it any more
     * @return articles that he is told; none if none was among what was read, or the tail can take him again
     * @throws DeliveryException if what is next has been deleted, or too many read what is past
     */
    public List<Told> past(BooleanSupplier isGone) {
        // what was made again, cut off or deleted meanwhile is told, and partitions may have come
        walk.passTo(log.require(walk.cursor()).positions());
        number = tail.join(walk.cursor());
        List<Told> told = new ArrayList<>();
        if (number.isPresent()) {
            return told;
        }
        long deadline = System.nanoTime() + TURN.toNanos();
        try (LogReader reader = log.reader()) {
            reader.seek(walk.positions());
            int bytes = 0;
            while (number.isEmpty()
                    && bytes < MOST_BYTES
                    && !isGone.getAsBoolean()
                    && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(LogReader.POLL)) {
                    if (bytes >= MOST_BYTES) {
                        // he stands behind the last that he has passed: the rest is read again
                        return told;
                    }
                    Optional<Told> each = reader.event(record).flatMap(walk::pass);
                    each.ifPresent(told::add);
                    bytes += each.map(one -> one.event().size()).orElse(0);
                }
                walk.passTo(reader.positions());
                number = tail.join(walk.cursor());
            }
            return told;
        } catch (RuntimeException e) {
            if (!told.isEmpty()) {
                // he has passed these: they must be told, and what failed fails again
                return told;
            }
            throw e instanceof OffsetOutOfRangeException
                    ? ArticleLog.expired(walk.cursor().at(), log.beginning())
                    : e;
        }
    }
}
