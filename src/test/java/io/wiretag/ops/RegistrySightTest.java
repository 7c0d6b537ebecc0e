package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.local.EmbeddedRegistry;
import io.wiretag.proof.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real registry, stopped, started again, and slow. */
@Tag("full")
class RegistrySightTest {
    @TempDir
    Path folder;

    @Test
    void anOutageIsToldFromItsBeginningUntilTheRegistryAnswersAgainBeItSlowly() throws Exception {
        Path home = EmbeddedRegistry.home().orElseThrow();
        EmbeddedRegistry registry = EmbeddedRegistry.start(home, folder.resolve("registry"), 0);
        try (TcpProxy network = new TcpProxy(0, registry.url().getPort());
                ValueSerdes serdes = serdes(network);
                RegistrySight sight = RegistrySight.start(serdes, "no-such-subject")) {
            await("it has answered", () -> sight.answeredAt().isPresent());
            assertThat(sight.outage()).isEmpty();

            Instant stopped = Instant.now();
            registry.close();
            RegistrySight.Outage outage = outage(sight);
            assertThat(outage.since()).isAfter(stopped);
            assertThat(outage.why()).contains("registry");

            network.slow(Duration.ofMillis(300), Duration.ZERO);
            registry = EmbeddedRegistry.start(
                    home, folder.resolve("registry"), registry.url().getPort());
            await("the slow answer ends it", () -> sight.outage().isEmpty());

            network.slow(Duration.ofSeconds(20), Duration.ZERO);
            assertThat(outage(sight).since()).isAfter(outage.since());
            network.heal();
            network.reset();
            await("it answers again", () -> sight.outage().isEmpty());
        } finally {
            registry.close();
        }
    }

    private static RegistrySight.Outage outage(RegistrySight sight) {
        return await("the outage", sight::outage, outage -> outage.isPresent()).orElseThrow();
    }

    private static ValueSerdes serdes(TcpProxy network) {
        return new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                URI.create("http://127.0.0.1:" + network.port()),
                Map.of()));
    }
}
