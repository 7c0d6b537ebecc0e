package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.testing.CommandJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeCommandTest {
    private static final Pattern ADDRESS =
            Pattern.compile("Listening at (http://127\\.0\\.0\\.1:\\d+), publishing to ");

    private final CapturedConsole console = new CapturedConsole();
    private final String prefix = "intake" + System.nanoTime() + ".";

    @TempDir
    Path folder;

    @Test
    @Tag("full")
    void aKeyIsMadeAnArticleIsTakenWithItAndSigtermEndsItInOrder() throws Exception {
        assertThat(run("topics", "create")).isZero();
        assertThat(console.run("intake", "key", "desk")).isZero();
        String key = console.err().strip().replaceAll(".*: ", "");
        Path keys = Files.writeString(folder.resolve("keys"), console.out());
        assertThat(console.out()).startsWith("desk:sha256$").doesNotContain(key);

        // in a JVM of its own: a signal ends a process
        Path log = folder.resolve("log");
        Process command = start(log, "intake.port=0", "intake.keys.file=" + keys);
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create(CommandJvm.awaitSaid(command, log, ADDRESS) + "/articles"))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + key)
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"uri\": \"urn:cli:http\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            // SIGTERM
            command.destroy();

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).contains("urn:cli:http").contains(prefix + "articles.published");
            assertThat(command.waitFor(60, TimeUnit.SECONDS))
                    .as("ended within 60 s of SIGTERM")
                    .isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.OK);
            assertThat(Files.readString(log)).contains("stopping").doesNotContain(key);
        } finally {
            command.destroyForcibly();
        }
    }

    private Process start(Path log, String... settings) throws IOException {
        List<String> words = new ArrayList<>(List.of("intake"));
        for (String setting : settings) {
            words.addAll(List.of("-X", setting));
        }
        String[] command = SharedLocalStack.command(prefix, words.toArray(String[]::new));
        return CommandJvm.start(log, List.of(), List.of(command));
    }

    @Test
    void withoutKeysItDoesNotStartUnlessToldToAndNeverForOtherMachines() {
        assertThat(run("topics", "create")).isZero();

        assertThat(run("intake")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err().lines()).hasSize(1);
        assertThat(console.err()).contains("intake.keys.file", "wiretag intake key", "intake.keys.required=false");

        assertThat(run("intake", "-X", "intake.keys.required=false", "-X", "intake.host=0.0.0.0"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("0.0.0.0");

        assertThat(run("intake", "-X", "intake.keys.file=" + folder.resolve("none")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("none does not exist");
    }

    @Test
    void withoutTheTopicItDoesNotStart() {
        assertThat(run("intake", "-X", "intake.keys.required=false", "-X", "intake.port=0"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(console.err()).contains("does not exist: run 'wiretag topics create'");
    }

    @Test
    void aNameThatCannotBeUsedIsAUsageError() {
        assertThat(console.run("intake", "key", "a:b")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("'a:b'");
        assertThat(console.out()).isEmpty();
    }

    private int run(String... args) {
        return console.run(SharedLocalStack.command(prefix, args));
    }
}
