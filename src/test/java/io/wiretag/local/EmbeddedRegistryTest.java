package io.wiretag.local;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {

    private static final String REGISTER =
            "{\"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"Wire\\\", \\\"fields\\\": []}\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path dataDir;

    @Test
    @Tag("full")
    void schemaIdsSurviveARestartAndBothApisAnswer() throws Exception {
        String registered;
        try (EmbeddedRegistry registry = start()) {
            post(registry, "/apis/ccompat/v7/subjects/other-value/versions", REGISTER.replace("Wire", "Other"));
            registered = post(registry, "/apis/ccompat/v7/subjects/wires-value/versions", REGISTER);
        }

        try (EmbeddedRegistry registry = start()) {
            assertThat(registered).matches("\\{\"id\":\\d+}");
            assertThat(post(registry, "/apis/ccompat/v7/subjects/wires-value/versions", REGISTER))
                    .isEqualTo(registered);
            String id = registered.replaceAll("\\D", "");
            assertThat(get(registry, "/apis/ccompat/v7/schemas/ids/" + id)).contains("Wire");
            assertThat(get(registry, "/apis/registry/v3/ids/contentIds/" + id)).contains("Wire");
        }
    }

    @Test
    @Tag("full")
    void itEndsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryParent.class.getName(),
                        dataDir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = parent.inputReader()) {
            assertThat(said.readLine()).startsWith("http://127.0.0.1:");
            List<ProcessHandle> children = parent.descendants().toList();
            assertThat(children).hasSize(1);

            parent.destroyForcibly();

            children.get(0).onExit().get(120, TimeUnit.SECONDS);
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Starts a registry, says so, and then waits to be killed. */
    static final class RegistryParent {

        private RegistryParent() {}

        public static void main(String[] arguments) throws IOException {
            EmbeddedRegistry registry =
                    EmbeddedRegistry.start(EmbeddedRegistry.home().orElseThrow(), Path.of(arguments[0]), 0);
            System.out.println(registry.url());
            System.in.read();
        }
    }

    @Test
    @Tag("full")
    @Needs(Tool.PROC)
    void ctrlCOnTheTerminalDoesNotReachIt() throws Exception {
        try (EmbeddedRegistry registry = start()) {
            // a browser of another test, or the shared registry, may be a child, too
            String port = "-Dquarkus.http.port=" + registry.url().getPort();
            ProcessHandle child = ProcessHandle.current()
                    .children()
                    .filter(process -> commandLine(process).contains(port))
                    .findFirst()
                    .orElseThrow();

            String ignored = Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElseThrow();

            int interrupt = 2;
            long mask =
                    Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
            assertThat(mask & (1L << (interrupt - 1)))
                    .as("SIGINT in %s of %s", ignored, registry.url())
                    .isNotZero();
        }
    }

    /** Whole, which the JDK's own is not when it is long; empty if the process has ended. */
    private static List<String> commandLine(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void aRegistryThatDiesWhileStartingTellsItsLastWordsAndItsLog() throws Exception {
        Path home = Files.createDirectories(dataDir.resolve("broken-home"));
        Files.createFile(home.resolve("apicurio-registry-app-0.0.0-runner.jar"));

        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> EmbeddedRegistry.start(home, dataDir, 0))
                .withMessageContaining("ClassNotFoundException")
                .withMessageContaining(dataDir.resolve("registry.log").toString())
                .withMessageNotContaining("\n");
    }

    @Test
    @Tag("full")
    void aStrangerWhoTakesItsPortWhileItStartsIsNotTakenForIt() throws Exception {
        int port = LoopbackPort.choose("test", 0);
        CompletableFuture<HttpServer> stranger = CompletableFuture.supplyAsync(() -> {
            // its log is made when its process is, and that needs a second at least to listen
            await("its log", () -> Files.exists(dataDir.resolve("registry.log")));
            return registryOfAStranger(port);
        });
        try {
            assertThatExceptionOfType(LocalStackException.class)
                    .isThrownBy(
                            () -> EmbeddedRegistry.start(EmbeddedRegistry.home().orElseThrow(), dataDir, port))
                    .withMessageContaining(
                            "Port " + port + " of 127.0.0.1, meant for the schema registry, cannot be had")
                    .withMessageContaining("choose another port");
        } finally {
            stranger.get(60, TimeUnit.SECONDS).stop(0);
        }
    }

    private static HttpServer registryOfAStranger(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMissingArchiveIsToldWithTheCommandThatBringsIt() {
        Path home = dataDir.resolve("nothing-here");

        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> EmbeddedRegistry.start(home, dataDir, 0))
                .withMessageContaining(home.toString())
                .withMessageContaining("mvn package");
    }

    private EmbeddedRegistry start() {
        return EmbeddedRegistry.start(EmbeddedRegistry.home().orElseThrow(), dataDir, 0);
    }

    private String get(EmbeddedRegistry registry, String path) throws Exception {
        return send(HttpRequest.newBuilder(registry.url().resolve(path)));
    }

    private String post(EmbeddedRegistry registry, String path, String body) throws Exception {
        URI uri = registry.url().resolve(path);
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
