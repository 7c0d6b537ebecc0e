package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises a newcomer, with the launcher and the packaged jar. */
class FirstLookIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void theDemoShowsBothSeedsTaggedAndEndsWithZero() throws Exception {
        Run demo = run("demo", "--once", "--port", "0", "--registry-port", "0");

        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.err()).contains("sample wires came out tagged");
        assertThat(tagsBelow(demo.out(), "Top Vietnamese, Chinese leaders hold phone talks"))
                .isEqualTo("no province · VGP origin · VNA origin");
        assertThat(tagsBelow(demo.out(), "He made the statement while hosting a reception"))
                .isEqualTo("Hà Nội · VNS origin · VNA credit · VNS credit");
    }

    @Test
    @Tag("full")
    void theDemoSaysWhatDidNotArriveAndEndsWithOne() throws Exception {
        Run demo = run(
                "demo",
                "--once",
                "--once-timeout",
                "3",
                "--port",
                "0",
                "--registry-port",
                "0",
                "-X",
                "topics.tagged.max.message.bytes=2000");

        assertThat(demo.code()).as(demo.err()).isEqualTo(ExitCode.FAILED);
        assertThat(demo.err()).contains("did not come out within 3 s").contains("Top Vietnamese, Chinese leaders");
    }

    @Test
    @Tag("full")
    void theDemoKeepsItsDataOverARestart() throws Exception {
        String[] demo = {
            "demo",
            "--once",
            "--port",
            "0",
            "--registry-port",
            "0",
            "--data",
            folder.resolve("data").toString()
        };
        assertThat(run(demo).code()).isZero();

        Run again = run(demo);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(tagsBelow(again.out(), "Top Vietnamese, Chinese leaders hold phone talks"))
                .isEqualTo("no province · VGP origin · VNA origin");
    }

    @Test
    @Tag("full")
    void theCommandsOfTheReadmeWorkAgainstARunningDemo() throws Exception {
        Path log = folder.resolve("demo.err");
        Process demo = startDemo(log);
        try {
            String[] cluster = cluster(log, demo);
            Run tail = run(with(cluster, "tail", "--province", "VN-HN", "--from-beginning", "--max", "1"));
            assertThat(tail.out()).as(tail.err()).contains("Hà Nội");
            Run json = run(with(cluster, "tail", "--agency", "VNS", "--from-beginning", "--max", "2", "--json"));
            assertThat(json.out().lines())
                    .as(json.err())
                    .hasSize(2)
                    .allMatch(line -> line.contains("\"key\":\"VNS\"") && line.contains("\"article\":{"));
            Run corrected = run(with(cluster, "tail", "--province", "VN-22", "--from-beginning", "--max", "2"));
            assertThat(corrected.out()).as(corrected.err()).contains("[retraction 2]");
            Run killed = run(with(cluster, "tail", "--province", "VN-32", "--from-beginning", "--max", "2"));
            assertThat(killed.out()).as(killed.err()).contains("[KILL 2]");
            Run history = run(with(cluster, "history", "urn:newsml:vns.example:20241020:airport-night"));
            assertThat(history.out()).as(history.err()).contains("KILL       version 2");
            Files.copy(
                    Path.of("src/main/resources/samples/vns-defence-minister.txt"),
                    Files.createDirectory(folder.resolve("in")).resolve("wire.txt"));
            Run watch = run(with(
                    cluster, "publish", "--watch", folder.resolve("in").toString(), "--once", "--settle", "PT0.2S"));
            assertThat(watch.err()).as(watch.out()).contains("1 article published, now done/wire.txt");
            Run publish = run(with(cluster, "publish", "src/main/resources/samples/vgp-phone-talks.txt"));
            assertThat(publish.err()).contains("1 published to articles.published, 0 failed");
            assertThat(run(with(cluster, "topics", "check")).out())
                    .contains("7 topics are as the processor needs them");
            assertThat(run(with(cluster, "topics", "describe")).out()).contains("articles.by-province");
            Run lag = run(with(cluster, "lag"));
            assertThat(lag.out()).as(lag.err()).contains("wiretag  ").contains("published");
            assertThat(demo.isAlive()).isTrue();
        } finally {
            // the shell has been replaced by Java: this is the process that the user sees
            demo.destroy();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS))
                    .as("SIGTERM ends the demo")
                    .isTrue();
        }
        assertThat(demo.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(folder.resolve("demo.out"))).contains("origin");
    }

    /** A client that is not ours and not Java's: lists the topics and reads records. */
    @Test
    @Tag("full")
    @Needs(Tool.KCAT)
    void kcatListsTheTopicsAndReadsRecordsOfARunningDemo() throws Exception {
        Path log = folder.resolve("demo.err");
        Process demo = startDemo(log);
        try {
            String brokers = cluster(log, demo)[1];
            assertThat(outputOf("kcat", "-b", brokers, "-L")).contains("topic \"articles.by-province\"");
            // a number of records, for the feed goes on and has no end
            assertThat(outputOf(
                            "kcat",
                            "-b",
                            brokers,
                            "-C",
                            "-o",
                            "beginning",
                            "-c",
                            "20",
                            "-t",
                            "articles.by-province",
                            "-f",
                            "%k\n"))
                    .contains("VN-");
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String outputOf(String... command) throws Exception {
        Path out = Files.createTempFile(folder, "kcat", "");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("%s must end", List.of(command)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(out);
    }

    private static String[] with(String[] cluster, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(cluster));
        return all.toArray(String[]::new);
    }

    /** The options that the demo itself tells its user to give. */
    private static String[] cluster(Path log, Process demo) {
        Pattern options = Pattern.compile("wiretag lag (-b \\S+) (-r \\S+)");
        String said = await(
                "the demo to come up",
                LIMIT,
                () -> {
                    String text = Files.exists(log) ? Files.readString(log) : "";
                    assertThat(demo.isAlive()).as(text).isTrue();
                    return text;
                },
                text -> options.matcher(text).find());
        Matcher matcher = options.matcher(said);
        assertThat(matcher.find()).isTrue();
        return (matcher.group(1) + " " + matcher.group(2)).split(" ");
    }

    private record Run(int code, String out, String err) {}

    private Run run(String... arguments) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = start(err, out, arguments);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("%s must end: %s", List.of(arguments), Files.readString(err))
                .isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** One that goes on; the usual ports may be taken, by the other tests on a machine for example. */
    private Process startDemo(Path log) throws IOException {
        List<String> demo = new ArrayList<>(List.of("demo", "--rate", "600"));
        for (String port : List.of("--port", "--registry-port", "--dashboard-port", "--delivery-port")) {
            demo.addAll(List.of(port, "0"));
        }
        return start(log, folder.resolve("demo.out"), demo.toArray(String[]::new));
    }

    private static Process start(Path err, Path out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./wiretag"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(err.toFile()).redirectOutput(out.toFile());
        builder.environment().put("COLUMNS", "100");
        builder.environment().keySet().removeIf(name -> name.startsWith("WIRETAG_") || name.equals("CLICOLOR_FORCE"));
        return builder.start();
    }

    private static String tagsBelow(String out, String headline) {
        List<String> lines = out.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).contains(headline)) {
                return lines.get(i + 1).strip();
            }
        }
        return "'" + headline + "' is not in:\n" + out;
    }
}
