package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.access.ApiKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders of articles hear while the intake waits for its brokers: never that they should give up. */
class StandInTest {
    private static final OpsServer.Settings LOOPBACK = new OpsServer.Settings("intake", "127.0.0.1", 0);

    @TempDir
    Path folder;

    @Test
    void whoeverHasAKeyOfTheIntakeIsToldToComeAgain() throws IOException {
        ApiKeys.NewKey key = ApiKeys.create("sender");
        ApiKeys keys = ApiKeys.of(Files.writeString(folder.resolve("keys"), key.line() + "\n"));

        try (OpsServer standIn = standIn(new OpsServer.Settings("intake", "0.0.0.0", 0), Optional.of(keys))) {
            assertThat(ask(standIn, "POST /articles", "localhost", "X-API-Key: " + key.key()))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 5");
            assertThat(ask(standIn, "GET /health/live", "localhost", "Accept: */*"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(ask(standIn, "GET /health/ready", "localhost", "Accept: */*"))
                    .startsWith("HTTP/1.1 503 ")
                    .doesNotContain("broker-7");
        }
    }

    @Test
    void whoeverComesByAProxyUnderAnotherNameIsToldToComeAgain() throws IOException {
        try (OpsServer standIn = standIn(LOOPBACK, Optional.empty())) {
            assertThat(ask(standIn, "POST /articles", "wire.example.org", "Accept: */*"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 5");
            assertThat(ask(standIn, "GET /openapi.json", "localhost", "Accept: */*"))
                    .startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void messagesNameTheSettingsOfTheServerThatItStandsInFor() {
        try (OpsServer first = standIn(LOOPBACK, Optional.empty())) {
            int taken = first.address().getPort();
            assertThatThrownBy(() -> standIn(new OpsServer.Settings("intake", "127.0.0.1", taken), Optional.empty()))
                    .hasMessageStartingWith("intake.port " + taken + " of intake.host 127.0.0.1 cannot be had");
        }
        assertThatThrownBy(() -> standIn(new OpsServer.Settings("intake", "0.0.0.0", 0), Optional.empty()))
                .hasMessageStartingWith("intake.host is 0.0.0.0")
                .hasMessageEndingWith("intake.keys.file");
        assertThatThrownBy(() -> standIn(new OpsServer.Settings("intake", "no such host", 0), Optional.empty()))
                .hasMessageStartingWith("intake.host 'no such host'");
    }

    private static OpsServer standIn(OpsServer.Settings place, Optional<ApiKeys> keys) {
        return OpsServer.standIn(place, keys, () -> Optional.of("waiting for broker-7"));
    }

    /** By hand: Java's own client does not let a request name another host. */
    private static String ask(OpsServer server, String request, String host, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream()
                    .write("%s HTTP/1.1\r\nHost: %s\r\n%s\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                            .formatted(request, host, header)
                            .getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
