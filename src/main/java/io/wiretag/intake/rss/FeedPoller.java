package io.wiretag.intake.rss;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.SoleOwner;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.FolderLock;
import io.wiretag.intake.IntakeException;
import io.wiretag.intake.UnusableFolderException;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks feeds (RSS, Atom, JSON Feed, sitemaps of news) again and again, and publishes each item that is new in them or has changed.
 *
 * <p>What was published is remembered for each feed in a file of the state directory, after the broker has acknowledged it:
 * a restart loses nothing. <b>What remains:</b> if the process is killed between the acknowledgement and the writing of the
 * file, the items of that one answer are published again after the restart, with the same uri and content, which the
 * processor ignores as a repetition.
 *
 * <p>Servers are treated with care: a feed that has not changed is not sent again ({@code ETag}, {@code Last-Modified}),
 * {@code Retry-After} is kept, failures are answered with longer and longer pauses up to an hour, and one that is gone (410)
 * is not asked for again. An answer must be whole within the time limit and within {@link Source#MAX_BYTES}.
 *
 * <p>Stories that left a feed are looked for at their site, a few in each poll ({@link Stories}); one that is gone from there is told,
 * for it may have been killed. It stays with the newsroom to do so here.
 *
 * <p>Each feed has a thread of its own, so that a slow one holds up no other. A bad item is told once, and the others of its
 * feed are published. One thread runs the poller, another may stop it.
 */
public final class FeedPoller implements AutoCloseable {

    /** How long {@link #stop} lets articles on their way arrive; the publisher's own limit comes on top. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /** What the identity of an item is. */
    public enum Identity {
        /** Its guid or id; where it has none, or one that tells nothing, its link. */
        GUID,
        /** Its link, where it has one: for feeds that make new guids each time. */
        LINK
    }

    /**
     * What is asked for, and how.
     *
     * @param urls addresses of feeds; user and password may stand in them, and are told to nobody but the host
     * @param format what the feeds are
     * @param every how often each is asked, if it does not fail; a second at least
     * @param limit for one answer, from the request to the last byte
     * @param stateDirectory made if it is missing; two pollers may share it if their feeds differ
     * @param userAgent how the servers know us
     * @param identity what the identity of an item is
     * @param looks how many stories that left a feed are looked for at their site in a poll, 0 for none
     * @param zone of times that name none
     */
    public record Settings(
            List<String> urls,
            Format format,
            Duration every,
            Duration limit,
            Path stateDirectory,
            String userAgent,
            Identity identity,
            int looks,
            ZoneId zone) {

        private static final Duration OFTEN = Duration.ofSeconds(1);

        public Settings {
            urls = List.copyOf(urls);
            urls.forEach(FeedAddress::of);
            Objects.requireNonNull(format, "format");
            Objects.requireNonNull(stateDirectory, "stateDirectory");
            Objects.requireNonNull(userAgent, "userAgent");
            Objects.requireNonNull(identity, "identity");
            Objects.requireNonNull(zone, "zone");
            if (looks < 0) {
                throw new IllegalArgumentException("looks is %d: 0 or more".formatted(looks));
            }
            if (every.compareTo(OFTEN) < 0) {
                throw new IllegalArgumentException("every %s is too often: a second (PT1S) at least".formatted(every));
            }
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("the limit %s must be positive".formatted(limit));
            }
        }

        /** Leaves out the addresses: passwords may stand in them. */
        @Override
        public String toString() {
            return "Settings[%d feeds, every %s]".formatted(urls.size(), every);
        }
    }

    /**
     * What a run has done.
     *
     * @param published articles that the broker acknowledged
     * @param complaints items that could not be read or were refused, and times that a feed could not be had
     * @param outage whether the brokers or the registry were away at the end
     */
    public record Summary(long published, long complaints, boolean outage) {

        private Summary and(FeedSource.Result result) {
            return new Summary(published + result.published(), complaints + result.complaints(), result.outage());
        }

        private Summary and(Summary other) {
            return new Summary(published + other.published, complaints + other.complaints, outage || other.outage);
        }
    }

    private static final Summary NOTHING = new Summary(0, 0, false);

    private final ArticlePublisher publisher;
    private final FeedClient client;
    private final Consumer<String> tell;
    private final List<FeedSource> sources = new ArrayList<>();
    private final List<SoleOwner> owners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param publisher stays the caller's, but {@link #stop} closes it when the brokers do not answer
     * @param tell takes a line for what was published and for each trouble; called by several threads
     * @throws IntakeException if the state of a feed is in use by another
     * @throws UnusableFolderException if it cannot be kept
     */
    public FeedPoller(Settings settings, ArticlePublisher publisher, Consumer<String> tell) {
        this.publisher = Objects.requireNonNull(publisher, "publisher");
        this.tell = Objects.requireNonNull(tell, "tell");
        this.client = new FeedClient(settings.userAgent(), settings.limit());
        Map<String, FeedAddress> addresses = new LinkedHashMap<>();
        settings.urls().stream()
                .map(FeedAddress::of)
                .forEach(address -> addresses.putIfAbsent(FeedSource.fileName(address), address));
        try {
            Files.createDirectories(settings.stateDirectory());
            for (FeedAddress address : addresses.values()) {
                sources.add(source(settings, address, named -> openSitemap(settings, named)));
            }
        } catch (IOException e) {
            close();
            throw new UnusableFolderException(
                    settings.stateDirectory() + " cannot keep the state of feeds: " + FileTrouble.reason(e), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private FeedSource source(Settings settings, FeedAddress address, Function<FeedAddress, FeedSource> sitemaps)
            throws IOException {
        String name = FeedSource.fileName(address);
        SoleOwner owner = FolderLock.of(settings.stateDirectory().resolve(name + ".lock"), "the state of " + address);
        owners.add(owner);
        Path file = settings.stateDirectory().resolve(name + ".json");
        return new FeedSource(
                address,
                settings,
                client,
                FeedState.read(file, address, tell),
                publisher,
                new Sitemaps(sitemaps, tell),
                tell,
                () -> {
                    owner.close();
                    owners.remove(owner);
                });
    }

    /** One that an index names; an index in an index is not followed. */
    private FeedSource openSitemap(Settings settings, FeedAddress address) {
        try {
            return source(settings, address, inner -> {
                throw new IntakeException(inner + " is named by an index within an index");
            });
        } catch (IOException e) {
            throw new UnusableFolderException(
                    settings.stateDirectory() + " cannot keep the state of feeds: " + FileTrouble.reason(e), e);
        }
    }

    /** Polls until {@link #stop}, or until all feeds are gone. May be called once. */
    public Summary run() {
        return run(false);
    }

    /** Asks each feed once. */
    public Summary runOnce() {
        return run(true);
    }

    private Summary run(boolean once) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, sources.size()), work -> {
            Thread thread = new Thread(work, "wiretag-poll");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Summary> running = new ExecutorCompletionService<>(threads);
            sources.forEach(source -> running.submit(() -> poll(source, once)));
            Summary all = NOTHING;
            for (int i = 0; i < sources.size(); i++) {
                all = all.and(running.take().get());
            }
            if (!once && stopping.getCount() > 0) {
                tell.accept("no feed is left to ask for");
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a feed's thread has died: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING;
        } finally {
            stopping.countDown();
            threads.shutdown();
            ended.countDown();
        }
    }

    private Summary poll(FeedSource source, boolean once) {
        Summary sum = NOTHING;
        try {
            boolean stopped = stopping.getCount() == 0;
            while (!stopped) {
                FeedSource.Result result = source.poll(!once);
                sum = sum.and(result);
                stopped = once
                        || result.next().isEmpty()
                        || stopping.await(result.next().get().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException toldToEnd) {
            Thread.currentThread().interrupt();
        }
        return sum;
    }

    /** Ends the run: no feed is asked any more, articles on their way may arrive. Returns when it has ended. */
    public void stop() {
        stopping.countDown();
        client.close();
        try {
            if (!ended.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                publisher.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go of the state. */
    @Override
    public void close() {
        owners.forEach(SoleOwner::close);
    }
}
