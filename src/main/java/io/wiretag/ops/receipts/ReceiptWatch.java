package io.wiretag.ops.receipts;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.ClusterFacts.Existing;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicFollower;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.Why;
import io.wiretag.files.Words;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.notes.SharedNotes;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Look;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the receipts of kills: finds kills and their places, sees with each look at the brokers who has passed them, takes in who says that he
 * has acted, and notes all that. On a thread of its own; whoever asks gets what it knows already. Thread-safe.
 */
public final class ReceiptWatch implements AutoCloseable {
    /** Kills that are older are in the topic alone. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    /** At its very first start it searches so far back. */
    private static final Duration BACK = Duration.ofHours(12);

    private static final long TURN_MS = 200;
    private static final Duration PLACING = Duration.ofSeconds(2);
    private static final Duration PLAUSIBLE = Duration.ofDays(1);
    private static final Duration STALE = Duration.ofMinutes(1);
    /** Between two notes that differ by figures alone, once a kill is old. */
    private static final Duration RARELY = Duration.ofMinutes(10);
    /** Between two notes that differ by figures alone. */
    private static final Duration SELDOM = Duration.ofSeconds(10);
    /** For so long after a kill the brokers are asked more often. */
    private static final Duration URGENT = Duration.ofMinutes(2);

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private final Topics topics;
    private final Settings settings;
    private final Looks looks;
    private final ClusterFacts facts;
    private final ReceiptPen pen;
    private final SharedNotes<EvidenceKey, Evidence> notes;
    private final KillFinder finder = new KillFinder();
    private final KillPlaces places;
    private final TopicFollower sent;
    private final Reckoning reckoning;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "wiretag-receipts");

    /** The newest of each receipt, with figures that are not noted. */
    private final Map<EvidenceKey, Receipt> fresh = new HashMap<>();

    private boolean ready;
    private boolean searching;
    private long reckonedAt = -1;
    private Map<String, Existing> there = Map.of();
    private LagReport seen = LagReport.NONE;
    /** Groups that the last complete look had seen, and when. */
    private Optional<Set<String>> groups = Optional.empty();

    private Instant groupsAt = Instant.MIN;
    /** Of each kill that nobody has looked for yet. */
    private final Map<KillId, Reckoning.Groups> around = new HashMap<>();

    private final Instant began = clock.instant();
    private volatile Known known = Known.of(List.of());
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Who is watched.
     *
     * @param processor group that is no subscriber
     * @param expected roles of the topics that a subscriber is declared to read, by its name
     */
    public record Settings(String processor, Map<String, Set<String>> expected) {
        /** Copies who is expected. */
        public Settings {
            expected = Map.copyOf(expected);
        }
    }

    /**
     * Looks at the brokers.
     *
     * @param report what the last one said
     * @param hurry asks for the next one soon
     */
    public record Looks(Supplier<LagReport> report, Runnable hurry) {}

    /**
     * Those who read and write; closed with the watch.
     *
     * @param sent of the tagged articles: read_committed, without a group
     * @param places another
     * @param evidence another
     * @param pen in the group of those who write
     * @param producers of one that waits for all replicas
     */
    public record Clients(
            Consumer<byte[], byte[]> sent,
            Consumer<byte[], byte[]> places,
            Consumer<byte[], byte[]> evidence,
            Consumer<byte[], byte[]> pen,
            Supplier<Producer<byte[], byte[]>> producers) {}

    /** Prepares to watch; {@link #start} begins. */
    public ReceiptWatch(
            Topics topics, Settings settings, Looks looks, ClusterFacts facts, ValueCodec codec, Clients clients) {
        this.topics = topics;
        this.settings = settings;
        this.looks = looks;
        this.facts = facts;
        this.pen = new ReceiptPen(clients.pen(), topics.receipts().name());
        this.notes = new SharedNotes<>(
                clients.evidence(),
                clients.producers(),
                topics.receipts().name(),
                new EvidenceForm(this::isKept),
                // what somebody says is written by whoever hears it
                key -> key instanceof EvidenceKey.OfAct || pen.isHeld());
        this.places = new KillPlaces(clients.places(), codec, topics);
        this.sent = new TopicFollower(
                clients.sent(),
                "the receipts",
                topics.tagged().name(),
                partitions -> beginning(clients.sent(), partitions),
                finder);
        this.reckoning = new Reckoning(settings.expected());
        thread.setDaemon(true);
    }

    private boolean isKept(Evidence evidence) {
        Instant oldest = clock.instant().minus(KEPT);
        if (evidence instanceof Kill kill) {
            return kill.at().isAfter(oldest);
        }
        if (evidence instanceof Receipt receipt) {
            return receipt.killAt().isAfter(oldest);
        }
        if (evidence instanceof Evidence.Client client) {
            return client.positions().at().isAfter(oldest);
        }
        return !(evidence instanceof Evidence.Said said)
                || said.acknowledgement().at().isAfter(oldest);
    }

    /** Where the last one stopped; else some hours back. */
    private Map<TopicPartition, Long> beginning(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        String id = ids(List.of(topics.tagged().name()))
                .getOrDefault(topics.tagged().name(), "");
        Optional<Look> before = notes.of(new EvidenceKey.OfLook())
                .map(Look.class::cast)
                .filter(look -> look.topicId().equals(id));
        Map<TopicPartition, Long> from = new HashMap<>();
        long since = clock.instant().minus(BACK).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> since)), PATIENCE);
        for (TopicPartition partition : partitions) {
            Optional<Long> stopped = before.map(look -> look.positions().get(partition.partition()));
            if (stopped.isPresent()) {
                from.put(partition, stopped.get());
            } else if (found.get(partition) != null) {
                from.put(partition, found.get(partition).offset());
            }
        }
        return from;
    }

    private Map<String, String> ids(List<String> names) {
        Map<String, String> ids = new HashMap<>();
        facts.existing(names)
                .forEach((name, existing) -> ids.put(name, existing.id().toString()));
        return ids;
    }

    /** Begins to watch, once. */
    public void start() {
        notes.start();
        thread.start();
    }

    /** All that is known of the kills of the last {@link #KEPT}. */
    public Known known() {
        return known;
    }

    /** Why evidence is not kept, or kills are not seen; empty if all is well. */
    public Optional<Why> trouble() {
        return notes.trouble()
                .or(() -> pen.trouble()
                        .map(why -> new Why(
                                "unwritable", Map.of("topic", topics.receipts().name()), why)))
                .or(() -> trouble.map(Why::other))
                .or(this::stale);
    }

    private Optional<Why> stale() {
        Instant oldest = clock.instant().minus(STALE);
        return looks.report().get().at().isBefore(oldest) && began.isBefore(oldest)
                ? Optional.of(Why.other("the brokers have not told positions for a minute"))
                : Optional.empty();
    }

    /** Why what somebody says cannot be kept; empty if it can. */
    public Optional<Why> unwritable() {
        return notes.trouble().filter(why -> !why.code().equals(SharedNotes.FULL));
    }

    /**
     * Takes the word that a subscriber has acted on a kill of an article. It is known at once, and noted within a second.
     *
     * @param version of the kill; empty: its newest kill
     * @param who says so: name of a key
     * @return the kill that it is about; empty if none is known
     */
    public Optional<KillId> acknowledge(String subscriber, String uri, Optional<String> version, String who) {
        Optional<KillId> kill = known.kills(uri).stream()
                .map(Kill::id)
                .filter(id -> version.isEmpty() || version.get().equals(id.version()))
                .findFirst();
        kill.filter(id -> known.receipts(id).stream()
                        .noneMatch(each -> each.subscriber().equals(subscriber)
                                && each.acted().isPresent()))
                .ifPresent(id -> {
                    Acknowledgement word = new Acknowledgement(
                            subscriber, uri, id.version(), clock.instant(), Acknowledgement.Way.API, Optional.of(who));
                    Evidence said = new Evidence.Said(word);
                    notes.write(said.key(), said);
                });
        return kill;
    }

    private void run() {
        try {
            while (!stop.await(TURN_MS, TimeUnit.MILLISECONDS)) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            trouble = Optional.of("a fault of ours: " + e);
            LOG.error("receipts of kills are no longer kept", e);
        }
    }

    private void turn() {
        try {
            pen.turn(notes.trouble().filter(why -> why.code().equals("missing")).isEmpty());
            boolean missing =
                    notes.trouble().filter(why -> why.code().equals("missing")).isPresent();
            // before all that is known is read, it would be written over
            ready |= notes.isRead() || missing;
            if (!ready) {
                return;
            }
            if (!searching) {
                searching = true;
                sent.start();
            }
            takeFound();
            look();
            Optional<String> unplaced = placeAll();
            trouble = sent.hasLooked() ? sent.sight().trouble().or(() -> unplaced) : unplaced;
        } catch (KafkaException | KafkaUnavailableException | KafkaRefusedException | RegistryUnavailableException e) {
            if (stop.getCount() > 0) {
                trouble = Optional.of(Words.of(e));
                LOG.debug("receipts wait: {}", e.toString());
            }
        }
    }

    /** Positions first: what is noted to be searched was found before. */
    private void takeFound() {
        if (finder.hasFound() || there.isEmpty()) {
            refresh();
        }
        Existing tagged = there.get(topics.tagged().name());
        if (tagged == null) {
            return;
        }
        // only now: what fails before leaves the kills where they are
        Map<Integer, Long> positions = sent.sight().positions();
        List<KillFinder.Found> found = finder.drain();
        found.forEach(each -> take(each, tagged.id().toString()));
        if (!found.isEmpty()) {
            remember();
        }
        Instant now = clock.instant();
        boolean old = known.look()
                .filter(look -> look.at().isAfter(now.minus(SELDOM)))
                .isEmpty();
        if (old && !positions.isEmpty()) {
            write(new Look(now, tagged.id().toString(), positions));
            remember();
        }
    }

    private void refresh() {
        there = facts.existing(topics.articleSinks().stream().map(Topic::name).toList());
    }

    /** Until the processor's own time is read: that of its publisher, unless that cannot be. */
    private static Instant at(KillFinder.Found each) {
        boolean plausible = each.publishedAt().isBefore(each.seenAt())
                && each.publishedAt().isAfter(each.seenAt().minus(PLAUSIBLE));
        return plausible ? each.publishedAt() : each.seenAt();
    }

    private void take(KillFinder.Found each, String topicId) {
        if (!each.isKill()) {
            notes.of(EvidenceKey.OfKill.class::isInstance).values().stream()
                    .map(Kill.class::cast)
                    .filter(kill -> kill.id().uri().equals(each.uri())
                            && kill.revivedBy().isEmpty())
                    .filter(kill -> kill.id().partition() == each.partition()
                            && kill.id().offset() < each.offset())
                    .forEach(kill -> write(kill.revived(each.version())));
            return;
        }
        KillId id = new KillId(each.uri(), each.version(), topicId, each.partition(), each.offset());
        if (notes.of(new EvidenceKey.OfKill(id)).isEmpty()) {
            Place place = new Place(
                    topics.tagged().role(),
                    topics.tagged().name(),
                    topicId,
                    each.uri(),
                    each.partition(),
                    OptionalLong.of(each.offset()));
            write(new Kill(
                    id,
                    each.publishedAt(),
                    at(each),
                    each.published(),
                    Optional.empty(),
                    List.of(place),
                    false,
                    Optional.empty(),
                    Optional.empty()));
            // one that was found late may be older than that look
            around.put(id, new Reckoning.Groups(groups.filter(any -> !groupsAt.isAfter(at(each))), Optional.empty()));
            LOG.info("a kill is watched uri={} version={} record={}", id.uri(), id.version(), id.record());
        }
    }

    /** One that cannot be found keeps no other from it: why, if there is one. Bounded; the rest has its turn later. */
    private Optional<String> placeAll() {
        Optional<String> why = Optional.empty();
        long deadline = System.nanoTime() + PLACING.toNanos();
        for (Kill kill : known.kills()) {
            if (!kill.isPlaced() && System.nanoTime() - deadline < 0) {
                try {
                    Kill more = places.place(kill, there, clock.instant());
                    if (!more.equals(kill)) {
                        write(more);
                    }
                } catch (WakeupException | InterruptException e) {
                    throw e;
                } catch (KafkaException | RegistryUnavailableException e) {
                    why = Optional.of(Words.of(e));
                }
            }
        }
        return why;
    }

    /** What is new since the look before: positions, or words. */
    private void look() {
        LagReport report = looks.report().get();
        Optional<ReceiptLook> look = Optional.empty();
        if (report.at().isAfter(seen.at())) {
            // after the look: an id that is still there was there with it
            refresh();
            look = Optional.of(new ReceiptLook(report, seen.at(), settings.processor(), ids()));
            seen = report;
            if (look.get().isComplete()) {
                groups = look.map(ReceiptLook::groups);
                groupsAt = report.at();
            }
        }
        if (look.isEmpty() && reckonedAt == notes.changes()) {
            return;
        }
        remember();
        for (Kill kill : known.kills()) {
            // a look that was under way when the kill came may have seen positions of before
            Optional<ReceiptLook> own = look.filter(each -> each.at().isAfter(kill.at()));
            if (kill.lookedAt().isEmpty()) {
                own.filter(ReceiptLook::isComplete)
                        .ifPresent(first -> around.compute(
                                kill.id(),
                                (id, groups) ->
                                        (groups == null ? Reckoning.Groups.UNKNOWN : groups).then(first.groups())));
            }
            reckoning
                    .reckon(kill, known, own, around.getOrDefault(kill.id(), Reckoning.Groups.UNKNOWN))
                    .forEach(receipt -> keep(kill, receipt));
            if (kill.lookedAt().isEmpty()
                    && kill.isPlaced()
                    && own.filter(ReceiptLook::isComplete).isPresent()) {
                write(kill.looked(own.get().at()));
                around.remove(kill.id());
            }
        }
        remember();
        reckonedAt = notes.changes();
        if (isUrgent()) {
            looks.hurry().run();
        }
    }

    private Map<String, String> ids() {
        Map<String, String> ids = new HashMap<>();
        there.forEach((name, existing) -> ids.put(name, existing.id().toString()));
        return ids;
    }

    private boolean isUrgent() {
        Instant since = clock.instant().minus(URGENT);
        return known.kills().stream()
                .filter(kill -> kill.at().isAfter(since))
                .anyMatch(kill -> kill.lookedAt().isEmpty() || known.isOpen(kill));
    }

    private void keep(Kill kill, Receipt receipt) {
        EvidenceKey key = receipt.key();
        Optional<Receipt> noted = notes.of(key).map(Receipt.class::cast);
        if (noted.isEmpty() && kill.lookedAt().isPresent() && notes.isFull()) {
            return; // it may have been given up here: what the topic has of it knows more
        }
        boolean same = noted.filter(receipt::isAs).isPresent();
        Duration apart = kill.at().isAfter(clock.instant().minus(URGENT)) ? SELDOM : RARELY;
        boolean soon = noted.filter(each -> each.at().isAfter(receipt.at().minus(apart)))
                .isPresent();
        fresh.put(key, receipt);
        if (!same || receipt.isOpen() && !soon && !noted.get().equals(receipt)) {
            write(receipt);
        }
    }

    private void write(Evidence evidence) {
        notes.write(evidence.key(), evidence);
    }

    /** Puts in order what is known, and gives up what is old. */
    private void remember() {
        Map<EvidenceKey, Evidence> all = new HashMap<>(notes.of(any -> true));
        Set<EvidenceKey> old = new HashSet<>();
        all.forEach((key, evidence) -> {
            if (!isKept(evidence)) {
                old.add(key);
            }
        });
        notes.forget(old::contains);
        all.keySet().removeAll(old);
        fresh.keySet().retainAll(all.keySet());
        fresh.forEach((key, receipt) -> {
            if (receipt.isAs((Receipt) all.get(key))) {
                all.put(key, receipt);
            }
        });
        known = Known.of(all.values());
        around.keySet()
                .retainAll(known.kills().stream()
                        .filter(kill -> kill.lookedAt().isEmpty())
                        .map(Kill::id)
                        .collect(Collectors.toSet()));
        finder.watch(known.kills().stream()
                .filter(kill -> kill.revivedBy().isEmpty())
                .map(kill -> kill.id().uri())
                .collect(Collectors.toSet()));
    }

    /** Ends the thread; bounded. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(CLOSE_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sent.close();
        // while the pen is held: what is known is still to be written
        notes.close();
        places.close();
        pen.close();
    }
}
