package io.wiretag.ops.rejected;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.ValueCodec;
import io.wiretag.ops.rejected.ReplayPlan.Step;
import io.wiretag.ops.rejected.ReplayPlan.Verdict;
import io.wiretag.topics.Topics;
import io.wiretag.topics.Traces;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Publishes rejected records again, each of them once.
 *
 * <p>A record and the mark that it was replayed are written in one transaction: the record to the topic of published articles,
 * the mark to the rejected topic, into the partition of the rejected record, where it lives as long as that one does. All
 * replays from a topic share one transactional id. One that begins ends those that are under way, and only then reads
 * which marks there are; so a record goes out once, however many replay at a time, and whatever is killed in between.
 *
 * <p>What goes out is an arrival like any other: the processor ignores repetitions and older versions, and a kill that came in
 * between wins. Where versions alone cannot decide that, the record is held back ({@link LaterArrivals}). A record that was
 * replayed and rejected {@value #MOST_TRIES} times is held back too, lest it goes round for ever; so is one of which it can be
 * told now that it would be rejected again.
 */
public final class RejectedReplay implements AutoCloseable {
    /** Most replays of one record, unless forced. */
    public static final int MOST_TRIES = 3;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    /** Of one transaction: few enough to be written within its time-out. */
    private static final int BATCH = 50;

    private static final long BATCH_BYTES = 4 * 1024 * 1024;

    private final RejectedReader reader;
    private final ReplayPlanner planner;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Topics topics;
    private volatile boolean stopped;

    /**
     * What is to be replayed.
     *
     * @param one this record; otherwise those that the filter takes
     * @param max no more than so many
     * @param keyFromUri whether a record whose key is not the uri of its article gets it as its key
     * @param force replays also what is held back, unless it cannot be
     */
    public record Request(
            Optional<RecordPlace> one, RejectedFilter filter, int max, boolean keyFromUri, boolean force) {
        /** This record alone. */
        public static Request of(RecordPlace place) {
            return new Request(Optional.of(place), RejectedFilter.ALL, 1, false, false);
        }
    }

    /** Told of each record as soon as it is known what became of it. */
    public interface Told {
        /** One record. */
        void of(Step step);

        /** Before the first of them: so many are going to be replayed. */
        default void planned(int replays) {
            // only who waits wants to know
        }
    }

    /** It was told to stop before anything was written. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    /**
     * @param consumer with isolation level read_committed and without a group; closed with this object
     * @param admin is left open
     * @param producers give a transactional producer each time, always of the same transactional id; closed after each use
     */
    public RejectedReplay(
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            Supplier<Producer<byte[], byte[]>> producers,
            Topics topics,
            ValueCodec codec) {
        this.reader = new RejectedReader(consumer, admin, topics);
        this.planner = new ReplayPlanner(consumer, reader, topics, codec);
        this.producers = producers;
        this.topics = topics;
    }

    /**
     * What a replay would do now. Writes nothing.
     *
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     * @throws KafkaUnavailableException if the brokers do not answer
     */
    public synchronized ReplayPlan plan(Request request, TopicScan.Progress progress) {
        return planner.plan(request, index(request, progress), progress);
    }

    /**
     * Replays.
     *
     * @return what has become of each; of one that was {@link #stop stopped}, of those that it had come to
     * @throws KafkaRefusedException if another replay has begun meanwhile, or Kafka refuses: what was told of has been replayed
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     * @throws KafkaUnavailableException if the brokers do not answer
     */
    public synchronized ReplayPlan apply(Request request, TopicScan.Progress progress, Told told) {
        TopicScan.Progress stoppable = (read, of) -> {
            progress.read(read, of);
            if (stopped) {
                throw new StoppedException();
            }
        };
        Producer<byte[], byte[]> producer = producers.get();
        try {
            producer.initTransactions();
            // from here on no other replay writes: what is marked now is all that is marked
            RejectedReader.Index index = index(request, stoppable);
            ReplayPlan plan = planner.plan(request, index, stoppable);
            told.planned(plan.replays().size());
            plan.heldBack().forEach(told::of);
            Map<RecordPlace, Step> done = new HashMap<>();
            plan.heldBack().forEach(step -> done.put(step.record().place(), step));
            for (List<Step> batch : batches(plan.replays())) {
                if (stopped) {
                    break;
                }
                for (Step step : deliver(producer, batch, index)) {
                    told.of(step);
                    done.put(step.record().place(), step);
                }
            }
            List<Step> reached = plan.steps().stream()
                    .map(step -> Optional.ofNullable(done.get(step.record().place())))
                    .flatMap(Optional::stream)
                    .toList();
            return new ReplayPlan(reached, plan.left() + plan.steps().size() - reached.size());
        } catch (StoppedException e) {
            return new ReplayPlan(List.of(), 0);
        } catch (KafkaException | KafkaRefusedException e) {
            throw explained(e);
        } finally {
            producer.close(CLOSE_LIMIT);
        }
    }

    /** Has {@link #apply} return after the transaction that it is at; for another thread. For good. */
    public void stop() {
        stopped = true;
    }

    /** Whether it was told to. */
    public boolean isStopped() {
        return stopped;
    }

    private RejectedReader.Index index(Request request, TopicScan.Progress progress) {
        return reader.indexOfAll(
                request.one().isPresent()
                        ? RejectedFilter.ALL
                        : request.filter().onlyWaiting(),
                progress);
    }

    private static List<List<Step>> batches(List<Step> steps) {
        List<List<Step>> batches = new ArrayList<>();
        long bytes = BATCH_BYTES;
        for (Step step : steps) {
            List<Step> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
            bytes += step.record().bytes();
            if (last.isEmpty() || last.size() >= BATCH || bytes > BATCH_BYTES) {
                last = new ArrayList<>();
                batches.add(last);
                bytes = step.record().bytes();
            }
            last.add(step);
        }
        return batches;
    }

    /** In one transaction; if it is refused because of one of them, each in its own. */
    private List<Step> deliver(Producer<byte[], byte[]> producer, List<Step> batch, RejectedReader.Index index) {
        try {
            return delivered(producer, batch, index);
        } catch (KafkaException | KafkaRefusedException e) {
            // told by the answer to it, or by whatever was tried next
            if (causes(e).noneMatch(RecordTooLargeException.class::isInstance)) {
                throw e;
            }
            producer.abortTransaction();
            if (batch.size() == 1) {
                return List.of(batch.get(0)
                        .heldBack(
                                Verdict.TOO_LARGE,
                                Map.of("topic", topics.published().name()),
                                "it is larger than " + topics.published().name()
                                        + " takes: raise its max.message.bytes"));
            }
            List<Step> alone = new ArrayList<>();
            batch.forEach(step -> alone.addAll(deliver(producer, List.of(step), index)));
            return alone;
        }
    }

    private record Sent(Step step, Future<RecordMetadata> arrival) {}

    private List<Step> delivered(Producer<byte[], byte[]> producer, List<Step> batch, RejectedReader.Index index) {
        producer.beginTransaction();
        List<Step> gone = new ArrayList<>();
        List<Sent> sent = new ArrayList<>();
        for (Step step : batch) {
            Optional<RejectedRecord> record = reader.fetch(step.record().place(), index)
                    .map(reader::whole)
                    .filter(each -> !each.omitted());
            if (record.isPresent()) {
                ProducerRecord<byte[], byte[]> replayed = replayed(record.get(), step);
                Traces.within(replayed.headers(), () -> sent.add(new Sent(step, producer.send(replayed))));
            } else {
                gone.add(step.heldBack(Verdict.GONE, "it was deleted meanwhile"));
            }
        }
        producer.flush();
        List<Step> done = new ArrayList<>();
        for (Sent each : sent) {
            RecordMetadata at = KafkaCall.await(
                    each.arrival(), "replay record " + each.step().record().place(), LIMIT);
            Step finished = each.step().done(new RecordPlace(at.partition(), at.offset()));
            producer.send(mark(finished));
            done.add(finished);
        }
        try {
            producer.commitTransaction();
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException(
                    "could not commit: it is not known whether " + done.size()
                            + " records were replayed; run it again, what was replayed is left out",
                    e);
        }
        done.addAll(gone);
        return done;
    }

    private ProducerRecord<byte[], byte[]> replayed(RejectedRecord record, Step step) {
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            // nor what numbers it in the topic of rejected records
            if (!WiretagHeader.isOfRejection(header)
                    && !WiretagHeader.MOVED.is(header)
                    && !WiretagHeader.SEQ.is(header)) {
                headers.add(header);
            }
        }
        WiretagHeader.REPLAY_OF.put(headers, record.place().toString());
        WiretagHeader.REPLAY_TRIES.put(headers, String.valueOf(record.tries() + 1));
        byte[] key = step.newKey()
                .map(uri -> uri.getBytes(StandardCharsets.UTF_8))
                .or(record::key)
                .orElse(null);
        return new ProducerRecord<>(
                topics.published().name(),
                step.partition().orElse(null),
                key,
                record.value().orElse(null),
                headers);
    }

    /** Without a key: it is no article's. */
    private ProducerRecord<byte[], byte[]> mark(Step finished) {
        RecordPlace rejected = finished.record().place();
        Headers headers = new RecordHeaders();
        WiretagHeader.REPLAY_OF.put(headers, rejected.toString());
        WiretagHeader.REPLAY_AS.put(headers, finished.as().orElseThrow().toString());
        WiretagHeader.REPLAY_AT.put(headers, Instant.now().toString());
        return new ProducerRecord<>(topics.rejected().name(), rejected.partition(), (Long) null, null, null, headers);
    }

    private static RuntimeException explained(RuntimeException e) {
        boolean fenced = causes(e)
                .anyMatch(link ->
                        link instanceof ProducerFencedException || link instanceof InvalidProducerEpochException);
        if (fenced) {
            return new KafkaRefusedException(
                    "another replay has begun meanwhile, and this one has ended; what it replayed remains so", e);
        }
        return AccessDenied.behind(e, "WRITE")
                .<RuntimeException>map(why -> new KafkaRefusedException("could not replay: " + why, e))
                .orElse(e);
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, link -> link != null, Throwable::getCause);
    }

    @Override
    public void close() {
        reader.close();
    }
}
