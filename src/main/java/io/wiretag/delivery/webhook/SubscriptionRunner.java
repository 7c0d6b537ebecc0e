package io.wiretag.delivery.webhook;

import io.wiretag.cluster.ConsumerThread;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.delivery.Event;
import io.wiretag.delivery.EventReader;
import io.wiretag.files.Words;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Acknowledgement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one endpoint what its subscription asks for, as a member of the group that is named by it. One thread reads, decides and
 * commits; what is on its way is waited for by others. A position is committed when all before it has arrived or is kept in the topic
 * of subscriptions: whoever is killed leaves nothing behind that nobody sends.
 */
final class SubscriptionRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRunner.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LOOK_WAIT = Duration.ofMillis(50);
    private static final Duration COMMIT_EVERY = Duration.ofMillis(500);

    private final Subscription subscription;
    private final Place place;
    private final Parts parts;
    private final Consumer<byte[], byte[]> consumer;
    private final AsideReader aside;
    private final Writes writes;
    private final Endpoint endpoint;
    private final Health health;
    private final Lanes lanes;
    private final ConsumerThread thread;
    private final SteadyClock clock = new SteadyClock();

    private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
    /** Calls that are on their way with kills. */
    private final Map<Lane, CompletableFuture<Answer>> kills = new HashMap<>();

    /** Partitions whose kept articles are not known yet, and since when they are ours, by {@link System#nanoTime}. */
    private final Map<TopicPartition, Long> fresh = new HashMap<>();

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private Instant commitAt = Instant.MIN;
    private Instant lookAt = Instant.MIN;
    private Instant askAt = Instant.MIN;
    /** Whether records have been read that are not all taken. */
    private boolean isAmid;

    /** Whether so much is put aside that no more is read. */
    private boolean stopped;

    /** Whether partitions have come from others, and nothing has arrived since. */
    private boolean tookOver;

    /** Whether something has arrived since it was last told. */
    private boolean arrived;

    private Optional<Standing> told;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile Optional<Standing> end = Optional.empty();
    private volatile boolean over;

    /** What came of a try. */
    private record Came(Lane lane, Lane.Waiting version, Optional<Event> event, Answer answer) {}

    /**
     * Where it reads and writes.
     *
     * @param group of its consumers
     * @param topicId of the topic of articles
     */
    record Place(String group, String tagged, String topicId, String subscriptions, String receipts) {}

    /**
     * What it is made of.
     *
     * @param consumer of its group, with {@code auto.offset.reset=none}; closed with it
     * @param endpoint closed with it
     * @param book what is kept
     * @param isReadSince whether all of that is known that was there at a time of {@link System#nanoTime}
     * @param topicId asks which topic of articles there is now
     */
    record Parts(
            Consumer<byte[], byte[]> consumer,
            AsideReader aside,
            Writes writes,
            Endpoint endpoint,
            EventReader events,
            SubscriptionBook book,
            LongPredicate isReadSince,
            Supplier<Optional<String>> topicId) {}

    SubscriptionRunner(Subscription subscription, Place place, Parts parts) {
        this.subscription = subscription;
        this.place = place;
        this.parts = parts;
        this.consumer = parts.consumer();
        this.aside = parts.aside();
        this.writes = parts.writes();
        this.endpoint = parts.endpoint();
        this.told = parts.book().standing(subscription);
        Instant now = clock.instant();
        Instant patience = now.minus(Health.PATIENCE);
        this.health = new Health(
                told.map(Standing::since).filter(patience::isBefore).map(since -> since.isAfter(now) ? now : since),
                ThreadLocalRandom.current()::nextDouble);
        this.lanes = new Lanes(health);
        this.thread = new ConsumerThread("wiretag-webhook-" + subscription.name(), consumer, this::run);
    }

    void start() {
        thread.start();
    }

    Subscription subscription() {
        return subscription;
    }

    /** Id of the topic that it reads. */
    String topicId() {
        return place.topicId();
    }

    /** Whether its thread has ended. */
    boolean isOver() {
        return over;
    }

    /** Why nothing more is sent; empty if it ended by another failure, or has not ended. */
    Optional<Standing> end() {
        return end;
    }

    long sent() {
        return sent.get();
    }

    long failures() {
        return failures.get();
    }

    private void run() {
        LOG.info("webhook started subscription={} url={} group={}", subscription.name(), shownUrl(), place.group());
        try {
            consumer.subscribe(List.of(place.tagged()), new Partitions());
            while (!thread.isClosing() && end.isEmpty()) {
                turn();
            }
        } catch (WakeupException | InterruptException e) {
            // told to stop
        } catch (RuntimeException e) {
            LOG.error("webhook ends, and is begun anew subscription={}: {}", subscription.name(), Words.of(e), e);
        } finally {
            finish();
        }
    }

    /** The host alone: a path may be as good as a key. */
    private String shownUrl() {
        return subscription.url().getScheme() + "://" + subscription.url().getRawAuthority();
    }

    /** What is on its way is waited for a little; then the group is left, and others go on. */
    private void finish() {
        try {
            awaitSent(consumer.assignment(), PAUSE);
            write();
            commitAtTheEnd();
        } catch (InterruptException e) {
            // it is sent again
        } catch (RuntimeException e) {
            LOG.warn("what was sent last is sent again subscription={}: {}", subscription.name(), Words.of(e));
        } finally {
            aside.close();
            endpoint.close();
            over = true;
            LOG.info("webhook ended subscription={}", subscription.name());
        }
    }

    private void commitAtTheEnd() {
        try {
            commit(consumer.assignment());
        } catch (WakeupException e) {
            // told to stop meanwhile: what has arrived is committed all the same
            commit(consumer.assignment());
        }
    }

    /** What another instance said of the endpoint holds no longer. */
    private void tellArrival() {
        if (arrived
                && tookOver
                && told.isEmpty()
                && parts.book()
                        .standing(subscription)
                        .filter(said -> !said.isEnd())
                        .isPresent()) {
            writes.write(
                    place.subscriptions(),
                    SubscriptionKey.standing(subscription.name()).written(),
                    null);
        }
        tookOver &= !arrived;
        arrived = false;
    }

    private void turn() {
        takeOver();
        read(lanes.isBusy() || came.peek() != null || aside.hasMore() ? Duration.ZERO : IDLE);
        takeAnswers();
        lookAhead();
        write();
        send();
        tell();
        tellArrival();
        if (!clock.instant().isBefore(commitAt)) {
            commitAt = clock.instant().plus(COMMIT_EVERY);
            commit(consumer.assignment());
        }
    }

    /** Partitions that others had: what they kept is known once the topic of subscriptions has been read beyond that time. */
    private void takeOver() {
        if (fresh.isEmpty()) {
            return;
        }
        List<TopicPartition> known = fresh.entrySet().stream()
                .filter(each -> parts.isReadSince().test(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (known.isEmpty() || !goOn(known)) {
            return;
        }
        Set<Integer> numbers = new HashSet<>();
        known.forEach(each -> numbers.add(each.partition()));
        int count = consumer.partitionsFor(place.tagged()).size();
        parts.book().unsent(subscription.name()).forEach((key, unsent) -> {
            boolean isOfAnother = !unsent.made().equals(subscription.made());
            boolean isHere = unsent.topic().equals(place.topicId());
            if (!numbers.contains(unsent.partition()) && (isHere || unsent.partition() < count)) {
                return; // others look after it
            }
            if (isOfAnother || !isHere) {
                LOG.error(
                        "an article was not sent, and is not any more: {} subscription={} uri={}",
                        isOfAnother
                                ? "the subscription was removed and made again"
                                : "the topic of articles was made again",
                        subscription.name(),
                        key.uri());
                writes.write(place.subscriptions(), key.written(), null);
            } else {
                lanes.restore(Lane.of(key.uri(), unsent, subscription.revision(), clock.instant()));
            }
        });
        known.forEach(fresh::remove);
        tookOver = true;
    }

    /**
     * Goes on from where kills have been looked for. A position says which topic it is of: in one that was made again it would pass
     * over what nobody has read.
     *
     * @return whether the positions could be read
     */
    private boolean goOn(Collection<TopicPartition> partitions) {
        if (clock.instant().isBefore(askAt)) {
            return false;
        }
        try {
            if (!parts.topicId().get().equals(Optional.of(place.topicId()))) {
                throw new IllegalStateException("the topic of articles is made again, and is looked up anew");
            }
        } catch (KafkaUnavailableException | KafkaRefusedException e) {
            LOG.warn("the topic cannot be looked up now subscription={}: {}", subscription.name(), Words.of(e));
            askAt = clock.instant().plus(PAUSE);
            return false;
        }
        Map<TopicPartition, OffsetAndMetadata> positions;
        try {
            positions = consumer.committed(Set.copyOf(partitions));
        } catch (RetriableException e) {
            LOG.warn("positions cannot be read now subscription={}: {}", subscription.name(), Words.of(e));
            return false;
        }
        positions.forEach((partition, position) -> Optional.ofNullable(position)
                .flatMap(Progress::of)
                .ifPresent(progress -> {
                    if (progress.topicId().equals(place.topicId())) {
                        aside.begin(partition, progress.ahead());
                    } else {
                        LOG.error(
                                "the topic was made again, and is read from its beginning subscription={} topic={} partition={}",
                                subscription.name(),
                                partition.topic(),
                                partition.partition());
                        consumer.seekToBeginning(List.of(partition));
                    }
                }));
        return true;
    }

    private void read(Duration wait) {
        Set<TopicPartition> all = consumer.assignment();
        tellStop();
        if (lanes.isFull()) {
            consumer.pause(all);
        } else {
            consumer.pause(fresh.keySet());
            consumer.resume(
                    all.stream().filter(each -> !fresh.containsKey(each)).toList());
        }
        ConsumerRecords<byte[], byte[]> records = poll(wait);
        isAmid = true;
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (!take(record)) {
                    break;
                }
            }
        }
        isAmid = false;
    }

    private void tellStop() {
        boolean isStopped = lanes.hasKeptMost();
        if (isStopped && !stopped) {
            LOG.warn(
                    "nothing but kills is read until the endpoint takes what was put aside, {} articles"
                            + " subscription={}",
                    lanes.kept(),
                    subscription.name());
        }
        stopped = isStopped;
    }

    /** @return whether it could be read; else it is read again in a second */
    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.error(
                    "a record without a key is passed over: topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return true;
        }
        try {
            parts.events()
                    .event(record)
                    .ifPresent(event -> operation(event)
                            .ifPresent(operation -> lanes.add(uri(record), event, operation == Operation.kill)));
            return true;
        } catch (RegistryUnavailableException e) {
            LOG.warn("an article cannot be read now, and is tried again: {}", Words.of(e));
            consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
            thread.pause(PAUSE);
            return false;
        }
    }

    private Optional<Operation> operation(Event event) {
        return subscription.filter().operation(event.version());
    }

    private static String uri(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (OffsetOutOfRangeException e) {
            tellLoss(e.offsetOutOfRangePartitions());
            consumer.seekToBeginning(e.partitions());
        } catch (NoOffsetForPartitionException e) {
            // partitions that came later
            consumer.seekToBeginning(e.partitions());
        }
        return ConsumerRecords.empty();
    }

    private long position(TopicPartition partition) {
        try {
            return consumer.position(partition);
        } catch (NoOffsetForPartitionException e) {
            consumer.seekToBeginning(e.partitions());
            return consumer.position(partition);
        }
    }

    private void tellLoss(Map<TopicPartition, Long> positions) {
        positions.forEach((partition, position) -> LOG.error(
                "articles were deleted before they were sent, or the topic was made again subscription={} topic={} partition={}"
                        + " offset={}",
                subscription.name(),
                partition.topic(),
                partition.partition(),
                position));
    }

    /** Kills overtake what the group cannot read yet. Few records come at a time, of many that may wait: it looks on for a while. */
    private void lookAhead() {
        long deadline = System.nanoTime() + LOOK.toNanos();
        do {
            if (!lanes.isFull() || !lanes.hasRoomAhead() || clock.instant().isBefore(lookAt)) {
                aside.rest();
                return;
            }
            lookAhead(unread());
        } while (aside.hasMore() && came.isEmpty() && System.nanoTime() - deadline < 0);
    }

    private Map<TopicPartition, Long> unread() {
        Map<TopicPartition, Long> from = new HashMap<>();
        consumer.assignment().stream()
                .filter(each -> !fresh.containsKey(each))
                .forEach(each -> from.put(each, position(each)));
        return from;
    }

    private void lookAhead(Map<TopicPartition, Long> from) {
        boolean isTaken = false;
        try {
            Duration wait = lanes.isBusy() || !came.isEmpty() ? Duration.ZERO : LOOK_WAIT;
            for (ConsumerRecord<byte[], byte[]> record : aside.kills(from, wait)) {
                if (record.key() != null) {
                    parts.events()
                            .event(record)
                            .ifPresent(event -> operation(event)
                                    .filter(Operation.kill::equals)
                                    .ifPresent(kill -> lanes.addAhead(uri(record), event)));
                }
            }
            isTaken = true;
        } catch (RegistryUnavailableException | RetriableException e) {
            LOG.warn("kills cannot be looked for now subscription={}: {}", subscription.name(), Words.of(e));
            lookAt = clock.instant().plus(PAUSE);
        } finally {
            if (!isTaken) {
                aside.forget(from.keySet());
            }
        }
    }

    private void send() {
        if (end.isPresent()) {
            return;
        }
        List<Lane> due = lanes.begin(clock.instant());
        if (due.stream().anyMatch(Lane::isSendingKill) && !writes.settle()) {
            LOG.warn(
                    "kills are sent though nobody would know of them after a restart subscription={}",
                    subscription.name());
        }
        due.forEach(this::send);
    }

    private void send(Lane lane) {
        Lane.Waiting version = lane.first();
        try {
            Optional<Event> event = version.event().or(() -> again(lane, version));
            Optional<Operation> operation = event.flatMap(this::operation);
            if (operation.isEmpty()) {
                LOG.error(
                        "an article was deleted before it was sent subscription={} uri={} partition={} offset={}",
                        subscription.name(),
                        lane.uri(),
                        lane.partition(),
                        version.offset());
                came.add(new Came(lane, version, Optional.empty(), new Answer.NotThere()));
                return;
            }
            String id = subscription.name() + "-" + place.topicId() + "-" + lane.partition() + "-" + version.offset();
            CompletableFuture<Answer> call = endpoint.send(id, event.get().json(operation.get(), subscription.text()));
            if (lane.isSendingKill()) {
                kills.put(lane, call);
            }
            call.thenAccept(answer -> came.add(new Came(lane, version, event, answer)));
        } catch (RegistryUnavailableException | KafkaException e) {
            if (e instanceof WakeupException || e instanceof InterruptException) {
                throw e;
            }
            LOG.warn("an article that was put aside cannot be read now uri={}: {}", lane.uri(), Words.of(e));
            came.add(new Came(lane, version, Optional.empty(), new Answer.NotNow(PAUSE)));
        }
    }

    private Optional<Event> again(Lane lane, Lane.Waiting version) {
        return aside.at(new TopicPartition(place.tagged(), lane.partition()), version.offset())
                // where the topic was made again, something else stands there
                .filter(record -> record.key() != null && uri(record).equals(lane.uri()))
                .flatMap(parts.events()::event);
    }

    private void takeAnswers() {
        try {
            Came one = lanes.isBusy() ? came.poll(BUSY.toMillis(), TimeUnit.MILLISECONDS) : came.poll();
            while (one != null) {
                take(one);
                one = came.poll();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void take(Came one) {
        kills.remove(one.lane());
        lanes.end(one.lane(), one.answer(), clock.instant());
        for (Lane hanging : lanes.takeHanging()) {
            Optional.ofNullable(kills.get(hanging)).ifPresent(call -> call.complete(new Answer.BrokenOff()));
        }
        if (one.answer() instanceof Answer.Accepted && one.event().isPresent()) {
            sent.incrementAndGet();
            arrived = true;
            if (one.version().kill()) {
                acknowledge(one.event().get().version());
            }
        } else if (one.answer() instanceof Answer.Gone) {
            end = Optional.of(standing(Standing.State.DISABLED, clock.instant(), "the endpoint answered 410"));
        } else if (one.answer() instanceof Answer.Failed failed) {
            failures.incrementAndGet();
            LOG.debug(
                    "not taken subscription={} uri={}: {}",
                    subscription.name(),
                    one.lane().uri(),
                    failed.why());
        }
    }

    private void acknowledge(TaggedArticle kill) {
        Acknowledgement acted = new Acknowledgement(
                place.group(),
                kill.getArticle().getUri(),
                kill.getArticle().getVersion(),
                Instant.now(),
                Acknowledgement.Way.WEBHOOK);
        writes.write(place.receipts(), acted.key(), acted.value());
    }

    /** What is kept, and what need not be any more. */
    private void write() {
        for (Lane lane : lanes.takeGone()) {
            writes.write(place.subscriptions(), key(lane), null);
        }
        for (Lane lane : lanes.takeChanged()) {
            Unsent unsent = lane.unsent(place.topicId(), clock.instant(), subscription.revision(), subscription.made());
            writes.write(
                    place.subscriptions(), key(lane), unsent.json().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private byte[] key(Lane lane) {
        return SubscriptionKey.unsent(subscription.name(), lane.uri(), lane.partition())
                .written();
    }

    /** Tells the topic of subscriptions how the endpoint is, when that changes. */
    private void tell() {
        Instant now = clock.instant();
        if (end.isEmpty() && health.isHopeless(now)) {
            end = Optional.of(standing(Standing.State.GIVEN_UP, now, health.why()));
        }
        Optional<Standing> state =
                end.or(() -> health.since().map(since -> standing(Standing.State.FAILING, since, health.why())));
        if (!state.map(Standing::state).equals(told.map(Standing::state))) {
            state.ifPresentOrElse(
                    is -> LOG.warn("webhook {} subscription={}: {}", is.state().word(), subscription.name(), is.why()),
                    () -> LOG.info("webhook arrives again subscription={}", subscription.name()));
            writes.write(
                    place.subscriptions(),
                    SubscriptionKey.standing(subscription.name()).written(),
                    state.map(is -> is.json().toString().getBytes(StandardCharsets.UTF_8))
                            .orElse(null));
            told = state;
        }
    }

    private Standing standing(Standing.State state, Instant since, String why) {
        return new Standing(state, subscription.revision(), since, why);
    }

    private void commit(Collection<TopicPartition> partitions) {
        if (isAmid) {
            return; // the position is behind records that nobody has taken: they are read again
        }
        Map<TopicPartition, OffsetAndMetadata> passed = new HashMap<>();
        for (TopicPartition each : partitions) {
            if (!fresh.containsKey(each)) {
                long offset = lanes.passed(each.partition(), position(each));
                Progress progress = new Progress(place.topicId(), Math.max(offset, aside.ahead(each)));
                passed.put(each, progress.at(offset));
            }
        }
        Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>(passed);
        news.entrySet().removeAll(committed.entrySet());
        if (!writes.settle()) {
            return;
        }
        try {
            if (!news.isEmpty()) {
                consumer.commitSync(news);
            }
            committed.putAll(passed);
            passed.forEach((partition, position) -> lanes.hasCommitted(partition.partition(), position.offset()));
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.info(
                    "the group was divided anew, and what was sent last is sent again subscription={}",
                    subscription.name());
        } catch (RetriableException e) {
            LOG.warn("a position cannot be committed now subscription={}: {}", subscription.name(), Words.of(e));
        }
    }

    /** So that whoever has the partition next does not send a version while one before it is on its way. */
    private void awaitSent(Collection<TopicPartition> partitions, Duration limit) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(each -> numbers.add(each.partition()));
        long deadline = System.nanoTime() + limit.toNanos();
        while (lanes.isBusy(numbers) && System.nanoTime() - deadline < 0) {
            takeAnswers();
        }
    }

    /** Called by polling, and thus by its thread. */
    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            long now = System.nanoTime();
            partitions.forEach(each -> fresh.put(each, now));
            consumer.pause(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            awaitSent(partitions, endpoint.limit().plus(PAUSE));
            write();
            commit(partitions);
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            List<Integer> numbers = new ArrayList<>();
            partitions.forEach(each -> numbers.add(each.partition()));
            lanes.forget(numbers);
            // whoever has them now writes of them
            writes.drop(
                    place.subscriptions(),
                    key -> SubscriptionKey.read(key)
                            .filter(SubscriptionKey::isUnsent)
                            .filter(each -> numbers.contains(each.partition()))
                            .isPresent());
            aside.forget(partitions);
            partitions.forEach(fresh::remove);
            partitions.forEach(committed::remove);
        }
    }

    /** Ends it; what is on its way is waited for a second. */
    @Override
    public void close() {
        if (!over) {
            thread.close();
        }
    }
}
