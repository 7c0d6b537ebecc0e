package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.EmbeddedBroker;
import io.wiretag.testing.CommandJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that run for long, started while no broker is there: each in a JVM of its own, the broker comes later. */
@Tag("full")
class BrokersAwayAtStartTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private int brokerPort;
    private int ownPort;
    private Process command;

    @BeforeEach
    void choosePorts() throws Exception {
        brokerPort = freePort();
        ownPort = freePort();
    }

    @AfterEach
    void end() throws Exception {
        if (command != null) {
            command.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource({"process,ops.port", "serve,ops.port", "intake,intake.port"})
    void itIsAliveAndNotReadyUntilTheyComeAndThenWorksByItself(String name, String portKey) throws Exception {
        createTopicsAndGoAway();

        start(name, portKey);
        awaitAnswer("/health/live", 200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .contains("waiting for the brokers since")
                .contains("127.0.0.1:" + brokerPort);
        assertThat(get("/articles").statusCode())
                .as("whoever comes is to come again")
                .isEqualTo(503);

        EmbeddedBroker broker = startBroker();
        try (broker) {
            awaitAnswer("/health/ready", 200);
            assertThat(log().lines().filter(line -> line.contains("waits for the brokers")))
                    .hasSize(1);
            assertThat(log()).contains("the brokers answer");
            command.destroy();
            assertThat(command.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.OK);
        }
    }

    @ParameterizedTest
    @CsvSource({"process,ops.port", "serve,ops.port", "intake,intake.port"})
    void sigtermEndsItWhileItWaits(String name, String portKey) throws Exception {
        start(name, portKey);
        awaitAnswer("/health/live", 200);

        command.destroy();

        assertThat(command.waitFor(8, TimeUnit.SECONDS))
                .as("sooner than a question to brokers ends")
                .isTrue();
        assertThat(command.exitValue()).as(log()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aFolderIsWatchedAsSoonAsTheyCome() throws Exception {
        createTopicsAndGoAway();
        Path watched = Files.createDirectory(folder.resolve("incoming"));

        start("publish", "ops.port", "--watch", watched.toString());
        await("it to wait", LIMIT, this::saidSoFar, log -> log.contains("waits for the brokers"));

        EmbeddedBroker broker = startBroker();
        try (broker) {
            await("it to watch", LIMIT, this::saidSoFar, log -> log.contains("watching " + watched));
        }
    }

    @Test
    void topicsThatAreMissingEndItAllTheSame() throws Exception {
        start("process", "ops.port");
        awaitAnswer("/health/live", 200);

        EmbeddedBroker broker = startBroker();
        try (broker) {
            assertThat(command.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.FAILED);
            assertThat(log()).contains("does not exist: run 'wiretag topics create'");
        }
    }

    private void createTopicsAndGoAway() {
        EmbeddedBroker broker = startBroker();
        try (broker) {
            List<String> create = new ArrayList<>(List.of("topics", "create"));
            create.addAll(cluster());
            // the registry is away all the time: the topics are there, their schemas are not
            assertThat(new CapturedConsole().run(create.toArray(String[]::new))).isEqualTo(ExitCode.UNAVAILABLE);
        }
    }

    private EmbeddedBroker startBroker() {
        return EmbeddedBroker.start(folder.resolve("broker"), brokerPort);
    }

    private void start(String name, String portKey, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(name, "-X", portKey + "=" + ownPort));
        words.addAll(List.of(more));
        words.addAll(cluster());
        command = CommandJvm.start(folder.resolve("log"), List.of(), words);
    }

    private List<String> cluster() {
        return List.of(
                "-b",
                "127.0.0.1:" + brokerPort,
                "-r",
                // away all the time: nobody needs it before there is an article
                "http://127.0.0.1:9",
                "-X",
                "topics.partitions=1",
                "-X",
                "intake.keys.required=false",
                "-X",
                "streams.state.dir=" + folder.resolve("state"));
    }

    private void awaitAnswer(String path, int status) {
        await(path + " to answer " + status, LIMIT, this::saidSoFar, log -> answers(path, status));
    }

    private boolean answers(String path, int status) {
        try {
            return get(path).statusCode() == status;
        } catch (IOException e) {
            return false; // does not listen yet
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private String saidSoFar() throws IOException {
        assertThat(command.isAlive()).as("it ended: %s", log()).isTrue();
        return log();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ownPort + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
