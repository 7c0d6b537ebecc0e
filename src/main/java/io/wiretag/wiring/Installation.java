package io.wiretag.wiring;

import io.wiretag.cluster.BrokerWait;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.life.RequestSeal;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.Topic;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What all parts of one installation share, made from its configuration when it is first asked for: topics, clients, serializers, the
 * gazetteer. Used by one thread; what {@link #prepare} makes beside it may be asked for by both. What it keeps is closed with it.
 */
public final class Installation implements AutoCloseable {
    private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
    /** Brokers that are there answer sooner; while they are asked first, nobody stands in. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(2);

    private final Config config;
    private final Topics topics;
    private final KafkaClients clients;
    private ValueSerdes serdes;
    private Gazetteer gazetteer;
    /** Done, unless {@link #prepare} is at work. */
    private CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);

    /** @throws IllegalArgumentException if the topics cannot be set up as the configuration says */
    public Installation(Config config) {
        this.config = config;
        Config.TopicSettings settings = config.topics();
        this.topics = Topics.of(
                settings.prefix(),
                settings.partitions(),
                settings.replicationFactor(),
                settings.overrides(),
                settings.sinks());
        this.clients = new KafkaClients(config, topics);
    }

    public Topics topics() {
        return topics;
    }

    Config config() {
        return config;
    }

    KafkaClients clients() {
        return clients;
    }

    public TopicAdmin topicAdmin() {
        return new TopicAdmin(clients.admin(), topics);
    }

    public SubjectAdmin subjectAdmin() {
        return new SubjectAdmin(topics, serdeSettings());
    }

    /** Begins to make, beside the caller, what needs no broker. What is wrong is thrown where it is asked for. */
    void prepare(Runnable more) {
        preparation = CompletableFuture.runAsync(() -> {
            serdes();
            gazetteer();
            more.run();
        });
    }

    /** A failure is met again, and thrown, where the part is asked for. */
    void awaitPreparation() {
        preparation.exceptionally(failure -> null).join();
    }

    /** With the files of the configuration; made when first asked for. */
    public synchronized Gazetteer gazetteer() {
        if (gazetteer == null) {
            gazetteer = Gazetteer.builtInWith(config.gazetteerFiles());
        }
        return gazetteer;
    }

    /** What gives the tags that this installation wants. */
    Tagging tagging(Gazetteer gazetteer) {
        Tagger tagger = Tagger.of(gazetteer);
        return config.bodies() ? tagger : story -> tagger.tag(story).withoutBodies();
    }

    /** What corrections of tags are sealed with; empty: nothing. */
    public Optional<RequestSeal> requestSeal() {
        return config.correctionsKey().map(RequestSeal::of);
    }

    /** Made when first asked for. */
    public synchronized ValueSerdes serdes() {
        if (serdes == null) {
            serdes = new ValueSerdes(serdeSettings());
        }
        return serdes;
    }

    private ValueSerdes.Settings serdeSettings() {
        Config.Serdes settings = config.serdes();
        return new ValueSerdes.Settings(
                settings.serializer().orElse(BuildSerdes.SERIALIZER),
                settings.deserializer().orElse(BuildSerdes.DESERIALIZER),
                settings.registryUrl(),
                settings.properties());
    }

    public void requireBrokers() {
        clients.requireBrokers();
    }

    public <T> Optional<T> reach(BrokerWait wait, Supplier<T> question) {
        return wait.until(() -> {
            clients.requireBrokers(wait.why().isEmpty() ? FIRST_LIMIT : REACH_LIMIT);
            return question.get();
        });
    }

    /** Waits until the brokers are there and have these topics; the answer is the id of the cluster. */
    Optional<String> reach(BrokerWait wait, List<Topic<?>> needed) {
        return reach(wait, () -> {
            topicAdmin().require(needed);
            return clients.requireBrokers();
        });
    }

    /** The same, and topics that are missing are waited for as brokers are. */
    Optional<String> reachPatiently(BrokerWait wait, List<Topic<?>> needed) {
        return reach(wait, () -> {
            try {
                topicAdmin().require(needed);
            } catch (KafkaRefusedException e) {
                // a topic that is missing is found by us; what Kafka itself refuses does not come by waiting
                if (e.getCause() != null) {
                    throw e;
                }
                throw new KafkaUnavailableException(e.getMessage(), e);
            }
            return clients.requireBrokers();
        });
    }

    /** The id of the cluster, which has these topics. */
    String reach(List<Topic<?>> needed) {
        topicAdmin().require(needed);
        return clients.requireBrokers();
    }

    @Override
    public void close() {
        awaitPreparation();
        clients.close();
        if (serdes != null) {
            serdes.close();
        }
    }
}
