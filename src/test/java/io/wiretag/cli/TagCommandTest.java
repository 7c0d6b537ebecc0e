package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Pipes;
import io.wiretag.testing.Tool;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagCommandTest {
    private static final String SAMPLES = "src/main/resources/samples/";

    private final CapturedConsole console = new CapturedConsole();

    @TempDir
    Path folder;

    @Test
    void everyLineGetsItsLineInOrderAndAMalformedOneDoesNotStopTheRest() {
        int code = console.runWithInput("""
                {"id": "b", "text": "Bão vào Quảng Ngãi và Huế."}
                this is no JSON
                {"id": 7, "text": "x"}
                {"id": "a", "headline": "Hà Nội", "text": "HÀ NỘI — It rained. — VNS", "date": "2026-08-03"}
                {"id": "c", "text": "x", "date": "yesterday"}
                {"id": 8, "text": 9}
                {"text": "x", "id": "d", "date": }
                """, "tag", "--jsonl");

        assertThat(code).as("a line was bad").isEqualTo(ExitCode.FAILED);
        List<String> lines = console.out().lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0))
                .isEqualTo(
                        "{\"id\":\"b\",\"provinces\":[\"VN-26\",\"VN-29\"],\"units\":[\"46\",\"51\"],\"about\":[\"VN-26\",\"VN-29\"],\"agencies\":[],\"bodies\":[]}");
        assertThat(lines.get(1)).startsWith("{\"id\":null,\"error\":");
        assertThat(lines.get(2))
                .isEqualTo("{\"id\":7,\"provinces\":[],\"units\":[],\"about\":[],\"agencies\":[],\"bodies\":[]}");
        assertThat(lines.get(3))
                .isEqualTo(
                        "{\"id\":\"a\",\"provinces\":[\"VN-HN\"],\"units\":[\"01\"],\"about\":[\"VN-HN\"],"
                                + "\"agencies\":[{\"code\":\"VNS\",\"kind\":\"newspaper\",\"role\":\"origin\"}],\"bodies\":[]}");
        assertThat(lines.get(4)).startsWith("{\"id\":\"c\",\"error\":").contains("date");
        assertThat(lines.get(5)).startsWith("{\"id\":8,\"error\":").contains("'text'");
        assertThat(lines.get(6)).startsWith("{\"id\":\"d\",\"error\":").contains("no JSON");
    }

    @Test
    void aLineThatIsTooLongCostsThatLineAlone() {
        String tooLong = "{\"id\": 1, \"text\": \"" + "x".repeat(16 << 20) + "\"}";

        int code = console.runWithInput(
                tooLong + "\r\n\r\n" + tooLong + "\n{\"id\": 2, \"text\": \"Huế\"}\r{\"id\": 3, \"text\": \"x\"}",
                "tag",
                "--jsonl");

        assertThat(code).isEqualTo(ExitCode.FAILED);
        List<String> lines = console.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isEqualTo(
                        "{\"id\":1,\"error\":\"standard input:1: the line is larger than 16 MiB: write one object a line\"}");
        assertThat(lines.get(1)).startsWith("{\"id\":1,\"error\":\"standard input:3: ");
        assertThat(lines.get(2)).startsWith("{\"id\":2,\"provinces\":[\"VN-26\"]");
        assertThat(lines.get(3)).startsWith("{\"id\":3,\"provinces\":[]");
    }

    @Test
    void ofSeveralFilesEachIsNamedBeforeItsTags() throws Exception {
        Path first = Files.writeString(folder.resolve("1.txt"), "Huế có mưa.");
        Path second = Files.writeString(folder.resolve("2.txt"), "Nghệ An có mưa.");

        assertThat(console.run("tag", first.toString())).isZero();
        assertThat(console.out()).doesNotContain("1.txt");
        for (String option : List.of("--format=auto", "--explain")) {
            assertThat(console.run("tag", option, folder.toString())).isZero();
            assertThat(console.out()).startsWith(first + ":\n").contains("\n" + second + ":\n");
        }
    }

    @Test
    void linesThatAreAllGoodEndWith0AndMayComeFromFiles() throws Exception {
        Path first = Files.writeString(folder.resolve("1.jsonl"), "{\"id\": 1, \"text\": \"x\"}\n\n \t\r\n");
        Path second = Files.writeString(folder.resolve("2.jsonl"), "{\"id\": 2, \"text\": \"x\"}");

        assertThat(console.run("tag", "--jsonl", first.toString(), second.toString()))
                .isZero();

        assertThat(console.out().lines()).map(line -> line.substring(0, 8)).containsExactly("{\"id\":1,", "{\"id\":2,");
    }

    @Test
    void whatIsWrongWithALineIsOneErrorWithItsPlaceAndCostsThatLineAlone() throws Exception {
        String[] bad = {
            "{\"id\": 1, \"text\": \"x\"} {\"id\": 2, \"text\": \"x\"}",
            "{\"id\": 1, \"text\": \"x\"} and more",
            "{\"id\": 1, \"text\": \"x\", \"text\": \"y\"}",
            "{\"id\": 1e400, \"text\": \"x\"}",
            "{\"id\": 1, \"text\": \"x\", \"headline\": 7}",
            "{\"id\": 1, \"text\": \"x\", \"date\": 20260804}",
            "[]",
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : bad) {
            bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        bytes.writeBytes("\n{\"id\": 1, \"text\": \"H\u00e0 N\u1ed9i\"".getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes("}\n{\"id\": 1.10, \"text\": \"x\"}".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("wires.jsonl"), bytes.toByteArray());

        assertThat(console.run("tag", "--jsonl", file.toString())).isEqualTo(ExitCode.FAILED);

        List<String> lines = console.out().lines().toList();
        assertThat(lines).hasSize(bad.length + 2);
        for (int i = 0; i < bad.length; i++) {
            assertThat(Json.MAPPER.readTree(lines.get(i)).path("error").asText())
                    .as(bad[i])
                    .startsWith(file + ":" + (i + 1) + ": ");
        }
        assertThat(lines.get(0)).startsWith("{\"id\":1,").contains("one object a line");
        assertThat(lines.get(2)).contains("Duplicate");
        assertThat(lines.get(3)).startsWith("{\"id\":null,").contains("put it in quotes");
        assertThat(lines.get(4)).contains("'headline' must be a string");
        assertThat(lines.get(bad.length))
                .contains(file + ":" + (bad.length + 2) + ": ")
                .contains("not UTF-8");
        assertThat(lines.get(bad.length + 1)).startsWith("{\"id\":1.10,\"provinces\":");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws Exception {
        Path file = Files.writeString(folder.resolve("wires.jsonl"), "\ufeff{\"id\": 1, \"text\": \"x\"}\r\n");

        assertThat(console.run("tag", "--jsonl", file.toString()))
                .as(console.out())
                .isZero();
    }

    @Test
    @Needs(Tool.MKFIFO)
    void belowADirectoryOnlyRegularFilesAreReadButAPipeMayBeNamed() throws Exception {
        Path pipe = Pipes.at(folder.resolve("pipe.txt"));
        Files.createDirectories(folder.resolve("deep.xml"));
        Files.createSymbolicLink(folder.resolve("link.txt"), pipe);
        Files.writeString(folder.resolve("deep.xml/wire.txt"), "HUẾ (VNA) — It rained in Huế. VNA");

        for (String[] options : new String[][] {{"--json"}, {"--jsonl"}}) {
            assertThat(console.run("tag", options[0], folder.toString())).isEqualTo(ExitCode.FAILED);
            assertThat(console.err())
                    .contains(pipe + ": cannot be read: it is no regular file, left alone")
                    .contains("link.txt: cannot be read: it is no regular file, left alone");
        }

        Process writer = new ProcessBuilder(
                        "sh",
                        "-c",
                        "cat \"$0\" > \"$1\"",
                        folder.resolve("deep.xml/wire.txt").toString(),
                        pipe.toString())
                .start();
        assertThat(console.run("tag", "--json", pipe.toString())).isZero();
        assertThat(console.out()).contains("VN-26");
        assertThat(writer.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--explain", "--json", "--format=NINJS"})
    void linesOfJsonHaveTheirOwnForm(String option) {
        assertThat(console.run("tag", "--jsonl", option, "-")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("--jsonl goes without");
    }

    @Test
    void theTraysOfAHotFolderAndItsDotFilesAreLeftAlone() throws Exception {
        Path hot = Files.createDirectories(folder.resolve("in/.wiretag/inflight"))
                .getParent()
                .getParent();
        for (String own : List.of("done/a.json", "failed/b.json", ".wiretag/lock", ".c.json")) {
            Path file = hot.resolve(own);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{\"uri\": \"urn:own\"}");
        }
        Files.writeString(hot.resolve("d.json"), "{\"uri\": \"urn:new\"}");
        Files.createDirectories(folder.resolve("done"));
        Files.writeString(folder.resolve("done/e.json"), "{\"uri\": \"urn:elsewhere\"}");

        assertThat(console.run("tag", "--json", folder.toString())).isZero();

        assertThat(console.out().lines()).hasSize(2).noneMatch(line -> line.contains("urn:own"));
        assertThat(console.err())
                .hasLineCount(1)
                .contains(hot + ": a hot folder: left alone are its done, failed, .wiretag and what begins with a dot");

        assertThat(console.run("tag", "--json", hot.resolve("failed").toString()))
                .as("whoever names a tray wants what lies there")
                .isZero();
        assertThat(console.out()).contains("urn:own");
    }

    @Test
    void aTimeThatCannotBeReadIsAWarningAndALongIdentityAnError() throws Exception {
        Path wire =
                Files.writeString(folder.resolve("a.json"), "{\"uri\": \"urn:1\", \"versionCreated\": \"gestern\"}");
        Path endless = Files.writeString(folder.resolve("b.json"), "{\"uri\": \"" + "u".repeat(100_000) + "\"}");

        assertThat(console.run("tag", wire.toString())).isZero();
        assertThat(console.err()).contains(wire + ": versionCreated of \"urn:1\" is \"gestern\"");

        assertThat(console.run("tag", endless.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(console.err())
                .contains("the uri has 100000 bytes, the longest is 4096")
                .hasSizeLessThan(1_000);
    }

    @Test
    void aDirectoryStandsForAllFilesBelowItAndJsonNamesTheFileOfEach() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("desk"));
        Path bad = Files.writeString(folder.resolve("a.json"), "{\"uri\": ");
        Path wire = Files.writeString(folder.resolve("b.txt"), "HUẾ (VNA) — It rained in Huế. VNA");
        Path two = Files.writeString(deep.resolve("c.json"), "[{\"uri\": \"urn:1\"}, {\"uri\": \"urn:2\"}]");

        int code = console.run("tag", "--json", folder.toString());

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains(bad + ":1: ");
        List<String> files = new ArrayList<>();
        for (String line : console.out().lines().toList()) {
            files.add(Json.MAPPER.readTree(line).get("file").asText());
        }
        assertThat(files).containsExactly(wire.toString(), two.toString(), two.toString());
    }

    @Test
    void theEvidenceOfAFileIsShownWithItsPlaceInTheText() {
        assertThat(console.run("tag", SAMPLES + "vns-defence-minister.txt")).isZero();

        assertThat(console.out())
                .contains("Hà Nội  VN-HN")
                .contains("“Hà Nội”")
                .contains("VNS origin")
                .contains("VNA credit");
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(TerminalText.columns(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void jsonCarriesTheEvidenceAndItsOffsetsFitTheText() throws Exception {
        assertThat(console.run("tag", "--json", SAMPLES + "vns-defence-minister.txt"))
                .isZero();

        JsonNode tagged = Json.MAPPER.readTree(console.out());
        String body = tagged.at("/article/body").asText();
        JsonNode mention = tagged.at("/provinces/0/mentions/0");
        for (JsonNode each : tagged.at("/provinces/0/mentions")) {
            if (each.get("field").asText().equals("body")) {
                mention = each;
            }
        }
        assertThat(body.substring(
                        mention.get("start").asInt(), mention.get("end").asInt()))
                .isEqualTo(mention.get("text").asText());
    }

    @Test
    void aFileThatCannotBeReadIsToldAndTheOthersAreTagged() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"uri\": ");

        int code = console.run("tag", bad.toString(), SAMPLES + "vgp-phone-talks.txt");

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(console.err()).contains("bad.json:1: ");
        assertThat(console.out()).contains("no province").contains("VGP origin").contains("VNA origin");
    }
}
