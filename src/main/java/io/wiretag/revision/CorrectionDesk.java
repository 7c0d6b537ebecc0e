package io.wiretag.revision;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.OneLine;
import io.wiretag.files.Words;
import io.wiretag.life.RequestSeal;
import io.wiretag.life.Retagging;
import io.wiretag.life.Retagging.Retagged;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where editors correct the tags of what is out. It looks an article up, tells what a correction would do, asks the processors for
 * it, and waits for what came of it.
 *
 * <p>Thread-safe, and may stay open for long: each question has a consumer of its own, which is closed with it; the producer is made
 * with the first request. What an editor says wrongly is an {@link IllegalArgumentException} that names the thing, its value and
 * the remedy, and nothing was sent. Each method may throw {@link KafkaUnavailableException}, {@link KafkaRefusedException}, {@link
 * RegistryUnavailableException} and Kafka's own exceptions.
 */
public final class CorrectionDesk implements AutoCloseable {
    private static final Duration SEND_LIMIT = Duration.ofSeconds(20);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    /** How long what comes of a request is waited for, unless said otherwise. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    /** How long an article is looked for, unless said otherwise. */
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);

    private final Access access;
    private final Topics topics;
    private final String group;
    private final Optional<RequestSeal> seal;
    private final Supplier<RulesInUse> rules;
    private final Patience patience;
    /** Whether it was closed; guarded by this. */
    private boolean isClosed;
    /** Made with the first request; guarded by this. */
    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

    /**
     * How it reaches the cluster.
     *
     * @param consumers of one that is read_committed, without a group; closed after each use
     * @param producers of one that is idempotent, with all acknowledgements; asked once, closed with the desk
     */
    public record Access(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Producer<byte[], byte[]>> producers,
            ClusterFacts facts,
            ValueCodec codec) {}

    /** How long it takes for an answer, and to look an article up. */
    private record Patience(Duration answer, Duration look) {}

    private CorrectionDesk(
            Access access,
            Topics topics,
            String group,
            Optional<RequestSeal> seal,
            Supplier<RulesInUse> rules,
            Patience patience) {
        this.access = access;
        this.topics = topics;
        this.group = group;
        this.seal = seal;
        this.rules = rules;
        this.patience = patience;
    }

    /**
     * One that waits fifteen seconds for an answer, and looks twenty seconds for an article.
     *
     * @param group of the processors
     * @param seal of corrections; empty: names are not proven
     * @param rules what processors tag by, asked for each preview
     */
    public CorrectionDesk(
            Access access, Topics topics, String group, Optional<RequestSeal> seal, Supplier<RulesInUse> rules) {
        this(access, topics, group, seal, rules, new Patience(ANSWER_LIMIT, LOOK_LIMIT));
    }

    /**
     * Another, with a producer of its own, which is closed by itself.
     *
     * @param answer how long it waits for what comes of a request
     * @param look how long it looks for an article
     */
    public CorrectionDesk waiting(Duration answer, Duration look) {
        return new CorrectionDesk(access, topics, group, seal, rules, new Patience(answer, look));
    }

    /** Whether what it asks for is sealed with the key of corrections, which proves the name. */
    public boolean isSealing() {
        return seal.isPresent();
    }

    /** What processors tag by: the codes that a correction may name. */
    public RulesInUse rules() {
        return rules.get();
    }

    /** What is out of an article. Reads the partition of its uri: what went out lately is found soon. */
    public Newest newest(String uri) {
        try (Consumer<byte[], byte[]> consumer = access.consumers().get()) {
            return records(consumer).newest(uri);
        } catch (KafkaException e) {
            throw explained(e, "READ", "could not look the article up");
        }
    }

    /**
     * All that is corrected, the oldest first.
     *
     * @param progress told how far it has read
     */
    public List<Corrected> all(TopicScan.Progress progress) {
        try (Consumer<byte[], byte[]> consumer = access.consumers().get()) {
            return records(consumer).corrected(progress);
        } catch (KafkaException e) {
            throw explained(e, "READ", "could not read what is corrected");
        }
    }

    private SentRecords records(Consumer<byte[], byte[]> consumer) {
        return new SentRecords(consumer, access.facts(), topics, access.codec(), patience.look());
    }

    /**
     * What a correction would do.
     *
     * @param seen what {@link Newest.Live} told
     * @throws IllegalArgumentException if it says what cannot be said, or leaves all tags as they are
     */
    public Preview preview(SentVersion seen, List<CorrectedTag> changes) {
        RulesInUse now = rules.get();
        CorrectionRules.require(changes, now.gazetteer());
        requireRoom(seen);
        Trial trial = new Trial(new Retagging(now.tagging(), topics), seen);
        Retagged with = trial.with(changes);
        changes.forEach(change -> trial.requireSomething(change, changes, with.then()));
        Preview preview = preview(trial, with, trial.idle(changes, with.then()));
        if (Trial.isSame(preview.after(), seen.version())) {
            throw new IllegalArgumentException("the correction leaves the tags of '" + OneLine.of(seen.uri())
                    + "' as they are: " + TagWords.of(preview.after()));
        }
        return preview;
    }

    /**
     * What would be if a correction were taken back.
     *
     * @param id of the correction
     * @throws IllegalArgumentException if it has none of that id
     */
    public Preview previewUndo(SentVersion seen, String id) {
        Trial trial = new Trial(new Retagging(rules.get().tagging(), topics), seen);
        return preview(trial, trial.of(without(seen, id)), List.of());
    }

    private static Preview preview(Trial trial, Retagged retagged, List<CorrectedTag> idle) {
        return new Preview(retagged.then(), retagged.changes(), trial.records(retagged.then()), idle);
    }

    private static List<Correction> without(SentVersion seen, String id) {
        List<Correction> all = seen.version().getCorrections();
        List<Correction> others =
                all.stream().filter(each -> !each.getId().equals(id)).toList();
        if (others.size() == all.size()) {
            throw new IllegalArgumentException("'" + OneLine.of(seen.uri()) + "' has no correction '" + OneLine.of(id)
                    + "': " + (all.isEmpty() ? "it has none" : "it has " + TagWords.ids(all)));
        }
        return others;
    }

    private static void requireRoom(SentVersion seen) {
        int there = seen.version().getCorrections().size();
        if (there >= TagRequest.MOST_CORRECTIONS) {
            throw new IllegalArgumentException("'" + OneLine.of(seen.uri()) + "' has " + there
                    + " corrections, and no more can hold: undo some first");
        }
    }

    /**
     * Corrects the tags of an article, and waits for what comes of it.
     *
     * @param seen what {@link Newest.Live} told, and the editor saw
     * @param by who says so, in at most 100 characters; line ends and invisible characters are taken out
     * @param note why, in at most 500; the same
     * @throws IllegalArgumentException as {@link #preview}, and if name or note are empty or too long
     */
    public Answer correct(SentVersion seen, String by, String note, List<CorrectedTag> changes) {
        TagRequest.Said said = said(by, note);
        preview(seen, changes);
        return ask(seen, TagRequest.correction(seen.place(), said, changes));
    }

    /**
     * Takes a correction back, and waits for what comes of it.
     *
     * @param id of the correction
     * @throws IllegalArgumentException if there is none, and as {@link #correct}
     */
    public Answer undo(SentVersion seen, String by, String note, String id) {
        TagRequest.Said said = said(by, note);
        without(seen, id);
        return ask(seen, TagRequest.undo(seen.place(), said, id));
    }

    private static TagRequest.Said said(String by, String note) {
        return new TagRequest.Said(
                words("the name", by, TagRequest.LONGEST_NAME),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                words("the note", note, TagRequest.LONGEST_NOTE));
    }

    private static String words(String what, String text, int longest) {
        String line = OneLine.of(text, Integer.MAX_VALUE);
        if (line.isEmpty() || line.length() > longest) {
            throw new IllegalArgumentException(what + " of a correction has " + line.length()
                    + " characters, must have 1 to " + longest + ": " + (line.isEmpty() ? "say it" : "shorten it"));
        }
        return line;
    }

    private Answer ask(SentVersion seen, TagRequest request) {
        RequestWatch watch = new RequestWatch(seen.uri(), topics, access.facts(), access.codec(), group);
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        Producer<byte[], byte[]> used = producer();
        try {
            new TagRequests(used, access.codec(), topics.published(), seal).send(seen, request, (place, failure) -> {
                if (failure == null) {
                    sent.complete(place);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            drop(used);
            throw explained(e, "WRITE", "could not ask for it");
        }
        try {
            RecordMetadata place = KafkaCall.await(
                    sent, "ask for it in topic " + topics.published().name(), SEND_LIMIT);
            return await(watch, seen, request, place);
        } catch (KafkaRefusedException e) {
            // others use it as well, and one record that is too large ends nothing
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                drop(used);
            }
            if (isCertain(e.getCause())) {
                throw e;
            }
            return new Answer.NotKnownWhetherSent(Words.of(e));
        } catch (KafkaUnavailableException | CancellationException e) {
            return new Answer.NotKnownWhetherSent(Words.of(e));
        }
    }

    /** Whether the brokers have not taken it; a producer that was closed under it does not know. */
    private static boolean isCertain(Throwable cause) {
        return cause instanceof RecordTooLargeException
                || cause instanceof AuthorizationException
                || cause instanceof UnknownTopicOrPartitionException;
    }

    /** What fails from here on, fails when the request is under way. */
    private Answer await(RequestWatch watch, SentVersion seen, TagRequest request, RecordMetadata place) {
        try (Consumer<byte[], byte[]> consumer = access.consumers().get()) {
            return watch.await(
                    new TopicPartition(place.topic(), place.partition()),
                    place.offset(),
                    consumer,
                    patience.answer(),
                    () -> ignored(seen, request, records(consumer)));
        } catch (KafkaException
                | KafkaUnavailableException
                | KafkaRefusedException
                | RegistryUnavailableException
                | UnreadableValueException
                | CancellationException e) {
            String why = AccessDenied.behind(e, "READ").orElseGet(() -> Words.of(e));
            return new Answer.NotAnsweredYet(
                    place.partition() + ":" + place.offset(), "it is not known what came of it: " + why);
        }
    }

    /** Told by what is out now. */
    private Answer ignored(SentVersion seen, TagRequest request, SentRecords records) {
        try {
            return ignored(seen, request, records.newest(seen.uri()));
        } catch (KafkaException
                | KafkaUnavailableException
                | KafkaRefusedException
                | RegistryUnavailableException
                | UnreadableValueException e) {
            return new Answer.NotLive("the processor has passed it over, and why could not be read: " + Words.of(e)
                    + "; look at the article, and correct it again if it is as it was");
        }
    }

    private Answer ignored(SentVersion seen, TagRequest request, Newest newest) {
        if (newest instanceof Newest.Down down) {
            return new Answer.NotLive(
                    down.why() == Newest.Down.Why.KILLED
                            ? "it was killed meanwhile"
                            : "it was withheld or retracted meanwhile");
        }
        if (newest instanceof Newest.Live live) {
            if (isOf(live.sent(), request)) {
                // it lay in a partition where its key does not belong, and was moved
                return new Answer.WentOut(live.sent().version());
            }
            if (!live.sent().place().equals(seen.place())) {
                return new Answer.ChangedMeanwhile(live.sent());
            }
        }
        return new Answer.NotLive("the processor keeps a newer version until its embargo ends, or does not remember"
                + " the article any more (processor.retention): publish a new version, then correct that");
    }

    private static boolean isOf(SentVersion now, TagRequest request) {
        return request.said()
                .filter(said -> now.version().getCorrections().stream()
                        .anyMatch(each -> each.getBy().equals(said.by())
                                && each.getAt().equals(said.at())
                                && each.getNote().equals(said.note())))
                .isPresent();
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (isClosed) {
            throw new IllegalStateException("the desk of corrections is closed");
        }
        if (producer.isEmpty()) {
            producer = Optional.of(access.producers().get());
        }
        return producer.get();
    }

    /** The next request has another; what others have under way ends first. */
    private void drop(Producer<byte[], byte[]> failed) {
        synchronized (this) {
            if (producer.filter(each -> each == failed).isEmpty()) {
                return;
            }
            producer = Optional.empty();
        }
        failed.close(CLOSE_LIMIT);
    }

    private static RuntimeException explained(KafkaException failure, String right, String what) {
        return AccessDenied.behind(failure, right)
                .<RuntimeException>map(why -> new KafkaRefusedException(what + ": " + why, failure))
                .orElse(failure);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        producer.ifPresent(each -> each.close(CLOSE_LIMIT));
        producer = Optional.empty();
    }
}
