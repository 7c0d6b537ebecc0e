package io.wiretag.wiring;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.ReadBounds;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.topics.Rights;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Kafka clients of one installation and what each is set to: ours first, then what the configuration says, then what may not
 * be otherwise. Keeps one admin client; the others are closed by whoever asked for them.
 */
final class KafkaClients implements AutoCloseable {
    private static final int ONE_MIB = 1 << 20;
    /** How Kafka's clients say that no name among the brokers can be resolved. */
    private static final String NO_ADDRESS = "No resolvable bootstrap urls";

    private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    /** Bytes of a record that was rejected, unpacked: many times what a topic takes of it when it is packed. */
    private static final int LARGEST_REPLAY = 128 * 1024 * 1024;

    private static final int MOST_OF_A_POLL = 100;

    /** Settings of a producer that must agree with each other. */
    private static final Set<String> TIMEOUTS = Set.of(
            ProducerConfig.LINGER_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);

    private final Config config;
    private final Topics topics;
    private Admin admin;

    KafkaClients(Config config, Topics topics) {
        this.config = config;
        this.topics = topics;
    }

    /**
     * The one admin client.
     *
     * @throws KafkaUnavailableException if no name of a broker can be resolved, which may be part of an outage
     */
    synchronized Admin admin() {
        if (admin == null) {
            admin = create();
        }
        return admin;
    }

    private Admin create() {
        try {
            return Admin.create(new HashMap<>(config.kafka()));
        } catch (KafkaException e) {
            if (e.getCause() instanceof ConfigException wrong
                    && String.valueOf(wrong.getMessage()).startsWith(NO_ADDRESS)) {
                throw new KafkaUnavailableException(
                        "could not reach Kafka at " + config.bootstrapServers()
                                + ": no such host; check kafka.bootstrap.servers and the name service",
                        e);
            }
            throw e;
        }
    }

    /**
     * Asks the brokers whether they are there, before anything waits long for them.
     *
     * @return the id of the cluster
     * @throws KafkaUnavailableException if none answers
     */
    String requireBrokers() {
        return requireBrokers(REACH_LIMIT);
    }

    /** The same with another limit. */
    String requireBrokers(Duration limit) {
        Admin brokers = admin();
        try {
            return KafkaCall.await(
                    brokers.describeCluster().clusterId(), "reach Kafka at " + config.bootstrapServers(), limit);
        } catch (KafkaUnavailableException e) {
            // brokers that want TLS say nothing to who comes without
            throw config.kafka().containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                    ? e
                    : new KafkaUnavailableException(
                            e.getMessage() + "; if the brokers want TLS or a password, set kafka.security.protocol", e);
        }
    }

    /** Asks whether they are there for somebody who waits: sooner, and in fewer words. May be used by any thread. */
    Runnable probe() {
        Admin brokers = admin();
        return () -> KafkaCall.await(brokers.describeCluster().clusterId(), "reach Kafka", PROBE_LIMIT);
    }

    /**
     * Of a consumer that commits nothing by itself.
     *
     * @param read the topics that it reads: how large their records may be bounds how many it holds
     */
    Map<String, Object> readCommitted(List<? extends Topic<?>> read) {
        int largest = read.stream().mapToInt(Topic::maxMessageBytes).max().orElseThrow();
        Map<String, Object> properties = new HashMap<>(ReadBounds.of(largest, MOST_OF_A_POLL));
        properties.putAll(config.kafka());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // to look at a topic that was deleted must not make it anew, with settings that nobody chose
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return properties;
    }

    /** For bytes of whole topics: what is deleted during the scan is left out, and not all that stands behind it. */
    Consumer<byte[], byte[]> scanning() {
        Map<String, Object> properties = readCommitted(topics.all());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // a fetch at the end of one topic is waited for before another is read
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        return bytes(properties);
    }

    /** For bytes from a position on: what is gone is told, and not passed over. */
    Consumer<byte[], byte[]> following() {
        return bytes(fromAPosition());
    }

    /** The same for single records and for a look ahead of others: a fetch at the end of one partition holds up no other. */
    Consumer<byte[], byte[]> aside() {
        Map<String, Object> properties = fromAPosition();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        return bytes(properties);
    }

    private Map<String, Object> fromAPosition() {
        Map<String, Object> properties = readCommitted(List.of(topics.tagged()));
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return properties;
    }

    /** For bytes of tagged articles, as a member of a group whose other members are to take over soon when this one dies. */
    Consumer<byte[], byte[]> member(String group) {
        Map<String, Object> properties = fromAPosition();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        if (!config.kafka().containsKey(ConsumerConfig.GROUP_PROTOCOL_CONFIG)) {
            properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return bytes(properties);
    }

    /** Of records that have no type of their own, and for which somebody waits. */
    Producer<byte[], byte[]> writing() {
        return new KafkaProducer<>(publishingImpatiently(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** For a look at single records, those of open transactions among them where they are not to be committed. */
    Consumer<byte[], byte[]> looking(boolean committed) {
        Map<String, Object> properties = readCommitted(topics.all());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, committed ? "read_committed" : "read_uncommitted");
        // a record that is deleted while we look for it is no reason to look elsewhere
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // one record tells when it was written: Kafka gives at least one batch, however large
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
        return bytes(properties);
    }

    /** For the turn to write what one instance writes alone: it reads nothing, and gives the turn up within ten seconds of its end. */
    Consumer<byte[], byte[]> electing(String group) {
        Map<String, Object> properties = readCommitted(topics.all());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        if (!config.kafka().containsKey(ConsumerConfig.GROUP_PROTOCOL_CONFIG)) {
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
        }
        return bytes(properties);
    }

    private static Consumer<byte[], byte[]> bytes(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Of a producer of articles.
     *
     * @throws IllegalArgumentException if the configuration asks for less than idempotence and all acknowledgements
     */
    Map<String, Object> publishing() {
        return publishing(Map.of());
    }

    /** Of one that gives up sooner, for somebody waits for the answer, unless the configuration has time-outs of its own. */
    Map<String, Object> publishingImpatiently() {
        Map<String, String> impatient = new HashMap<>(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000"));
        // Kafka wants delivery.timeout.ms to be the longest of them: we set both or none
        if (Collections.disjoint(config.kafka().keySet(), TIMEOUTS)) {
            impatient.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
            impatient.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000");
        }
        return publishing(impatient);
    }

    private Map<String, Object> publishing(Map<String, String> settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // what the topic takes, the producer sends
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Math.max(ONE_MIB, topics.published().maxMessageBytes()));
        properties.putAll(settings);
        return required(properties);
    }

    /** Of a producer of rejected records; the same exception. */
    Map<String, Object> replaying() {
        Map<String, Object> properties = new HashMap<>();
        // what was let in because it was small when packed must get in again
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REPLAY);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, LARGEST_REPLAY);
        // while one is open, the processor waits behind it
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "30000");
        required(properties);
        // of the topic and not of the configuration: whoever replays from it must end whoever else does
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.rejected().name() + "-replay");
        return properties;
    }

    /** For whoever says which gazetteer is in force: who begins ends whoever is at it. */
    Producer<byte[], byte[]> ruling(Topic<?> topic) {
        Map<String, Object> properties = publishingImpatiently();
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.max(ONE_MIB, topic.maxMessageBytes()));
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "30000");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Rights.gazetteerWriter(topics));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> required(Map<String, Object> properties) {
        properties.putAll(config.kafka());
        ArticlePublisher.checkSettings(properties);
        properties.putAll(ArticlePublisher.requiredSettings());
        return properties;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            // every call has been waited for: what is still open are calls that were given up
            admin.close(Duration.ZERO);
        }
    }
}
