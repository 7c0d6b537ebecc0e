package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.Wiretag;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tail} against a real cluster, with a processor that tags what is published. */
class TailCommandTest {
    private static final LocalStack STACK = SharedLocalStack.stack();
    private static final int STORM_STORIES = 9;
    private static final String PREFIX = "tail" + System.nanoTime() + ".";

    @TempDir
    static Path folder;

    private static Wiretag wiretag;
    private static StreamsRunner processor;

    private final CapturedConsole console = new CapturedConsole();

    @BeforeAll
    static void publishAndTag() throws Exception {
        CapturedConsole console = new CapturedConsole();
        assertThat(console.run(arguments("topics", "create"))).isZero();
        wiretag = new Wiretag(InstallationSettings.of(STACK)
                .prefix(PREFIX)
                .state(folder.resolve("state"))
                .config());
        processor = wiretag.processor();
        processor.start(Duration.ofSeconds(60));
        List<String> articles = new ArrayList<>();
        IntStream.range(0, STORM_STORIES)
                .forEach(i -> articles.add(article("storm:" + i, "1", "en", "The storm reached Quảng Ngãi " + i, "")));
        articles.add(article("rain", "1", "vi-VN", "Mưa ở Nghệ An", ""));
        articles.add(article("rain", "2", "en", "Rain in Nghệ An", ""));
        articles.add(article("credit", "1", "vi", "Nắng ở Nghệ An", "\\nẢnh: TTXVN"));
        Path file = Files.writeString(folder.resolve("articles.json"), String.join("\n", articles));
        assertThat(console.run(arguments("publish", file.toString()))).isZero();
    }

    private static String article(String uri, String version, String language, String headline, String more) {
        return "{\"uri\": \"urn:tail:%s\", \"version\": \"%s\", \"language\": \"%s\", \"headlines\": [{\"value\": \"%s\"}],"
                        .formatted(uri, version, language, headline)
                + " \"bodies\": [{\"role\": \"main\", \"contentType\": \"text/plain\", \"value\": \"%s.%s\"}]}"
                        .formatted(headline, more);
    }

    @AfterAll
    static void stop() {
        processor.close();
        wiretag.close();
    }

    @ParameterizedTest
    @CsvSource({
        "--province, VN-99, no province 'VN-99'; nearest are VN-",
        "--unit, 99, no unit '99'; nearest are ",
        "--agency, XYZ, no agency 'XYZ'; nearest are ",
        "--language, vietnamese, no language 'vietnamese'",
        "--language, vn, no language 'vn'",
        "--role, credit, --role goes with --agency",
        "--exec, cat, --exec goes with --group"
    })
    void whatNothingCouldPassIsAUsageErrorAndNotSilence(String option, String value, String message) {
        assertThat(run("tail", option, value)).isEqualTo(ExitCode.USAGE);

        assertThat(console.err()).contains(message);
    }

    @Test
    void aNameStandsForTheCodeOfItsProvinceAndJsonTellsWhereTheRecordLies() throws Exception {
        assertThat(run("tail", "--from-beginning", "--province", "nghe an", "--max", "1", "--json"))
                .isZero();

        JsonNode line = Json.MAPPER.readTree(console.out());
        assertThat(line.get("key").asText()).isEqualTo("VN-22");
        assertThat(line.get("topic").asText()).isEqualTo(PREFIX + "articles.by-province");
        assertThat(line.get("partition").asInt(-1)).isZero();
        assertThat(line.get("offset").asLong(-1)).isNotNegative();
        assertThat(Instant.parse(line.get("timestamp").asText())).isBefore(Instant.now());
        List<String> headers = new ArrayList<>();
        line.get("headers")
                .forEach(header -> headers.add(
                        header.get("name").asText() + "=" + header.get("value").asText()));
        assertThat(headers).contains("wiretag.uri=" + line.at("/article/uri").asText(), "wiretag.operation=publish");
    }

    @Test
    void whatPassesTheFiltersNoLongerIsShownAsARetraction() throws Exception {
        assertThat(run(
                        "tail",
                        "--from-beginning",
                        "--province",
                        "VN-22",
                        "--about",
                        "--language",
                        "vi",
                        "--max",
                        "3",
                        "--json"))
                .isZero();

        List<String> shown = new ArrayList<>();
        for (String each : console.out().lines().toList()) {
            JsonNode line = Json.MAPPER.readTree(each);
            shown.add(line.at("/article/uri").asText() + " "
                    + line.get("operation").asText());
        }
        assertThat(shown).containsExactly("urn:tail:rain publish", "urn:tail:rain retract", "urn:tail:credit publish");
    }

    @Test
    void anAgencyIsFoundInTheRoleThatIsAskedFor() throws Exception {
        assertThat(run(
                        "tail",
                        "--from-beginning",
                        "--agency",
                        "TTXVN",
                        "--role",
                        "credit,mention",
                        "--max",
                        "1",
                        "--json"))
                .isZero();

        assertThat(Json.MAPPER.readTree(console.out()).at("/article/uri").asText())
                .isEqualTo("urn:tail:credit");
    }

    /** Keeps the offset of each record it has stored, crashes now before and now after that, and ends when it has all. */
    private static final String DESK = """
        calls=0
        while read -r record; do
          place=$(printf '%%s\\n' "$record" | sed -E 's/^\\{"topic":"[^"]*","partition":([0-9]+),"offset":([0-9]+),.*/\\1 \\2/')
          calls=$((calls + 1))
          [ "$calls" != 3 ] || exit 7
          echo "$place" >> %1$s
          [ "$calls" != 2 ] || [ -f %1$s.second ] || { touch %1$s.second; exit 8; }
          echo "$place"
          [ "$(sort -u %1$s | wc -l)" != %2$d ] || exit 0
        done
        """;

    @Test
    void aCommandThatCrashesInTheMiddleAndIsStartedAgainLosesNothing() throws Exception {
        Path stored = folder.resolve("stored");
        String[] command = {
            "tail",
            "--from-beginning",
            "--province",
            "VN-29",
            "--group",
            PREFIX + "desk",
            "--exec",
            DESK.formatted(stored, STORM_STORIES)
        };

        List<Integer> codes = new ArrayList<>();
        List<String> said = new ArrayList<>();
        do {
            codes.add(run(command));
            said.add(console.err());
        } while (codes.get(codes.size() - 1) != ExitCode.OK && codes.size() < 3 * STORM_STORIES);

        assertThat(codes).endsWith(ExitCode.OK).contains(ExitCode.FAILED).containsOnly(ExitCode.OK, ExitCode.FAILED);
        assertThat(said.get(0)).contains("the command ended with exit code 8 before it acknowledged");
        assertThat(said.get(1)).contains("the command ended with exit code 7 before it acknowledged");
        List<String> places = Files.readAllLines(stored);
        assertThat(places.stream().distinct()).as("none is lost").hasSize(STORM_STORIES);
        assertThat(places)
                .as("only the one that was stored and not acknowledged came twice")
                .hasSize(STORM_STORIES + 1);
    }

    @Test
    void aGroupThatBeginsAtTheEndLosesNothingThoughItsFirstRecordWasNeverAcknowledged() throws Exception {
        String group = PREFIX + "late";
        String[] command = {"tail", "--language", "vi", "--group", group, "--max", "1", "--exec"};
        Thread publisher = new Thread(TailCommandTest::publishUntilInterrupted);
        publisher.start();
        assertThat(run(with(command, "read -r record; exit 9"))).isEqualTo(ExitCode.FAILED);
        publisher.interrupt();
        publisher.join();

        Path got = folder.resolve("late.json");
        String keep = "read -r record; printf '%s\\n' \"$record\" > " + got
                + "; sed -E 's/^[^,]*,\"partition\":([0-9]+),\"offset\":([0-9]+),.*/\\1 \\2/' " + got;
        assertThat(run(with(command, keep))).as(console.err()).isZero();
    }

    private static void publishUntilInterrupted() {
        CapturedConsole console = new CapturedConsole();
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                Path file = Files.writeString(
                        folder.resolve("late.txt"), article("late:" + i, "1", "vi", "Mưa ở Hà Nam " + i, ""));
                console.run(arguments("publish", "--format", "ninjs", file.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNoAcknowledgementEndsItAndIsShown() {
        String[] command = {"tail", "--from-beginning", "--group", PREFIX + "noise", "--exec"};

        assertThat(run(with(command, "read -r record; echo ready; cat > /dev/null")))
                .isEqualTo(ExitCode.FAILED);

        assertThat(console.err()).contains("the command wrote 'ready' to its standard output, where '0 0'");
    }

    @Test
    void aCommandThatEndsBeforeItWasGivenAnythingHasAcknowledgedNothing() {
        assertThat(run("tail", "--group", PREFIX + "nothing", "--exec", "exit 3"))
                .isEqualTo(ExitCode.FAILED);

        assertThat(console.err()).contains("the command ended with exit code 3; it has acknowledged nothing");
    }

    /** Acknowledges two records, tells which the third is, and is at work on it. */
    private static final String AT_WORK = """
        %2$s
        calls=0
        while read -r record; do
          place=$(printf '%%s\\n' "$record" | sed -E 's/^\\{"topic":"[^"]*","partition":([0-9]+),"offset":([0-9]+),.*/\\1 \\2/')
          calls=$((calls + 1))
          [ "$calls" != 3 ] || { echo "$place" > %1$s.part; mv %1$s.part %1$s; sleep %3$d; }
          echo "$place"
        done
        """;

    @Tag("full")
    @Needs(Tool.SETSID)
    @ParameterizedTest
    @CsvSource({"dies, , 1000, 2", "fails, trap 'exit 1' INT, 1000, 2", "finishes, trap '' INT, 2, 3"})
    void ctrlCThatReachesTheCommandAsWellEndsTailInItsOwnWay(String name, String trap, int work, int acknowledged)
            throws Exception {
        Path third = folder.resolve("third-" + name);
        String[] group = {"--from-beginning", "--province", "VN-29", "--group", PREFIX + name};
        String script = AT_WORK.formatted(third, trap == null ? "" : trap, work);
        Path said = folder.resolve("said-" + name);
        Process tail = inAGroupOfItsOwn(said, with(arguments("tail"), with(group, "--exec", script)));
        try {
            await("the third record", () -> Files.exists(third));

            Process kill = new ProcessBuilder("sh", "-c", "kill -INT -" + tail.pid()).start();

            assertThat(kill.waitFor()).isZero();
            assertThat(tail.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(tail.exitValue()).as(Files.readString(said)).isZero();
            assertThat(Files.readString(said)).doesNotContain("the command");
        } finally {
            tail.descendants().forEach(ProcessHandle::destroyForcibly);
            tail.destroyForcibly();
        }
        Path next = folder.resolve("next-" + name);
        run(with(
                with(new String[] {"tail"}, group),
                "--exec",
                "read -r record; echo \"$record\" > " + next + "; exit 9"));
        JsonNode given = Json.MAPPER.readTree(Files.readString(next));
        String place =
                given.get("partition").asInt() + " " + given.get("offset").asLong();
        if (acknowledged == 2) {
            assertThat(place).isEqualTo(Files.readString(third).strip());
        } else {
            assertThat(place).isNotEqualTo(Files.readString(third).strip());
        }
    }

    /** As a shell starts it at a terminal. */
    private static Process inAGroupOfItsOwn(Path said, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("WIRETAG_"));
        return builder.start();
    }

    private int run(String... args) {
        return console.run(arguments(args));
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static String[] arguments(String... args) {
        return SharedLocalStack.command(PREFIX, args);
    }
}
