package io.wiretag.rules;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Says which version is in force, and sees who has it.
 *
 * <p>All who change it share one transactional id: who begins ends whoever is at it, and only then reads what is in force. If
 * that is not what the user has seen, nothing is written.
 */
public final class RulesDesk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration GONE = Duration.ofDays(1);
    private static final String THREAD = "-StreamThread-";

    private final Consumer<byte[], byte[]> consumer;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Admin admin;
    private final String topic;
    private final String group;
    private final int largest;

    /**
     * Where it writes.
     *
     * @param largest record of the topic, in bytes
     * @param group of the processors
     */
    public record Place(String topic, int largest, String group) {}

    /**
     * What became of a change.
     *
     * @param inForce now, whoever put it in force; empty: nothing ever was
     */
    public record Outcome(Kind kind, Optional<RulesChange> inForce) {
        /** Whether it was made. */
        public enum Kind {
            MADE,
            /** It is what is in force already: nothing was written. */
            IN_FORCE_ALREADY,
            /** Somebody else has put something in force meanwhile: nothing was written. */
            CHANGED_MEANWHILE
        }
    }

    /**
     * A processor that runs.
     *
     * @param said what it says of itself; empty: nothing, for it is of an earlier build or may not write to the topic
     */
    public record Instance(String client, Optional<RunningRules> said) {
        /** Whether it tags by what a change put in force. */
        public boolean has(RulesChange wanted) {
            return said.filter(each -> each.has(wanted)).isPresent();
        }
    }

    /**
     * @param consumer read_committed, without a group; closed with the desk
     * @param producers give a transactional producer each time, always of the same transactional id; closed after each use
     * @param admin is left open
     */
    public RulesDesk(
            Consumer<byte[], byte[]> consumer, Supplier<Producer<byte[], byte[]>> producers, Admin admin, Place place) {
        this.consumer = consumer;
        this.producers = producers;
        this.admin = admin;
        this.topic = place.topic();
        this.group = place.group();
        this.largest = place.largest();
    }

    /**
     * All that the topic says now.
     *
     * @throws KafkaRefusedException if it may not be read
     */
    public RulesBook read() {
        RulesBook book = new RulesBook();
        readInto(book, Map.of());
        return book;
    }

    /** Goes on from there, or begins; the answer is how far it has come. */
    private Map<TopicPartition, Long> readInto(RulesBook book, Map<TopicPartition, Long> from) {
        try {
            TopicScan scan = new TopicScan(consumer);
            List<TopicPartition> partitions = scan.partitions(List.of(topic));
            Map<TopicPartition, Long> begin = from.isEmpty() ? consumer.beginningOffsets(partitions) : from;
            Map<TopicPartition, Long> ends = consumer.endOffsets(begin.keySet());
            scan.read(begin, ends, each -> book.take(each.key(), each.value()), (read, of) -> {});
            return ends;
        } catch (KafkaException e) {
            throw explained(e, "READ", "could not read which gazetteer is in force");
        }
    }

    /**
     * Puts a version in force; empty for none, so that each processor tags by its own files.
     *
     * @param version as tags name it
     * @param seen what the user has seen to be in force
     * @throws IllegalArgumentException if it is larger than a record may be, or another version has the same hash
     */
    public Outcome change(
            Optional<RulesVersion> wanted, String version, Optional<RulesChange> seen, String by, String note) {
        Optional<String> hash = wanted.map(RulesVersion::hash);
        wanted.ifPresent(this::requireRoom);
        Producer<byte[], byte[]> producer = producers.get();
        try {
            producer.initTransactions();
            // from here on nobody else writes: what is in force now stays so
            RulesBook book = read();
            Optional<RulesChange> inForce = book.inForce();
            wanted.flatMap(each -> book.version(each.hash()).filter(there -> !there.isSameAs(each)))
                    .ifPresent(there -> {
                        throw new IllegalArgumentException("version " + version
                                + " is there already, its bytes divided into files in another way: change a comment, so that the"
                                + " two can be told apart");
                    });
            boolean isThere =
                    wanted.isEmpty() || book.version(wanted.get().hash()).isPresent();
            if (isThere && (inForce.isPresent() ? inForce.get().hash().equals(hash) : hash.isEmpty())) {
                return new Outcome(Outcome.Kind.IN_FORCE_ALREADY, inForce);
            }
            if (!inForce.equals(seen)) {
                return new Outcome(Outcome.Kind.CHANGED_MEANWHILE, inForce);
            }
            RulesChange change = new RulesChange(
                    inForce.map(RulesChange::number).orElse(0) + 1,
                    hash,
                    version,
                    by,
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    note);
            write(producer, wanted, change, gone(book));
            return new Outcome(Outcome.Kind.MADE, Optional.of(change));
        } catch (KafkaException e) {
            if (isFenced(e)) {
                return new Outcome(Outcome.Kind.CHANGED_MEANWHILE, read().inForce());
            }
            throw explained(e, "WRITE", "could not put version " + version + " in force");
        } finally {
            producer.close(CLOSE_LIMIT);
        }
    }

    /** Processors that are heard of no more and did not take back what they said of themselves: it would be kept for good. */
    private List<String> gone(RulesBook book) {
        try {
            return clients().map(running -> gone(book, running)).orElse(List.of());
        } catch (KafkaRefusedException | KafkaUnavailableException e) {
            return List.of(); // the next change tidies up
        }
    }

    private static List<String> gone(RulesBook book, Collection<String> running) {
        Instant old = Instant.now().minus(GONE);
        return book.running().stream()
                .filter(each -> each.since().isBefore(old) && !running.contains(each.client()))
                .map(RunningRules::client)
                .toList();
    }

    private void write(
            Producer<byte[], byte[]> producer, Optional<RulesVersion> version, RulesChange change, List<String> gone) {
        producer.beginTransaction();
        try {
            version.ifPresent(each -> producer.send(
                    new ProducerRecord<>(topic, RulesForm.versionKey(each.hash()), RulesForm.value(each))));
            producer.send(new ProducerRecord<>(topic, RulesForm.changeKey(change.number()), RulesForm.value(change)));
            gone.forEach(client -> producer.send(new ProducerRecord<>(topic, RulesForm.instanceKey(client), null)));
            producer.commitTransaction();
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException(
                    "it is not known whether version " + change.version()
                            + " is in force, for the brokers did not answer: 'wiretag gazetteer history' tells",
                    e);
        } catch (KafkaException e) {
            abort(producer, e);
            throw e;
        }
    }

    /** What is not ended here is ended by the brokers, and who reads waits until then. */
    private static void abort(Producer<byte[], byte[]> producer, KafkaException failure) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            failure.addSuppressed(e);
        }
    }

    private void requireRoom(RulesVersion version) {
        // the key, and what Kafka adds
        int bytes = RulesForm.value(version).length + 1024;
        if (bytes > largest) {
            throw new IllegalArgumentException("the files are too large: as one record they have " + bytes
                    + " bytes, and topic " + topic + " takes " + largest
                    + ". Take out what is not needed, or raise max.message.bytes of the topic and"
                    + " topics.gazetteer.max.message.bytes alike");
        }
    }

    /** The processors that run now, by what the brokers say of their group; empty if this user may not ask. */
    public Optional<List<Instance>> instances(RulesBook book) {
        return clients()
                .map(clients -> clients.stream()
                        .map(client -> new Instance(client, book.running(client)))
                        .toList());
    }

    private Optional<Collection<String>> clients() {
        Collection<String> clients = new TreeSet<>();
        try {
            members().forEach(each -> clients.add(client(each)));
            return Optional.of(clients);
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<String> members() {
        try {
            return described(admin.describeConsumerGroups(List.of(group)).describedGroups()).members().stream()
                    .map(MemberDescription::clientId)
                    .toList();
        } catch (KafkaRefusedException e) {
            // it may be one of the other protocol
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return streamsMembers();
            }
            throw e;
        }
    }

    private List<String> streamsMembers() {
        try {
            return described(admin.describeStreamsGroups(List.of(group)).describedGroups()).members().stream()
                    .map(StreamsGroupMemberDescription::clientId)
                    .toList();
        } catch (KafkaRefusedException e) {
            // brokers without such groups have none
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnsupportedVersionException) {
                return List.of();
            }
            throw e;
        }
    }

    private <D> D described(Map<String, KafkaFuture<D>> groups) {
        return KafkaCall.await(groups.get(group), "describe group " + group, LIMIT);
    }

    /** The id that all Kafka clients of a processor begin with, of one of them. */
    public static String client(String ofOne) {
        int thread = ofOne.lastIndexOf(THREAD);
        return thread < 0 ? ofOne : ofOne.substring(0, thread);
    }

    /**
     * Waits until all processors that run tag by what a change put in force.
     *
     * @return those that run, when all have it or the time was over; empty if this user may not ask
     * @throws CancellationException if the thread is interrupted, which stays so
     */
    public Optional<List<Instance>> await(RulesChange change, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        RulesBook book = new RulesBook();
        Map<TopicPartition, Long> place = Map.of();
        while (true) {
            place = readInto(book, place);
            Optional<List<Instance>> instances = instances(book);
            boolean all = instances.isEmpty() || instances.get().stream().allMatch(each -> each.has(change));
            if (all || System.nanoTime() - end > 0) {
                return instances;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the processors");
        }
    }

    private static boolean isFenced(Throwable failure) {
        return causes(failure)
                .anyMatch(link ->
                        link instanceof ProducerFencedException || link instanceof InvalidProducerEpochException);
    }

    private RuntimeException explained(KafkaException failure, String right, String what) {
        if (causes(failure).anyMatch(RecordTooLargeException.class::isInstance)) {
            return new KafkaRefusedException(
                    what + ": it is larger than topic " + topic + " takes: raise its max.message.bytes", failure);
        }
        return AccessDenied.behind(failure, right)
                .<RuntimeException>map(why -> new KafkaRefusedException(what + ": " + why, failure))
                .orElse(failure);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
