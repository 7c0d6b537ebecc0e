package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is connected to. Names are looked up here, so that each can stand for any address; no resolver but this one knows them. */
class EndpointTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TRUST = "javax.net.ssl.trustStore";

    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private String address = "127.0.0.1";
    private HttpServer server;

    @AfterEach
    void stop() {
        Optional.ofNullable(server).ifPresent(each -> each.stop(0));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityOrOfAnotherNameIsRefused(@TempDir Path folder) throws Exception {
        Path store = certificate(folder, "desk.example");
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
        start(secure);

        assertThat(answer("https://desk.example"))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.why())
                                .startsWith("no TLS with desk.example, its certificate must be of a known authority")
                                .contains("certification path"));
        System.setProperty(TRUST, store.toString());
        System.setProperty(TRUST + "Password", new String(PASSWORD));
        try {
            assertThat(answer("https://elsewhere.example"))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.why())
                                    .contains("no TLS with elsewhere.example", "No subject alternative"));
            assertThat(calls.get()).isZero();
            assertThat(answer("https://desk.example")).isInstanceOf(Answer.Accepted.class);
        } finally {
            System.clearProperty(TRUST);
            System.clearProperty(TRUST + "Password");
        }
    }

    @Test
    void aNameThatComesToStandForAPrivateAddressIsNotConnectedTo() throws Exception {
        start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10));
        try (Endpoint endpoint = endpoint("http://desk.example")) {
            assertThat(send(endpoint)).isInstanceOf(Answer.Accepted.class);
            // one look-up for a connection: what was checked is what is connected to
            assertThat(lookUps.get()).isOne();

            address = "127.0.0.2";
            assertThat(send(endpoint))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.why())
                                    .startsWith("desk.example is 127.0.0.2, which is reached by https alone"));
            assertThat(calls.get()).isOne();
            assertThat(lookUps.get()).isEqualTo(2);
        }
    }

    @Test
    void aCallThatIsBrokenOffGivesItsConnectionBack() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Endpoint endpoint = endpoint("http://desk.example", silent.getLocalPort())) {
            CompletableFuture<Answer> call = endpoint.send("1", new byte[] {'{', '}'});
            try (Socket connection = silent.accept()) {
                connection.setSoTimeout((int) LIMIT.dividedBy(2).toMillis());
                assertThat(connection.getInputStream().read()).isEqualTo('P');
                call.complete(new Answer.BrokenOff());
                assertThatCode(() -> connection.getInputStream().readAllBytes()).doesNotThrowAnyException();
            }
        }
    }

    private void start(HttpServer made) {
        server = made;
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            // so that each call makes a connection of its own
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    private Answer answer(String url) throws Exception {
        try (Endpoint endpoint = endpoint(url)) {
            return send(endpoint);
        }
    }

    private static Answer send(Endpoint endpoint) throws Exception {
        return endpoint.send("1", new byte[] {'{', '}'}).get(60, TimeUnit.SECONDS);
    }

    private Endpoint endpoint(String url) {
        return endpoint(url, server.getAddress().getPort());
    }

    private Endpoint endpoint(String url, int at) {
        return new Endpoint(
                "test",
                URI.create(url + ":" + at + "/"),
                List.of(new Endpoint.Signing(SigningSecret.random(), Optional.empty())),
                new AddressRules(List.of(AddressRules.Network.of("127.0.0.1"))),
                LIMIT,
                "test",
                (threads, clock) -> (host, port, context, promise) -> lookUp(host, port, promise));
    }

    private void lookUp(String host, int port, Promise<List<InetSocketAddress>> promise) {
        lookUps.incrementAndGet();
        try {
            InetAddress found = InetAddress.getByAddress(
                    host, InetAddress.getByName(address).getAddress());
            promise.succeeded(List.of(new InetSocketAddress(found, port)));
        } catch (UnknownHostException e) {
            promise.failed(e);
        }
    }

    /** Signed by itself, in a store with its key. */
    private static Path certificate(Path folder, String host) throws Exception {
        Path store = folder.resolve("endpoint.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "endpoint",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(() -> folder.resolve("keytool.log").toString())
                .isZero();
        return store;
    }

    private static SSLContext tls(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(Files.newInputStream(store), PASSWORD);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
