package io.wiretag.rules;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicFollower;
import io.wiretag.files.Why;
import io.wiretag.files.Words;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.Tags;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags by the version that is in force on the cluster. A new one is made on the thread that follows the topic, and from then on each
 * story is tagged by it: a story reads once which version there is, so that none is tagged by two.
 *
 * <p>Where the topic has no version, is missing or may not be read, it tags by what it was given. A version that cannot be had leaves
 * the one before in place, and is an alarm. Thread-safe.
 */
public final class LiveRules implements Tagging, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);
    /** Longer than a follower takes to look again for a topic that it has not found. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(15);

    private static final Duration REPORT_LIMIT = Duration.ofSeconds(3);
    /** Whoever stops is waited for. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    /** What was written should have come back by then. */
    private static final Duration READ_BACK = Duration.ofSeconds(30);

    private static final long STEP_MS = 10;
    /** How far back one is looked for that can be had, at a start with one that cannot. */
    private static final int MOST_TRIED = 10;

    private final Taken given;
    private final Optional<Following> following;
    private volatile Taken taken;
    private volatile Optional<Why> trouble = Optional.empty();

    /** What stories are tagged by. */
    private record Taken(Tagging tagger, String version, int change, Optional<String> hash, Instant since) {}

    /**
     * Where the rules come from.
     *
     * @param exists whether the brokers know the topic
     * @param consumers of one that is read_committed, without a group
     * @param producers of one that waits for all replicas; for what it says of itself
     * @param taggers of a gazetteer
     */
    public record Source(
            String topic,
            BooleanSupplier exists,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Producer<byte[], byte[]>> producers,
            Function<Gazetteer, Tagging> taggers) {}

    /**
     * How it is set up.
     *
     * @param hasFiles whether what it was given comes of files that an editor has named
     * @param required whether whoever tags by it is not ready while it is not the version in force
     */
    public record Settings(boolean hasFiles, boolean required) {}

    private LiveRules(Tagging tagger, String version, Function<LiveRules, Optional<Following>> following) {
        this.given = new Taken(tagger, version, 0, Optional.empty(), now());
        this.taken = given;
        this.following = following.apply(this);
    }

    /** Those that it was given, for good. */
    public static LiveRules fixed(Tagging tagger, String version) {
        return new LiveRules(tagger, version, rules -> Optional.empty());
    }

    /**
     * Those in force on the cluster; {@link #begin} begins to read them.
     *
     * @param otherwise what it tags by where there are none
     */
    public static LiveRules of(Source source, Gazetteer otherwise, Settings settings) {
        return new LiveRules(
                source.taggers().apply(otherwise),
                otherwise.version(),
                rules -> Optional.of(rules.new Following(source, settings)));
    }

    @Override
    public Tags tag(Story story) {
        return taken.tagger().tag(story);
    }

    /** As it stands in the tags that it gives now. */
    public String version() {
        return taken.version();
    }

    /** Since when it gives them. */
    public Instant since() {
        return taken.since();
    }

    /**
     * Begins to read, beside the caller; once.
     *
     * @param client id of the Kafka clients of whoever tags by it, who is told apart by it
     */
    public void begin(String client) {
        following.ifPresent(all -> all.begin(client));
    }

    /**
     * Waits until it tags by the version in force, or there is none that it can read.
     *
     * @throws KafkaUnavailableException if the brokers do not say within fifteen seconds, or where that is required and it cannot be read
     * @throws CancellationException if the thread is interrupted, which stays so
     */
    public void awaitFirst() {
        following.ifPresent(Following::awaitFirst);
    }

    /** Whether it tags by the version in force, or by what it was given where there is none; empty where that is not known. */
    public Optional<Boolean> isCurrent() {
        return following.flatMap(Following::isCurrent);
    }

    /** Why it does not tag by the version in force; empty if it does, or nobody knows of one. */
    public Optional<Why> trouble() {
        return trouble;
    }

    /** Why whoever tags by it is not ready, where it is to tag by the version in force and by no other; empty otherwise. */
    public Optional<Why> notReady() {
        return following.filter(all -> all.settings.required()).flatMap(all -> trouble.or(all::unknown));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Closes it for good: what it said of itself to others is taken back, so that it does not stay in the topic. That takes two seconds at
     * most, and nothing depends on it: what is left there is no processor that runs.
     */
    public void leave() {
        following.ifPresent(Following::leave);
    }

    /** Closes it; what it said of itself stays, for it comes back. */
    @Override
    public void close() {
        following.ifPresent(Following::close);
    }

    private final class Following implements TopicFollower.Reader {
        private final Source source;
        private final Settings settings;
        private final RulesBook book = new RulesBook(MOST_TRIED);
        private volatile Optional<TopicFollower> follower = Optional.empty();
        private String client = "";
        /** What was done about it last; guarded by this. */
        private Optional<RulesChange> seen = Optional.empty();

        private boolean hadVersion;
        private boolean isFirst = true;
        private volatile Optional<RunningRules> reported = Optional.empty();
        private Instant reportAt = Instant.MIN;
        /** Why it could not be told last. */
        private String unsaid = "";

        Following(Source source, Settings settings) {
            this.source = source;
            this.settings = settings;
        }

        synchronized void begin(String name) {
            if (follower.isEmpty()) {
                client = name;
                Consumer<byte[], byte[]> consumer = source.consumers().get();
                TopicFollower made =
                        new TopicFollower(consumer, "the gazetteer", source.topic(), consumer::beginningOffsets, this);
                follower = Optional.of(made);
                made.start();
            }
        }

        void awaitFirst() {
            TopicFollower topic = follower.orElseThrow();
            long deadline = System.nanoTime() + FIRST_LIMIT.toNanos();
            long askAt = System.nanoTime();
            boolean isMissing = false;
            while (topic.sight().asOf().isEmpty()) {
                if (topic.isMissing() && System.nanoTime() - askAt >= 0) {
                    // what is new, or a broker that has just started, may not know of it
                    isMissing = !source.exists().getAsBoolean();
                    askAt = System.nanoTime() + ASK_EVERY.toNanos();
                }
                if ((isMissing || topic.isRefused()) && !settings.required()) {
                    LOG.warn(
                            "the gazetteer in force is not known, for {}; articles are tagged by version={}",
                            topic.sight().trouble().orElse(""),
                            version());
                    return;
                }
                if (isMissing || topic.isRefused() || System.nanoTime() - deadline > 0) {
                    throw new KafkaUnavailableException(
                            "could not read which gazetteer is in force in topic " + source.topic() + ": "
                                    + topic.sight().trouble().orElse("no answer"),
                            null);
                }
                pause();
            }
            adopt();
        }

        private void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(STEP_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while the gazetteer was read");
            }
        }

        Optional<Boolean> isCurrent() {
            if (trouble.isPresent()) {
                return Optional.of(false);
            }
            return follower.filter(topic -> topic.sight().asOf().isPresent() || topic.isRefused())
                    .map(topic -> topic.sight().trouble().isEmpty());
        }

        private Optional<Why> unknown() {
            return follower.filter(topic -> topic.sight().asOf().isPresent()).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Why(
                            "unknown",
                            Map.of("topic", source.topic()),
                            "which gazetteer is in force is not known: "
                                    + follower.flatMap(topic -> topic.sight().trouble())
                                            .orElse("nothing has been read yet")));
        }

        @Override
        public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
            book.take(each.key(), each.value());
        }

        @Override
        public synchronized void clear() {
            book.clear();
            reported = Optional.empty();
        }

        @Override
        public void turn(Instant now) {
            if (follower.filter(topic -> topic.sight().asOf().isPresent()).isPresent()) {
                adopt();
                report(now);
            }
        }

        /** Before the first record by whoever waits for it, from then on by the thread that follows the topic. */
        private synchronized void adopt() {
            Optional<RulesChange> wanted = book.inForce();
            boolean has = wanted.flatMap(RulesChange::hash)
                    .filter(hash -> book.version(hash).isPresent())
                    .isPresent();
            if (!isFirst && wanted.equals(seen) && has == hadVersion) {
                return;
            }
            seen = wanted;
            hadVersion = has;
            if (wanted.isPresent()) {
                adopt(wanted.get());
            } else if (taken.change() > 0) {
                fail("lost", "the topic " + source.topic() + " was made anew and has no version");
            } else {
                trouble = Optional.empty();
            }
            isFirst = false;
        }

        private void adopt(RulesChange wanted) {
            Optional<String> failure = attempt(wanted);
            if (failure.isEmpty()) {
                trouble = Optional.empty();
                LOG.info(
                        "articles are tagged by version={} change={} by={} at={} note={}",
                        version(),
                        wanted.number(),
                        wanted.by(),
                        wanted.at(),
                        wanted.note());
                if (settings.hasFiles() && wanted.hash().isPresent()) {
                    LOG.warn("gazetteer.file is not used: version={} is in force on the cluster", version());
                }
                return;
            }
            if (isFirst) {
                // the newest of before that can be had
                List<RulesChange> all = book.changes();
                for (int i = all.size() - 2; i >= Math.max(0, all.size() - MOST_TRIED); i--) {
                    if (attempt(all.get(i)).isEmpty()) {
                        break;
                    }
                }
            }
            fail("unusable", "version " + wanted.version() + " cannot be used: " + failure.get());
        }

        private void fail(String code, String what) {
            boolean own = settings.hasFiles() && taken.hash().isEmpty();
            String words = what + "; articles are tagged by version " + version()
                    + (own ? ", of the files of gazetteer.file" : "");
            trouble = Optional.of(new Why(code, Map.of("version", version()), words));
            LOG.error("{}", words);
        }

        /** Why it cannot be had. */
        private Optional<String> attempt(RulesChange wanted) {
            if (wanted.hash().equals(taken.hash())) {
                taken = new Taken(taken.tagger(), taken.version(), wanted.number(), taken.hash(), taken.since());
                return Optional.empty();
            }
            if (wanted.hash().isEmpty()) {
                taken = new Taken(given.tagger(), given.version(), wanted.number(), Optional.empty(), now());
                return Optional.empty();
            }
            try {
                Gazetteer gazetteer = gazetteer(wanted.hash().get());
                taken = new Taken(
                        source.taggers().apply(gazetteer), gazetteer.version(), wanted.number(), wanted.hash(), now());
                return Optional.empty();
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
                LOG.debug("a version cannot be used", e);
                return Optional.of(Words.of(e));
            }
        }

        private Gazetteer gazetteer(String hash) {
            return Gazetteer.builtInWithFiles(book.version(hash)
                    .orElseThrow(() -> new IllegalArgumentException("its files are not in the topic"))
                    .files());
        }

        /** On the thread that follows the topic: nobody waits for it but the next version. */
        private void report(Instant now) {
            RunningRules mine = mine();
            boolean isSaid = book.running(client).filter(mine::equals).isPresent();
            boolean isTooSoon = reported.filter(mine::equals).isPresent() && now.isBefore(reportAt);
            if (isSaid
                    || isTooSoon
                    || follower.filter(topic -> topic.sight().trouble().isPresent())
                            .isPresent()) {
                return;
            }
            reported = Optional.of(mine);
            try {
                send(RulesForm.value(mine), REPORT_LIMIT);
                reportAt = now.plus(READ_BACK);
                unsaid = "";
            } catch (KafkaException | KafkaRefusedException | KafkaUnavailableException e) {
                Optional<String> denied = AccessDenied.behind(e, "WRITE");
                reportAt = now.plus(denied.isPresent() ? READ_BACK : AGAIN);
                String why = denied.orElseGet(() -> Words.of(e));
                if (!why.equals(unsaid)) {
                    LOG.warn("which gazetteer it tags by is not told to others: {}", why);
                }
                unsaid = why;
            }
        }

        /** Changes are rare: no producer is kept for them. */
        private void send(byte[] value, Duration limit) {
            Producer<byte[], byte[]> producer = source.producers().get();
            try {
                KafkaCall.await(
                        producer.send(new ProducerRecord<>(source.topic(), RulesForm.instanceKey(client), value)),
                        "write to topic " + source.topic(),
                        limit);
            } finally {
                producer.close(Duration.ZERO);
            }
        }

        private synchronized RunningRules mine() {
            Taken now = taken;
            return new RunningRules(
                    client,
                    seen.map(RulesChange::number).orElse(0),
                    now.hash(),
                    now.version(),
                    now.since(),
                    trouble.map(Why::words));
        }

        void close() {
            follower.ifPresent(TopicFollower::close);
        }

        void leave() {
            close();
            boolean hasSaid = reported.isPresent() || book.running(client).isPresent();
            boolean isHeard =
                    follower.filter(topic -> topic.sight().trouble().isEmpty()).isPresent();
            if (!hasSaid || !isHeard) {
                return;
            }
            // a producer that finds no broker would hold up whoever stops
            Thread last = new Thread(this::takeBack, "wiretag-gazetteer-leave");
            last.setDaemon(true);
            last.start();
            try {
                last.join(LEAVE_LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void takeBack() {
            try {
                send(null, LEAVE_LIMIT);
            } catch (RuntimeException e) {
                LOG.debug("what it said of itself stays in topic={}", source.topic(), e);
            }
        }
    }
}
