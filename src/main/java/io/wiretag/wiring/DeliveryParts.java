package io.wiretag.wiring;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.config.Config;
import io.wiretag.delivery.ArticleDelivery;
import io.wiretag.delivery.PositionNotes;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.ops.OpsServer;
import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Body;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out for those who have no Kafka. */
public final class DeliveryParts {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryParts.class);

    private final Installation installation;
    private final Config.Delivery settings;
    private final Topics topics;
    private final WebhookParts webhooks;

    public DeliveryParts(Installation installation) {
        this.installation = installation;
        this.settings = installation.config().delivery();
        this.topics = installation.topics();
        this.webhooks = new WebhookParts(installation);
    }

    public DeliveryServer server() {
        Optional<ApiKeys> keys = keys();
        return server(keys, installation.reach(needed()));
    }

    public Optional<DeliveryServer> server(BrokerWait wait) {
        Optional<ApiKeys> keys = keys();
        return installation.reach(wait, needed()).map(cluster -> server(keys, cluster));
    }

    private List<Topic<?>> needed() {
        List<Topic<?>> needed = new ArrayList<>(List.of(topics.tagged()));
        if (topics.isWritten(topics.current())) {
            needed.add(topics.current());
        }
        return needed;
    }

    private DeliveryServer server(Optional<ApiKeys> keys, String cluster) {
        KafkaClients clients = installation.clients();
        return DeliveryServer.start(
                new DeliveryServer.Settings(
                        settings.host(),
                        settings.port(),
                        settings.connections(),
                        settings.connectionsPerKey(),
                        settings.bytesPerSecond(),
                        settings.corsOrigins(),
                        agencies()),
                keys,
                new ArticleDelivery(
                        cluster, topics, new ClusterFacts(clients.admin()), clients::following, installation.serdes()),
                keys.flatMap(any -> positionNotes()),
                webhooks.sender());
    }

    /**
     * None where the topic is not there: a producer would make it, with settings that nobody chose. Nor where it may not be seen; articles are
     * given out all the same.
     */
    private Optional<PositionNotes> positionNotes() {
        String topic = topics.receipts().name();
        try {
            if (new ClusterFacts(installation.clients().admin())
                    .existing(List.of(topic))
                    .isEmpty()) {
                LOG.warn(
                        "how far clients have come is not noted until the next start: there is no topic, run 'wiretag topics create' topic={}",
                        topic);
                return Optional.empty();
            }
        } catch (KafkaRefusedException e) {
            LOG.warn("how far clients have come is not noted until the next start topic={}: {}", topic, e.getMessage());
            return Optional.empty();
        } catch (KafkaUnavailableException e) {
            LOG.warn(
                    "whether there is a topic for how far clients have come is not known topic={}: {}",
                    topic,
                    e.getMessage());
        }
        return Optional.of(new PositionNotes(this::producer, topic, instance()));
    }

    /** Of this start: what was noted before stays beside it, or a client that began anew would seem to have gone on. */
    private String instance() {
        String place = settings.port() + " " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + place;
        } catch (UnknownHostException e) {
            return "localhost:" + place;
        }
    }

    private Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                installation.clients().publishingImpatiently(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What is sent to whom. */
    public WebhookParts webhooks() {
        return webhooks;
    }

    private Set<String> agencies() {
        Gazetteer gazetteer = installation.gazetteer();
        return Stream.concat(
                        gazetteer.agencies().stream().map(Agency::code),
                        gazetteer.bodies().stream().map(Body::code))
                .collect(Collectors.toSet());
    }

    private Optional<ApiKeys> keys() {
        if (settings.keysRequired() && settings.keysFile().isEmpty()) {
            throw new IllegalArgumentException(
                    "delivery.keys.file names no file of keys: make one with 'wiretag deliver key"
                            + " NAME >> FILE', or set delivery.keys.required=false on a machine that you trust");
        }
        return settings.keysFile().map(file -> DeliveryServer.keys(file, agencies()));
    }

    /** While {@code deliver} waits for its brokers it is alive, and not ready: whoever asks is told to come again. */
    public BrokerWait brokerWait() {
        return new BrokerWait(wait -> OpsServer.standIn(
                new OpsServer.Settings("delivery", settings.host(), settings.port()), keys(), wait::why));
    }
}
