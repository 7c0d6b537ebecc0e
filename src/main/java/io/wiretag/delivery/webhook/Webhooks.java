package io.wiretag.delivery.webhook;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.TopicFollower;
import io.wiretag.codec.ValueCodec;
import io.wiretag.delivery.EventReader;
import io.wiretag.files.Words;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends tagged articles to the endpoints of all subscriptions that are in force, each by a {@link SubscriptionRunner} of its own, so
 * that none waits for another. Several instances share the work: each is a member of the groups of all subscriptions. Thread-safe.
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration TOPIC_EVERY = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Topics topics;
    private final Settings settings;
    private final Clients clients;
    private final ClusterFacts facts;
    private final EventReader events;
    private final Producer<byte[], byte[]> producer;
    private final SubscriptionBook book = new SubscriptionBook();
    private final TopicFollower follower;
    private final Map<String, SubscriptionRunner> running = new ConcurrentHashMap<>();
    /** Those that cannot be begun, and when they are tried again. */
    private final Map<String, Instant> again = new ConcurrentHashMap<>();

    private final SteadyClock time = new SteadyClock();
    private Instant topicAt = Instant.MIN;
    /** Id of the topic of articles; empty while it is not there. */
    private Optional<String> topicId = Optional.empty();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "wiretag-webhooks");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * How they are sent.
     *
     * @param prefix of the names of groups
     * @param seal opens the secrets
     * @param limit of one try, from the request to the last byte of the answer
     * @param userAgent as endpoints see it
     */
    public record Settings(
            String prefix, SecretSeal seal, List<AddressRules.Network> allowed, Duration limit, String userAgent) {}

    /** Clients of Kafka, each closed by whoever asked for it. */
    public interface Clients {
        /** Read_committed, commits nothing by itself, {@code auto.offset.reset=none}. */
        Consumer<byte[], byte[]> member(String group);

        /** The same without a group. */
        Consumer<byte[], byte[]> reader();

        /** Reads a topic from its beginning. */
        Consumer<byte[], byte[]> scanner();

        /** Waits for all replicas. */
        Producer<byte[], byte[]> producer();
    }

    /** Begins. */
    public Webhooks(Topics topics, Settings settings, Clients clients, ClusterFacts facts, ValueCodec codec) {
        this.topics = topics;
        this.settings = settings;
        this.clients = clients;
        this.facts = facts;
        this.events = new EventReader(codec);
        this.producer = clients.producer();
        Consumer<byte[], byte[]> scanner = clients.scanner();
        this.follower = new TopicFollower(
                scanner, "the webhooks", topics.subscriptions().name(), scanner::beginningOffsets, new Reading());
        follower.start();
        clock.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The group of a subscription. */
    static String group(String prefix, String name) {
        return prefix + "webhook-" + name;
    }

    private final class Reading implements TopicFollower.Reader {
        @Override
        public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
            book.take(each);
        }

        @Override
        public void clear() {
            book.clear();
        }

        @Override
        public void turn(Instant now) {
            // runners are looked after by another thread, for they take their time
        }
    }

    private void look() {
        try {
            if (follower.sight().asOf().isPresent()) {
                lookForTopic();
                tend(book.subscriptions());
            }
        } catch (RuntimeException e) {
            LOG.warn("webhooks cannot be looked after now: {}", Words.of(e), e);
        }
    }

    private void lookForTopic() {
        if (time.instant().isBefore(topicAt)) {
            return;
        }
        topicAt = time.instant().plus(TOPIC_EVERY);
        topicId = topicIdNow();
    }

    private Optional<String> topicIdNow() {
        String name = topics.tagged().name();
        return Optional.ofNullable(facts.existing(List.of(name)).get(name))
                .map(topic -> topic.id().toString());
    }

    private void tend(SortedMap<String, Subscription> wanted) {
        // each waits a little for what is on its way
        running.entrySet().parallelStream()
                .filter(each -> hasEnded(each.getKey(), each.getValue(), wanted))
                .toList()
                .forEach(each -> running.remove(each.getKey()));
        wanted.values().stream()
                .filter(each -> !running.containsKey(each.name()) && isInForce(each))
                .filter(each -> !time.instant().isBefore(again.getOrDefault(each.name(), Instant.MIN)))
                .forEach(this::begin);
    }

    /** Ends it where it is not to go on. */
    private boolean hasEnded(String name, SubscriptionRunner runner, SortedMap<String, Subscription> wanted) {
        boolean isSame = runner.subscription().equals(wanted.get(name));
        boolean isToRest = runner.isOver() && runner.end().isEmpty();
        // another instance has heard that nothing more is wanted
        boolean isEnd =
                book.standing(runner.subscription()).filter(Standing::isEnd).isPresent();
        // the topic of articles was made again: nothing that it knows holds there
        boolean isElsewhere = topicId.filter(id -> !id.equals(runner.topicId())).isPresent();
        if (!isSame || isToRest || isEnd || isElsewhere) {
            runner.close();
            again.put(name, isSame && !isElsewhere ? time.instant().plus(AGAIN) : Instant.MIN);
            return true;
        }
        return false;
    }

    private boolean isInForce(Subscription subscription) {
        return !subscription.paused()
                && book.standing(subscription).filter(Standing::isEnd).isEmpty();
    }

    private void begin(Subscription subscription) {
        try {
            SubscriptionRunner runner = runner(subscription);
            running.put(subscription.name(), runner);
            runner.start();
        } catch (RuntimeException e) {
            again.put(subscription.name(), time.instant().plus(AGAIN));
            LOG.error("webhook cannot begin subscription={}: {}", subscription.name(), Words.of(e));
        }
    }

    private SubscriptionRunner runner(Subscription subscription) {
        String name = subscription.name();
        List<Endpoint.Signing> secrets = subscription.open(settings.seal(), Instant.now());
        String tagged = topicId.orElseThrow(
                () -> new IllegalStateException("topic " + topics.tagged().name() + " does not exist"));
        String group = group(settings.prefix(), name);
        Endpoint endpoint = new Endpoint(
                name,
                subscription.url(),
                secrets,
                new AddressRules(settings.allowed()),
                settings.limit(),
                settings.userAgent());
        Consumer<byte[], byte[]> member;
        try {
            member = clients.member(group);
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
        return new SubscriptionRunner(
                subscription,
                new SubscriptionRunner.Place(
                        group,
                        topics.tagged().name(),
                        tagged,
                        topics.subscriptions().name(),
                        topics.receipts().name()),
                new SubscriptionRunner.Parts(
                        member,
                        new AsideReader(clients::reader),
                        new Writes(producer),
                        endpoint,
                        events,
                        book,
                        follower::hasReadSince,
                        this::topicIdNow));
    }

    /** Why subscriptions are not known, or no longer; empty if they are. */
    public Optional<String> trouble() {
        return follower.sight().trouble();
    }

    /** How one is, and what this instance did for it. */
    public record Work(SubscriptionReport report, long sent, long failures) {}

    /** All subscriptions there are. */
    public List<Work> work() {
        return book.subscriptions().values().stream().map(this::work).toList();
    }

    private Work work(Subscription subscription) {
        Optional<SubscriptionRunner> runner = Optional.ofNullable(running.get(subscription.name()));
        return new Work(
                SubscriptionReport.of(
                        book, subscription, group(settings.prefix(), subscription.name()), OptionalLong.empty()),
                runner.map(SubscriptionRunner::sent).orElse(0L),
                runner.map(SubscriptionRunner::failures).orElse(0L));
    }

    /** Waits a little for what is on its way; the rest is sent by other instances, or by the next. */
    @Override
    public void close() {
        clock.shutdownNow();
        running.values().parallelStream().forEach(SubscriptionRunner::close);
        follower.close();
        producer.close(CLOSE_LIMIT);
    }
}
