package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.cli.print.Json;
import io.wiretag.config.ConfigLoader;
import io.wiretag.files.OneLine;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.InstallationSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile characters by each way in, and every command that shows what came. */
@Tag("full")
class HostileTextTest {
    private static final LocalStack STACK = SharedLocalStack.stack();
    private static final String PREFIX = "hostile" + System.nanoTime() + ".";

    /** Clears the screen, climbs and colours as we do, renames the window, C1, begins a line in four ways, turns the direction, hides. */
    private static final String HOSTILE =
            "x\u001b[2J\u001b[5A\u001b[J\u001b[32mSPY\u001b[1;31m\u001b]0;t\u0007\u009b8m\r\nFORGED\u0085\u2028\u202e\u2066\u200f\u200b\ufeff\u00ad\udb40\udc41";

    private static final String URI = "urn:hostile:" + HOSTILE;

    private static final Map<String, String> SETTINGS =
            InstallationSettings.of(STACK).prefix(PREFIX).map();

    @TempDir
    static Path folder;

    /** Once without colours, and once as on a terminal with them. */
    private final List<CapturedConsole> consoles = List.of(
            new CapturedConsole(), new CapturedConsole(120, true, Map.of("WIRETAG_TERMINAL", "1", "TERM", "xterm")));

    @BeforeAll
    static void publishByEachWay() throws Exception {
        CapturedConsole console = new CapturedConsole();
        assertThat(run(console, "topics", "create")).isZero();
        Wiretag wiretag = new Wiretag(ConfigLoader.load(
                Optional.empty(),
                Map.of("WIRETAG_STREAMS_STATE_DIR", folder.resolve("state").toString()),
                SETTINGS));
        try (wiretag;
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", STACK.bootstrapServers(), "client.id", HOSTILE),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                Admin admin = Admin.create(Map.of("bootstrap.servers", STACK.bootstrapServers()));
                StreamsRunner processor = wiretag.processor()) {
            processor.start(Duration.ofSeconds(60));
            String topic = wiretag.topics().published().name();
            ProducerRecord<byte[], byte[]> bad = new ProducerRecord<>(topic, bytes(URI), bytes("no Avro" + HOSTILE));
            bad.headers().add("wiretag.source", bytes(HOSTILE)).add(HOSTILE, bytes(HOSTILE));
            producer.send(bad).get(30, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets(
                            "group" + HOSTILE, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            assertThat(run(console, "publish", article("good.json").toString())).isZero();
            await(
                    "one is published and one is rejected",
                    () -> processor.counts().accepted() >= 1
                            && processor.counts().rejected() >= 1);
        }
        assertThat(run(console, "tail", "--from-beginning", "--max", "1")).isZero();
    }

    private static Path article(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                Json.MAPPER.writeValueAsString(Map.of(
                        "uri",
                        URI,
                        "version",
                        "1" + HOSTILE,
                        "headline",
                        "Mưa ở Huế" + HOSTILE,
                        "by",
                        HOSTILE,
                        "body_text",
                        "Thừa Thiên Huế " + HOSTILE + " VNA",
                        "slugline",
                        HOSTILE)));
    }

    @Test
    void whatIsPublishedIsShownHarmless() {
        shows("tail", "--from-beginning", "--max", "1");
        shows("tail", "--from-beginning", "--max", "1", "--json");
        shows("history", URI);
        shows("history", URI, "--json");
        shows("history", "urn:unknown:" + HOSTILE);
    }

    @Test
    void whatIsRejectedIsShownHarmless() throws IOException {
        shows("rejected", "list");
        shows("rejected", "list", "--json");
        consoles.get(0).run(with("rejected", "list", "--json"));
        String place = Json.MAPPER
                .readTree(consoles.get(0).out().lines().findFirst().orElseThrow())
                .findValuesAsText("partition")
                .get(0);
        String record = place + ":"
                + Json.MAPPER
                        .readTree(consoles.get(0).out().lines().findFirst().orElseThrow())
                        .get("offset")
                        .asText();
        shows("rejected", "show", record);
        shows("rejected", "show", record, "--json");
        shows("rejected", "replay");
        shows("rejected", "list", "--source", HOSTILE);
    }

    @Test
    void groupsAndTopicsAreShownHarmless() {
        shows("lag");
        shows("lag", "--json");
        shows("lag", "--group", "group" + HOSTILE, "--partitions");
        shows("topics", "describe");
        shows("topics", "check");
    }

    @Test
    void namesOfFilesAndWhatStandsInThemAreShownHarmless() throws IOException {
        Path hostile = Files.createDirectories(folder.resolve("in" + System.nanoTime()));
        String name = HOSTILE.replace("/", "");
        Path file = Files.copy(folder.resolve("good.json"), hostile.resolve(name + ".json"));
        Files.writeString(
                hostile.resolve(name + "2.json"),
                "{\"uri\": 1, \"version\": \"" + name + "\", \"urgency\": \"" + name + "\"}");
        Path gazetteer = Files.writeString(
                folder.resolve("g" + name + ".txt"),
                "nonsense " + HOSTILE + "\nprovince: VN-26\n  city: " + HOSTILE + "\n");

        shows("tag", file.toString());
        shows("tag", "--json", file.toString());
        shows("tag", "--explain", file.toString());
        shows("tag", hostile.resolve("none" + name).toString());
        shows("gazetteer", "check", gazetteer.toString());
        shows("gazetteer", "list", "--gazetteer", gazetteer.toString());
        shows("publish", hostile.toString());
        shows("publish", "--watch", hostile.toString(), "--once", "--settle", "PT0S");
        shows(
                "publish",
                "--poll",
                "http://127.0.0.1:9/" + "x?y=%1b",
                "--once",
                "--state",
                folder.resolve("p" + name).toString());
        shows("--" + HOSTILE.replace("\r\n", ""));
        shows("topics", "check", "-X", HOSTILE + "=" + HOSTILE);
    }

    private void shows(String... command) {
        for (CapturedConsole console : consoles) {
            run(console, command);

            String said = console.out() + console.err();
            assertThat(said)
                    .as("%s", List.of(command))
                    .isNotBlank()
                    .doesNotContain("\u001b[1;31m\u001b", "x\u001b", "\u001b[32mSPY");
            assertThat(said.lines().filter(line -> line.contains("SPY")))
                    .as("%s", List.of(command))
                    .noneMatch(line -> line.contains("\u001b[5A") || line.contains("\u001b[J"));
            assertThat(said.lines()).as("%s", List.of(command)).noneMatch(line -> line.startsWith("FORGED"));
            String rest = said.replaceAll("\u001b\\[(?:[0-9;]*m|\\d{0,3}A|[KGJ]|\\?25[lh])", "");
            assertThat(rest.codePoints().filter(each -> each != '\n' && each != '\t'))
                    .as("%s: %s", List.of(command), rest)
                    .noneMatch(OneLine::isHostile);
        }
    }

    private static String[] with(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        if (Stream.of("tail", "history", "rejected", "lag", "topics", "publish").anyMatch(command[0]::equals)) {
            SETTINGS.forEach((key, value) -> all.addAll(List.of("-X", key + "=" + value)));
        }
        return all.toArray(String[]::new);
    }

    private static int run(CapturedConsole console, String... command) {
        return console.run(with(command));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
