package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiretag gazetteer check --against}: the figures are reckoned by hand. */
class CheckAgainstTextsTest {
    /**
     * Provinces: built-in 2 right (26, 27), 2 missing (29, 22), 1 too many (DN); given 3, 1 and 2 (HN). About: built-in 1 right (26), 1
     * missing (22), given 2 right. Agencies: 1 right (VNS), 1 missing (VNA) in both.
     */
    private static final String TEXTS = """
            {"id": "1", "text": "Mưa lớn ở Huế và Đà Nẵng.", "provinces": ["VN-26", "VN-29"], "about": ["VN-26"], "about_optional": ["VN-DN"]}
            {"id": "2", "headline": "Lũ quét", "text": "Lũ về Mường Xén.", "provinces": ["VN-22"], "about": ["VN-22"], "agencies": []}

            {"id": "3", "text": "Chợ Đà Lạt đông khách.", "provinces": [], "optional": ["VN-35"]}
            {"id": "4", "text": "Mưa to, theo AFP. — VNS", "agencies": [{"code": "VNS", "role": "origin"}, {"code": "VNA", "role": "credit"}], "agencies_optional": ["AFP"]}
            {"id": "5", "text": "Phố cổ Hội An đông khách.", "provinces": ["VN-27"]}
            """;

    private static final String RULES = "province: VN-22\n  city: Mường Xén\nforce: VN-HN | uri: 5\n";

    private final CapturedConsole console = new CapturedConsole();

    @TempDir
    Path folder;

    @Test
    void theGivenRulesStandBesideThoseBuiltIn() throws IOException {
        Path texts = file("texts.jsonl", TEXTS);

        assertThat(check(file("mine.txt", RULES), "--against", texts.toString()))
                .isZero();

        assertThat(console.err()).isEmpty();
        assertThat(console.out().lines().toList())
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("ok: version "));
        assertThat(console.out().lines().skip(1).map(CheckAgainstTextsTest::withoutVersions))
                .containsExactly(
                        "5 texts of " + texts + ", tagged by V (built-in) and V",
                        "",
                        "                                 BUILT-IN   THESE",
                        "provinces           precision       0.667   0.600  -0.067",
                        "4 texts             recall          0.500   0.750  +0.250",
                        "                    F1              0.571   0.667  +0.096",
                        "about               precision       1.000   1.000",
                        "2 texts             recall          0.500   1.000  +0.500",
                        "                    F1              0.667   1.000  +0.333",
                        "                    first right    1 of 2  2 of 2      +1",
                        "agencies with role  precision       1.000   1.000",
                        "2 texts             recall          0.500   0.500",
                        "                    F1              0.667   0.667",
                        "",
                        "1 story better, 1 story worse",
                        "",
                        "3 stories are wrong",
                        "  worse: 5  Phố cổ Hội An đông khách.",
                        "    provinces too many  VN-HN Hà Nội (new)",
                        "  1  Mưa lớn ở Huế và Đà Nẵng.",
                        "    provinces missing   VN-29 Quảng Ngãi",
                        "    provinces too many  VN-DN Đà Nẵng",
                        "  4  Mưa to, theo AFP. — VNS",
                        "    agencies missing    VNA credit");
    }

    @Test
    void theExampleOfTheDocumentSaysWhatItSays() throws IOException {
        String document = Files.readString(Path.of("docs/gazetteer.md"));
        Path rules = file("desk.txt", part(document, "# desk.txt", "```"));
        Path texts = file("mine.jsonl", part(document, "{\"id\": \"1\"", "$ ./wiretag"));

        assertThat(check(rules, "--against", texts.toString())).isZero();

        String said = console.out().replace(folder + "/", "");
        assertThat(withoutVersions(document)).contains(withoutVersions(said.substring(said.indexOf("4 texts of"))));
    }

    private static String part(String document, String from, String until) {
        int start = document.indexOf(from);
        return document.substring(start, document.indexOf(until, start));
    }

    private static String withoutVersions(String text) {
        return text.replaceAll("20\\d\\d[.][0-9]+([+][0-9a-f]{8})?", "V");
    }

    @Test
    void withoutFilesTheBuiltInRulesAreScoredAlone() {
        assertThat(console.runWithInput(TEXTS, "gazetteer", "check", "--against", "-"))
                .isZero();

        assertThat(console.out())
                .startsWith("5 texts of standard input, tagged by ")
                .contains("\nprovinces           precision       0.667\n")
                .contains(
                        "\n  2  Lũ quét\n    provinces missing   VN-22 Nghệ An\n    about missing       VN-22 Nghệ An\n")
                .doesNotContain("THESE", "better", "(new)");
    }

    @Test
    void jsonHasTheCountsAndEveryWrongStory() throws IOException {
        Path texts = file("texts.jsonl", TEXTS);

        assertThat(check(file("mine.txt", RULES), "--against", texts.toString(), "--json"))
                .isZero();

        JsonNode all = Json.MAPPER.readTree(console.out());
        assertThat(console.err()).startsWith("ok: version ");
        assertThat(all.at("/builtIn/provinces").toString())
                .startsWith("{\"texts\":4,\"right\":2,\"tooMany\":1,\"missing\":2,\"precision\":0.666");
        assertThat(all.at("/given/provinces").toString())
                .startsWith("{\"texts\":4,\"right\":3,\"tooMany\":2,\"missing\":1,\"precision\":0.6,\"recall\":0.75");
        assertThat(all.at("/given/about/firstsRight").asInt()).isEqualTo(2);
        assertThat(all.at("/better").asInt()).isEqualTo(1);
        assertThat(all.at("/worse").asInt()).isEqualTo(1);
        assertThat(all.get("stories").findValuesAsText("id")).containsExactly("1", "2", "4", "5");
        assertThat(all.at("/stories/1").toString())
                .contains("\"change\":\"better\"")
                .contains("\"builtIn\":{\"provinces\":{\"missing\":[\"VN-22\"],\"tooMany\":[]}")
                .contains("\"wrongFirst\":null");
    }

    @Test
    void aLineThatIsWrongIsToldAndTheRestGoesOn() throws IOException {
        Path texts = file("texts.jsonl", """
                {"id": "1", "text": "Mưa ở Huế.", "provinces": ["VN-26"]}
                nonsense

                {"id": "2", "provinces": ["VN-26"]}
                {"id": "3", "text": "x", "provinces": ["VN-99"]}
                {"id": "4", "text": "x", "provinces": [], "optional": ["Hà Nội"]}
                {"id": "5", "text": "x", "agencies": [{"code": "VNX", "role": "origin"}]}
                {"id": "1", "text": "Mưa ở Huế.", "provinces": ["VN-26"]}
                {"id": "6", "text": "x", "agencies": [], "agencies_optional": ["MOD"]}
                """);

        assertThat(console.run("gazetteer", "check", "--against", texts.toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(console.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(texts + ":2: the line is no JSON: "),
                        line -> assertThat(line).startsWith(texts + ":4: the line has no 'text': give it one"),
                        line -> assertThat(line).startsWith(texts + ":5: no province 'VN-99'; nearest are "),
                        line -> assertThat(line).isEqualTo(texts + ":6: 'Hà Nội' is no code: write VN-HN"),
                        line -> assertThat(line).startsWith(texts + ":7: no agency 'VNX'; nearest are VNA "),
                        line -> assertThat(line).startsWith(texts + ":8: the id '1' stands in a line before"),
                        line -> assertThat(line).startsWith(texts + ":9: 'MOD' is a public body"));
        assertThat(console.out())
                .startsWith("1 text of ")
                .contains("\n  7 lines could not be scored\n")
                .endsWith("no story is wrong\n");
        assertThat(console.run("gazetteer", "check", "--against", texts.toString(), "--json"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(Json.MAPPER
                        .readTree(console.out())
                        .get("refused")
                        .get(0)
                        .get("line")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void anAgencyOfTheGivenRulesIsKnown() throws IOException {
        Path texts = file(
                "texts.jsonl",
                "{\"id\": \"1\", \"text\": \"Theo bản tin Sông Mã.\", \"agencies\": [{\"code\": \"SONGMA\", \"role\": \"mention\"}]}");
        Path rules = file("mine.txt", "agency: SONGMA | Sông Mã | newspaper\n    name: bản tin Sông Mã\n");

        assertThat(check(rules, "--against", texts.toString())).isZero();

        assertThat(console.out()).contains("1 story better, 0 stories worse").endsWith("no story is wrong\n");
    }

    @Test
    void whatCannotBeScoredAtAllIsNoSuccess() throws IOException {
        Path texts = file("texts.jsonl", TEXTS);

        assertThat(check(file("mine.txt", "nonsense\n"), "--against", texts.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.out())
                .contains("mine.txt:1: 'nonsense' has no colon")
                .doesNotContain("precision");
        assertThat(console.runWithInput("\n", "gazetteer", "check", "--against", "-"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("nothing was scored: standard input has no line that can be");
        assertThat(console.run(
                        "gazetteer",
                        "check",
                        "--against",
                        folder.resolve("none").toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("none: no such file or directory");
        assertThat(console.run("gazetteer", "check")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("no FILE to check");
        assertThat(console.run("gazetteer", "check", "x", "--json")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void twentyStoriesAreShownAndLinesFitTheTerminal() throws IOException {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            texts.append(
                    "{\"id\": \"urn:x:%d\", \"text\": \"%s\", \"provinces\": [\"VN-HN\", \"VN-SG\", \"VN-26\", \"VN-22\", \"VN-21\"]}\n"
                            .formatted(i, "Trời đẹp ".repeat(30)));
        }

        assertThat(console.runWithInput(texts.toString(), "gazetteer", "check", "--against", "-"))
                .isZero();

        assertThat(console.out())
                .contains("\n25 stories are wrong\n")
                .contains("  urn:x:19  Trời đẹp")
                .doesNotContain("urn:x:20")
                .endsWith("  and 5 more: --json has all\n");
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(TerminalText.columns(line)).isLessThanOrEqualTo(80));
    }

    @Test
    @Needs({Tool.DEVELOPMENT_TEXTS, Tool.PYTHON})
    void theScorersOfTheDevelopmentTextsCountTheSame() throws Exception {
        Path all = Tool.developmentTexts();
        String stories = scorer("stories-dev.jsonl", all.resolve("score_stories.py"));
        JsonNode scores = scores(all.resolve("stories-dev.jsonl"));
        assertThat(stories.substring(stories.indexOf("all n=179")))
                .contains(line("provinces ", scores.get("provinces")))
                .contains(line("about ", scores.get("about")))
                .contains(line("agencies ", scores.get("agencies")));

        String provinces = scorer("provinces-dev.jsonl", all.resolve("score.py"));
        assertThat(provinces)
                .containsPattern(row(scores(all.resolve("provinces-dev.jsonl")).get("provinces")));
        String agencies = scorer("agencies-dev.jsonl", all.resolve("score.py"), "--tags", "agencies");
        assertThat(agencies)
                .containsPattern(row(scores(all.resolve("agencies-dev.jsonl")).get("agencies")));
    }

    private String scorer(String texts, Path script, String... options) throws Exception {
        Path gold = Tool.developmentTexts().resolve(texts);
        assertThat(console.run("tag", "--jsonl", gold.toString())).isZero();
        Path tagged = file("tagged.jsonl", console.out());
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of("python3", script.toString(), gold.toString(), tagged.toString()),
                                Stream.of(options))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private JsonNode scores(Path texts) throws IOException {
        assertThat(console.run("gazetteer", "check", "--against", texts.toString(), "--json"))
                .isZero();
        return Json.MAPPER.readTree(console.out()).get("builtIn");
    }

    private static String line(String name, JsonNode score) {
        return String.format(
                Locale.ROOT,
                "  %-10s P %.3f R %.3f F1 %.3f",
                name.strip(),
                score.get("precision").asDouble(),
                score.get("recall").asDouble(),
                score.get("f1").asDouble());
    }

    private static String row(JsonNode score) {
        return "(?m)^all +" + score.get("texts") + " +" + score.get("right") + " +" + score.get("tooMany") + " +"
                + score.get("missing") + " ";
    }

    private int check(Path rules, String... options) {
        return console.run(Stream.concat(Stream.of("gazetteer", "check", rules.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
