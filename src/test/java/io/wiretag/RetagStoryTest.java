package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.cli.CapturedConsole;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.retag.RetagPlan;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagResult;
import io.wiretag.retag.RetagResult.End;
import io.wiretag.retag.RetagRun;
import io.wiretag.rules.RulesDesk;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.testing.CommandJvm;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.WiretagHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories that are tagged anew by the rules in force, on a real broker: each goes out once, whatever dies meanwhile. */
class RetagStoryTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RetagPreview.Question ALL =
            new RetagPreview.Question(Optional.empty(), Set.of(), OptionalLong.empty());

    @TempDir
    Path folder;

    private OwnInstallation installation;
    private Path rules;
    private final CapturedConsole console = new CapturedConsole(120);

    @BeforeEach
    void open() throws Exception {
        installation = new OwnInstallation("retag", folder, Map.of());
        rules = Files.writeString(folder.resolve("desk.txt"), "force: VN-CT | text: the flood\n");
    }

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void eachStoryThatWouldChangeGoesOutOnceAndASecondRunFindsNothing() throws Exception {
        try (StreamsRunner processor = started()) {
            installation.publish(OwnInstallation.articles(0, 30));
            installation.publish(List.of(Articles.quiet()));
            installation.awaitAllRead();
            assertThat(console.run(command("retag", "--apply", "--yes"))).isZero();
            assertThat(console.err()).contains("no version is in force").contains("every processor must have the same");
            assertThat(console.out()).contains("nothing was sent");
            assertThat(console.run(command("retag", "--apply", "--yes", "--gazetteer", rules.toString())))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(console.err()).contains("Put it in force first: wiretag gazetteer apply " + rules);
            putInForce();
            int published = published();

            CapturedConsole terminal = new CapturedConsole(80, false, Map.of("WIRETAG_TERMINAL", "yes"));
            assertThat(terminal.runWithInput("n\n", command("retag", "--apply", "--gazetteer", rules.toString())))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(terminal.err()).contains("30 stories, ").contains(" records go out: go on? [y/N] ");
            assertThat(terminal.out()).contains("nothing was sent");
            assertThat(published()).isEqualTo(published);
            assertThat(terminal.runWithInput("y\n", command("retag", "--apply")))
                    .as(terminal.err())
                    .isZero();

            assertThat(terminal.out())
                    .contains("30 stories asked for")
                    .containsPattern("went out with other tags +30\n")
                    .doesNotContain("nothing was sent");
            assertEachOnce(30);
            published = published();
            assertThat(console.run(command("retag", "--apply", "--yes", "--json")))
                    .as(console.err())
                    .isZero();
            JsonNode again = new ObjectMapper().readTree(console.out());
            assertThat(again.get("changed").asLong()).isZero();
            assertThat(again.has("applied")).isFalse();
            assertThat(published()).isEqualTo(published);
            assertThat(processor.counts().retagged()).isEqualTo(30);
            assertThat(processor.counts().outdated()).isZero();
        }
    }

    @Test
    void aVersionAKillAndAnEmbargoThatComeInBetweenWin() throws Exception {
        try (StreamsRunner processor = started();
                RetagRun run = installation.wiretag().retagRun()) {
            installation.publish(OwnInstallation.articles(0, 4));
            installation.awaitAllRead();
            putInForce();
            RetagPlan plan = plan(run);
            assertThat(plan.stories()).hasSize(4);

            installation.publish(List.of(
                    second(1).setHeadline("The flood is over").build(),
                    second(2).setPubStatus(PubStatus.canceled).build(),
                    second(3)
                            .setEmbargoedUntil(Instant.parse("2999-01-01T00:00:00Z"))
                            .build()));
            installation.awaitAllRead();
            RetagResult result = apply(run, plan, OptionalInt.empty(), PATIENCE);

            assertThat(result.asked()).isEqualTo(4);
            assertThat(result.retagged()).isEqualTo(1);
            assertThat(result.outdated()).as("the version and the kill").isEqualTo(2);
            assertThat(result.unchanged()).as("the embargo").isEqualTo(1);
            assertThat(result.end()).isEqualTo(End.DONE);
            assertThat(result.isComplete()).as("nothing came of one").isFalse();
            assertThat(retags()).containsExactly("urn:story:0 1");
            assertThat(processor.counts().outdated()).isEqualTo(3);
        }
    }

    @Test
    void whereNoProcessorRunsOrOneHasOtherRulesNothingIsSent() throws Exception {
        assertThat(console.run(command("retag", "--apply", "--yes"))).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("nothing was sent: no processor runs");

        try (Wiretag other = new Wiretag(InstallationSettings.of(installation.settings())
                        .with("gazetteer.file", rules.toString())
                        .with("streams.client.id", "night-shift")
                        .config());
                StreamsRunner processor = other.processor()) {
            processor.start(LIMIT);
            awaitInstances(1);
            int published = published();

            assertThat(console.run(command("retag", "--apply", "--yes"))).isEqualTo(ExitCode.FAILED);

            assertThat(console.err())
                    .contains("nothing was sent, for not all processors tag by "
                            + Gazetteer.builtIn().version())
                    .contains("night-shift tags by " + processor.rules().version());
            assertThat(console.run(command("retag", "--apply", "--yes", "-X", "gazetteer.file=" + rules)))
                    .as("with the same files: %s", console.err())
                    .isZero();
            assertThat(published()).isEqualTo(published);
        }
    }

    @Test
    void whatTheProcessorsDoNotAnswerIsToldAndDoneByTheNextRun() throws Exception {
        RetagPlan plan;
        try (RetagRun run = installation.wiretag().retagRun()) {
            try (StreamsRunner processor = started()) {
                assertThat(processor.failure()).isEmpty();
                installation.publish(OwnInstallation.articles(0, 100));
                installation.awaitAllRead();
                putInForce();
                plan = plan(run);
            }

            RetagResult result = apply(run, plan, OptionalInt.empty(), Duration.ofSeconds(1));

            assertThat(result.end()).isEqualTo(End.NO_ANSWER);
            assertThat(result.asked())
                    .as("no more than the window")
                    .isEqualTo(result.unanswered())
                    .isBetween(1L, 64L);
            assertThat(result.left()).isEqualTo(100);
            assertThat(result.isComplete()).isFalse();
        }
        try (StreamsRunner processor = started()) {
            assertThat(console.run(command("retag", "--apply", "--yes")))
                    .as(console.err())
                    .isZero();
            installation.awaitAllRead();
            assertThat(processor.counts().retagged()).isEqualTo(100);
            assertEachOnce(100);
        }
    }

    @Test
    void stoppedInTheMiddleItTellsWhatWasDoneAndTheNextRunDoesTheRest() throws Exception {
        try (StreamsRunner processor = started();
                RetagRun run = installation.wiretag().retagRun()) {
            installation.publish(OwnInstallation.articles(0, 40));
            installation.awaitAllRead();
            putInForce();
            RetagPlan plan = plan(run);
            CompletableFuture<RetagResult> running =
                    CompletableFuture.supplyAsync(() -> apply(run, plan, OptionalInt.of(20), PATIENCE));
            await("some", () -> processor.counts().retagged() > 5);

            run.stop();

            RetagResult result = running.get(60, TimeUnit.SECONDS);
            assertThat(result.end()).isEqualTo(End.STOPPED);
            assertThat(result.retagged()).isEqualTo(result.asked()).isEqualTo(result.answered());
            assertThat(result.left()).isEqualTo(40 - result.asked()).isPositive();
            assertThat(console.run(command("retag", "--apply", "--yes")))
                    .as(console.err())
                    .isZero();
            assertEachOnce(40);
        }
    }

    @Test
    void wrongOptionsAreToldBeforeAnythingIsRead() {
        assertMisuse("give either --dry-run", "retag");
        assertMisuse("give either --dry-run", "retag", "--dry-run", "--apply", "--yes");
        assertMisuse("go with --apply", "retag", "--dry-run", "--pace", "3");
        assertMisuse("add --yes", "retag", "--apply");
        assertMisuse("--pace is '0', must be 1 to", "retag", "--apply", "--yes", "--pace", "0");
        assertMisuse("--timeout is 'PT0S', must be", "retag", "--apply", "--yes", "--timeout", "PT0S");
    }

    private void assertMisuse(String why, String... words) {
        assertThat(console.run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains(why);
    }

    @Test
    @Tag("full")
    void killedOutrightInTheMiddleTheCommandIsRunAgainAndEachStoryGoesOutOnce() throws Exception {
        try (StreamsRunner processor = started()) {
            installation.publish(OwnInstallation.articles(0, 400));
            installation.awaitAllRead();
            putInForce();
            Path log = folder.resolve("retag.log");
            Process command =
                    CommandJvm.start(log, List.of(), List.of(command("retag", "--apply", "--yes", "--pace", "100")));
            await("some stories", () -> {
                assertThat(command.isAlive()).as("%s", Files.readString(log)).isTrue();
                return processor.counts().retagged() > 50;
            });

            command.destroyForcibly();

            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(processor.counts().retagged()).isLessThan(400);
            assertThat(console.run(command("retag", "--apply", "--yes")))
                    .as(console.err())
                    .isZero();
            installation.awaitAllRead();
            assertEachOnce(400);
            assertThat(console.run(command("retag", "--apply", "--yes"))).isZero();
            assertThat(console.out()).contains("nothing was sent");
        }
    }

    @Test
    @Tag("full")
    void toldToEndTheCommandSaysWhatIsDoneAndWhatIsLeft() throws Exception {
        try (StreamsRunner processor = started()) {
            installation.publish(OwnInstallation.articles(0, 400));
            installation.awaitAllRead();
            putInForce();
            Path log = folder.resolve("retag.log");
            Process command =
                    CommandJvm.start(log, List.of(), List.of(command("retag", "--apply", "--yes", "--pace", "20")));
            await("some stories", () -> {
                assertThat(command.isAlive()).as("%s", Files.readString(log)).isTrue();
                return processor.counts().retagged() > 20;
            });

            command.destroy();

            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.FAILED);
            long done = processor.counts().retagged();
            assertThat(Files.readString(log))
                    .contains(done + " stories asked for")
                    .containsPattern("went out with other tags +" + done)
                    .contains("stopped before all were asked for")
                    .contains(400 - done + " stories are left: run it again");
        }
    }

    @Test
    @Tag("full")
    void aProcessorThatIsKilledOutrightUnderItLosesNothingAndDoublesNothing() throws Exception {
        Map<String, String> soon = Map.of("streams.consumer.session.timeout.ms", "6000");
        Process killed = ProcessorJvm.start(
                InstallationSettings.of(installation.settings())
                        .state(folder.resolve("killed"))
                        .map(),
                soon,
                List.of(),
                folder.resolve("process.log"));
        try (Wiretag other = new Wiretag(InstallationSettings.of(installation.settings())
                        .with(soon)
                        .config());
                StreamsRunner processor = other.processor();
                RetagRun run = installation.wiretag().retagRun()) {
            processor.start(OwnInstallation.LIMIT);
            awaitInstances(2);
            installation.publish(OwnInstallation.articles(0, 600));
            installation.awaitAllRead();
            putInForce();
            RetagPlan plan = plan(run);
            CompletableFuture<RetagResult> running =
                    CompletableFuture.supplyAsync(() -> apply(run, plan, OptionalInt.of(100), PATIENCE));
            await("some stories", () -> retags().size() > 100);

            killed.destroyForcibly();

            RetagResult result = running.get(180, TimeUnit.SECONDS);
            assertThat(result.isComplete()).as("%s", result).isTrue();
            assertThat(result.retagged()).isEqualTo(600);
            assertEachOnce(600);
        } finally {
            killed.destroyForcibly();
        }
    }

    private StreamsRunner started() {
        StreamsRunner processor = installation.wiretag().processor();
        processor.start(LIMIT);
        awaitInstances(1);
        return processor;
    }

    /** That they have said what they tag by. */
    private void awaitInstances(int enough) {
        try (RulesDesk desk = installation.wiretag().rulesDesk()) {
            await(
                    "processors to say what they tag by",
                    () -> desk.instances(desk.read()).orElseThrow().stream()
                                    .filter(each -> each.said().isPresent())
                                    .count()
                            == enough);
        }
    }

    private void putInForce() {
        assertThat(console.run(command("gazetteer", "apply", rules.toString())))
                .as(console.err())
                .isZero();
    }

    private RetagPlan plan(RetagRun run) {
        Gazetteer inForce = Gazetteer.builtInWith(List.of(rules));
        return run.plan(installation.wiretag().retagging(inForce), inForce.version(), ALL, (read, of) -> {});
    }

    private static RetagResult apply(RetagRun run, RetagPlan plan, OptionalInt pace, Duration patience) {
        return run.apply(plan, new RetagRun.Pace(pace, patience), (asked, answered, of) -> {}, (read, of) -> {});
    }

    private static Article.Builder second(int number) {
        return Article.newBuilder(OwnInstallation.article(number)).setVersion("2");
    }

    private int published() {
        return installation
                .records(installation.wiretag().topics().published(), "read_committed")
                .size();
    }

    private void assertEachOnce(int stories) {
        assertThat(retags())
                .containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, stories).stream()
                        .map(uri -> uri + " 1")
                        .toList());
    }

    /** What was sent anew: uri and revision. */
    private List<String> retags() {
        List<String> retags = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> each :
                installation.records(installation.wiretag().topics().tagged(), "read_committed")) {
            WiretagHeader.REVISION.of(each.headers()).ifPresent(revision -> {
                assertThat(WiretagHeader.REASON.of(each.headers())).contains("retag");
                retags.add(each.key() + " " + revision);
            });
        }
        return retags;
    }

    private String[] command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        installation.settings().forEach((key, value) -> all.addAll(List.of("-X", key + "=" + value)));
        return all.toArray(String[]::new);
    }
}
