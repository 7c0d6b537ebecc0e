package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.sse.SseClient;
import io.wiretag.ops.stories.SeenStory;
import io.wiretag.ops.stories.StoryEvents;
import io.wiretag.web.Problem;
import io.wiretag.web.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to every open dashboard what happens: stories as they come, and the status every two seconds, as server-sent events.
 *
 * <p>Each client has a short queue and a thread that writes from it. Nothing is left out of a stream: who reads so slowly that his
 * queue is full is let go, and so is one who does not read at all, when the connection has been idle for too long. Who comes again
 * asks for the stories of the last while first, as the page does after any gap. He never keeps the watch or another client waiting,
 * and never costs more than his queue. Thread-safe.
 *
 * <p>It is no client of delivery: the watch reads for other reasons what is shown here, and a second reader of the same topic would
 * be needed.
 */
final class StoryStream implements StoryEvents, AutoCloseable {
    static final int MOST_CLIENTS = 32;
    static final int MOST_QUEUED = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StoryStream.class);
    private static final Duration STATUS_EVERY = Duration.ofSeconds(2);
    private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);

    private final Supplier<JsonNode> status;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ops-stream-clock");
        thread.setDaemon(true);
        return thread;
    });

    /** @param status as {@code GET /api/status} tells it */
    StoryStream(Supplier<JsonNode> status) {
        this.status = status;
        clock.scheduleWithFixedDelay(
                this::tellStatus, STATUS_EVERY.toMillis(), STATUS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @throws ProblemException if there are too many clients already */
    void requireRoom() {
        if (clients.size() >= MOST_CLIENTS) {
            throw Problem.unavailable(MOST_CLIENTS + " pages are open already: close one")
                    .asException();
        }
    }

    /** Takes a client in. He stays until he goes, or the stream is closed. */
    void take(SseClient connection) {
        connection.keepAlive();
        Client client = new Client(connection);
        connection.onClose(client::end);
        clients.add(client);
        client.thread.start();
        client.offerStatus(status.get().toString());
    }

    @Override
    public void came(SeenStory story) {
        if (!clients.isEmpty()) {
            String json = OpsJson.story(story).toString();
            clients.forEach(client -> client.offer(json));
        }
    }

    private void tellStatus() {
        if (clients.isEmpty()) {
            return;
        }
        try {
            String json = status.get().toString();
            clients.forEach(client -> client.offerStatus(json));
        } catch (RuntimeException e) {
            LOG.error("the status could not be told", e);
        }
    }

    /** Number of those who listen. */
    int clients() {
        return clients.size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.forEach(Client::end);
    }

    private final class Client {
        private final SseClient connection;
        private final Thread thread = new Thread(this::write, "ops-stream-" + numbers.incrementAndGet());
        private final Deque<String> stories = new ArrayDeque<>();
        private Optional<String> newestStatus = Optional.empty();
        private boolean ended;

        Client(SseClient connection) {
            this.connection = connection;
            thread.setDaemon(true);
        }

        synchronized void offer(String story) {
            if (ended) {
                return;
            }
            if (stories.size() == MOST_QUEUED) {
                LOG.debug("a client of the stream reads too slowly and is let go");
                end();
                return;
            }
            stories.addLast(story);
            notifyAll();
        }

        /** Only the newest counts. */
        synchronized void offerStatus(String json) {
            newestStatus = Optional.of(json);
            notifyAll();
        }

        synchronized void end() {
            ended = true;
            clients.remove(this);
            notifyAll();
        }

        private record Turn(Optional<String> story, Optional<String> status, boolean ended) {}

        /** What to write next; nothing when a comment is due, to keep the connection from being idle. */
        private synchronized Turn next() throws InterruptedException {
            long deadline = System.nanoTime() + COMMENT_EVERY.toNanos();
            while (!ended && stories.isEmpty() && newestStatus.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
            Turn turn = new Turn(Optional.ofNullable(stories.pollFirst()), newestStatus, ended);
            newestStatus = Optional.empty();
            return turn;
        }

        private void write() {
            long comment = System.nanoTime();
            try {
                for (Turn turn = next(); !turn.ended() && !connection.terminated(); turn = next()) {
                    turn.story().ifPresent(json -> connection.sendEvent("story", json));
                    turn.status().ifPresent(json -> connection.sendEvent("status", json));
                    if (System.nanoTime() - comment >= COMMENT_EVERY.toNanos()) {
                        connection.sendComment("still here");
                        comment = System.nanoTime();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.debug("a client of the stream has gone: {}", e.toString());
            } finally {
                end();
                connection.close();
            }
        }
    }
}
