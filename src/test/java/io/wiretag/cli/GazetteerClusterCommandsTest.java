package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiretag gazetteer} against a real cluster, on which no processor runs. */
class GazetteerClusterCommandsTest {
    private static final String BUILT_IN = Gazetteer.builtIn().version();
    private static final String NOTHING = "Nothing was ever put in force";

    private final CapturedConsole console = new CapturedConsole();
    private final String prefix = "rules" + System.nanoTime() + ".";

    @TempDir
    Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void files() throws IOException {
        first = file("first.txt", "province: VN-22\n  city: Mường Xén\n");
        second = file("second.txt", "province: VN-22\n  city: Mường Xén [announced]\ntitle: thợ gốm\n");
    }

    @Test
    void anEditorAppliesComparesAndTakesBackAndTheHistoryKeepsAll() throws Exception {
        assertThat(run("gazetteer", "status")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(console.err()).contains("articles.gazetteer does not exist: run 'wiretag topics create'");
        assertThat(run("topics", "create")).isZero();
        assertThat(run("gazetteer", "history")).isZero();
        assertThat(console.err()).contains(NOTHING);
        assertThat(run("gazetteer", "rollback")).isEqualTo(ExitCode.FAILED);

        assertThat(run("gazetteer", "apply", first.toString(), "--by", "anna", "--note", "a town"))
                .isZero();
        assertThat(console.out())
                .matches("(?s)ok: version \\Q" + BUILT_IN
                        + "\\E\\+[0-9a-f]{8} is in force, by change 1 of anna at \\S+ \\(a town\\)\\R"
                        + "no processor runs now; those that start begin with it\\R");
        assertThat(run("gazetteer", "apply", first.toString())).isZero();
        assertThat(console.out()).contains("change 1 of anna").contains(": nothing was changed");
        assertThat(run("gazetteer", "apply", second.toString(), "--by", "binh")).isZero();

        assertThat(run("gazetteer", "diff", "1")).isZero();
        assertThat(console.out().lines())
                .containsExactly(
                        "- VN-22 city: Mường Xén  first.txt:2",
                        "+ VN-22 city: Mường Xén [announced]  second.txt:2",
                        "+ title: thợ gốm  second.txt:3");
        assertThat(run("gazetteer", "diff", "built-in", first.toString())).isZero();
        assertThat(console.out()).startsWith("+ VN-22 city: Mường Xén  ");
        assertThat(run("gazetteer", "diff", "7", "in-force")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("there is no version and no file '7'");

        assertThat(run("gazetteer", "rollback")).isZero();
        assertThat(console.out()).contains("by change 3 of").contains("(rollback to change 1)");
        assertThat(run("gazetteer", "rollback", "none", "--by", "anna")).isZero();
        assertThat(console.out()).contains("no version is in force, by change 4 of anna");
        assertThat(run("gazetteer", "rollback", "--by", "anna")).isZero();
        assertThat(run("gazetteer", "history", "--json")).isZero();
        assertThat(console.out().lines().map(GazetteerClusterCommandsTest::whose))
                .containsExactly(
                        "1 anna a town",
                        "2 binh ",
                        "3 " + System.getProperty("user.name") + " rollback to change 1",
                        "4 anna rollback to none",
                        "5 anna rollback to change 3");
        assertThat(run("gazetteer", "status", "--json")).isZero();
        JsonNode status = Json.MAPPER.readTree(console.out());
        assertThat(status.at("/inForce/change").asInt()).isEqualTo(5);
        assertThat(status.get("processors").isEmpty()).isTrue();
    }

    @Test
    void theFilesOfAVersionComeBackAsTheyWere() throws Exception {
        Path inOtherFolder = Files.createDirectory(folder.resolve("other")).resolve("second.txt");
        Files.writeString(inOtherFolder, "\ufeff# Windows\r\ntitle: thợ rèn");
        Path to = folder.resolve("a/b");
        assertThat(run("topics", "create")).isZero();
        assertThat(run("gazetteer", "show", "in-force")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("no version is in force: 'wiretag gazetteer history' shows");
        assertThat(run("gazetteer", "apply", first.toString())).isZero();
        assertThat(run("gazetteer", "apply", second.toString(), inOtherFolder.toString()))
                .isZero();
        String version = console.out().replaceAll("(?s)ok: version (\\S+) .*", "$1");

        assertThat(run("gazetteer", "show", "1")).isZero();
        assertThat(console.out()).isEqualTo("# file first.txt\nprovince: VN-22\n  city: Mường Xén\n");
        assertThat(run("gazetteer", "show", version)).isZero();
        assertThat(console.out())
                .startsWith("# file second.txt\nprovince: VN-22\n")
                .contains("title: thợ gốm\n# file second.txt\n")
                .endsWith("title: thợ rèn\n");
        assertThat(run("gazetteer", "show", "in-force", "--to", to.toString())).isZero();
        assertThat(console.out().lines()).containsExactly(to + "/second.txt", to + "/2-second.txt");
        assertThat(to.resolve("second.txt")).hasSameBinaryContentAs(second);
        assertThat(to.resolve("2-second.txt")).hasSameBinaryContentAs(inOtherFolder);

        Files.delete(to.resolve("second.txt"));
        assertThat(run("gazetteer", "show", "in-force", "--to", to.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("2-second.txt is there already, and nothing was written");
        assertThat(to.resolve("second.txt")).doesNotExist();
        assertThat(run("gazetteer", "show", "1", "--to", first.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("first.txt cannot be written: ");
        assertThat(run("gazetteer", "rollback", "none")).isZero();
        assertThat(run("gazetteer", "show", "3")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("change 3 put no version in force, and has no files");
        assertThat(run("gazetteer", "show", "built-in")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("there is no version");
    }

    @Test
    void whatCannotBeUsedChangesNothing() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Path wrong = file("wrong.txt", "title: thợ gốm\nnonsense\n");
        Path large = Files.write(folder.resolve("large.txt"), new byte[10 * 1024 * 1024]);
        Path latin =
                Files.write(folder.resolve("latin.txt"), "# ok\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(run("gazetteer", "apply", first.toString(), wrong.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.out()).startsWith(wrong + ":2: 'nonsense' has no colon");
        assertThat(console.err()).contains("nothing was changed: the files cannot be used");
        assertThat(run("gazetteer", "apply", large.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("larger than 4194304 bytes").contains("topics.gazetteer.max.message.bytes");
        assertThat(run("gazetteer", "apply", latin.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains(latin + ":2: the line is not in UTF-8");
        assertThat(run("gazetteer", "apply", folder.resolve("none.txt").toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(run("gazetteer", "history")).isZero();
        assertThat(console.err()).contains(NOTHING);
    }

    @Test
    void aProcessorThatDoesNotSayThatItHasTheVersionIsNamedWhenTheTimeIsOver() {
        assertThat(run("topics", "create")).isZero();
        try (KafkaConsumer<byte[], byte[]> silent = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        SharedLocalStack.stack().bootstrapServers(),
                        "group.id",
                        prefix + "wiretag",
                        "client.id",
                        "earlier-build-StreamThread-1-consumer"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            silent.subscribe(List.of(prefix + "articles.published"));
            await("it to be a member", () -> {
                silent.poll(Duration.ofMillis(100));
                return !silent.assignment().isEmpty();
            });

            assertThat(run("gazetteer", "apply", first.toString(), "--timeout", "PT0S"))
                    .isEqualTo(ExitCode.FAILED);

            assertThat(console.out()).contains("is in force, by change 1 of").contains("0 of 1 processors tag by it");
            assertThat(console.err()).contains("not yet: earlier-build says nothing");
        }
    }

    private static String whose(String line) {
        try {
            JsonNode change = Json.MAPPER.readTree(line);
            return change.get("change").asInt() + " " + change.get("by").asText() + " "
                    + change.get("note").asText();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int run(String... words) {
        return console.run(SharedLocalStack.command(prefix, words));
    }
}
