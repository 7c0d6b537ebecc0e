package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.access.ApiKeys;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.OpsKeys;
import io.wiretag.testing.CommandJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern ADDRESS = Pattern.compile("Listening at (http://127\\.0\\.0\\.1:\\d+)\\s");

    private final CapturedConsole console = new CapturedConsole();
    private final String prefix = "serve" + System.nanoTime() + ".";

    @TempDir
    Path folder;

    @Test
    @Tag("full")
    void itShowsAClusterWithoutAProcessorAndSigtermEndsItInOrder() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Path log = folder.resolve("log");
        Process command = start(log);
        try {
            String address = CommandJvm.awaitSaid(command, log, ADDRESS);
            await("it to be ready", () -> statusAndBody(address + "/health/ready"), told -> told.startsWith("200 "));
            assertThat(get(address + "/api/status").body()).contains(prefix + "articles.published");
            assertThat(get(address + "/metrics").body()).contains("wiretag_rejected_unreplayed 0.0");
            // SIGTERM
            command.destroy();

            assertThat(command.waitFor(60, TimeUnit.SECONDS))
                    .as("ended within 60 s of SIGTERM")
                    .isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.OK);
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    @Tag("full")
    void topicsThatAreMissingAreWaitedForAndSaidOnce() throws Exception {
        Path log = folder.resolve("log");
        Process command = start(log);
        try {
            CommandJvm.awaitSaid(
                    command,
                    log,
                    Pattern.compile("(waits for the topics: topic \\S+ does not exist: run 'wiretag topics create')"));

            assertThat(run("topics", "create")).isZero();

            String address = CommandJvm.awaitSaid(command, log, ADDRESS);
            await("it to be ready", () -> statusAndBody(address + "/health/ready"), told -> told.startsWith("200 "));
            assertThat(Files.readString(log).lines())
                    .filteredOn(line -> line.contains("does not exist") || line.contains("UNKNOWN_TOPIC"))
                    .hasSize(1);
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    @Tag("full")
    void aSinkThatIsMissingIsToldBesideTheRest() throws Exception {
        assertThat(run("topics", "create")).isZero();
        String missing = prefix + "articles.by-agency";
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", SharedLocalStack.stack().bootstrapServers()))) {
            admin.deleteTopics(List.of(missing)).all().get(30, TimeUnit.SECONDS);
        }
        Path log = folder.resolve("log");
        Process command = start(log);
        try {
            String address = CommandJvm.awaitSaid(command, log, ADDRESS);
            await("it to be ready", () -> statusAndBody(address + "/health/ready"), told -> told.startsWith("200 "));
            await(
                    "the topic to be named",
                    () -> get(address + "/api/status").body(),
                    body -> body.contains("{\"unseen\":\"topic " + missing + "\",\"kind\":\"topic\"")
                            && body.contains("\"why\":\"it does not exist"));
            assertThat(get(address + "/metrics").body()).contains("wiretag_lag_blind_spots{");
            assertThat(Files.readString(log).lines())
                    .filteredOn(line -> line.contains("UNKNOWN_TOPIC"))
                    .isEmpty();
        } finally {
            command.destroyForcibly();
        }
    }

    private static String statusAndBody(String url) throws Exception {
        HttpResponse<String> answer = get(url);
        return answer.statusCode() + " " + answer.body();
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Process start(Path log) throws IOException {
        String[] command = SharedLocalStack.command(prefix, "serve", "-X", "ops.port=0");
        return CommandJvm.start(log, List.of(), List.of(command));
    }

    @Test
    void otherMachinesNeedKeys() {
        assertThat(run("topics", "create")).isZero();
        assertThat(run("serve", "-X", "ops.port=0", "-X", "ops.host=0.0.0.0")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("0.0.0.0", "ops.keys.file");
        assertThat(run("serve", "-X", "ops.keys.file=" + folder.resolve("none")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("none does not exist");
    }

    @Test
    void itMakesKeysAsTheIntakeDoes() {
        assertThat(console.run("serve", "key", "night-desk")).isZero();

        assertThat(console.out()).startsWith("night-desk:sha256$");
        assertThat(console.err()).contains("shown this once: wt_");
    }

    @Test
    void aKeyForAnEditorSaysSoInItsLine() throws Exception {
        assertThat(console.run("serve", "key", "anna", "--role", "editor")).isZero();

        assertThat(console.out()).startsWith("anna:sha256$").endsWith(" role=editor\n");
        OpsKeys.of(Files.writeString(folder.resolve("editors.txt"), console.out()));
    }

    @Test
    void aRoleThatThereIsNotMakesNoKey() {
        assertThat(console.run("serve", "key", "anna", "--role", "chief")).isEqualTo(ExitCode.USAGE);

        assertThat(console.out()).isEmpty();
        assertThat(console.err()).contains("role 'chief'", "must be editor");
    }

    @Test
    void aKeyForAProgramGoesToAFileThatOthersCannotReadAndIsNeverOverwritten() throws Exception {
        Path file = folder.resolve("prometheus.key");
        assertThat(console.run("serve", "key", "prometheus", "--key-file", file.toString()))
                .isZero();

        String key = Files.readString(file).strip();
        assertThat(console.out()).startsWith("prometheus:sha256$");
        assertThat(console.out() + console.err()).doesNotContain(key);
        assertThat(Files.getPosixFilePermissions(file)).doesNotContain(OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);
        Path keys = Files.writeString(folder.resolve("keys.txt"), console.out());
        assertThat(ApiKeys.of(keys).nameOf(key)).hasValue("prometheus");

        assertThat(console.run("serve", "key", "prometheus", "--key-file", file.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains(file + " is there already");
        assertThat(Files.readString(file).strip()).isEqualTo(key);
    }

    private int run(String... args) {
        return console.run(SharedLocalStack.command(prefix, args));
    }
}
