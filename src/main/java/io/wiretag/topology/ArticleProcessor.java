package io.wiretag.topology;

import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.life.ArticleHandling;
import io.wiretag.life.Outcome;
import io.wiretag.life.OutgoingRecord;
import io.wiretag.life.PublishedRecord;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.Numbering;
import io.wiretag.topics.Traces;
import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Hands records to the {@link ArticleHandling} as they come, or when their embargo ends, and what comes of them to the sink;
 * state is written last.
 */
public final class ArticleProcessor implements Processor<byte[], byte[], byte[], OutgoingRecord> {
    public static final String STORE = "articles";
    /** The sink of records that lay in the wrong partition. */
    static final String MOVED = "moved";
    /** The sink of all others. */
    static final String OUTGOING = "outgoing";
    /**
     * No article has this uri. Its state is there from the first record of a partition on, whatever comes of that: a partition with
     * a position and without it has lost its memory.
     */
    static final String MARK = "";

    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    private static final long RETRY_MS = 200;
    /** With Kafka's pause between polls (100 ms) and between commits (100 ms) well within a second of the embargo's end. */
    private static final Duration RELEASE_TICK = Duration.ofMillis(100);

    private static final Duration TIDY_TICK = Duration.ofSeconds(1);
    /**
     * Releases end after so many bytes, or after {@link ReleasePace#LONGEST_BATCH}, and are committed; a later tick goes on. All
     * in one transaction would not get through within its time-out (10 s), be rolled back, and begin anew for ever.
     */
    private static final long LARGEST_BATCH = 8L << 20;

    private final ArticleHandling handling;
    private final SinkPartitions sinks;
    private final StreamEvents events;
    private final StreamTimes times;
    private final DepartureTime departure;
    private final Supplier<ReleasePace> paceOfThread;
    private ProcessorContext<byte[], OutgoingRecord> context;
    private KeyValueStore<String, ArticleState> articles;
    private EmbargoStore held;
    private StateExpiry expiry;
    private ReleasePace pace;
    private long next;
    private boolean marked;
    private Instant markedAt;
    private Optional<SinkNumbers> numbers = Optional.empty();

    /** @param paceOfThread that of the thread that asks */
    ArticleProcessor(
            ArticleHandling handling,
            SinkPartitions sinks,
            StreamEvents events,
            StreamTimes times,
            DepartureTime departure,
            Supplier<ReleasePace> paceOfThread) {
        this.handling = handling;
        this.sinks = sinks;
        this.events = events;
        this.times = times;
        this.departure = departure;
        this.paceOfThread = paceOfThread;
    }

    /** Of what is remembered of an article, as this build writes it and as all releases have. */
    public static Serde<ArticleState> stateSerde() {
        return StateSerde.of(ArticleState.getClassSchema(), ReleasedSchemas.of("article-state.avsc"));
    }

    @Override
    public void init(ProcessorContext<byte[], OutgoingRecord> context) {
        this.pace = paceOfThread.get();
        this.context = context;
        this.next = UnreadDeletions.NOT_KNOWN;
        this.marked = false;
        this.numbers = Optional.empty();
        this.articles = context.getStateStore(STORE);
        this.held = new EmbargoStore(context.getStateStore(EmbargoStore.STORE));
        this.expiry = new StateExpiry(articles, times.retention());
        context.schedule(RELEASE_TICK, PunctuationType.WALL_CLOCK_TIME, time -> release(Instant.ofEpochMilli(time)));
        context.schedule(TIDY_TICK, PunctuationType.WALL_CLOCK_TIME, time -> tidy(Instant.ofEpochMilli(time)));
    }

    @Override
    public void process(Record<byte[], byte[]> incoming) {
        PublishedRecord published = published(incoming);
        Instant now = now();
        follow(published);
        mark(published, now);
        settle(
                published,
                incoming.timestamp(),
                patiently(
                        () -> handling.handle(published, now, this::remembered),
                        // the attempt of another thread must not touch the store
                        () -> handling.handle(published, now, uri -> Optional.empty())));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void follow(PublishedRecord published) {
        if (published.offset() != next) {
            events.jumped(partition(published), next, published.offset());
        }
        next = published.offset() + 1;
    }

    private void mark(PublishedRecord published, Instant now) {
        if (marked) {
            return;
        }
        if (articles.get(MARK) == null) {
            if (isEmpty()) {
                events.begins(partition(published));
            }
            // builds before this one remembered without it
            articles.put(MARK, mark(now, null));
        }
        held.mark();
        marked = true;
    }

    private static ArticleState mark(Instant since, Numbering numbering) {
        return ArticleState.newBuilder()
                .setContentHash("")
                .setAcceptedAt(since)
                .setEmbargoedUntil(FOR_EVER)
                .setNumbering(numbering)
                .build();
    }

    private boolean isEmpty() {
        try (KeyValueIterator<String, ArticleState> any = articles.all()) {
            return !any.hasNext();
        }
    }

    private static TopicPartition partition(PublishedRecord published) {
        return new TopicPartition(published.topic(), published.partition());
    }

    private void release(Instant now) {
        if (events.isOutage()) {
            pace.leave(this);
            return;
        }
        try (EmbargoStore.Walk due = held.due(now)) {
            if (!due.hasNext()) {
                pace.leave(this);
            } else if (pace.isTurnOf(this, now)) {
                release(due, now);
                // the context tells the time at which this punctuation began, however long it takes
                pace.took(now, times.clock().instant());
            }
        }
    }

    private void release(EmbargoStore.Walk due, Instant now) {
        long end = System.nanoTime() + ReleasePace.LONGEST_BATCH.toNanos();
        long bytes = 0;
        while (due.hasNext() && bytes < LARGEST_BATCH && System.nanoTime() - end < 0) {
            bytes += release(due.next(), now);
        }
        context.commit();
    }

    /** Tells how many bytes went out. */
    private long release(EmbargoStore.Due due, Instant now) {
        Optional<ArticleState> before = remembered(due.uri());
        if (before.map(ArticleState::getHeldUntil).filter(due.until()::equals).isEmpty()) {
            held.remove(due.uri(), due.until());
            return 0;
        }
        Supplier<Outcome> released = () -> handling.release(due.uri(), due.record(), now, before.get());
        Outcome outcome = patiently(released, released);
        settle(due.record(), now.toEpochMilli(), outcome);
        return outcome.records().stream()
                .mapToLong(OutgoingRecord::sizeUpperBound)
                .sum();
    }

    private void tidy(Instant now) {
        held.count();
        List<KeyValue<String, ArticleState>> expired = expiry.step(now);
        if (!expired.isEmpty()) {
            expired.stream()
                    .filter(each -> each.value.getLive())
                    .forEach(each -> handling.expired(each.key).ifPresent(outgoing -> forward(outgoing, now)));
            events.expired(expired.size());
        }
        long others = articles.get(MARK) == null ? 0 : 1;
        events.size(context.taskId(), Math.max(0, expiry.remembered() - others), held.size());
    }

    private void forward(OutgoingRecord outgoing, Instant time) {
        context.forward(new Record<>(outgoing.key(), outgoing, time.toEpochMilli(), outgoing.headers()), OUTGOING);
    }

    @Override
    public void close() {
        pace.leave(this);
        events.size(context.taskId(), 0, 0);
    }

    private Optional<ArticleState> remembered(String uri) {
        return Optional.ofNullable(articles.get(uri));
    }

    private void settle(PublishedRecord published, long timestamp, Outcome outcome) {
        Traces.within(published.headers(), () -> {
            send(published, timestamp, outcome);
            outcome.remembered().ifPresent(memory -> remember(published, memory));
        });
        events.processed(published, outcome);
    }

    private void send(PublishedRecord published, long timestamp, Outcome outcome) {
        long time = departure.of(timestamp, context.currentSystemTimeMs());
        for (OutgoingRecord outgoing : outcome.records()) {
            boolean moved = outgoing.topic().equals(published.topic());
            context.forward(numbered(published, outgoing, time), moved ? MOVED : OUTGOING);
            if (moved) {
                events.moved(published);
            }
        }
        if (!outcome.records().isEmpty()) {
            rememberNumbers();
        }
    }

    private Record<byte[], OutgoingRecord> numbered(PublishedRecord published, OutgoingRecord outgoing, long time) {
        // has headers of its own: those of an outgoing record belong to all that go out with it
        Record<byte[], OutgoingRecord> numbered = new Record<>(outgoing.key(), outgoing, time, outgoing.headers());
        if (sinks.isNumbered(outgoing.topic(), outgoing.key())) {
            int partition = sinks.partition(outgoing.topic(), outgoing.key());
            WiretagHeader.SEQ.put(numbered.headers(), numbers(published).next(outgoing.topic(), partition));
        }
        return numbered;
    }

    private SinkNumbers numbers(PublishedRecord published) {
        if (numbers.isEmpty()) {
            Optional<ArticleState> mark = Optional.ofNullable(articles.get(MARK));
            markedAt = mark.map(ArticleState::getAcceptedAt).orElseGet(this::now);
            numbers = Optional.of(mark.map(ArticleState::getNumbering)
                    .map(before -> SinkNumbers.goOn(before, published.partition()))
                    .orElseGet(() -> beginNumbers(published)));
        }
        return numbers.get();
    }

    private SinkNumbers beginNumbers(PublishedRecord published) {
        SinkNumbers begun = SinkNumbers.begin(now(), published.partition());
        events.numberedAnew(partition(published), begun.epoch());
        return begun;
    }

    private void rememberNumbers() {
        numbers.ifPresent(counted -> articles.put(MARK, mark(markedAt, counted.state())));
    }

    private void remember(PublishedRecord published, Outcome.Remembered memory) {
        memory.heldBefore().ifPresent(until -> held.remove(memory.uri(), until));
        memory.held().ifPresent(until -> held.put(memory.uri(), until, published));
        articles.put(memory.uri(), memory.state());
    }

    /** Waits for the registry for a moment; then gives the record back, since a transaction is open. */
    private Outcome patiently(Supplier<Outcome> work, Supplier<Outcome> attempt) {
        long deadline = System.nanoTime() + times.patience().toNanos();
        while (true) {
            try {
                return work.get();
            } catch (RegistryUnavailableException e) {
                if (System.nanoTime() - deadline >= 0 || !slept()) {
                    events.outage(e, attempt::get);
                    throw new GivenBackException();
                }
            }
        }
    }

    private static boolean slept() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private PublishedRecord published(Record<byte[], byte[]> incoming) {
        RecordMetadata place =
                context.recordMetadata().orElseThrow(() -> new IllegalStateException("a source record has a place"));
        return new PublishedRecord(
                place.topic(),
                place.partition(),
                place.offset(),
                incoming.timestamp(),
                incoming.headers(),
                incoming.key(),
                incoming.value());
    }
}
