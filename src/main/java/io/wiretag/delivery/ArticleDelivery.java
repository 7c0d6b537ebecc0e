package io.wiretag.delivery;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.codec.ValueCodec;
import io.wiretag.delivery.DeliveryException.Kind;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Gives tagged articles out to those who have no Kafka, by the rules of every way out: by level, at least once, in the order of the
 * versions of each uri, from a cursor on. Knows nothing of HTTP. Thread-safe.
 */
public final class ArticleDelivery implements AutoCloseable {
    /** Readers of what is past, at a time; each has buffers of some MiB. */
    private static final int READERS = 8;
    /** Of events that are kept for those who keep up: of a small heap a quarter. */
    private static final long MOST_KEPT =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4);

    /** A page looks at no more records than this, and takes no longer: it may be short, and says that there is more. */
    private static final int PAGE_RECORDS = 20_000;

    private static final Duration PAGE_TIME = Duration.ofSeconds(10);
    /** Of the values in a page: what is larger than one article must not fill memory. */
    private static final int PAGE_BYTES = 4 << 20;
    /** Of the values that are read before they are given out, so that nobody keeps a reader while he writes. */
    static final int CHUNK_BYTES = 512 * 1024;

    private static final int SLICE = 256;

    private final ArticleLog tagged;
    private final LiveTail tail;
    private final Optional<ArticlesNow> now;

    /**
     * Begins to read.
     *
     * @param cluster id of the cluster
     * @param consumers read_committed, without a group, {@code auto.offset.reset=none}
     */
    public ArticleDelivery(
            String cluster,
            Topics topics,
            ClusterFacts facts,
            Supplier<Consumer<byte[], byte[]>> consumers,
            ValueCodec codec) {
        this.tagged = new ArticleLog(cluster, topics.tagged(), facts, consumers, codec, READERS);
        this.tail = new LiveTail(tagged, MOST_KEPT);
        this.now = Optional.of(topics.current())
                .filter(topics::isWritten)
                .map(topic -> new ArticleLog(cluster, topic, facts, consumers, codec, READERS))
                .map(current -> new ArticlesNow(tagged, current));
        tail.start();
    }

    /** Why articles cannot be given out now, in words; empty if they can. */
    public Optional<String> whyNotReady() {
        return tail.whyNotReady();
    }

    /** Takes what is given out, one after the other; may block. */
    public interface Taker {
        /** @return false if it wants no more */
        boolean take(Told told);

        /** Called now and then, also while there is nothing to take: whoever wants no more throws. */
        default void stillThere() {}
    }

    /** A cursor behind all that is there now, as far as it is known: no broker is asked while it is. */
    public Cursor end() {
        return tail.whyNotReady().isEmpty() ? tail.endCursor().orElseGet(tagged::end) : tagged.end();
    }

    /**
     * A cursor before all that was published then or later.
     *
     * @throws DeliveryException if that time is still to come
     */
    public Cursor since(Instant time) {
        return tagged.since(time);
    }

    /**
     * A cursor that was given back.
     *
     * @throws DeliveryException if one cannot go on from it with nothing left out
     */
    public Cursor require(String given) {
        Cursor cursor;
        try {
            cursor = Cursor.parse(given);
        } catch (IllegalArgumentException e) {
            throw new DeliveryException(Kind.GARBLED, e.getMessage());
        }
        return tagged.require(cursor);
    }

    /**
     * Some articles, and from where to go on.
     *
     * @param next behind all that was looked at
     * @param isMore whether there was more when it was read
     */
    public record Page(List<Told> articles, Cursor next, boolean isMore) {}

    /** From a cursor on, up to so many articles. It may have fewer, or none, though there is more. */
    public Page page(Wish wish, Cursor from, int limit) {
        Walk walk = new Walk(tagged, from, wish);
        Optional<Page> kept = pageOfTail(walk, from, limit);
        return kept.orElseGet(() -> pageOfLog(walk, limit));
    }

    private Optional<Page> pageOfTail(Walk walk, Cursor from, int limit) {
        OptionalLong number = tail.join(from);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        List<Told> articles = new ArrayList<>();
        int bytes = 0;
        long next = number.getAsLong();
        while (true) {
            SortedMap<Integer, Long> end = tail.end();
            Optional<LiveTail.Slice> slice = tail.from(next, SLICE);
            if (slice.isEmpty()) {
                // what has been passed is told; the log goes on behind it
                return articles.isEmpty() ? Optional.empty() : Optional.of(new Page(articles, walk.cursor(), true));
            }
            for (Event event : slice.get().events()) {
                if (articles.size() == limit || bytes > PAGE_BYTES) {
                    return Optional.of(new Page(articles, walk.cursor(), true));
                }
                Optional<Told> told = walk.pass(event);
                if (told.isPresent()) {
                    articles.add(told.get());
                    bytes += event.size();
                }
            }
            next = slice.get().next();
            if (slice.get().isEnd()) {
                walk.passTo(end);
                return Optional.of(new Page(articles, walk.cursor(), false));
            }
        }
    }

    private Page pageOfLog(Walk walk, int limit) {
        List<Told> articles = new ArrayList<>();
        int[] bytes = {0};
        boolean isEnd = walk.read(
                tagged.end().positions(),
                told -> {
                    articles.add(told);
                    bytes[0] += told.event().size();
                    return articles.size() < limit && bytes[0] <= PAGE_BYTES;
                },
                PAGE_RECORDS,
                PAGE_TIME);
        return new Page(articles, walk.cursor(), !isEnd);
    }

    /**
     * Everything from a cursor up to what is the end now.
     *
     * @return from where to go on
     */
    public Cursor read(Wish wish, Cursor from, Taker taker) {
        SortedMap<Integer, Long> end = tagged.end().positions();
        Walk walk = new Walk(tagged, from, wish);
        boolean isEnd;
        do {
            List<Told> some = new ArrayList<>();
            int[] bytes = {0};
            isEnd = walk.read(
                    end,
                    told -> {
                        some.add(told);
                        bytes[0] += told.event().size();
                        return bytes[0] < CHUNK_BYTES;
                    },
                    PAGE_RECORDS,
                    PAGE_TIME);
            // only now: others wait for the reader, and he may take his time
            for (Told told : some) {
                if (!taker.take(told)) {
                    return told.cursor();
                }
            }
            taker.stillThere();
        } while (!isEnd);
        return walk.cursor();
    }

    /**
     * The newest articles that pass, each once, the newest first.
     *
     * @param most of them
     */
    public List<Told> newest(Wish wish, int most) {
        SortedMap<Integer, Long> firsts = tagged.beginning().positions();
        Cursor end = tagged.end();
        int partitions = Math.max(1, end.positions().size());
        long farthest = Math.max(1, PAGE_RECORDS / partitions);
        for (long back = Math.min(farthest, Math.max(32, 2L * most / partitions));
                ;
                back = Math.min(farthest, back * 4)) {
            long steps = back;
            SortedMap<Integer, Long> from = new TreeMap<>();
            end.positions()
                    .forEach((partition, offset) ->
                            from.put(partition, Math.max(firsts.getOrDefault(partition, 0L), offset - steps)));
            NewestArticles newest = new NewestArticles(most);
            Walk walk = new Walk(tagged, tagged.cursor(end.topic(), from), wish);
            if (!walk.read(end.positions(), newest, Integer.MAX_VALUE, PAGE_TIME)) {
                // it reads forward: what is left out is the newest
                throw new DeliveryException(Kind.UNAVAILABLE, "reading takes too long: come again");
            }
            if (newest.seen() >= most || from.equals(firsts) || back == farthest) {
                return newest.found();
            }
        }
    }

    /** What is known of an article. */
    public sealed interface Found {
        /** It may be shown. */
        record Article(Event event) implements Found {}

        /** It was killed, lately. */
        record Killed() implements Found {}

        /** Not here, or not for whoever asks. */
        record Nothing() implements Found {}
    }

    /**
     * Every article that may be shown now and passes, each once.
     *
     * @param taker gets each; its cursor is the one that is returned
     * @return from where to go on, with nothing left out and no version before one that was in the snapshot
     */
    public Cursor snapshot(Wish wish, Taker taker) {
        return requireNow().snapshot(wish, taker);
    }

    /** @throws DeliveryException if there are no snapshots here, or not yet */
    public void requireSnapshots() {
        requireNow().requireReady();
    }

    /** The newest version of an article, if whoever asks may see it. */
    public Found find(String uri, Wish wish) {
        return requireNow().find(uri, wish);
    }

    private ArticlesNow requireNow() {
        return now.orElseThrow(() -> new DeliveryException(
                Kind.NOT_THERE,
                "this installation does not keep what may be shown now: its operator sets current in topics.sinks"));
    }

    /** A client that stays. */
    public ArticleStream stream(Wish wish, Cursor from) {
        return new ArticleStream(tagged, tail, new Walk(tagged, from, wish));
    }

    @Override
    public void close() {
        tail.close();
        now.ifPresent(ArticlesNow::close);
        tagged.close();
    }
}
