package io.wiretag.delivery;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.codec.ValueCodec;
import io.wiretag.delivery.DeliveryException.Kind;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

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

    private static final Duration POLL = Duration.ofMillis(200);
    /** A page looks at no more records than this, and takes no longer: it may be short, and says that there is more. */
    private static final int PAGE_RECORDS = 20_000;

    private static final Duration PAGE_TIME = Duration.ofSeconds(10);
    /** Of the values in a page: what is larger than one article must not fill memory. */
    private static final int PAGE_BYTES = 4 << 20;
    /** Of the values that are read before they are given out, so that nobody keeps a reader while he writes. */
    private static final int CHUNK_BYTES = 512 * 1024;
    /** How long a read may get no further. */
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private static final int SLICE = 256;

    private final ArticleLog tagged;
    private final LiveTail tail;
    private final Optional<ArticleLog> current;
    private final Optional<CurrentArticles> articles;

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
        this.current = Optional.of(topics.current())
                .filter(topics::isWritten)
                .map(topic -> new ArticleLog(cluster, topic, facts, consumers, codec, READERS));
        this.articles = current.map(CurrentArticles::new);
        tail.start();
        articles.ifPresent(CurrentArticles::start);
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
            throw new DeliveryException(Kind.BAD, e.getMessage());
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
        boolean isEnd = read(
                walk,
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
            isEnd = read(
                    walk,
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

    /** Whether it has come to what was the end when it began. */
    private boolean read(Walk walk, Taker taker, int most, Duration time) {
        return read(walk, tagged.end().positions(), taker, most, time);
    }

    private boolean read(Walk walk, SortedMap<Integer, Long> end, Taker taker, int most, Duration time) {
        // partitions may have come
        end.keySet().forEach(partition -> walk.passTo(Map.of(partition, 0L)));
        if (walk.hasPassed(end)) {
            return true;
        }
        long movedAt = System.nanoTime();
        long deadline = System.nanoTime() + time.toNanos();
        int looked = 0;
        int lookedBefore = 0;
        try (LogReader reader = tagged.reader()) {
            reader.seek(walk.positions());
            while (looked < most && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    looked++;
                    Optional<Told> told = reader.event(record).flatMap(walk::pass);
                    if (told.isPresent() && !taker.take(told.get())) {
                        return walk.hasPassed(end);
                    }
                }
                SortedMap<Integer, Long> before = new TreeMap<>(walk.positions());
                walk.passTo(reader.positions());
                if (walk.hasPassed(end)) {
                    return true;
                }
                movedAt = looked > lookedBefore || !before.equals(walk.positions()) ? System.nanoTime() : movedAt;
                lookedBefore = looked;
                requireMoving(movedAt);
                reader.pause(each -> walk.positions().get(each.partition()) >= end.getOrDefault(each.partition(), 0L));
            }
            return false;
        } catch (OffsetOutOfRangeException e) {
            throw ArticleLog.expired(walk.cursor().at(), tagged.beginning());
        }
    }

    private static void requireMoving(long movedAt) {
        if (System.nanoTime() - movedAt > STANDSTILL.toNanos()) {
            throw new DeliveryException(Kind.UNAVAILABLE, "Kafka does not answer: come again");
        }
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
            Newest newest = new Newest(most);
            Walk walk = new Walk(tagged, tagged.cursor(end.topic(), from), wish);
            if (!read(walk, end.positions(), newest, Integer.MAX_VALUE, PAGE_TIME)) {
                // it reads forward: what is left out is the newest
                throw new DeliveryException(Kind.UNAVAILABLE, "reading takes too long: come again");
            }
            if (newest.seen >= most || from.equals(firsts) || back == farthest) {
                return newest.found();
            }
        }
    }

    /** Keeps the newest version of some of the newest articles, and no more than twice as many. */
    private static final class Newest implements Taker {
        private static final Comparator<Told> BY_TIME =
                Comparator.comparing((Told told) -> told.event().published());

        private final int most;
        private final Map<String, Told> kept = new HashMap<>();
        private int seen;

        Newest(int most) {
            this.most = most;
        }

        @Override
        public boolean take(Told told) {
            kept.put(told.event().version().getArticle().getUri(), told);
            if (kept.size() > 2 * most) {
                List<Told> newest = found();
                kept.clear();
                newest.forEach(
                        each -> kept.put(each.event().version().getArticle().getUri(), each));
            }
            seen = Math.max(seen, kept.size());
            return true;
        }

        List<Told> found() {
            return kept.values().stream().sorted(BY_TIME.reversed()).limit(most).toList();
        }
    }

    /**
     * Every article that may be shown now and passes, each once.
     *
     * @param taker gets each; its cursor is the one that is returned
     * @return from where to go on, with nothing left out and no version before one that was in the snapshot
     */
    public Cursor snapshot(Wish wish, Taker taker) {
        CurrentArticles known = requireCurrent();
        ArticleLog log = current.orElseThrow();
        requireSameTopic(known, log);
        long beginning = known.beginnings();
        Cursor from = tagged.end();
        // not the stable end: a transaction of which one topic shows its part already may be open in the other
        SortedMap<Integer, Long> until = log.decidedEnd();
        // what is committed between the two is told by whoever goes on from the cursor, and must not be told before
        Set<String> meanwhile = new HashSet<>();
        Walk since = new Walk(tagged, from, new Wish(ArticleFilter.ALL, ArticleFilter.ALL, false));
        boolean isAll = read(
                since,
                tagged.decidedEnd(),
                told -> {
                    meanwhile.add(told.event().version().getArticle().getUri());
                    return true;
                },
                Integer.MAX_VALUE,
                Duration.ofMinutes(1));
        if (!isAll) {
            throw new DeliveryException(Kind.UNAVAILABLE, "reading takes too long: come again");
        }
        awaitRead(known, until);
        SortedMap<Integer, Long> positions = new TreeMap<>(log.beginning().positions());
        while (!hasPassed(positions, until)) {
            List<Event> some = new ArrayList<>();
            readSome(log, positions, until, record -> isOfSnapshot(record, until, known, meanwhile), wish, some);
            for (Event event : some) {
                if (!taker.take(new Told(event, event.version().getOperation(), from))) {
                    return from;
                }
            }
            taker.stillThere();
        }
        if (known.beginnings() != beginning) {
            throw new DeliveryException(Kind.UNAVAILABLE, "what may be shown was made again meanwhile: come again");
        }
        return from;
    }

    /** Reads on by some hundred kilobytes of what passes, or for a while. */
    private static void readSome(
            ArticleLog log,
            SortedMap<Integer, Long> positions,
            SortedMap<Integer, Long> until,
            Predicate<ConsumerRecord<byte[], byte[]>> isWanted,
            Wish wish,
            List<Event> some) {
        int bytes = 0;
        long began = System.nanoTime();
        long movedAt = began;
        try (LogReader reader = log.reader()) {
            reader.seek(positions);
            while (!hasPassed(positions, until)
                    && bytes < CHUNK_BYTES
                    && System.nanoTime() - began < PAGE_TIME.toNanos()) {
                SortedMap<Integer, Long> before = new TreeMap<>(positions);
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    Optional<Event> event = isWanted.test(record)
                            ? reader.event(record).filter(each -> wish.passes(each.version()))
                            : Optional.empty();
                    event.ifPresent(some::add);
                    bytes += event.map(Event::size).orElse(0);
                }
                positions.putAll(reader.positions());
                movedAt = before.equals(positions) ? movedAt : System.nanoTime();
                requireMoving(movedAt);
                reader.pause(each -> positions.get(each.partition()) >= until.getOrDefault(each.partition(), 0L));
            }
        }
    }

    /** One that was made again is still being read: what is known is of the former. */
    private static void requireSameTopic(CurrentArticles known, ArticleLog log) {
        if (!known.topic().equals(Optional.of(log.shape().id()))) {
            throw new DeliveryException(Kind.UNAVAILABLE, "what may be shown is still being read: come again");
        }
    }

    private static boolean isOfSnapshot(
            ConsumerRecord<byte[], byte[]> record,
            SortedMap<Integer, Long> until,
            CurrentArticles known,
            Set<String> meanwhile) {
        if (record.key() == null
                || record.value() == null
                || record.offset() >= until.getOrDefault(record.partition(), 0L)) {
            return false;
        }
        String uri = new String(record.key(), StandardCharsets.UTF_8);
        return !meanwhile.contains(uri) && known.isNewest(uri, record.partition(), record.offset());
    }

    private static boolean hasPassed(SortedMap<Integer, Long> positions, SortedMap<Integer, Long> place) {
        return place.entrySet().stream().allMatch(each -> positions.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }

    /** @throws DeliveryException if it is not written here, or has not been read yet */
    private CurrentArticles requireCurrent() {
        CurrentArticles known = articles.orElseThrow(() -> new DeliveryException(
                Kind.NOT_THERE,
                "this installation does not keep what may be shown now: its operator sets current in topics.sinks"));
        known.whyNotReady().ifPresent(why -> {
            throw new DeliveryException(Kind.UNAVAILABLE, "what may be shown is still being read: come again");
        });
        return known;
    }

    private static void awaitRead(CurrentArticles known, SortedMap<Integer, Long> until) {
        long deadline = System.nanoTime() + PAGE_TIME.toNanos();
        while (!known.hasRead(until)) {
            if (System.nanoTime() - deadline > 0) {
                throw new DeliveryException(Kind.UNAVAILABLE, "what may be shown is still being read: come again");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeliveryException(Kind.UNAVAILABLE, "the server is stopping");
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

    /** The newest version of an article, if whoever asks may see it. */
    public Found find(String uri, Wish wish) {
        CurrentArticles known = requireCurrent();
        ArticleLog log = current.orElseThrow();
        for (int tries = 0; tries < 3; tries++) {
            Optional<CurrentArticles.Place> place = known.find(uri);
            if (place.isEmpty()) {
                break;
            }
            Optional<Event> event = at(log, place.get(), uri);
            if (event.isPresent()) {
                return event.filter(each -> wish.passes(each.version()))
                        .<Found>map(Found.Article::new)
                        .orElseGet(Found.Nothing::new);
            }
        }
        // where it went is not known of one that was killed: to a key of some provinces it is nothing
        return known.isKilled(uri) && wish.scope().isAll() ? new Found.Killed() : new Found.Nothing();
    }

    /** Empty if a newer one has come and the record is no more. */
    private static Optional<Event> at(ArticleLog log, CurrentArticles.Place place, String uri) {
        try (LogReader reader = log.reader()) {
            reader.seek(Map.of(place.partition(), place.offset()));
            long deadline = System.nanoTime() + PAGE_TIME.toNanos();
            while (System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    return record.offset() == place.offset()
                            ? reader.event(record)
                                    .filter(each ->
                                            each.version().getArticle().getUri().equals(uri))
                            : Optional.empty();
                }
            }
        } catch (OffsetOutOfRangeException e) {
            return Optional.empty();
        }
        throw new DeliveryException(Kind.UNAVAILABLE, "Kafka does not answer: come again");
    }

    /** A client that stays. */
    public ArticleStream stream(Wish wish, Cursor from) {
        return new ArticleStream(tagged, tail, new Walk(tagged, from, wish));
    }

    @Override
    public void close() {
        tail.close();
        articles.ifPresent(CurrentArticles::close);
        tagged.close();
        current.ifPresent(ArticleLog::close);
    }
}
