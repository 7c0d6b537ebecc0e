package io.wiretag.wiring;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.http.IntakeServer;
import io.wiretag.ops.OpsServer;
import io.wiretag.schema.Article;
import io.wiretag.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The ways in: publishers, and the server for those who post. */
public final class IntakeParts {
    private final Installation installation;
    private final Config config;
    private final Topics topics;
    private final KafkaClients clients;

    public IntakeParts(Installation installation) {
        this.installation = installation;
        this.config = installation.config();
        this.topics = installation.topics();
        this.clients = installation.clients();
    }

    public ArticlePublisher publisher() {
        installation.topicAdmin().require(List.of(topics.published()));
        return publisher(clients.publishing());
    }

    public Optional<ArticlePublisher> publisher(BrokerWait wait) {
        return installation.reach(wait, List.of(topics.published())).map(cluster -> publisher(clients.publishing()));
    }

    private ArticlePublisher publisher(Map<String, Object> properties) {
        return new ArticlePublisher(
                new KafkaProducer<>(
                        properties,
                        new StringSerializer(),
                        installation.serdes().<Article>serializer()),
                topics.published().name());
    }

    public Optional<IntakeServer> intake(BrokerWait wait) {
        Optional<ApiKeys> keys = intakeKeys();
        IntakeServer.Settings bounds = intakeBounds();
        return installation
                .reach(wait, List.of(topics.published()))
                .map(cluster -> IntakeServer.start(
                        bounds,
                        keys,
                        publisher(clients.publishingImpatiently()),
                        topics.published().name(),
                        clients.probe()));
    }

    private Optional<ApiKeys> intakeKeys() {
        Config.Intake settings = config.intake();
        if (settings.keysRequired() && settings.keysFile().isEmpty()) {
            throw new IllegalArgumentException(
                    "intake.keys.file names no file of keys: make one with 'wiretag intake key"
                            + " NAME >> FILE', or set intake.keys.required=false on a machine that you trust");
        }
        return settings.keysFile().map(ApiKeys::of);
    }

    private IntakeServer.Settings intakeBounds() {
        Config.Intake settings = config.intake();
        return new IntakeServer.Settings(
                settings.host(),
                settings.port(),
                settings.maxBodyBytes(),
                settings.maxInFlightBytes(),
                settings.requestsPerSecond(),
                settings.burst());
    }

    /** While {@code intake} waits for its brokers it is alive, and not ready: whoever sends is told to come again. */
    public BrokerWait brokerWait() {
        Config.Intake settings = config.intake();
        return new BrokerWait(wait -> OpsServer.standIn(
                new OpsServer.Settings("intake", settings.host(), settings.port()), intakeKeys(), wait::why));
    }
}
