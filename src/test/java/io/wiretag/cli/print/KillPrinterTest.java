package io.wiretag.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.ops.receipts.Between;
import io.wiretag.ops.receipts.Evidence;
import io.wiretag.ops.receipts.Evidence.Acted;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Kind;
import io.wiretag.ops.receipts.Evidence.Look;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.KillId;
import io.wiretag.ops.receipts.Known;
import io.wiretag.ops.receipts.Place;
import io.wiretag.ops.receipts.Standing;
import io.wiretag.ops.receipts.Standing.State;
import io.wiretag.topics.Acknowledgement;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KillPrinterTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final KillId ID =
            new KillId("urn:newsml:vns.example:20241020:airport-night:of-a-very-long-name-indeed", "2", "id", 0, 41);
    private static final Place TAGGED = new Place("tagged", "articles.tagged", "id", ID.uri(), 0, OptionalLong.of(41));
    private static final Place PROVINCE =
            new Place("by-province", "articles.by-province", "id", "VN-32", 1, OptionalLong.of(9));

    @Test
    void whoHasAKillFitsIntoTheTerminalAndWhoIsOpenStandsFirst() {
        for (int width : new int[] {80, 160}) {
            List<String> lines =
                    print(width, known(NOON), NOON.plusSeconds(20)).lines().toList();

            assertThat(lines).as("in " + width + " columns").allMatch(line -> line.length() <= width);
            assertThat(lines.get(0)).contains("KILL 2").endsWith("1 open");
            assertThat(String.join("\n", lines))
                    .contains(ID.uri(), "by-province VN-32: 12 to go, 41 s behind")
                    .containsSubsequence("SUBSCRIBER", "archive", "behind", "front-page", "passed", "webhook");
        }
    }

    @Test
    void whatIsLongGoesOnInTheNextLineAndNothingOfAUriIsLost() {
        String name = "kho-lưu-trữ-của-đài-truyền-hình-thành-phố-Hồ-Chí-Minh";
        Acted acted = new Acted(
                NOON.plusSeconds(2 * 86_400), Acknowledgement.Way.COMMAND, Optional.of("biên tập viên trực đêm"));
        List<Evidence> all =
                List.of(kill(), receipt(name, PROVINCE, State.BEHIND, Optional.empty(), Optional.of(acted)));

        String text = print(80, Known.of(all), NOON);

        assertThat(text.lines()).allMatch(line -> TerminalText.columns(line) <= 80);
        assertThat(text).contains("  " + ID.uri() + System.lineSeparator(), name.substring(0, 20), " command");
        assertThat(text.replaceAll("\\s+", " "))
                .contains("by-province VN-32: 12 to go, 41 s behind; said so: biên tập viên trực đêm")
                .as("another day than that of the kill")
                .contains(DateTimeFormatter.ISO_LOCAL_DATE.format(acted.at().atZone(ZoneId.systemDefault())));
    }

    @Test
    void thatNobodyHasLookedForLongIsSaid() {
        assertThat(print(100, known(NOON), NOON.plusSeconds(300))).contains("nobody has looked since");
        assertThat(print(100, Known.of(List.of()), NOON)).contains("no kills", "nobody has looked for kills yet");
    }

    private static String print(int width, Known known, Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new KillPrinter(new Console(InputStream.nullInputStream(), out, out, Map.of(), false, width))
                .print(known, known.kills(), now);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Known known(Instant looked) {
        return Known.of(List.of(
                kill(),
                receipt("archive", PROVINCE, State.BEHIND, Optional.empty(), Optional.empty()),
                receipt(
                        "front-page",
                        TAGGED,
                        State.PASSED,
                        Optional.of(new Between(NOON, NOON.plusSeconds(2))),
                        Optional.of(new Acted(NOON.plusSeconds(9), Acknowledgement.Way.WEBHOOK, Optional.empty()))),
                new Look(looked, "id", Map.of(0, 50L))));
    }

    private static Kill kill() {
        return new Kill(
                ID,
                NOON,
                NOON,
                Optional.empty(),
                Optional.empty(),
                List.of(TAGGED, PROVINCE),
                true,
                Optional.of(NOON),
                Optional.empty());
    }

    private static Receipt receipt(
            String name, Place place, State state, Optional<Between> passed, Optional<Acted> acted) {
        Standing standing = new Standing(
                place,
                state,
                new Between(NOON, NOON.plusSeconds(2)),
                passed,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(3),
                state == State.BEHIND ? OptionalLong.of(12) : OptionalLong.empty(),
                state == State.BEHIND ? Optional.of(Duration.ofSeconds(41)) : Optional.empty(),
                Optional.empty());
        return new Receipt(ID, NOON, name, Kind.GROUP, true, List.of(standing), acted, NOON);
    }
}
