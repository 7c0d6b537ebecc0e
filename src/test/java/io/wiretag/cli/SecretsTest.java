package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.testing.CommandJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A secret that was given to a command is told nowhere: not by what it prints, logs, throws or shows, and not when it fails. */
class SecretsTest {
    private static final String CANARY = "canary4711";
    private static final LocalStack STACK = SharedLocalStack.stack();
    private static final Pattern ADDRESS = Pattern.compile("started address=(http://127\\.0\\.0\\.1:\\d+)\\s");

    /** Every place for a secret that Kafka's clients and the serializers know, whether it is used or not. */
    private static final Map<String, String> SECRETS = Map.of(
            "kafka.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"desk\" password=\"" + CANARY
                    + "\";",
            "kafka.sasl.mechanism",
            "PLAIN",
            "kafka.ssl.keystore.password",
            CANARY,
            "kafka.ssl.key.password",
            CANARY,
            "kafka.ssl.truststore.password",
            CANARY,
            "kafka.ssl.keystore.key",
            CANARY,
            "serde.basic.auth.user.info",
            "desk:" + CANARY,
            "serde.apicurio.registry.auth.password",
            CANARY,
            "serde.apicurio.registry.auth.client.secret",
            CANARY,
            "serde.schema.registry.ssl.keystore.password",
            CANARY);

    @TempDir
    Path folder;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.wiretag");
    private final Logger kafkas = (Logger) LoggerFactory.getLogger("org.apache.kafka");
    private final List<Level> before = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final CapturedConsole console = new CapturedConsole(80, false, Map.of("WIRETAG_LOG", "DEBUG"));

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        before.addAll(List.of(ours.getLevel(), kafkas.getLevel()));
        ours.setLevel(Level.TRACE);
        kafkas.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        ours.setLevel(before.get(0));
        kafkas.setLevel(before.get(1));
    }

    @Test
    void aBrokerThatRefusesIsToldWithoutTheSecrets() {
        int code =
                run(STACK.registryUrl().toString(), "topics", "check", "-X", "kafka.security.protocol=SASL_PLAINTEXT");

        assertThat(code).isNotZero();
        assertNothingTold();
    }

    @Test
    void aTrustStoreThatCannotBeOpenedIsToldWithoutTheSecrets() throws IOException {
        Path store = Files.writeString(folder.resolve("trust.jks"), "no store");

        int code = run(
                STACK.registryUrl().toString(),
                "topics",
                "check",
                "-X",
                "kafka.security.protocol=SSL",
                "-X",
                "kafka.ssl.truststore.location=" + store);

        assertThat(code).isNotZero();
        assertNothingTold();
    }

    @Test
    void aRegistryThatDoesNotAnswerIsToldWithoutUserAndPassword() {
        int code = run("http://desk:" + CANARY + "@127.0.0.1:1", "publish", "--samples");

        assertThat(code).isNotZero();
        assertNothingTold();
    }

    @Test
    void aFeedThatDoesNotAnswerIsToldWithoutWhatIsSecretInItsAddress() {
        int code = run(
                STACK.registryUrl().toString(),
                "publish",
                "--once",
                "--state",
                folder.resolve("feeds").toString(),
                "--poll",
                "http://desk:" + CANARY + "@127.0.0.1:1/feed?token=" + CANARY);

        assertThat(code).isNotZero();
        assertNothingTold();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.url=ftp://desk:canary4711@registry",
                "registry.url=http://desk:x/canary4711@registry",
                "registry.url=http://desk:x@canary4711@registry",
                "kafak.ssl.key.password=canary4711",
                "kafka.sasl.jaas.config=canary4711",
            })
    void aSettingThatCannotBeUsedIsToldWithoutTheSecret(String setting) {
        int code = console.run(
                "topics",
                "check",
                "-b",
                STACK.bootstrapServers(),
                "-X",
                "kafka.security.protocol=SASL_PLAINTEXT",
                "-X",
                setting);

        assertThat(code).isNotZero();
        assertNothingTold();
    }

    @Test
    @Tag("full")
    void aRunningProcessorTellsNoSecretInItsLogAndOnItsPages() throws Exception {
        String prefix = "secrets" + System.nanoTime() + ".";
        assertThat(console.run(
                        "topics",
                        "create",
                        "-b",
                        STACK.bootstrapServers(),
                        "-r",
                        STACK.registryUrl().toString(),
                        "-X",
                        "topics.prefix=" + prefix))
                .isZero();
        Path file = folder.resolve("log");
        List<String> words = arguments(
                "http://desk:" + CANARY + "@127.0.0.1:1",
                "process",
                "-X",
                "topics.prefix=" + prefix,
                "-X",
                "topics.replication.factor=1",
                "-X",
                "ops.port=0",
                "-X",
                "streams.state.dir=" + folder.resolve("state"));
        Process processor = CommandJvm.start(file, List.of("-DWIRETAG_LOG=TRACE", "-DWIRETAG_KAFKA_LOG=INFO"), words);
        try {
            String address = awaitAddress(processor, file);
            StringBuilder told = new StringBuilder();
            for (String page : List.of("/metrics", "/health/live", "/health/ready", "/api/status", "/api/lag")) {
                told.append(get(address + page));
            }
            assertThat(told).contains("wiretag_").doesNotContain(CANARY);
        } finally {
            processor.destroy();
            assertThat(processor.waitFor(60, TimeUnit.SECONDS))
                    .as("ended within 60 s of SIGTERM")
                    .isTrue();
        }
        assertThat(Files.readString(file))
                // what Kafka tells of its clients at this level
                .contains("sasl.jaas.config = [hidden]")
                .doesNotContain(CANARY);
    }

    private int run(String registry, String... command) {
        return console.run(arguments(registry, command).toArray(String[]::new));
    }

    private static List<String> arguments(String registry, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-b", STACK.bootstrapServers(), "-r", registry));
        SECRETS.forEach((key, value) -> arguments.addAll(List.of("-X", key + "=" + value)));
        return arguments;
    }

    private void assertNothingTold() {
        assertThat(console.err()).isNotBlank().doesNotContain(CANARY);
        assertThat(console.out()).doesNotContain(CANARY);
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertThat(event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap())
                    .doesNotContain(CANARY);
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain(CANARY);
            }
        }
    }

    private static String awaitAddress(Process processor, Path file) {
        String said = await(
                "it to run and to tell its address",
                Duration.ofSeconds(120),
                () -> {
                    String text = Files.readString(file);
                    assertThat(processor.isAlive()).as("ended early: %s", text).isTrue();
                    return text;
                },
                text -> address(text).isPresent() && text.contains("state=RUNNING"));
        return address(said).orElseThrow();
    }

    /** One that waits for its brokers answers elsewhere first. */
    private static Optional<String> address(String log) {
        return ADDRESS.matcher(log).results().map(found -> found.group(1)).reduce((first, next) -> next);
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
