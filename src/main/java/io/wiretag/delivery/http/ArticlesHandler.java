package io.wiretag.delivery.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.wiretag.delivery.ArticleDelivery;
import io.wiretag.delivery.ArticleStream;
import io.wiretag.delivery.Cursor;
import io.wiretag.delivery.PositionNotes;
import io.wiretag.delivery.Told;
import io.wiretag.delivery.Wish;
import io.wiretag.web.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /articles} in the four forms that it has, {@code /articles/current} and {@code /articles/URI}. */
final class ArticlesHandler {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String EVENTS = "text/event-stream";
    private static final String ATOM = "application/atom+xml";
    private static final int USUAL_ENTRIES = 50;
    private static final int MOST_ENTRIES = 100;
    /** Of the threads half, so that others find one. */
    private static final int LONG_ANSWERS = 32;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Logger LOG = LoggerFactory.getLogger(ArticlesHandler.class);

    private final Semaphore longAnswers = new Semaphore(LONG_ANSWERS);

    private final ArticleDelivery delivery;
    private final DeliveryDoor door;
    private final EventStreams streams;
    private final Set<String> agencies;
    private final Executor waiters;
    private final Optional<PositionNotes> notes;

    /**
     * @param agencies codes of those that there are
     * @param waiters read a page once there is something, and may block for a moment
     * @param notes told of cursors that are given back
     */
    ArticlesHandler(
            ArticleDelivery delivery,
            DeliveryDoor door,
            EventStreams streams,
            Set<String> agencies,
            Executor waiters,
            Optional<PositionNotes> notes) {
        this.delivery = delivery;
        this.door = door;
        this.streams = streams;
        this.agencies = Set.copyOf(agencies);
        this.waiters = waiters;
        this.notes = notes;
    }

    void articles(Context ctx) throws IOException {
        Client client = door.requireClient(ctx);
        String form = MediaTypes.best(ctx.header("Accept"), List.of(JSON, EVENTS, LINES, ATOM))
                .orElseThrow(() -> new Problem(
                                406,
                                "articles come as " + String.join(", ", JSON, EVENTS, LINES, ATOM)
                                        + ": name one of these by Accept")
                        .asException());
        switch (form) {
            case EVENTS -> events(ctx, client);
            case LINES -> lines(ctx, client);
            case ATOM -> feed(ctx, client);
            default -> page(ctx, client);
        }
    }

    /** Whoever needs no key is nobody in particular; who asks for the head alone gets nothing, and has begun nothing. */
    private BiConsumer<Cursor, Boolean> begun(Context ctx, Client client) {
        return (cursor, back) -> client.key()
                .filter(any -> !isHead(ctx))
                .flatMap(any -> notes)
                .ifPresent(own -> {
                    if (back) {
                        own.given(client.name(), cursor);
                    } else {
                        own.began(client.name(), cursor);
                    }
                });
    }

    /** What is asked for; an agency that there is not would let nothing pass, for ever. */
    private Wish wish(Question question, Client client) {
        Wish wish = question.wish(client);
        wish.filter().agencies().stream()
                .map(each -> each.substring(0, each.indexOf(':')))
                .filter(code -> !agencies.contains(code))
                .findFirst()
                .ifPresent(code -> {
                    throw Question.bad("no agency '" + code + "': give one of "
                            + agencies.stream().sorted().collect(Collectors.joining(", ")));
                });
        return wish;
    }

    private void events(Context ctx, Client client) {
        Question question = new Question(ctx, "cursor", "since");
        Wish wish = wish(question, client);
        DeliveryDoor.Seat seat = door.requireSeat(ctx, client);
        try {
            Cursor from = question.begin(delivery, begun(ctx, client));
            if (isHead(ctx)) {
                EventStreams.head(ctx);
                seat.close();
                return;
            }
            ctx.future(() -> {
                try {
                    return streams.take(ctx, client, wish, from, seat);
                } catch (IOException | RuntimeException e) {
                    seat.close();
                    return CompletableFuture.failedFuture(e);
                }
            });
        } catch (RuntimeException e) {
            seat.close();
            throw e;
        }
    }

    private void page(Context ctx, Client client) {
        Question question = new Question(ctx, "cursor", "since", "limit", "wait");
        Wish wish = wish(question, client);
        int limit = question.limit(Question.USUAL_LIMIT, Question.MOST);
        Duration wait = question.waits();
        door.requireNoDebt(client);
        DeliveryDoor.Seat seat = door.requireSeat(ctx, client);
        try {
            Cursor from = question.begin(delivery, begun(ctx, client));
            ctx.future(() -> page(wish, from, limit, wait)
                    // not on the thread that keeps the time, which must wait for nobody
                    .handleAsync(
                            (page, failure) -> {
                                try {
                                    answer(ctx, client, question, page, failure, wish);
                                } finally {
                                    seat.close();
                                }
                                return null;
                            },
                            waiters));
        } catch (RuntimeException e) {
            seat.close();
            throw e;
        }
    }

    private void answer(
            Context ctx, Client client, Question question, ArticleDelivery.Page page, Throwable failure, Wish wish) {
        if (failure != null) {
            Problems.of(failure).write(ctx);
        } else if (!door.isWelcome(client)) {
            DeliveryDoor.unknownKey().write(ctx);
        } else {
            write(ctx, client, question, page, wish);
        }
    }

    /** At once if there is something, else when there is or the time is over. */
    private CompletableFuture<ArticleDelivery.Page> page(Wish wish, Cursor from, int limit, Duration wait) {
        try {
            ArticleDelivery.Page page = delivery.page(wish, from, limit);
            if (!page.articles().isEmpty() || page.isMore() || wait.isZero()) {
                return CompletableFuture.completedFuture(page);
            }
            return new LongPoll(wish, page.next(), limit, wait).begin();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Somebody who waits for the next article. Looks at what comes, in a thread of the waiters, one look at a time. */
    private final class LongPoll {
        private final Wish wish;
        private final int limit;
        private final Duration wait;
        private final CompletableFuture<ArticleDelivery.Page> answer = new CompletableFuture<>();
        private final ArticleStream stream;
        private final AtomicBoolean scheduled = new AtomicBoolean();
        private volatile Cursor from;

        LongPoll(Wish wish, Cursor from, int limit, Duration wait) {
            this.wish = wish;
            this.from = from;
            this.limit = limit;
            this.wait = wait;
            this.stream = delivery.stream(wish, from);
        }

        CompletableFuture<ArticleDelivery.Page> begin() {
            stream.onMore(this::schedule);
            schedule();
            CompletableFuture<ArticleDelivery.Page> bounded = answer.completeOnTimeout(
                            null, wait.toMillis(), TimeUnit.MILLISECONDS)
                    .thenApply(page -> page == null ? new ArticleDelivery.Page(List.of(), from, false) : page);
            bounded.whenComplete((page, failure) -> stream.leave());
            return bounded;
        }

        private void schedule() {
            if (!answer.isDone() && scheduled.compareAndSet(false, true)) {
                try {
                    waiters.execute(this::look);
                } catch (RejectedExecutionException e) {
                    LOG.debug("the server is stopping");
                }
            }
        }

        private void look() {
            scheduled.set(false);
            try {
                synchronized (this) {
                    ArticleDelivery.Page page = delivery.page(wish, from, limit);
                    if (!page.articles().isEmpty() || page.isMore()) {
                        answer.complete(page);
                    } else {
                        // only past what is nothing to him: the time may be over at any moment
                        from = page.next();
                    }
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
    }

    private void write(Context ctx, Client client, Question question, ArticleDelivery.Page page, Wish wish) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        bytes.writeBytes(utf8("{\"articles\":["));
        for (int i = 0; i < page.articles().size(); i++) {
            bytes.writeBytes(utf8(i == 0 ? "\n" : ",\n"));
            bytes.writeBytes(withCursor(page.articles().get(i), wish.text()));
        }
        bytes.writeBytes(utf8("],\n\"next\":\"" + page.next() + "\",\"more\":" + page.isMore() + "}\n"));
        String next = ctx.path() + question.again(Map.of("cursor", page.next().toString(), "since", ""));
        ctx.header("Link", "<" + next + ">; rel=\"next\"");
        send(ctx, client, JSON, bytes.toByteArray());
    }

    /** Here, and not by who called us: it counts as a connection until it is written. */
    private void send(Context ctx, Client client, String type, byte[] bytes) {
        door.pace(client, bytes.length);
        ctx.contentType(type);
        try {
            ctx.outputStream().write(bytes);
        } catch (IOException e) {
            LOG.debug("a client has gone client={}: {}", client.name(), e.toString());
        }
    }

    /** As JSON, its cursor as the last of our members: what is written once for all has none. */
    private static byte[] withCursor(Told told, boolean text) {
        byte[] json = told.event().json(told.operation(), text);
        byte[] end = utf8(",\"cursor\":\"" + told.cursor() + "\"}}");
        byte[] all = new byte[json.length - 2 + end.length];
        System.arraycopy(json, 0, all, 0, json.length - 2);
        System.arraycopy(end, 0, all, json.length - 2, end.length);
        return all;
    }

    private void lines(Context ctx, Client client) throws IOException {
        Question question = new Question(ctx, "cursor", "since");
        Wish wish = wish(question, client);
        seated(ctx, client, Optional.of(longAnswers), () -> {
            Cursor from = question.begin(delivery, begun(ctx, client));
            if (isHead(ctx)) {
                ctx.contentType(LINES);
                return;
            }
            Lines lines = new Lines(ctx, client, told -> withCursor(told, wish.text()));
            lines.end(delivery.read(wish, from, lines));
        });
    }

    /** Everything that may be shown now; the last line is the cursor from which to go on. */
    void snapshot(Context ctx) throws IOException {
        Client client = door.requireClient(ctx);
        Wish wish = wish(new Question(ctx), client);
        if (isHead(ctx)) {
            delivery.requireSnapshots();
            ctx.contentType(LINES);
            return;
        }
        seated(ctx, client, Optional.of(longAnswers), () -> {
            Lines lines = new Lines(ctx, client, told -> told.event().json(told.operation(), wish.text()));
            Cursor end = delivery.snapshot(wish, lines);
            begun(ctx, client).accept(end, false);
            lines.end(end);
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    /**
     * Answers by the thread that asks.
     *
     * @param room of which the answer takes one, if it may be long, so that there are threads left for others
     */
    private void seated(Context ctx, Client client, Optional<Semaphore> room, Work work) throws IOException {
        DeliveryDoor.Seat seat = door.requireSeat(ctx, client);
        boolean isLet = room.isEmpty() || room.get().tryAcquire();
        try {
            if (!isLet) {
                throw Problem.unavailable("too many long answers at a time: come again")
                        .asException();
            }
            work.run();
        } catch (UncheckedIOException e) {
            LOG.debug("a client has gone client={}: {}", client.name(), e.toString());
        } finally {
            if (isLet) {
                room.ifPresent(Semaphore::release);
            }
            seat.close();
        }
    }

    /** Begins the answer with its first line, so that what fails before is told by a status. */
    private final class Lines implements ArticleDelivery.Taker {
        private final Context ctx;
        private final Client client;
        private final Function<Told, byte[]> form;
        private Optional<OutputStream> out = Optional.empty();
        private long lookedAt = System.nanoTime();

        Lines(Context ctx, Client client, Function<Told, byte[]> form) {
            this.ctx = ctx;
            this.client = client;
            this.form = form;
        }

        @Override
        public boolean take(Told told) {
            stillThere();
            write(form.apply(told));
            return true;
        }

        /** A key that is taken out ends what it has begun. */
        @Override
        public void stillThere() {
            long now = System.nanoTime();
            if (now - lookedAt > LOOK_NANOS) {
                lookedAt = now;
                if (!door.isWelcome(client)) {
                    throw DeliveryDoor.unknownKey().asException();
                }
            }
        }

        private void write(byte[] json) {
            try {
                if (out.isEmpty()) {
                    ctx.status(200).contentType(LINES);
                    out = Optional.of(ctx.outputStream());
                }
                out.get().write(json);
                out.get().write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            waitFor(door.pace(client, json.length));
        }

        private void waitFor(Duration debt) {
            long until = System.nanoTime() + debt.toNanos();
            for (long left = debt.toNanos(); left > 0; left = until - System.nanoTime()) {
                stillThere();
                LockSupport.parkNanos(Math.min(LOOK_NANOS, left));
                if (Thread.currentThread().isInterrupted()) {
                    throw Problem.unavailable("the server is stopping").asException();
                }
            }
        }

        void end(Cursor cursor) throws IOException {
            write(cursorLine(cursor));
            out.orElseThrow().flush();
        }
    }

    private static byte[] cursorLine(Cursor cursor) {
        return utf8("{\"wiretag\":{\"operation\":\"cursor\",\"cursor\":\"" + cursor + "\"}}");
    }

    private void feed(Context ctx, Client client) throws IOException {
        Question question = new Question(ctx, "limit");
        Wish wish = wish(question, client);
        int limit = question.limit(USUAL_ENTRIES, MOST_ENTRIES);
        door.requireNoDebt(client);
        seated(ctx, client, Optional.of(longAnswers), () -> {
            AtomFeed feed =
                    new AtomFeed(ctx.url() + question.again(Map.of()), delivery.newest(wish, limit), wish.text());
            ctx.header("ETag", feed.etag());
            feed.updated().ifPresent(time -> ctx.header("Last-Modified", AtomFeed.httpDate(time)));
            ctx.header("Cache-Control", "private, no-cache");
            if (feed.isKnown(ctx.header("If-None-Match"))) {
                ctx.status(304);
                return;
            }
            send(ctx, client, ATOM + "; charset=utf-8", feed.xml());
        });
    }

    /** The newest version of one article. */
    void article(Context ctx, String uri) throws IOException {
        Client client = door.requireClient(ctx);
        Wish wish = wish(new Question(ctx), client);
        door.requireNoDebt(client);
        seated(ctx, client, Optional.empty(), () -> {
            ArticleDelivery.Found found = delivery.find(uri, wish);
            if (found instanceof ArticleDelivery.Found.Article article) {
                byte[] json = article.event().json(article.event().version().getOperation(), wish.text());
                door.pace(client, json.length);
                ctx.contentType(JSON).result(json);
            } else if (found instanceof ArticleDelivery.Found.Killed) {
                throw new Problem(410, "the article was killed: take it down").asException();
            } else {
                throw new Problem(404, "no article of this uri may be shown to you now").asException();
            }
        });
    }

    /** Of what would be long, or never end, only the beginning is found out. */
    private static boolean isHead(Context ctx) {
        return HandlerType.HEAD.equals(ctx.method());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
