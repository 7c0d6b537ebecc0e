package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.CapturedConsole;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.life.RequestSeal;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.revision.Answer;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.Newest;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.Article;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.scoring.AnnotatedStory;
import io.wiretag.testing.InstallationSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Editors correct tags, from the command line and at the desk: on a real broker, with a real processor. */
@Tag("full")
class CorrectionStoryTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String URI = "urn:story:1";
    private static final String NOTE = "a street, not the city";

    @TempDir
    Path folder;

    private final CapturedConsole console = new CapturedConsole(80);
    private OwnInstallation installation;
    private StreamsRunner processor;

    @BeforeEach
    void open() {
        installation = new OwnInstallation("correct", folder, Map.of());
    }

    private void start(Optional<Path> key) {
        Map<String, String> more = new HashMap<>();
        key.ifPresent(file -> more.put("corrections.key.file", file.toString()));
        other = new Wiretag(
                InstallationSettings.of(installation.settings()).with(more).config());
        processor = other.processor();
        processor.start(LIMIT);
    }

    private Wiretag other;

    @AfterEach
    void close() {
        if (processor != null) {
            processor.close();
        }
        if (other != null) {
            other.close();
        }
        installation.close();
    }

    private static Article story(String version) {
        return Article.newBuilder(Articles.flood(version))
                .setUri(URI)
                .setHeadline("Mưa lớn ở Đà Nẵng")
                .setBody("Tại Đà Nẵng, mưa lớn từ sáng.")
                .build();
    }

    private void publish(Article... articles) throws Exception {
        installation.publish(List.of(articles));
        installation.awaitAllRead();
    }

    @Test
    void anEditorCorrectsSeesItListedExportsMakesARuleAndTakesItBack() throws Exception {
        start(Optional.empty());
        publish(story("1"));

        assertThat(run("correct", URI, "--remove", "VN-DN", "--add", "ha noi,AFP:credit", "--dry-run"))
                .as(console.err())
                .isZero();
        assertThat(console.out())
                .contains("before", "after", "VN-DN Đà Nẵng (about)", "retract VN-DN", "publish VN-HN", "AFP credit");
        assertThat(console.err()).contains("Nothing was sent");
        assertThat(run("corrections", "list")).isZero();
        assertThat(console.err()).contains("No correction holds");

        // as a file system gives names: NFD
        String decomposed = Normalizer.normalize("Đà Nẵng", Normalizer.Form.NFD);
        assertThat(run("correct", URI, "--remove", decomposed, "--add", "Hà Nội", "--by", "mai", "--note", NOTE))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains("ok: it is out, revision 1, by correction 0:1");
        assertThat(console.err()).contains("the name mai is not proven: corrections.key.file is not set");
        assertThat(codes(live())).containsExactly("VN-HN");

        assertThat(run("corrections", "list")).isZero();
        assertThat(console.out())
                .contains("Mưa lớn ở Đà Nẵng", URI, "0:1", "mai, not proven", "remove VN-DN", "add VN-HN", NOTE);
        assertThat(run("corrections", "list", "--json")).isZero();
        JsonNode listed = Json.MAPPER.readTree(console.out());
        assertThat(listed.at("/changes/0/code").asText()).isEqualTo("VN-DN");
        assertThat(listed.get("by").asText()).isEqualTo("mai");

        Path file = folder.resolve("stories.jsonl");
        assertThat(run("corrections", "export", "--to", file.toString())).isZero();
        AnnotatedStory story = AnnotatedStory.read(Files.readString(file).strip());
        assertThat(story.id()).isEqualTo(URI);
        assertThat(story.line()).contains("\"provinces\":[\"VN-HN\"]").contains(NOTE);
        assertThat(run("corrections", "export", "--to", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("is there already");

        assertThat(run("corrections", "rule", URI)).isZero();
        assertThat(console.out().lines().skip(1))
                .containsExactly("forbid: VN-DN | uri: " + URI, "force: VN-HN | uri: " + URI);
        Path rules = Files.writeString(folder.resolve("desk.txt"), console.out());
        assertThat(new CapturedConsole().run("gazetteer", "check", rules.toString()))
                .isZero();

        publish(story("2"));
        assertThat(codes(live())).as("it holds for the next version").containsExactly("VN-HN");
        assertThat(run("corrections", "undo", URI, "0:77", "--note", "no")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("has no correction '0:77'; it has 0:1 of mai");
        assertThat(run("corrections", "undo", URI, "--note", "it is the city")).isZero();
        assertThat(console.out()).contains("the correction is taken back");
        assertThat(codes(live())).containsExactly("VN-DN");
        assertThat(run("corrections", "undo", URI, "--note", "again")).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("has no correction that holds");
    }

    @Test
    void whatCannotBeSaidIsRefusedAndNothingIsSent() throws Exception {
        start(Optional.empty());
        publish(story("1"), OwnInstallation.article(2));
        long before = published();

        refuses(ExitCode.USAGE, "why? Give --note", "correct", URI, "--remove", "VN-DN");
        refuses(ExitCode.USAGE, "what is wrong? Give --add", "correct", URI, "--note", NOTE);
        refuses(
                ExitCode.USAGE,
                "no province, agency or public body 'Atlantis'; nearest",
                "correct",
                URI,
                "--add",
                "Atlantis",
                "--note",
                NOTE);
        refuses(
                ExitCode.USAGE,
                "leaves the tags of 'urn:story:1' as they are: it has VN-DN",
                "correct",
                URI,
                "--add",
                "VN-DN",
                "--note",
                NOTE);
        refuses(
                ExitCode.USAGE,
                "no name in the article reads 'Huế'",
                "correct",
                URI,
                "--remove",
                "VN-DN",
                "--text",
                "Huế",
                "--note",
                NOTE);
        refuses(ExitCode.USAGE, "a province has none", "correct", URI, "--add", "VN-HN:origin", "--note", NOTE);
        refuses(ExitCode.USAGE, "has no tag of that agency", "correct", URI, "--remove", "AFP", "--note", NOTE);
        refuses(
                ExitCode.USAGE,
                "the note of a correction has 501 characters, must have 1 to 500",
                "correct",
                URI,
                "--remove",
                "VN-DN",
                "--note",
                "x".repeat(501));
        refuses(ExitCode.USAGE, "--note is", "correct", URI, "--remove", "VN-DN", "--note", "\u202e \n");
        refuses(
                ExitCode.USAGE,
                "the name of a correction",
                "correct",
                URI,
                "--remove",
                "VN-DN",
                "--note",
                NOTE,
                "--by",
                "n".repeat(101));
        refuses(
                ExitCode.FAILED,
                "no article 'urn:story:none' has gone out",
                "correct",
                "urn:story:none",
                "--add",
                "VN-HN",
                "--note",
                NOTE);
        assertThat(published()).isEqualTo(before);

        publish(
                Article.newBuilder(OwnInstallation.article(2))
                        .setVersion("2")
                        .setPubStatus(PubStatus.withheld)
                        .build(),
                Article.newBuilder(story("2")).setPubStatus(PubStatus.canceled).build());
        refuses(ExitCode.FAILED, "is killed", "correct", URI, "--add", "VN-HN", "--note", NOTE);
        refuses(
                ExitCode.FAILED,
                "is withheld or was retracted",
                "correct",
                "urn:story:2",
                "--add",
                "VN-HN",
                "--note",
                NOTE);
    }

    @Test
    void aTagThatTheRulesOfNowGiveNoMoreIsTakenFromWhatIsOut() throws Exception {
        start(Optional.empty());
        publish(story("1"));
        Path rules = Files.writeString(folder.resolve("desk.txt"), "forbid: VN-DN | uri: " + URI + "\n");
        assertThat(run("gazetteer", "apply", rules.toString()))
                .as(console.err())
                .isZero();
        assertThat(codes(live())).containsExactly("VN-DN");

        assertThat(run("correct", URI, "--remove", "VN-DN", "--note", NOTE))
                .as(console.err())
                .isZero();

        assertThat(codes(live())).isEmpty();
    }

    @Test
    void whatRegardsWordsBecomesARuleOfTheWordsUnlessTheyAreAName() throws Exception {
        start(Optional.empty());
        publish(story("1"));
        assertThat(run("correct", URI, "--remove", "VN-DN", "--text", "đà nẵng", "--note", NOTE))
                .as(console.err())
                .isZero();
        assertThat(codes(live())).isEmpty();

        assertThat(run("corrections", "rule", URI)).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("'đà nẵng' is a name of the gazetteer");
        assertThat(run("correct", URI, "--add", "AFP:credit", "--note", NOTE)).isZero();
        assertThat(run("corrections", "undo", URI, "--note", "which?")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("has 2 corrections: 0:1 of").contains("0:2 of");
    }

    @Test
    void aNoteAndANameCommandNoTerminal() throws Exception {
        start(Optional.empty());
        publish(story("1"));

        assertThat(run(
                        "correct",
                        URI,
                        "--remove",
                        "VN-DN",
                        "--by",
                        "mai\u001b[2J",
                        "--note",
                        "first\nsecond \u202egnp.exe\u001b[31m"))
                .as(console.err())
                .isZero();

        assertThat(live().version().getCorrections()).singleElement().satisfies(each -> {
            assertThat(each.getNote()).isEqualTo("first second gnp.exe [31m");
            assertThat(each.getBy()).isEqualTo("mai [2J");
        });
        assertThat(run("corrections", "list")).isZero();
        assertThat(console.out()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void ofTwoEditorsTheSecondIsToldAndSoIsWhoSawAnEarlierVersion() throws Exception {
        start(Optional.empty());
        publish(story("1"));
        try (CorrectionDesk one = installation.wiretag().correctionDesk();
                CorrectionDesk two = installation.wiretag().correctionDesk()) {
            SentVersion seen = live();

            List<Answer> answers = Stream.of(
                            CompletableFuture.supplyAsync(
                                    () -> one.correct(seen, "mai", NOTE, List.of(remove("VN-DN")))),
                            CompletableFuture.supplyAsync(() -> two.correct(seen, "binh", NOTE, List.of(add("VN-HN")))))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(answers).hasOnlyElementsOfTypes(Answer.WentOut.class, Answer.ChangedMeanwhile.class);
            assertThat(answers).filteredOn(Answer.WentOut.class::isInstance).hasSize(1);
            assertThat(live().version().getCorrections()).hasSize(1);

            SentVersion earlier = live();
            publish(story("2"));
            assertThat(one.correct(earlier, "mai", NOTE, List.of(add("VN-26"))))
                    .isInstanceOfSatisfying(
                            Answer.ChangedMeanwhile.class,
                            each -> assertThat(each.now().version().getArticle().getVersion())
                                    .isEqualTo("2"));
            SentVersion second = live();
            publish(Article.newBuilder(story("3"))
                    .setPubStatus(PubStatus.canceled)
                    .build());
            assertThat(one.correct(second, "mai", NOTE, List.of(add("VN-26"))))
                    .isInstanceOfSatisfying(
                            Answer.NotLive.class, each -> assertThat(each.why()).contains("killed meanwhile"));
            assertThatThrownBy(() -> one.undo(second, "mai", NOTE, "9:9")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whereTheProcessorsHaveAKeyNobodyWithoutItSpeaksForAnEditor() throws Exception {
        Path key = folder.resolve("corrections.key");
        assertThat(new CapturedConsole().run("corrections", "key", key.toString()))
                .isZero();
        assertThat(new CapturedConsole().run("corrections", "key", key.toString()))
                .isEqualTo(ExitCode.USAGE);
        start(Optional.of(key));
        publish(story("1"));

        assertThat(run("correct", URI, "--remove", "VN-DN", "--by", "mai", "--note", NOTE))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.err())
                .contains("the processor rejected it as not-sealed")
                .contains("corrections.key.file");
        Path forged = folder.resolve("forged.key");
        RequestSeal.create(forged);
        assertThat(run("correct", URI, "--remove", "VN-DN", "--note", NOTE, "-X", "corrections.key.file=" + forged))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("not-sealed");
        assertThat(codes(live())).containsExactly("VN-DN");

        assertThat(run(
                        "correct",
                        URI,
                        "--remove",
                        "VN-DN",
                        "--by",
                        "mai",
                        "--note",
                        NOTE,
                        "--json",
                        "-X",
                        "corrections.key.file=" + key))
                .as(console.err())
                .isZero();
        assertThat(Json.MAPPER.readTree(console.out()).get("proven").asBoolean())
                .isTrue();
        assertThat(console.err()).isEmpty();
        assertThat(run("corrections", "list")).isZero();
        assertThat(console.out()).contains(", proven");
    }

    @Test
    void whatNoProcessorAnswersIsToldToBeUnderWayAndIsDoneLater() throws Exception {
        start(Optional.empty());
        publish(story("1"));
        processor.close();

        assertThat(run("correct", URI, "--remove", "VN-DN", "--note", NOTE, "--timeout", "PT1S", "--json"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(console.err()).contains("it is asked for, at 0:1 of the published articles, and not out yet");
        JsonNode told = Json.MAPPER.readTree(console.out());
        assertThat(told.get("outcome").asText()).isEqualTo("not-answered");
        assertThat(told.get("place").asText()).isEqualTo("0:1");

        processor = other.processor();
        processor.start(LIMIT);
        await("the correction", () -> codes(live()).isEmpty());
    }

    private void refuses(int code, String why, String... words) {
        assertThat(run(words)).as(console.err()).isEqualTo(code);
        assertThat(console.err().replaceAll("\\s+", " ")).contains(why);
    }

    private long published() {
        return installation
                .records(installation.wiretag().topics().published(), "read_committed")
                .size();
    }

    private SentVersion live() {
        try (CorrectionDesk desk = installation.wiretag().correctionDesk()) {
            return ((Newest.Live) desk.newest(URI)).sent();
        }
    }

    private static List<String> codes(SentVersion sent) {
        TaggedArticle version = sent.version();
        return version.getProvinces().stream().map(ProvinceTag::getCode).toList();
    }

    private static CorrectedTag remove(String code) {
        return new CorrectedTag(CorrectionAction.remove, TagSubject.province, code, null, null);
    }

    private static CorrectedTag add(String code) {
        return new CorrectedTag(CorrectionAction.add, TagSubject.province, code, null, null);
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        installation.settings().forEach((key, value) -> all.addAll(List.of("-X", key + "=" + value)));
        return console.run(all.toArray(String[]::new));
    }
}
