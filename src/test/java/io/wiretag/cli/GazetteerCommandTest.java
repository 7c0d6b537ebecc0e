package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazetteerCommandTest {
    private final CapturedConsole console = new CapturedConsole();

    @TempDir
    Path folder;

    @Test
    void filesThatCanBeUsedAreToldWithTheirVersionAndNumbers() throws IOException {
        Path file = file("mine.txt", """
                province: VN-22
                  city: Mường Xén
                  remove: Hoàng Mai
                force: VN-HN | uri: urn:x
                """);

        assertThat(console.run("gazetteer", "check", file.toString())).isZero();

        assertThat(console.out()).matches("ok: version [0-9.]+\\+[0-9a-f]{8}, \\d+ names, 1 removed, 1 overrides\\R");
    }

    @Test
    void allThatIsWrongIsToldLineByLine() throws IOException {
        Path first = file("first.txt", "nonsense\nprovince: VN-22\n  city: Vinh [often]\n");
        Path second = file("second.txt", "agency: XYZ\n");

        int code = console.run("gazetteer", "check", first.toString(), second.toString());

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(console.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(first + ":1: 'nonsense' has no colon"),
                        line -> assertThat(line).startsWith(first + ":3: unknown note 'often'"),
                        line -> assertThat(line).startsWith(second + ":1: no agency 'XYZ'"));
    }

    @Test
    void aWarningDoesNotKeepAFileFromUse() throws IOException {
        Path file = file("mine.txt", "province: VN-HN\n  city: Hoàng Mai\n");

        assertThat(console.run("gazetteer", "check", file.toString())).isZero();

        assertThat(console.out()).contains(file + ":2: warning: 'Hoàng Mai'").contains("\nok: version ");
    }

    @Test
    void theListShowsWhatIsInForceAndFromWhere() throws IOException {
        Path file = file(
                "mine.txt",
                "province: VN-22\n  city: Mường Xén [person]\n  remove: Hoàng Mai\n"
                        + "forbid: VN-22 | text: Vinh Group\n");

        assertThat(console.run("gazetteer", "list", "--province", "VN-22", "--gazetteer", file.toString()))
                .isZero();

        assertThat(console.out())
                .startsWith("VN-22  Nghệ An\n")
                .containsPattern("(?m)^  name +Nghệ An \\[any case\\] +provinces\\.txt:\\d+$")
                .containsPattern("(?m)^  city +Mường Xén \\[person\\] +mine\\.txt:2$")
                .containsPattern("(?m)^  forbid +text: Vinh Group +mine\\.txt:4$")
                .doesNotContain("Hoàng Mai")
                .doesNotContain("Hà Nội");
    }

    @Test
    void theWholeListFitsEightyColumnsAndNamesAgenciesAndWords() {
        assertThat(console.run("gazetteer", "list")).isZero();

        assertThat(console.out())
                .contains("VN-HN  Hà Nội")
                .contains("VNA  Vietnam News Agency")
                .contains("Words and traps for all")
                .containsPattern("(?m)^  street before +đại lộ ");
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(TerminalText.columns(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void jsonHasALineForEachEntry() throws IOException {
        Path file = file("mine.txt", "agency: VNA\n  mark: TTX [these capitals]\nforce: VNA origin | uri: urn:x:*\n");

        assertThat(console.run("gazetteer", "list", "--agency", "VNA", "--json", "--gazetteer", file.toString()))
                .isZero();

        List<JsonNode> entries = new ArrayList<>();
        for (String line : console.out().lines().toList()) {
            entries.add(Json.MAPPER.readTree(line));
        }
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.get("owner").asText()).isEqualTo("VNA"));
        assertThat(entries.get(entries.size() - 2).toString())
                .isEqualTo(
                        "{\"keyword\":\"mark\",\"owner\":\"VNA\",\"text\":\"TTX\",\"notes\":[\"these capitals\"],\"file\":\""
                                + file + "\",\"line\":2,\"builtIn\":false}");
        assertThat(entries.get(entries.size() - 1).toString())
                .contains("\"keyword\":\"force\"", "\"text\":\"uri: urn:x:*\"", "\"notes\":[\"origin\"]");
    }

    @Test
    void aCodeThatIsNotThereIsAUsageErrorThatNamesTheNearest() {
        assertThat(console.run("gazetteer", "list", "--province", "VN-99")).isEqualTo(ExitCode.USAGE);

        assertThat(console.err())
                .startsWith("wiretag: no province 'VN-99'; nearest are VN-")
                .endsWith("'wiretag gazetteer list' shows all\n");
    }

    @Test
    void aNameStandsForItsCode() {
        assertThat(console.run("gazetteer", "list", "--province", "nghe an", "--json"))
                .isZero();

        assertThat(console.out().lines()).isNotEmpty().allMatch(line -> line.contains("\"owner\":\"VN-22\""));
    }

    @Test
    void aWrongFileIsToldByEveryCommandThatUsesIt() throws IOException {
        Path file = file("mine.txt", "nonsense\ncity: x\n");

        assertThat(console.run("tag", "--gazetteer", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(console.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("wiretag: the gazetteer cannot be used:"),
                        line -> assertThat(line).startsWith(file + ":1: "),
                        line -> assertThat(line).startsWith(file + ":2: "));
    }

    @Test
    void aPathWithACommaIsRefused() {
        assertThat(console.run("tag", "--gazetteer", "a,b.txt")).isEqualTo(ExitCode.USAGE);

        assertThat(console.err()).contains("'a,b.txt'").contains("comma");
    }

    @Test
    void theExampleOfTheDocumentDoesWhatItSays() throws IOException {
        String document = Files.readString(Path.of("docs/gazetteer.md"));
        int start = document.indexOf("# desk.txt");
        Path desk = file("desk.txt", document.substring(start, document.indexOf("```", start)));
        String wire = "Thái Bình Group đến Mường Xén, thợ gốm Hà Giang đi cùng.";

        assertThat(console.run("gazetteer", "check", desk.toString())).isZero();
        assertThat(console.out()).startsWith("ok: ");
        for (String[] command :
                new String[][] {{"tag", "--explain"}, {"tag", "--explain", "--gazetteer", desk.toString()}}) {
            assertThat(console.runWithInput(wire, command)).isZero();
            // confidence and version are those of the day
            assertThat(shape(document)).contains(shape(console.out()));
        }
    }

    private static String shape(String shown) {
        return shown.replaceAll("confidence \\d+", "confidence").replaceAll("gazetteer 20\\S+", "gazetteer");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
