package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.intake.folder.HotFolder;
import io.wiretag.local.SharedLocalStack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways of {@code wiretag publish}, against a real cluster. */
class PublishCommandTest {

    private final CapturedConsole console = new CapturedConsole();
    private final String prefix = "publish" + System.nanoTime() + ".";

    @TempDir
    Path folder;

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        String[][] commands = {
            {},
            {"a.txt", "--watch", folder.toString()},
            {"--watch", folder.toString(), "--poll", "http://127.0.0.1/"},
            {"--watch", folder.toString(), "--uri", "urn:x"},
            {"--watch", folder.toString(), "--every", "PT1M"},
            {"--poll", "http://127.0.0.1/", "--settle", "PT1S"},
            {"a.txt", "--once"},
            {"a.txt", "--state", "x"},
            {"--poll", "no address"},
            {"--watch", folder.resolve("missing").toString()},
            {"a.txt", "--uri", "u".repeat(5_000)},
            {"a.txt", "--uri", "urn:x", "--article-version", "1".repeat(300)},
        };
        for (String[] options : commands) {
            assertThat(run("publish", options)).as(List.of(options).toString()).isEqualTo(ExitCode.USAGE);
            assertThat(console.err()).startsWith("wiretag: ").hasLineCount(1);
        }
    }

    @Test
    void aFolderIsEmptiedOnceAndTheCodeTellsWhetherAllWasRead() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:a\"}");
        String[] watch = {"--watch", folder.toString(), "--settle", "PT0.1S", "--once"};

        assertThat(run("publish", watch)).as(console.err()).isZero();
        assertThat(console.err())
                .contains("a.json: 1 article published, now done/a.json")
                .contains("1 published to " + prefix + "articles.published, 1 file done, 0 failed");

        Files.writeString(folder.resolve("b.json"), "{\"uri\": 1}");
        assertThat(run("publish", watch)).isEqualTo(ExitCode.FAILED);
        assertThat(console.err())
                .contains("b.json: 0 articles published, now failed/b.json")
                .contains("  b.json:1: ");
    }

    @Test
    void aFolderOrAStateThatCannotBeWrittenToIsAConfigurationThatCannotBeUsed() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Path file = Files.writeString(folder.resolve("done"), "in the way of a tray");

        assertThat(run("publish", "--watch", folder.toString(), "--once")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains(file + " cannot be made");
        assertThat(run("publish", "--poll", "http://127.0.0.1:9/rss", "--state", file.toString(), "--once"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aRegistryThatIsAwayLeavesTheFilesInFlight() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:a\"}");

        assertThat(run(
                        "publish",
                        "--watch",
                        folder.toString(),
                        "--settle",
                        "PT0S",
                        "--once",
                        "-X",
                        "serde.apicurio.registry.url=http://127.0.0.1:1"))
                .isEqualTo(ExitCode.UNAVAILABLE);

        assertThat(folder.resolve(".wiretag/inflight/a.json")).exists();
        assertThat(run("publish", "--watch", folder.toString(), "--settle", "PT0S", "--once"))
                .isZero();
        assertThat(folder.resolve("done/a.json")).exists();
    }

    @Test
    void aFileThatCouldNotBeReadIsNoOutage() {
        HotFolder.Summary unread =
                new HotFolder.Summary(1, 1, 0, Optional.empty(), Optional.of("a.json cannot be read"));
        HotFolder.Summary both =
                new HotFolder.Summary(1, 1, 0, Optional.of("away"), Optional.of("a.json cannot be read"));

        assertThat(FolderPublishing.exitCode(unread)).isEqualTo(ExitCode.FAILED);
        assertThat(FolderPublishing.exitCode(both)).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void aFeedIsPolledOnceAndItsStateIsKeptWhereTheOptionSays() throws Exception {
        assertThat(run("topics", "create")).isZero();
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] feed = "<rss version='2.0'><channel><item><guid>urn:a</guid><title>A</title></item></channel></rss>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, feed.length);
            exchange.getResponseBody().write(feed);
            exchange.close();
        });
        site.start();
        try {
            String url = "http://127.0.0.1:" + site.getAddress().getPort() + "/rss";
            String state = folder.resolve("state").toString();
            assertThat(run("publish", "--poll", url, "--state", state, "--once"))
                    .as(console.err())
                    .isZero();
            assertThat(console.err()).contains(url + ": 1 article published").contains("1 published to " + prefix);
            assertThat(run("publish", "--poll", url, "--state", state, "--once"))
                    .isZero();
            assertThat(console.err()).contains("0 published to " + prefix);
        } finally {
            site.stop(0);
        }
        assertThat(run("publish", "--poll", "http://127.0.0.1:9/rss", "--state", folder.toString(), "--once"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("http://127.0.0.1:9/rss: no ");
    }

    private int run(String command, String... args) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(args));
        return console.run(SharedLocalStack.command(prefix, words.toArray(String[]::new)));
    }
}
