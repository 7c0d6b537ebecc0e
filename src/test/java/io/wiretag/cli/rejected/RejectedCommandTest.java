package io.wiretag.cli.rejected;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.Wiretag;
import io.wiretag.cli.CapturedConsole;
import io.wiretag.cli.options.Times;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.InstallationSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiretag rejected} on three records that were rejected by a real processor. Nothing here is applied. */
class RejectedCommandTest {
    private static final LocalStack STACK = SharedLocalStack.stack();
    private static final String PREFIX = "rejectedcli" + System.nanoTime() + ".";
    private static final String HOSTILE = "urn:cli:\u001b[2J\u202enews";
    private static final byte[] TEXT = "Thời tiết ở Huế\u001b[31m\nline two".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    /** Where the three lie: markers of transactions stand between them. */
    private static final List<String> PLACES = new ArrayList<>();

    private final CapturedConsole console = new CapturedConsole();

    @BeforeAll
    static void reject() throws Exception {
        CapturedConsole console = new CapturedConsole();
        assertThat(run(console, "topics", "create")).isZero();
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", STACK.bootstrapServers());
        Wiretag wiretag = new Wiretag(InstallationSettings.of(STACK)
                .prefix(PREFIX)
                .state(folder.resolve("state"))
                .config());
        try (wiretag;
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
                StreamsRunner processor = wiretag.processor()) {
            processor.start(Duration.ofSeconds(60));
            String topic = wiretag.topics().published().name();
            ProducerRecord<byte[], byte[]> text = new ProducerRecord<>(topic, bytes("urn:cli:text"), TEXT);
            text.headers().add("wiretag.source", bytes("desk"));
            for (ProducerRecord<byte[], byte[]> each : List.of(
                    text,
                    new ProducerRecord<byte[], byte[]>(topic, bytes(HOSTILE), null),
                    new ProducerRecord<byte[], byte[]>(topic, new byte[] {(byte) 0xff, 1}, new byte[3000]))) {
                producer.send(each).get(30, TimeUnit.SECONDS);
            }
            await("three records to be rejected", () -> processor.counts().rejected() >= 3);
        }
        assertThat(run(console, "rejected", "list", "--json")).isZero();
        for (String line : console.out().lines().toList()) {
            JsonNode each = Json.MAPPER.readTree(line);
            PLACES.add(each.get("partition").asInt() + ":" + each.get("offset").asLong());
        }
        assertThat(PLACES).hasSize(3);
    }

    private static String file(int number) {
        return PLACES.get(number).replace(':', '-') + ".bin";
    }

    @Test
    void aListFitsTheTerminalAndNothingInItCommandsIt() {
        for (int width : new int[] {80, 160}) {
            CapturedConsole narrow = new CapturedConsole(width);

            assertThat(run(narrow, "rejected", "list")).isZero();

            assertThat(narrow.out().lines())
                    .hasSize(4)
                    .allMatch(line -> TerminalText.columns(line) <= width)
                    .noneMatch(line -> line.contains("\u001b") || line.contains("\u202e"));
            assertThat(narrow.out())
                    .contains("RECORD  REJECTED")
                    .contains(PLACES)
                    .contains("not-framed")
                    .contains("urn:cli:text")
                    .contains("urn:cli: [2Jnews");
            assertThat(narrow.out().contains("MESSAGE")).isEqualTo(width == 160);
        }
    }

    @Test
    void aListIsBoundedAndFiltered() throws Exception {
        assertThat(run(console, "rejected", "list", "--max", "1")).isZero();
        assertThat(console.out().lines()).hasSize(2);
        assertThat(console.err()).contains("the newest 1 of 3");
        assertThat(run(console, "rejected", "list", "--reason", "empty", "--json"))
                .isZero();
        JsonNode only = Json.MAPPER.readTree(console.out());
        assertThat(only.get("key").asText()).isEqualTo(HOSTILE);
        assertThat(only.get("bytes").asInt()).isZero();
        assertThat(only.get("value").isNull()).isTrue();
        assertThat(only.get("replayedAs").isNull()).isTrue();
        assertThat(run(console, "rejected", "list", "--source", "desk", "--since", "PT1H", "--json"))
                .isZero();
        assertThat(console.out().lines()).hasSize(1);
        assertThat(run(console, "rejected", "list", "--until", "2020-01-01")).isZero();
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).contains("no rejected record matches");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(run(console, "rejected", "list", "--reason", "too-big")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("no reason 'too-big'").contains("too-large");
        assertThat(run(console, "rejected", "list", "--since", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("--since is 'yesterday'");
        assertThat(run(console, "rejected", "list", "--max", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run(console, "rejected", "show", "17")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("'17' is no record");
        assertThat(run(console, "rejected", "show", "0:999999")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("no rejected record 0:999999");
        assertThat(run(console, "rejected", "replay", "7:0")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aRecordIsShownWithItsHeadersItsTextAndItsBytes() throws Exception {
        assertThat(run(console, "rejected", "show", PLACES.get(0))).isZero();

        assertThat(console.out().lines()).allMatch(line -> TerminalText.columns(line) <= 80);
        assertThat(console.out())
                .doesNotContain("\u001b")
                .contains(PLACES.get(0) + " of " + PREFIX + "articles.rejected")
                .contains("not-framed")
                .contains("desk")
                .contains("wiretag.source  desk")
                .contains("Thời tiết ở Huế.[31m")
                .contains("line two")
                .contains("00000000  54 68 e1 bb 9d 69 20 74  69")
                .contains("waiting");
        assertThat(run(console, "rejected", "show", PLACES.get(2), "--json")).isZero();
        JsonNode third = Json.MAPPER.readTree(console.out());
        assertThat(third.get("keyBase64").binaryValue()).containsExactly(0xff, 1);
        assertThat(third.get("value").binaryValue()).hasSize(3000);
        assertThat(third.get("whole").asBoolean()).isTrue();
    }

    @Test
    void aReplaySaysWhatItWouldDoAndWhyNot() throws Exception {
        assertThat(run(console, "rejected", "replay")).as("all are held back").isEqualTo(ExitCode.FAILED);
        assertThat(console.out().lines().filter(line -> line.startsWith("held back")))
                .hasSize(3);
        assertThat(console.out()).contains("registry knows no schema of id 0");
        assertThat(console.err())
                .contains("0 would be replayed, 3 held back (--force replays 3")
                .contains("Nothing was written");

        assertThat(run(console, "rejected", "replay", PLACES.get(0), "--force")).isZero();
        assertThat(console.out())
                .contains("would replay")
                .contains(PLACES.get(0))
                .contains("urn:cli:text");

        assertThat(run(console, "rejected", "replay", "--reason", "empty", "--json"))
                .isEqualTo(ExitCode.FAILED);
        JsonNode step = Json.MAPPER.readTree(console.out());
        assertThat(step.get("verdict").asText()).isEqualTo("unreadable");
        assertThat(step.get("applied").asBoolean()).isFalse();
    }

    @Test
    void whatIsAppliedIsToldAndNotDoneAgain() throws Exception {
        String own = PREFIX + "applied.";
        assertThat(run(console, "topics", "create", "-X", "topics.prefix=" + own))
                .isZero();
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", STACK.bootstrapServers()));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> rejected =
                    new ProducerRecord<>(own + "articles.rejected", bytes("urn:cli:a"), TEXT);
            rejected.headers().add("wiretag.rejected.reason", bytes("not-framed"));
            producer.send(rejected).get(30, TimeUnit.SECONDS);
        }

        assertThat(run(console, "rejected", "replay", "--apply", "--force", "-X", "topics.prefix=" + own))
                .isZero();
        assertThat(console.out()).startsWith("replayed     0:0").contains("as 0:0");
        assertThat(console.err()).contains("1 replayed, 0 held back").doesNotContain("Nothing was written");

        assertThat(run(console, "rejected", "replay", "--apply", "--force", "-X", "topics.prefix=" + own))
                .isZero();
        assertThat(console.out()).isEmpty();
        assertThat(run(console, "rejected", "replay", "0:0", "--apply", "--force", "-X", "topics.prefix=" + own))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.out()).startsWith("held back").contains("it was replayed");
        assertThat(run(console, "rejected", "list", "--waiting", "-X", "topics.prefix=" + own))
                .isZero();
        assertThat(console.out()).isEmpty();
        assertThat(run(console, "rejected", "list", "-X", "topics.prefix=" + own))
                .isZero();
        assertThat(console.out().lines()).hasSize(2).last().asString().contains("replayed");
    }

    @Test
    void manyThatFareAlikeAreOneLine() throws Exception {
        String own = "topics.prefix=" + PREFIX + "alike.";
        assertThat(run(console, "topics", "create", "-X", own)).isZero();
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", STACK.bootstrapServers()));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 300; i++) {
                ProducerRecord<byte[], byte[]> rejected =
                        new ProducerRecord<>(PREFIX + "alike.articles.rejected", bytes("urn:cli:" + i), TEXT);
                rejected.headers().add("wiretag.rejected.reason", bytes(i == 7 ? "empty" : "not-framed"));
                producer.send(rejected);
            }
        }

        assertThat(run(console, "rejected", "replay", "-X", own)).isEqualTo(ExitCode.FAILED);
        assertThat(console.out()).contains("held back    299 of not-framed, 0:0 to 0:299", "urn:cli:7");
        assertThat(console.out().lines()).hasSizeLessThan(10).allMatch(line -> TerminalText.columns(line) <= 80);
        assertThat(run(console, "rejected", "replay", "--each", "-X", own)).isEqualTo(ExitCode.FAILED);
        assertThat(console.out().lines().filter(line -> line.startsWith("held back")))
                .hasSize(300);

        assertThat(run(console, "rejected", "replay", "--reason", "not-framed", "--force", "--apply", "-X", own))
                .isZero();
        assertThat(console.out())
                .startsWith("replayed     299 of not-framed, 0:0 to 0:299")
                .contains("as 0:0 to 0:");
        assertThat(console.err()).contains("299 replayed, 0 held back");
    }

    @Test
    void anExportHasTheBytesAndALineForEach() throws Exception {
        Path directory = folder.resolve("export");

        assertThat(run(console, "rejected", "export", directory.toString())).isZero();

        assertThat(console.err()).contains("3 exported");
        assertThat(directory.resolve(file(0))).hasBinaryContent(TEXT);
        assertThat(directory.resolve(file(2))).hasBinaryContent(new byte[3000]);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(file(0), file(2), "rejected.jsonl");
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("rejected.jsonl"))) {
            lines.add(Json.MAPPER.readTree(line));
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("file").asText()).isEqualTo(file(0));
        assertThat(lines.get(0).get("source").asText()).isEqualTo("desk");
        assertThat(lines.get(1).get("file").isNull()).isTrue();
        assertThat(lines.get(2).get("headers").findValuesAsText("name")).contains("wiretag.rejected.reason");
        assertThat(run(console, "rejected", "export", directory.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("is not empty");
    }

    @Test
    void aTimeIsAnInstantADayOrThatLongAgo() {
        Instant now = Instant.parse("2026-08-03T09:00:00Z");
        assertThat(Times.time("--since", "2026-08-01T00:00:00Z", now)).isEqualTo(Instant.parse("2026-08-01T00:00:00Z"));
        assertThat(Times.time("--since", "PT90M", now)).isEqualTo(Instant.parse("2026-08-03T07:30:00Z"));
        assertThat(Times.time("--since", "2026-08-01", now)).isBefore(now);
    }

    private static int run(CapturedConsole console, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        if (!all.contains("-X")) {
            all.addAll(List.of("-X", "topics.prefix=" + PREFIX));
        }
        all.addAll(List.of(
                "-b",
                STACK.bootstrapServers(),
                "-r",
                STACK.registryUrl().toString(),
                "-X",
                "topics.partitions=1",
                "-X",
                "topics.replication.factor=1"));
        return console.run(all.toArray(String[]::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
