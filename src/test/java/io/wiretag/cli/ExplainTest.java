package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiretag tag --explain}. */
class ExplainTest {
    private static final String ESCAPE = "\u001b[";

    @TempDir
    Path folder;

    private final CapturedConsole console = new CapturedConsole();

    @Test
    void everyCandidateHasItsNumberInTheTextAndItsReasonBelow() throws IOException {
        Path wire = wire("Ông Nguyễn Hải Dương ở Hà Nội nói về Thái Bình Dương. — VNS");

        CapturedConsole wide = new CapturedConsole(100);

        assertThat(wide.run("tag", "--explain", wire.toString())).isZero();

        assertThat(wide.out())
                .contains("Ông Nguyễn [-1:Hải Dương] ở [2:Hà Nội] nói về [-3,-4:Thái Bình Dương]. — [5:VNS]")
                .containsPattern("(?m)^-1  Hải Dương +VN-61 +rejected by person$")
                .containsPattern("(?m)^ 2  Hà Nội +VN-HN (about|mentioned) +where, confidence \\d+$")
                .containsPattern("(?m)^-3  Thái Bình +VN-20 +rejected by trap: Thái Bình Dương$")
                .containsPattern("(?m)^-4  Bình Dương +VN-57 +rejected by trap: Thái Bình Dương$")
                .containsPattern("(?m)^ 5  VNS +VNS origin +sign-off, confidence \\d+$")
                .contains("gazetteer 2")
                .doesNotContain(ESCAPE);
    }

    @Test
    void aLongTextIsWrappedToTheWidthOfTheConsole() {
        assertThat(console.run("tag", "--explain", "src/main/resources/samples/vns-defence-minister.txt"))
                .isZero();

        assertThat(console.out()).contains("captions[0]").contains(":Hà Nội]");
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(TerminalText.columns(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void withColoursThereAreSmallNumbersInsteadOfBrackets() throws IOException {
        CapturedConsole terminal = new CapturedConsole(80, true, Map.of());
        Path wire = wire("Mưa ở Huế.\n\nThái Bình Dương có bão, theo báo Nhân Dân. Gió nhẹ.");

        assertThat(terminal.run("tag", "--explain", wire.toString())).isZero();

        String green = ESCAPE + "1;32m";
        String cyan = ESCAPE + "36m";
        String dimRedStruck = ESCAPE + "2;9;31m";
        String faint = ESCAPE + "2m";
        String end = ESCAPE + "0m";
        assertThat(terminal.out())
                .contains(green + "Huế" + end + faint + "¹" + end)
                .contains(dimRedStruck + "Thái Bình Dương" + end + faint + "⁻²˒⁻³" + end)
                .contains(cyan + "báo Nhân Dân" + end + faint + "⁴" + end)
                .doesNotContain("[1:");
    }

    @Test
    void jsonGivesMentionsAndRejectedWithTheirPlaces() throws IOException {
        String text = "Ông Nguyễn Hải Dương ở Hà Nội.";

        assertThat(console.run("tag", "--explain", "--json", wire(text).toString()))
                .isZero();

        assertThat(console.out().lines()).hasSize(1);
        JsonNode explained = Json.MAPPER.readTree(console.out());
        assertThat(explained.get("uri").asText()).startsWith("urn:");
        assertThat(explained.get("gazetteerVersion").asText()).isNotEmpty();
        JsonNode mention = explained.at("/mentions/0");
        assertThat(mention.get("code").asText()).isEqualTo("VN-HN");
        assertThat(mention.get("rule").asText()).isEqualTo("where");
        assertThat(text.substring(
                        mention.get("start").asInt(), mention.get("end").asInt()))
                .isEqualTo("Hà Nội");
        JsonNode rejected = explained.at("/rejected/0");
        assertThat(rejected.get("code").asText()).isEqualTo("VN-61");
        assertThat(rejected.get("rule").asText()).isEqualTo("person");
        assertThat(text.substring(
                        rejected.get("start").asInt(), rejected.get("end").asInt()))
                .isEqualTo("Hải Dương");
    }

    @Test
    void anOverrideByUriIsShownOnTheUri() throws IOException {
        Path overrides = Files.writeString(
                folder.resolve("overrides.txt"),
                "force: VN-44 | uri: urn:newsml:wire.example:*\nforbid: VN-26 | uri: urn:newsml:wire.example:20260803:1\n");
        Path article = Files.writeString(
                folder.resolve("article.json"),
                "{\"uri\": \"urn:newsml:wire.example:20260803:1\", \"headline\": \"Mưa ở Huế\", \"body_text\": \"Mưa.\"}");

        assertThat(console.run("tag", "--explain", "--gazetteer", overrides.toString(), article.toString()))
                .isZero();

        assertThat(console.out())
                .contains("[1:urn:newsml:wire.example:]20260803:1")
                .contains("Mưa ở [-2:Huế]")
                .containsPattern("VN-44 about +override, confidence 100")
                .contains("rejected by override");
    }

    @Test
    void aTextWithoutNamesSaysSo() throws IOException {
        assertThat(console.run("tag", "--explain", wire("Rain fell.").toString()))
                .isZero();

        assertThat(console.out().lines().toList())
                .startsWith("body", "  Rain fell.", "", "nothing that is spelled like a name");
    }

    @Test
    void explainAndLinesOfJsonExcludeEachOther() {
        assertThat(console.run("tag", "--explain", "--jsonl")).isEqualTo(ExitCode.USAGE);

        assertThat(console.err()).contains("--jsonl goes without --explain");
    }

    @Test
    void theGazetteerOfTheFlagIsStrongerThanThatOfTheEnvironmentAndThatThanTheFile() throws IOException {
        Path wire = wire("Mưa ở Mường Xén.");
        Path north = gazetteer("a.txt", "province: VN-22\ncity: Mường Xén\n");
        Path south = gazetteer("b.txt", "province: VN-59\ncity: Mường Xén\n");
        Path nowhere = gazetteer("c.txt", "not: Mường Xén\n");
        Path config = Files.writeString(
                folder.resolve("w.properties"), "gazetteer.file=" + nowhere + "\ntopics.partitions=many\n");
        Map<String, String> environment =
                Map.of("WIRETAG_CONFIG", config.toString(), "WIRETAG_GAZETTEER_FILE", south.toString());

        assertThat(codes(new CapturedConsole(80, false, Map.of()), wire)).isEmpty();
        assertThat(codes(new CapturedConsole(80, false, Map.of()), wire, "--config", config.toString()))
                .isEmpty();
        assertThat(codes(new CapturedConsole(80, false, environment), wire)).containsExactly("VN-59");
        assertThat(codes(new CapturedConsole(80, false, environment), wire, "--gazetteer", north.toString()))
                .containsExactly("VN-22");
    }

    private static List<String> codes(CapturedConsole console, Path wire, String... options) throws IOException {
        String[] args = new String[options.length + 3];
        args[0] = "tag";
        args[1] = "--json";
        args[2] = wire.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        assertThat(console.run(args)).as(console.err()).isZero();
        return Json.MAPPER.readTree(console.out()).findValuesAsText("code");
    }

    private Path gazetteer(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path wire(String text) throws IOException {
        return Files.writeString(folder.resolve("wire.txt"), text);
    }
}
