package io.wiretag.delivery.http;

import io.javalin.http.Context;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.delivery.ArticleDelivery;
import io.wiretag.delivery.ArticleStream;
import io.wiretag.delivery.Cursor;
import io.wiretag.delivery.DeliveryException;
import io.wiretag.delivery.Told;
import io.wiretag.delivery.Wish;
import io.wiretag.web.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: clients that stay, whom a few threads serve together. No thread waits for a client that keeps up: it is
 * written to when there is something and it takes it. One that takes nothing is ended by the connection's limit on idleness, and
 * goes on from its cursor; nothing is dropped.
 *
 * <p>Events: {@code cursor} at once and every minute in which a client was told nothing though others were, so that his cursor does
 * not grow old; {@code article} with the cursor as its id; {@code end} before the server ends a stream, with a problem. Between
 * them comments, which have no id.
 */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    private static final int RETRY_MS = 3_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final long COMMENT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long CURSOR_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Half of the readers of what is past, so that pages and snapshots have the others. */
    private static final int CATCHING_UP = 4;

    private static final int WRITERS = 2;
    /** What is written at once; a larger article is written by itself. */
    private static final int BATCH_BYTES = 32 * 1024;

    private final ArticleDelivery delivery;
    private final DeliveryDoor door;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS, daemon("delivery-writer"));
    private final ExecutorService catchers = Executors.newFixedThreadPool(CATCHING_UP, daemon("delivery-catch-up"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemon("delivery-clock"));
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong stalled = new AtomicLong();
    private volatile boolean closing;

    EventStreams(ArticleDelivery delivery, DeliveryDoor door) {
        this.delivery = delivery;
        this.door = door;
        clock.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemon(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Takes a client in, until he goes, his key is taken out, or the server is closed.
     *
     * @return done when he has gone
     */
    CompletableFuture<Void> take(Context ctx, Client client, Wish wish, Cursor from, DeliveryDoor.Seat seat)
            throws IOException {
        if (closing) {
            seat.close();
            throw Problem.unavailable("the server is stopping").asException();
        }
        head(ctx);
        AsyncContext async = ctx.req().isAsyncStarted()
                ? ctx.req().getAsyncContext()
                : ctx.req().startAsync(ctx.req(), ctx.res());
        async.setTimeout(0);
        Stream stream = new Stream(client, async, seat, delivery.stream(wish, from), wish.text());
        streams.add(stream);
        async.addListener(new Ending(stream));
        try {
            stream.begin();
        } catch (RuntimeException e) {
            stream.leave();
            throw e;
        }
        if (closing) {
            stream.end(Optional.empty());
        }
        return stream.gone;
    }

    /** What stands before the events. */
    static void head(Context ctx) {
        ctx.status(200).contentType("text/event-stream").header("Cache-Control", "no-store");
        ctx.header("X-Accel-Buffering", "no");
        ctx.res().setCharacterEncoding("UTF-8");
    }

    /**
     * A client of {@code /metrics}.
     *
     * @param behind articles that it has still to pass; negative if it is too far behind for that to be known
     */
    record Standing(String client, long behind) {
        boolean isKnown() {
            return behind >= 0;
        }
    }

    /** How far each is behind, as far as it is known. */
    List<Standing> standings() {
        return streams.stream()
                .map(each -> new Standing(each.client.name(), each.behind))
                .toList();
    }

    /** Behind what the streams of each key were told; of several, the one that is behind most. */
    Map<String, Cursor> toldBy() {
        Map<String, Cursor> told = new HashMap<>();
        streams.stream()
                .filter(each -> each.client.key().isPresent())
                .forEach(each -> told.merge(each.client.name(), each.told(), EventStreams::least));
        return told;
    }

    private static Cursor least(Cursor one, Cursor other) {
        SortedMap<Integer, Long> positions = new TreeMap<>(one.positions());
        positions.keySet().retainAll(other.positions().keySet());
        positions.replaceAll(
                (partition, offset) -> Math.min(offset, other.positions().get(partition)));
        return new Cursor(one.cluster(), one.topic(), positions, one.at());
    }

    int size() {
        return streams.size();
    }

    /** Articles that were told, in all. */
    long told() {
        return told.get();
    }

    /** Streams that were ended because their clients took nothing, in all. */
    long stalled() {
        return stalled.get();
    }

    private void look() {
        try {
            streams.forEach(Stream::look);
        } catch (RuntimeException e) {
            LOG.error("a fault of ours", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        clock.shutdownNow();
        streams.forEach(each -> each.end(Optional.empty()));
        catchers.shutdownNow();
        writers.shutdown();
        try {
            writers.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One client. All that touches the connection is done while it is locked. */
    private final class Stream implements WriteListener {
        private final Client client;
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final ServletOutputStream out;
        private final DeliveryDoor.Seat seat;
        private final ArticleStream articles;
        private final boolean text;
        private final AtomicBoolean scheduled = new AtomicBoolean();
        private boolean ready;
        private boolean unflushed;
        private final Deque<Told> pending = new ArrayDeque<>();
        private volatile boolean ended;
        private boolean reading;
        private boolean greeted;
        private long quietUntil = System.nanoTime();
        private long wroteAt = System.nanoTime();
        private long toldAt = System.nanoTime();
        private Cursor toldCursor;
        private volatile long behind;

        Stream(Client client, AsyncContext async, DeliveryDoor.Seat seat, ArticleStream articles, boolean text)
                throws IOException {
            this.client = client;
            this.out = async.getResponse().getOutputStream();
            this.seat = seat;
            this.articles = articles;
            this.text = text;
            this.toldCursor = articles.cursor();
        }

        void begin() {
            articles.onMore(this::schedule);
            out.setWriteListener(this);
        }

        @Override
        public void onWritePossible() {
            synchronized (this) {
                ready = true;
            }
            schedule();
        }

        @Override
        public void onError(Throwable failure) {
            if (failure instanceof TimeoutException) {
                stalled.incrementAndGet();
                LOG.info("a client took nothing, its stream is ended client={}", client.name());
            } else {
                LOG.debug("a client has gone client={}: {}", client.name(), failure.toString());
            }
            leave();
        }

        /** All that he wants before it was written to him. */
        synchronized Cursor told() {
            // the walk is of another thread while it reads, and is ahead of him while something is pending
            return reading || !pending.isEmpty() || !greeted ? toldCursor : articles.cursor();
        }

        /** Work for a writer, once however often it is asked for. */
        private void schedule() {
            if (scheduled.compareAndSet(false, true)) {
                try {
                    writers.execute(this::work);
                } catch (RejectedExecutionException e) {
                    LOG.debug("the server is stopping");
                }
            }
        }

        private void work() {
            scheduled.set(false);
            try {
                pump();
            } catch (DeliveryException e) {
                end(Optional.of(e));
            } catch (IOException | RuntimeException | Error e) {
                // also where memory is short: what was taken to be written is lost to this stream, and not to who comes
                // again
                LOG.debug("a client has gone client={}: {}", client.name(), e.toString());
                leave();
            }
        }

        /** Writes what there is for as long as it is taken. */
        private synchronized void pump() throws IOException {
            while (!ended && isReady()) {
                if (System.nanoTime() - quietUntil < 0) {
                    return;
                }
                if (!greeted) {
                    greeted = true;
                    write(utf8("retry: " + RETRY_MS + "\n" + cursorEvent()));
                } else if (!pending.isEmpty()) {
                    tell();
                } else if (reading || !tellThatWeAreHere() && !takeMore()) {
                    return;
                }
            }
        }

        /** Whether there may be something to write now. */
        private boolean takeMore() {
            Optional<ArticleStream.Batch> batch = articles.take();
            behind = articles.behind().orElse(-1);
            if (batch.isEmpty()) {
                readPast();
                return false;
            }
            pending.addAll(batch.get().articles());
            return !pending.isEmpty() || !batch.get().isEnd();
        }

        /**
         * Some of what is pending, at once.
         *
         * @throws IOException if he has gone
         */
        private void tell() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            int articles = 0;
            while (!pending.isEmpty() && bytes.size() < BATCH_BYTES) {
                Told each = pending.poll();
                append(bytes, each);
                toldCursor = each.cursor();
                articles++;
            }
            toldAt = System.nanoTime();
            told.addAndGet(articles);
            write(bytes.toByteArray());
        }

        private void append(ByteArrayOutputStream bytes, Told each) throws IOException {
            bytes.write(utf8("event: article\nid: " + each.cursor() + "\ndata: "));
            bytes.write(each.event().json(each.operation(), text));
            bytes.write('\n');
            bytes.write('\n');
        }

        private String cursorEvent() {
            Cursor cursor = articles.cursor();
            toldAt = System.nanoTime();
            toldCursor = cursor;
            return "event: cursor\nid: " + cursor + "\ndata: {\"cursor\":\"" + cursor + "\"}\n\n";
        }

        private boolean isReady() throws IOException {
            if (!ready) {
                return false;
            }
            if (unflushed) {
                unflushed = false;
                out.flush();
            }
            ready = out.isReady();
            return ready;
        }

        private void write(byte[] bytes) throws IOException {
            out.write(bytes);
            wroteAt = System.nanoTime();
            ready = out.isReady();
            if (ready) {
                out.flush();
                ready = out.isReady();
            } else {
                unflushed = true;
            }
            Duration wait = door.pace(client, bytes.length);
            if (!wait.isZero()) {
                quietUntil = System.nanoTime() + wait.toNanos();
                scheduleLater(wait);
            }
        }

        /** He stays, and has another turn. */
        private void quietFor(Duration time) {
            synchronized (this) {
                quietUntil = System.nanoTime() + time.toNanos();
            }
            scheduleLater(time);
        }

        private void scheduleLater(Duration time) {
            try {
                clock.schedule(this::schedule, time.toMillis() + 1, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the server is stopping");
            }
        }

        /** Reads some of what he has missed, which others wait for, and writes it when the reader is free again. */
        private void readPast() {
            reading = true;
            try {
                catchers.execute(() -> {
                    try {
                        List<Told> past = ended ? List.of() : articles.past(() -> ended);
                        synchronized (this) {
                            pending.addAll(past);
                        }
                    } catch (DeliveryException e) {
                        if (e.kind() == DeliveryException.Kind.UNAVAILABLE) {
                            quietFor(PAUSE);
                        } else {
                            end(Optional.of(e));
                        }
                    } catch (KafkaUnavailableException | RegistryUnavailableException | RetriableException e) {
                        quietFor(PAUSE);
                    } catch (RuntimeException | Error e) {
                        LOG.warn(
                                "a client could not catch up, and has to come again client={}: {}",
                                client.name(),
                                e.toString());
                        leave();
                    } finally {
                        synchronized (this) {
                            reading = false;
                        }
                        schedule();
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("the server is stopping");
            }
        }

        /** Every two seconds: is he still welcome, and has he heard of us lately? */
        private void look() {
            try {
                if (!door.isWelcome(client)) {
                    LOG.info("a key was taken out or changed, its stream is ended client={}", client.name());
                    end(Optional.empty());
                    return;
                }
                synchronized (this) {
                    if (!reading) {
                        long left = pending.size();
                        behind = articles.behind().stream()
                                .map(each -> each + left)
                                .findFirst()
                                .orElse(-1);
                    }
                    if (!ended && greeted && isReady()) {
                        tellThatWeAreHere();
                    }
                }
            } catch (IOException | RuntimeException e) {
                LOG.debug("a client has gone client={}: {}", client.name(), e.toString());
                leave();
            }
        }

        /** Whether there was something to say. */
        private boolean tellThatWeAreHere() throws IOException {
            long now = System.nanoTime();
            // the walk is of another thread while it reads, and is ahead of him while something is pending
            if (!reading
                    && pending.isEmpty()
                    && now - toldAt > CURSOR_NANOS
                    && !articles.cursor().positions().equals(toldCursor.positions())) {
                write(utf8(cursorEvent()));
            } else if (now - wroteAt > COMMENT_NANOS) {
                write(utf8(": still here\n\n"));
            } else {
                return false;
            }
            return true;
        }

        /** With a last word, if he takes one. */
        private void end(Optional<DeliveryException> why) {
            synchronized (this) {
                try {
                    if (!ended && isReady()) {
                        String problem = why.map(
                                        each -> Problems.of(each).json().toString())
                                .orElse("{\"detail\":\"the stream ends: come again with the last id\"}");
                        write(utf8("event: end\ndata: " + problem + "\n\n"));
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.debug("a client has gone client={}: {}", client.name(), e.toString());
                }
            }
            leave();
        }

        private void leave() {
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
            }
            streams.remove(this);
            articles.leave();
            seat.close();
            gone.complete(null);
        }
    }

    /** Whatever ends it, its place is given back. */
    private static final class Ending implements AsyncListener {
        private final Stream stream;

        Ending(Stream stream) {
            this.stream = stream;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            stream.leave();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            stream.leave();
        }

        @Override
        public void onError(AsyncEvent event) {
            stream.leave();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // goes on
        }
    }
}
