package io.wiretag.wiring;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.config.Config;
import io.wiretag.delivery.webhook.AddressRules;
import io.wiretag.delivery.webhook.SecretSeal;
import io.wiretag.delivery.webhook.Subscriptions;
import io.wiretag.delivery.webhook.Webhooks;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** What is sent to those who have no Kafka and ask for nothing. */
public final class WebhookParts {
    private final Installation installation;
    private final Config.Webhooks settings;

    WebhookParts(Installation installation) {
        this.installation = installation;
        this.settings = installation.config().webhooks();
    }

    /** Those that are sent from here; empty where no file of keys is set. */
    Optional<Webhooks> sender() {
        return settings.keyFile().map(SecretSeal::of).map(seal -> {
            KafkaClients clients = installation.clients();
            return new Webhooks(
                    installation.topics(),
                    new Webhooks.Settings(prefix(), seal, networks(), settings.timeout(), userAgent()),
                    new OfInstallation(clients),
                    new ClusterFacts(clients.admin()),
                    installation.serdes());
        });
    }

    private record OfInstallation(KafkaClients clients) implements Webhooks.Clients {
        @Override
        public Consumer<byte[], byte[]> member(String group) {
            return clients.member(group);
        }

        @Override
        public Consumer<byte[], byte[]> reader() {
            return clients.aside();
        }

        @Override
        public Consumer<byte[], byte[]> scanner() {
            return clients.scanning();
        }

        @Override
        public Producer<byte[], byte[]> producer() {
            return clients.writing();
        }
    }

    public Subscriptions subscriptions() {
        KafkaClients clients = installation.clients();
        return new Subscriptions(
                installation.topics(), prefix(), clients.admin(), clients.scanning(), clients.writing());
    }

    public SecretSeal seal() {
        return settings.keyFile()
                .map(SecretSeal::of)
                .orElseThrow(
                        () -> new IllegalArgumentException("webhooks.key.file names no file: make one with 'wiretag"
                                + " subscription key FILE', and name it here and where 'wiretag deliver' runs"));
    }

    public void requireReachable(URI endpoint) {
        Subscriptions.requireReachable(endpoint, networks());
    }

    private List<AddressRules.Network> networks() {
        try {
            return settings.allowedNetworks().stream()
                    .map(AddressRules.Network::of)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("webhooks.allowed.networks: " + e.getMessage(), e);
        }
    }

    private String prefix() {
        return installation.config().topics().prefix();
    }

    private static String userAgent() {
        String version = WebhookParts.class.getPackage().getImplementationVersion();
        return version == null ? "wiretag" : "wiretag/" + version;
    }
}
