package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.Wiretag;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.InstallationSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real cluster, as a user runs them one after another. */
class ClusterCommandsTest {
    private static final LocalStack STACK = SharedLocalStack.stack();

    private final CapturedConsole console = new CapturedConsole();
    private final String prefix = "cli" + System.nanoTime() + ".";

    @TempDir
    Path folder;

    @Test
    void topicsAreCreatedOnceCheckedAndDescribed() throws Exception {
        assertThat(run("topics", "check")).isEqualTo(ExitCode.FAILED);
        assertThat(console.out()).contains("articles.rejected does not exist: run 'wiretag topics create'");
        assertThat(console.out())
                .contains(
                        "warning  topic " + prefix + "articles.operations does not exist: run 'wiretag topics create'");
        assertThat(run("process")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("does not start").contains("articles.tagged does not exist");

        assertThat(run("topics", "create")).isZero();
        assertThat(console.out().lines())
                .filteredOn(line -> line.startsWith("created  " + prefix))
                .hasSize(11);
        assertThat(console.out().lines())
                .filteredOn(line -> line.matches("subject  " + prefix + "articles\\..*-value, BACKWARD"))
                .hasSize(6);
        assertThat(run("topics", "create")).isZero();
        assertThat(console.out().lines())
                .filteredOn(line -> line.startsWith("exists   " + prefix))
                .hasSize(11);
        assertThat(run("topics", "check")).isZero();

        assertThat(run("topics", "describe")).isZero();
        assertThat(console.out().lines())
                .filteredOn(line -> line.contains("articles.current"))
                .singleElement()
                .asString()
                .endsWith("compacted");
        assertThat(run("topics", "describe", "--json")).isZero();
        JsonNode first = Json.MAPPER.readTree(console.out().lines().findFirst().orElseThrow());
        assertThat(first.get("topic").asText()).isEqualTo(prefix + "articles.published");
        assertThat(first.at("/configs/cleanup.policy").asText()).isEqualTo("delete");
    }

    @Test
    void whatIsSaidOfAKillThatNobodyKnowsIsRefused() {
        assertThat(run("kills")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(console.err()).contains("articles.receipts does not exist");
        assertThat(run("topics", "create")).isZero();

        assertThat(run("kills", "--open")).isZero();
        assertThat(console.out()).contains("no kills");
        assertThat(console.err()).contains("nobody has looked for kills yet");
        assertThat(run("kills", "ack", "urn:none", "--subscriber", "desk")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("no kill of 'urn:none' is known in " + prefix + "articles.receipts");
        assertThat(run("kills", "export", "urn:none")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("no kill of 'urn:none' is known");
        assertThat(run("kills", "ack", "urn:none")).isEqualTo(ExitCode.USAGE);
        assertThat(run("kills", "--since", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("--since is 'soon'");
    }

    @Test
    void aTopicThatTakesLessThanTheProcessorWritesIsRefusedAtTheStart() {
        String small = ".max.message.bytes=1000";
        assertThat(run("topics", "create", "-X", "topics.tagged" + small, "-X", "topics.published" + small))
                .isZero();

        assertThat(run("topics", "check")).isEqualTo(ExitCode.FAILED);

        assertThat(console.out())
                .contains("articles.tagged takes records up to max.message.bytes=1000")
                // what lies in a wrong partition is written to it once more
                .contains("articles.published takes records up to max.message.bytes=1000");
    }

    @Test
    void aTopicOfWhatMayBeShownThatDeletesByTimeIsRefusedAtTheStart() {
        assertThat(run("topics", "create", "-X", "topics.current.cleanup.policy=delete"))
                .isZero();

        assertThat(run("topics", "check")).isEqualTo(ExitCode.FAILED);

        assertThat(console.out())
                .contains(prefix
                        + "articles.current has cleanup.policy=delete, which would delete articles that may be shown:"
                        + " set it to compact");
    }

    @Test
    void settingsThatDeleteBeforeAnybodyIsWarnedAreTold() {
        assertThat(run(
                        "topics",
                        "create",
                        "-X",
                        "topics.by-agency.retention.ms=3600000",
                        "-X",
                        "topics.tagged.retention.bytes=1000000"))
                .isZero();

        assertThat(run("topics", "check"))
                .as("nothing is unsafe for the processor")
                .isZero();

        assertThat(console.out())
                .contains(
                        prefix + "articles.by-agency has retention.ms=3600000: who is away for a night loses articles")
                .contains(prefix + "articles.tagged has retention.bytes=1000000: when much comes");
    }

    @Test
    void aSinkIsFilledOnceItIsSwitchedOnAndCreated() {
        assertThat(run("topics", "create", "-X", "topics.sinks=by-province")).isZero();
        assertThat(run("topics", "fill", "by-unit", "-X", "topics.sinks=by-province"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err())
                .contains("'by-unit' is switched off: topics.sinks is 'by-province', add by-unit to it");
        assertThat(run("topics", "fill", "rejected")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("no sink 'rejected' that could be filled: give by-province, by-unit");
        assertThat(run("topics", "fill", "by-unit,current")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("does not exist: run 'wiretag topics create'");
        assertThat(run("topics", "create")).isZero();

        assertThat(run("topics", "fill", "by-unit,current")).as(console.err()).isZero();

        assertThat(console.out().lines())
                .containsExactly(
                        prefix + "articles.by-unit: 0 records of 0 versions",
                        prefix + "articles.current: 0 records of 0 versions");
    }

    @Test
    void whatCanBeReadIsPublishedAndWhatCannotIsTold() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Files.writeString(folder.resolve("1.txt"), "HUẾ (VNA) — It rained in Huế. VNA");
        Files.writeString(folder.resolve("2.json"), "{\"uri\": 1}");
        Files.writeString(folder.resolve("3.json"), "{\"uri\": \"urn:cli:3\", \"version\": \"1\"}");

        assertThat(run("publish", folder.toString(), folder.resolve("none.txt").toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(console.err())
                .contains("2.json:1: ")
                .contains("none.txt: no such file")
                .contains("2 published to " + prefix);
        assertThat(run("topics", "describe", "--json")).isZero();
        JsonNode published =
                Json.MAPPER.readTree(console.out().lines().findFirst().orElseThrow());
        assertThat(published.get("offsets").asInt()).isEqualTo(2);
    }

    @Test
    void theProcessorsGroupIsListedBeforeItEverRanAndItsLagIsUnknown() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:cli:a\"}");
        assertThat(run("publish", folder.toString())).isZero();

        assertThat(run("lag", "--json", "-X", "streams.application.id=" + prefix + "p"))
                .isZero();

        JsonNode group = Json.MAPPER.readTree(console.out()
                .lines()
                .filter(line -> line.contains(prefix + "p"))
                .findFirst()
                .orElseThrow());
        assertThat(group.at("/topics/0/records").isNull())
                .as("unknown is not zero")
                .isTrue();
        assertThat(group.get("status").asText()).isEqualTo("UNKNOWN");
        assertThat(group.get("members").asInt()).isZero();
    }

    @Test
    void aScriptIsToldWhetherAnyGroupIsFurtherBehindThanAllowed() throws Exception {
        assertThat(run("topics", "create")).isZero();
        String[] declared = {"lag", "-X", "ops.subscribers=" + prefix + "desk=published"};
        assertThat(run(with(declared, "--fail-above", "1s", "--fail-above-records", "0")))
                .as("nothing is there to read: %s", console.out())
                .isZero();
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:cli:a\"}");
        assertThat(run("publish", folder.toString())).isZero();

        assertThat(run(with(declared, "--fail-above", "1h"))).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("above: group " + prefix + "desk").contains("age unknown");
        assertThat(run(with(declared, "--fail-above-records", "1000"))).isEqualTo(ExitCode.FAILED);
        assertThat(run(declared)).isZero();
        assertThat(console.out())
                .contains("UNKNOWN")
                .contains("never seen")
                .contains("desk, published: is expected to read it, but is not there");

        assertThat(run("lag", "--group", "nobody")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("ops.subscribers");
        assertThat(run("lag", "--watch", "--fail-above", "1s")).isEqualTo(ExitCode.USAGE);
        assertThat(run("lag", "--fail-above", "soon")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aGroupThatIsIgnoredIsShownToWhoNamesItOrDeclaresIt() throws Exception {
        assertThat(run("topics", "create")).isZero();
        String id = "console-consumer-" + prefix;
        TopicPartition published = new TopicPartition(prefix + "articles.published", 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", STACK.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(id, Map.of(published, new OffsetAndMetadata(0)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }

        assertThat(run("lag", "--json")).isZero();
        assertThat(console.out()).doesNotContain(id);
        assertThat(run("lag", "--json", "--group", id)).isZero();
        assertThat(console.out()).contains(id);
        assertThat(run("lag", "--json", "-X", "ops.subscribers=" + id + "=published"))
                .isZero();
        assertThat(console.out()).contains(id);
        assertThat(run("lag", "--json", "-X", "ops.ignored.groups=")).isZero();
        assertThat(console.out()).contains(id);
    }

    @Test
    void aWatchWritesOverWhatItWroteAndEndsWhenNobodyReadsItAnyMore() {
        assertThat(run("topics", "create")).isZero();
        StringBuilder shown = new StringBuilder();
        OutputStream twoFrames = new OutputStream() {
            private int frames;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                String frame = new String(bytes, offset, length, StandardCharsets.UTF_8);
                frames += frame.contains("Lag at") ? 1 : 0;
                if (frames > 2) {
                    throw new IOException("closed");
                }
                shown.append(frame);
            }
        };
        Console terminal = new Console(
                InputStream.nullInputStream(),
                new PrintStream(new BufferedOutputStream(twoFrames, 1 << 16), false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream()),
                Map.of("WIRETAG_TERMINAL", "yes"),
                false,
                80);

        int code = Main.run(terminal, arguments("lag", "--watch", "--every", "200ms"));

        assertThat(code).isZero();
        String[] frames = shown.toString().split("\u001b\\[\\d+A" + Pattern.quote("\u001b[G"), -1);
        assertThat(frames).hasSize(2).allMatch(frame -> frame.contains("Lag at"));
        assertThat(frames[1]).doesNotContain("\u001b[2J").contains("\u001b[K").endsWith("\u001b[J");
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void withoutTopicsEveryCommandSaysWhatToDoAtOnce() throws Exception {
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:cli:a\"}");

        for (String[] command : new String[][] {{"publish", folder.toString()}, {"lag"}, {"tail", "--group", prefix}}) {
            assertThat(run(command)).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(console.err())
                    .contains(prefix + "articles.")
                    .contains("does not exist: run 'wiretag topics create'");
        }
    }

    @Test
    void aRegistryThatIsAwayStopsPublishingAndIsNoFaultOfTheFiles() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:cli:a\"}");
        Files.writeString(folder.resolve("b.json"), "{\"uri\": \"urn:cli:b\"}");

        int code = run("publish", folder.toString(), "-X", "serde.apicurio.registry.url=http://127.0.0.1:1");

        assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(console.err()).contains("a.json").doesNotContain("b.json");
    }

    @Test
    void aUriNamesOneArticleAndKeepsItsVersion() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Path two = Files.writeString(folder.resolve("two.json"), "[{\"uri\": \"a\"}, {\"uri\": \"b\"}]");
        assertThat(run("publish", two.toString(), "--uri", "urn:one")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("holds more than one article");
        Path one = Files.writeString(folder.resolve("one.json"), "{\"uri\": \"a\", \"version\": \"3\"}");
        assertThat(run("publish", one.toString(), "--uri", "urn:one")).isZero();
    }

    @Test
    void aGuaranteeThatCouldLoseArticlesIsRefused() {
        assertThat(run("topics", "create")).isZero();

        assertThat(run("process", "-X", "streams.processing.guarantee=at_least_once"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(console.err()).contains("exactly_once_v2 only");
    }

    @Test
    void acknowledgementsCannotBeSwitchedOff() throws Exception {
        assertThat(run("topics", "create")).isZero();
        Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:cli:a\"}");

        assertThat(run("publish", folder.toString(), "-X", "kafka.acks=1")).isEqualTo(ExitCode.USAGE);

        assertThat(console.err()).contains("acks");
    }

    @Test
    void theHistoryOfAnArticleTellsWhereEveryVersionWentAndWhatWasTakenBack() throws Exception {
        assertThat(run("topics", "create")).isZero();
        assertThat(run("history", "urn:cli:none")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("nothing is known of 'urn:cli:none'");
        String v =
                "{\"uri\": \"urn:cli:h\", \"version\": \"%d\", \"pubStatus\": \"%s\", \"headlines\": [{\"value\": \"%s\"}]}";
        Path file = Files.writeString(
                folder.resolve("h.json"),
                String.join(
                        "\n",
                        v.formatted(1, "usable", "Mưa ở Huế"),
                        v.formatted(2, "usable", "Mưa ở Cần Thơ"),
                        v.formatted(1, "usable", "Mưa ở Huế"),
                        v.formatted(3, "canceled", "")));
        assertThat(run("publish", file.toString())).isZero();
        try (Wiretag wiretag = new Wiretag(InstallationSettings.of(STACK)
                        .prefix(prefix)
                        .state(folder.resolve("state"))
                        .config());
                StreamsRunner processor = wiretag.processor()) {
            processor.start(Duration.ofSeconds(60));
            assertThat(run("tail", "--from-beginning", "--max", "3")).isZero();
            assertThat(console.out()).contains("[correction 2] Mưa ở Cần Thơ").contains("[KILL 3]");
            assertThat(run("tail", "--from-beginning", "--province", "VN-26", "--max", "3"))
                    .isZero();
            assertThat(console.out()).contains("[retraction 2]").contains("taken back: VN-26");
            assertThat(run("tail", "--from-beginning", "--unit", "46", "--max", "3", "--json"))
                    .isZero();
            assertThat(console.out().lines())
                    .hasSize(3)
                    .allMatch(line -> line.contains(prefix + "articles.by-unit"))
                    .last()
                    .asString()
                    .contains("\"operation\":\"kill\"");
        }

        assertThat(run("history", "urn:cli:h")).isZero();

        assertThat(console.out()
                        .lines()
                        .map(line -> line.replaceFirst("^[0-9-]+ [0-9:.]+", "").strip()))
                .containsSubsequence("urn:cli:h", "Mưa ở Cần Thơ", "published  version 1, usable")
                .containsSubsequence("sent       version 1", "publish    VN-26 · unit 46 · current")
                .containsSubsequence(
                        "sent       version 2",
                        "publish    VN-CT · unit 92",
                        "correct    current",
                        "retract    VN-26 · unit 46")
                .containsSubsequence("KILL       version 3", "kill       VN-26 · VN-CT · unit 46 · unit 92 · current");
        assertThat(console.out()).containsOnlyOnce("nothing went out: a repetition");
        assertThat(run("history", "urn:cli:h", "--json")).isZero();
        assertThat(console.out().lines()).hasSize(7);
        JsonNode last =
                Json.MAPPER.readTree(console.out().lines().reduce((a, b) -> b).orElseThrow());
        assertThat(last.get("event").asText()).isEqualTo("delivered");
        assertThat(last.at("/version/operation").asText()).isEqualTo("kill");
    }

    @Test
    void whatOtherRulesWouldChangeIsToldAndNothingIsSent() throws Exception {
        assertThat(run("topics", "create")).isZero();
        String v =
                "{\"uri\": \"urn:cli:%s\", \"version\": \"%d\", \"pubStatus\": \"%s\", \"headlines\": [{\"value\": \"%s\"}]}";
        String group = "Thái Bình Group đến Mường Xén, thợ gốm Hà Giang đi cùng.";
        Path file = Files.writeString(
                folder.resolve("retag.json"),
                String.join(
                        "\n",
                        v.formatted("changes", 1, "usable", group),
                        v.formatted("stays", 1, "usable", "Mưa ở Huế"),
                        // without a version, as mail has it
                        "{\"uri\": \"urn:cli:bare\", \"headlines\": [{\"value\": \"Họ đến Mường Xén.\"}]}",
                        v.formatted("corrected", 1, "usable", group),
                        v.formatted("corrected", 2, "usable", "Mưa ở Cần Thơ"),
                        v.formatted("killed", 1, "usable", group),
                        v.formatted("killed", 2, "canceled", "")));
        Path rules = Files.writeString(
                folder.resolve("desk.txt"),
                "province: VN-22\n    city: Mường Xén\nforbid: VN-20 | text: Thái Bình Group\ntitle: thợ gốm\n");
        Path page = folder.resolve("page.html");
        assertThat(run("publish", file.toString())).isZero();
        try (Wiretag wiretag = new Wiretag(InstallationSettings.of(STACK)
                        .prefix(prefix)
                        .state(folder.resolve("state"))
                        .config());
                StreamsRunner processor = wiretag.processor()) {
            processor.start(Duration.ofSeconds(60));
            assertThat(run("tail", "--from-beginning", "--max", "7")).isZero();
        }
        List<String> sent = offsets();
        String[] retag = {"retag", "--dry-run", "--gazetteer", rules.toString()};

        assertThat(run(with(retag, "--json", "--html", page.toString())))
                .as(console.err())
                .isZero();

        JsonNode told = Json.MAPPER.readTree(console.out());
        assertThat(told.get("topic").asText()).isEqualTo(prefix + "articles.current");
        assertThat(told.get("stories").asLong()).as("live ones").isEqualTo(4);
        assertThat(told.get("changed").asLong()).isEqualTo(2);
        assertThat(told.get("kinds")).hasToString("{\"gained\":2,\"lost\":1}");
        assertThat(told.get("records"))
                .as("with its units: what is taken back, what is new, and itself")
                .hasToString("{\"publish\":4,\"correct\":4,\"retract\":4}");
        JsonNode example = StreamSupport.stream(told.get("examples").spliterator(), false)
                .filter(each -> each.get("uri").asText().equals("urn:cli:changes"))
                .findFirst()
                .orElseThrow();
        assertThat(told.get("examples")).hasSize(2);
        assertThat(example.get("changes"))
                .extracting(change -> change.get("kind").asText() + " "
                        + change.get("code").asText() + " "
                        + change.get("mention").asText() + " in '"
                        + change.get("before").asText() + "|"
                        + change.get("after").asText() + "'")
                .containsExactlyInAnyOrder(
                        "gained VN-22 Mường Xén in 'Thái Bình Group đến |, thợ gốm Hà Giang đi cùng.'",
                        "lost VN-20 Thái Bình in '| Group đến Mường Xén, thợ gốm Hà Giang đi cùng.'",
                        "lost VN-03 Hà Giang in 'Thái Bình Group đến Mường Xén, thợ gốm | đi cùng.'");
        assertThat(Files.readString(page))
                .startsWith("<!doctype html>")
                .contains("Thái Bình Group đến <mark>Mường Xén</mark>, thợ gốm")
                .contains("urn:cli:changes");

        assertThat(run(with(retag, "-X", "topics.sinks=by-province"))).isZero();
        assertThat(console.out())
                .contains("4 stories of " + prefix + "articles.tagged")
                .containsPattern("would change +2\n")
                .containsPattern("records that would go out +6\n")
                .contains("đến [Mường Xén], thợ gốm")
                .contains("nothing was sent");
        assertThat(run(with(retag, "--province", "Cần Thơ"))).isZero();
        assertThat(console.out()).contains("1 story of ").containsPattern("would change +0\n");
        assertThat(run(with(retag, "--limit", "2", "--since", "P1D"))).isZero();
        assertThat(console.out()).contains("2 stories of ");
        assertThat(run("gazetteer", "apply", rules.toString()))
                .as(console.err())
                .isZero();
        assertThat(run("retag", "--dry-run")).isZero();
        assertThat(console.out()).as("what is in force").containsPattern("would change +2\n");
        assertThat(run("retag", "--dry-run", "--gazetteer", "built-in")).isZero();
        assertThat(console.out()).containsPattern("would change +0\n");
        assertThat(run("retag", "--dry-run", "--gazetteer", "7")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("there is no version and no file '7'");
        assertThat(run(with(retag, "--html", folder.resolve("none/page.html").toString())))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("name a file in a folder that is there");
        assertThat(run("retag")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("--dry-run");
        assertThat(run("tail", "--from-beginning", "--max", "7"))
                .as("nothing was sent")
                .isZero();
    }

    /** How far the topics of articles are written. */
    private List<String> offsets() {
        assertThat(run("topics", "describe", "--json")).isZero();
        return console.out()
                .lines()
                .filter(line -> !line.contains("articles.gazetteer"))
                .toList();
    }

    private int run(String... args) {
        return console.run(arguments(args));
    }

    private String[] arguments(String... args) {
        return SharedLocalStack.command(prefix, args);
    }
}
