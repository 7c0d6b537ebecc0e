package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.InvalidGazetteerException;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of an editor that extend and change the built-in gazetteer. */
class GazetteerFilesTest {
    @TempDir
    Path folder;

    @Test
    void withoutFilesItIsTheBuiltInGazetteer() {
        Gazetteer built = Gazetteer.builtInWith(List.of());

        assertThat(built.version()).isEqualTo(Gazetteer.builtIn().version()).doesNotContain("+");
        assertThat(built.entries()).isEqualTo(Gazetteer.builtIn().entries());
    }

    @Test
    void aNameBelowAnOpenedProvinceIsFound() {
        String text = "Lũ về Mường Xén trong đêm.";
        assertThat(provinces(Gazetteer.builtIn(), text)).isEmpty();

        Gazetteer mended = gazetteer("province: VN-22\n  city: Mường Xén\n");

        assertThat(provinces(mended, text)).containsExactly("VN-22");
        assertThat(provinces(mended, "Mưa ở Vinh và Nghệ An.")).containsExactly("VN-22");
    }

    @Test
    void aNameWrittenAgainForItsOwnerHasTheNewNotes() {
        String text = "Chợ Đông Hà mở cửa."; // the built-in gazetteer has Đông Hà without notes
        assertThat(provinces(Gazetteer.builtIn(), text)).containsExactly("VN-25");

        Gazetteer mended = gazetteer("province: VN-25\n  city: Đông Hà [announced]\n");

        assertThat(provinces(mended, text)).isEmpty();
        assertThat(provinces(mended, "Chợ thành phố Đông Hà mở cửa.")).containsExactly("VN-25");
        assertThat(mended.entries()).hasSameSizeAs(Gazetteer.builtIn().entries());
    }

    @Test
    void aRemovedNameIsNoLongerFoundWhereverItsToneMarkStands() {
        String text = "Người Thủy Nguyên đi hội.";
        assertThat(provinces(Gazetteer.builtIn(), text)).containsExactly("VN-HP");

        Gazetteer mended = gazetteer("province: VN-HP\n  remove: Thuỷ Nguyên\n");

        assertThat(provinces(mended, text)).isEmpty();
    }

    @Test
    void aNewAgencyIsFoundInItsRoles() {
        Gazetteer mended =
                gazetteer("agency: LAODONG | Lao Động\n  name: báo Lao Động\n  mark: LĐO [these capitals]\n");

        Tags tags =
                Tagger.of(mended).tag(Story.ofText("Theo báo Lao Động, mưa to.\n\nMưa còn kéo dài nhiều ngày. — LĐO"));

        assertThat(tags.agencies())
                .extracting(tag -> tag.agency().code() + " " + tag.role())
                .contains("LAODONG ORIGIN");
    }

    @Test
    void wordsOfAKindCanBeAddedAndTakenOut() {
        String text = "Thợ gốm Hà Giang kể chuyện.";
        assertThat(provinces(Gazetteer.builtIn(), text)).containsExactly("VN-03");
        Gazetteer added = gazetteer("title: thợ gốm\n");
        assertThat(provinces(added, text)).isEmpty();

        Gazetteer removed = Gazetteer.builtInWith(
                List.of(file("a.txt", "title: thợ gốm\n"), file("b.txt", "remove title: thợ gốm\n")));

        assertThat(provinces(removed, text)).containsExactly("VN-03");
    }

    @Test
    void theVersionIsTheBuiltInOneAndTheHashOfTheBytes() {
        // printf '# abc' | sha256sum | cut -c 1-8
        Gazetteer mended = gazetteer("# abc");

        assertThat(mended.version()).isEqualTo(Gazetteer.builtIn().version() + "+" + "ed88ccf8");
        assertThat(gazetteer("# abd").version()).isNotEqualTo(mended.version());
        assertThat(Tagger.of(mended).tag(Story.ofText("x")).gazetteerVersion()).isEqualTo(mended.version());
    }

    @Test
    void everyWrongLineIsToldAndNoneForItsConsequences() {
        Path file = file("mine.txt", """
                province: VN-99
                    city: Somewhere
                province: VN-22
                    city: Mường Xén [often]
                    remove: Đà Lạt
                agency: VNA | Another name
                    mark: XYZ
                force: VN-22 | url: x
                """);

        assertThatThrownBy(() -> Gazetteer.builtInWith(List.of(file)))
                .isInstanceOf(InvalidGazetteerException.class)
                .message()
                .satisfies(message -> assertThat(message.lines()
                                .map(line -> line.substring(file.toString().length())))
                        .satisfiesExactly(
                                line -> assertThat(line).startsWith(":1: no province 'VN-99'"),
                                line -> assertThat(line).startsWith(":4: unknown note 'often'"),
                                line -> assertThat(line).startsWith(":5: 'Đà Lạt' is not there"),
                                line -> assertThat(line).startsWith(":6: agency VNA is there already"),
                                line -> assertThat(line).startsWith(":8: write 'force: VN-HN | uri: ...'")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '"',
            value = {
                "province: VN-22 | Nghệ An | Nghệ An | 40 @ province VN-22 is there already; write 'province: VN-22' alone",
                "province: VN-99 | Nowhere | Nowhere | 99 @ there is no province VN-99",
                "agency: XYZ @ no agency 'XYZ'; a new one needs its name",
                "agency: X Y | Why @ the code of an agency is one word: 'X Y'",
                "agency: VN-22 | Why @ VN-22 is the code of a province",
                "version: 3 @ the version comes from the built-in gazetteer",
                "remove: Vinh @ 'Vinh' is not there",
                "remove titles: em @ unknown keyword 'remove titles'",
                "remove title: xyz @ 'xyz' is not there, so it cannot be removed from the words 'title'",
                "force: VN-99 | uri: urn:x @ no province or agency 'VN-99' so far",
                "force: VNA | uri: urn:x @ an agency goes with one role: 'VNA origin'; there are origin, credit, mention",
                "forbid: VNA source | uri: urn:x @ unknown role 'source'; there are origin, credit, mention",
                "forbid: VN-20 | uri: * @ '*' alone would hold for every story",
                "forbid: VN-20 | uri: @ an override needs a uri or a text to go by",
                "forbid: VN-20 | text: --- @ no letter in '---'",
                "forbid: VN-20 | text: Thái Bình [person] @ unknown note 'person'; there are these capitals, these marks",
            })
    void aWrongLineIsNamedWithItsFileAndNumber(String line, String what) {
        Path file = file("mine.txt", "# a comment\n" + line + "\n");

        assertThatThrownBy(() -> Gazetteer.builtInWith(List.of(file)))
                .isInstanceOf(InvalidGazetteerException.class)
                .hasMessageStartingWith(file + ":2: " + what);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("none.txt");
        Path latin = Files.write(folder.resolve("latin.txt"), "title: b\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Gazetteer.builtInWith(List.of(missing, folder, latin)))
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactly(
                                missing + ": no such file",
                                folder + ": cannot be read: a directory, not a file",
                                latin + ":1: the line is not in UTF-8; save the file in that encoding"));
    }

    @Test
    void aByteOrderMarkAndLineEndsOfWindowsAreNothingWrong() {
        Gazetteer mended = gazetteer("\ufeffprovince: VN-22\r\n  city: Mường Xén\r\n");

        assertThat(provinces(mended, "Lũ về Mường Xén.")).containsExactly("VN-22");
    }

    @Test
    void everyEntryTellsItsFileItsLineAndItsNotes() {
        Path file = file(
                "mine.txt", "province: VN-22\n  city: Vinh [person, announced]\nforce: VNA origin | text: Tin ta\n");

        List<ListedEntry> entries = Gazetteer.builtInWith(List.of(file)).entries();

        assertThat(entries)
                .contains(new ListedEntry(
                        "city", "VN-22", "Vinh", List.of("announced", "person"), file.toString(), 2, false))
                .contains(new ListedEntry("force", "VNA", "text: Tin ta", List.of("origin"), file.toString(), 3, false))
                .filteredOn(
                        entry -> entry.owner().equals("VN-22") && entry.text().equals("Vinh"))
                .hasSize(1);
        assertThat(entries.get(0).file()).isEqualTo("provinces.txt");
        assertThat(entries.get(0).line()).isPositive();
        assertThat(entries.get(0).builtIn()).isTrue();
    }

    private Gazetteer gazetteer(String text) {
        return Gazetteer.builtInWith(List.of(file("mine.txt", text)));
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> provinces(Gazetteer gazetteer, String text) {
        return Tagger.of(gazetteer).tag(Story.ofText(text)).provinces().stream()
                .map(tag -> tag.province().code())
                .collect(Collectors.toList());
    }
}
