package io.wiretag.retag;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.codec.ValueNotWritableException;
import io.wiretag.files.Words;
import io.wiretag.life.Retagging;
import io.wiretag.retag.RetagResult.End;
import io.wiretag.revision.SentVersion;
import io.wiretag.revision.TagRequests;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Has the stories tagged anew that the rules in force would change: a request for each, among the published articles, to the
 * processors. They are asked for no faster than they are dealt with: of all partitions together only few requests wait at a time, so
 * that an article which comes meanwhile waits for few.
 *
 * <p>Nothing is kept between two runs. A request names the record that was seen: of two that name one record one is outdated, so that
 * whatever is killed, and however many run at a time, each story goes out once. For one thread, but for {@link #stop}.
 */
public final class RetagRun implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    /** Whoever stops it waits for what is under way no longer than this. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Parts parts;
    private final Settings settings;
    private volatile boolean stopped;

    /**
     * What it works with.
     *
     * @param consumer read_committed, without a group; closed with the run
     * @param producers give one that is idempotent, with all acknowledgements; closed after each use
     */
    public record Parts(
            Consumer<byte[], byte[]> consumer,
            Supplier<Producer<byte[], byte[]>> producers,
            ClusterFacts facts,
            Topics topics,
            ValueCodec codec) {}

    /**
     * How it asks.
     *
     * @param group of the processors
     * @param retention how long they remember an article
     * @param window requests that wait at most, over all partitions
     */
    public record Settings(String group, Duration retention, int window) {}

    /**
     * How fast, and how long it waits.
     *
     * @param most requests in a second; empty: as fast as they are dealt with
     * @param patience how long none may be dealt with until it is given up
     */
    public record Pace(OptionalInt most, Duration patience) {}

    /** Told how far it is. */
    public interface Progress {
        /** So many are asked for, and so many of these dealt with, of so many. */
        void asked(long asked, long answered, long of);
    }

    /** Ends the reading of stories, for a reason that is told in the result. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final End why;

        EndedException(End why) {
            super(why.name(), null, false, false);
            this.why = why;
        }
    }

    public RetagRun(Parts parts, Settings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /**
     * Tells what would change, and chooses the stories.
     *
     * @param retagging by the rules in force
     * @param version of their gazetteer
     * @throws KafkaRefusedException if requests could not be published, or what comes of them not be read
     */
    public RetagPlan plan(
            Retagging retagging, String version, RetagPreview.Question question, TopicScan.Progress progress) {
        requireRights();
        Map<TopicPartition, Long> since = parts.facts().stableEndOffsets(answering());
        RetagPlan plan = new RetagPreview(
                        parts.consumer(), parts.facts(), parts.topics(), parts.codec(), settings.retention())
                .plan(retagging, version, question, progress);
        return new RetagPlan(plan.report(), plan.stories(), since);
    }

    /** Told before anything is sent, not after. */
    private void requireRights() {
        Topics topics = parts.topics();
        parts.facts().requireWritable(topics.published().name(), "no processor could be asked");
        for (Topic<?> each : List.of(topics.tagged(), topics.rejected())) {
            parts.facts().requireReadable(each.name(), "what comes of it could not be told");
        }
    }

    /** Partitions of the topics that answers stand in. */
    private List<TopicPartition> answering() {
        return new TopicScan(parts.consumer())
                .partitions(List.of(
                        parts.topics().tagged().name(),
                        parts.topics().rejected().name()));
    }

    /** Has it end before the next request, and wait a moment for those under way. By any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Asks for the stories of a plan, and tells what came of it.
     *
     * @param asking told how far it has come with asking
     * @param reading told how far it has come with reading what came of it
     * @throws KafkaException if the brokers do not let it begin; what happens later is told in the result
     */
    public RetagResult apply(RetagPlan plan, Pace pace, Progress asking, TopicScan.Progress reading) {
        long began = System.nanoTime();
        OpenRequests open = new OpenRequests(parts.topics().published().name());
        Producer<byte[], byte[]> producer = parts.producers().get();
        End end;
        long found;
        try {
            Asking all = new Asking(plan, pace, open, producer, asking);
            end = all.run();
            found = all.found;
        } finally {
            producer.close(CLOSE_LIMIT);
        }
        Optional<Answers> known = known(plan.since(), open, reading);
        Answers answers =
                known.orElseGet(() -> new Answers(parts.topics().published().name(), Map.of()));
        return new RetagResult(
                plan.stories().size(),
                open.asked(),
                end == End.DONE ? plan.stories().size() - found : 0,
                answers.retagged(),
                answers.outdated(open::isOpen),
                answers.unchanged(open::isOpen),
                answers.rejected(),
                open.tooLarge(),
                known.isPresent() ? 0 : open.asked() - open.notAnswered(),
                known.isPresent() ? answers.unanswered(open::isOpen) : open.notAnswered(),
                end,
                open.failure().map(RetagRun::sentence),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static String sentence(Exception failure) {
        return AccessDenied.behind(failure, "WRITE").orElseGet(() -> Words.of(failure));
    }

    /** Empty if it cannot be read: then the failure tells why. */
    private Optional<Answers> known(Map<TopicPartition, Long> since, OpenRequests open, TopicScan.Progress reading) {
        try {
            return Optional.of(answers(since, open.standing(), reading));
        } catch (KafkaUnavailableException | KafkaRefusedException | KafkaException e) {
            open.failed(e);
            return Optional.empty();
        }
    }

    private Answers answers(
            Map<TopicPartition, Long> since, Map<RecordPlace, UUID> requests, TopicScan.Progress reading) {
        Answers answers = new Answers(parts.topics().published().name(), requests);
        if (!requests.isEmpty()) {
            // those of open transactions too: the positions of the group may be seen before what went out with them
            Map<TopicPartition, Long> ends = parts.facts().endOffsets(since.keySet());
            String rejected = parts.topics().rejected().name();
            new TopicScan(parts.consumer())
                    .read(
                            since,
                            ends,
                            each -> {
                                if (each.topic().equals(rejected)) {
                                    answers.rejected(each);
                                } else {
                                    answers.sent(each);
                                }
                            },
                            reading);
        }
        return answers;
    }

    @Override
    public void close() {
        parts.consumer().close();
    }

    /** One way through the stories. */
    private final class Asking {
        private final RetagPlan plan;
        private final Pace pace;
        private final OpenRequests open;
        private final TagRequests requests;
        private final Producer<byte[], byte[]> producer;
        private final Progress progress;
        private long found;
        private long nextAt = System.nanoTime();

        Asking(RetagPlan plan, Pace pace, OpenRequests open, Producer<byte[], byte[]> producer, Progress progress) {
            this.plan = plan;
            this.pace = pace;
            this.open = open;
            this.producer = producer;
            this.progress = progress;
            this.requests =
                    new TagRequests(producer, parts.codec(), parts.topics().published(), Optional.empty());
        }

        End run() {
            End end = until(this::askForAll);
            End last = until(() -> {
                producer.flush();
                awaitFewerThan(1, false);
            });
            return end == End.DONE ? last : end;
        }

        /** Why a part of it ended. */
        private End until(Runnable part) {
            try {
                part.run();
                return End.DONE;
            } catch (EndedException e) {
                return e.why;
            } catch (KafkaUnavailableException
                    | KafkaRefusedException
                    | RegistryUnavailableException
                    | UnreadableValueException
                    | ValueNotWritableException
                    | KafkaException e) {
                open.failed(e);
                return End.FAILED;
            }
        }

        private void askForAll() {
            String topic = plan.report().topic();
            Map<TopicPartition, Long> from = new HashMap<>();
            Map<TopicPartition, Long> to = new HashMap<>();
            for (RecordPlace each : plan.stories()) {
                TopicPartition partition = new TopicPartition(topic, each.partition());
                from.merge(partition, each.offset(), Math::min);
                to.merge(partition, each.offset() + 1, Math::max);
            }
            new TopicScan(parts.consumer()).read(from, to, this::take, (read, of) -> {});
        }

        private void take(ConsumerRecord<byte[], byte[]> each) {
            if (stopped) {
                throw new EndedException(End.STOPPED);
            }
            if (plan.stories().contains(RecordPlace.of(each))) {
                found++;
                awaitFewerThan(settings.window(), true);
                awaitTurn();
                ask(each);
            }
        }

        private void ask(ConsumerRecord<byte[], byte[]> each) {
            SentVersion seen = SentVersion.of(each, parts.codec());
            UUID article = UUID.nameUUIDFromBytes(each.key());
            open.began();
            try {
                requests.send(seen, TagRequest.retag(seen.place()), (where, why) -> open.ended(article, where, why));
            } catch (KafkaException | RegistryUnavailableException | ValueNotWritableException e) {
                open.ended(article, null, e);
            }
            if (open.failure().isPresent()) {
                throw new EndedException(End.FAILED);
            }
        }

        /** So many in a second, evenly: what was missed while it waited is not made up for. */
        private void awaitTurn() {
            if (pace.most().isEmpty()) {
                return;
            }
            long step = TimeUnit.SECONDS.toNanos(1) / pace.most().getAsInt();
            for (long left = nextAt - System.nanoTime(); left > 0; left = nextAt - System.nanoTime()) {
                if (stopped) {
                    throw new EndedException(End.STOPPED);
                }
                if (left > LOOK_EVERY.toNanos()) {
                    look();
                    tell();
                }
                pause(Math.min(left, LOOK_EVERY.toNanos()));
            }
            nextAt = Math.max(nextAt, System.nanoTime() - step) + step;
        }

        /** @param stoppable whether it ends at once when it is stopped, and not only sooner */
        private void awaitFewerThan(int most, boolean stoppable) {
            long before = open.size();
            long since = System.nanoTime();
            for (long now = before; now >= most; now = open.size()) {
                if (stoppable && stopped) {
                    throw new EndedException(End.STOPPED);
                }
                if (look() || open.size() < before) {
                    before = open.size();
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > patience().toNanos()) {
                    throw new EndedException(stopped ? End.STOPPED : End.NO_ANSWER);
                }
                if (open.size() >= most) {
                    pause(LOOK_EVERY.toNanos());
                }
                tell();
            }
        }

        private void tell() {
            long asked = open.asked();
            progress.asked(asked, asked - open.notAnswered(), plan.stories().size());
        }

        private Duration patience() {
            return stopped && pace.patience().compareTo(STOP_LIMIT) > 0 ? STOP_LIMIT : pace.patience();
        }

        /** Whether the processors have gone on. Brokers that do not answer are asked again as long as patience lasts. */
        private boolean look() {
            try {
                return open.committed(parts.facts().committedOffsets(settings.group()));
            } catch (KafkaUnavailableException e) {
                return false;
            }
        }

        private void pause(long nanos) {
            try {
                TimeUnit.NANOSECONDS.sleep(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while stories were tagged anew");
            }
        }
    }
}
