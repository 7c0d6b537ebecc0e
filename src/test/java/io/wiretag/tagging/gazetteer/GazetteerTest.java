package io.wiretag.tagging.gazetteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tags;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GazetteerTest {
    private static final Gazetteer GAZETTEER = Gazetteer.builtIn();
    private static final Tagger TAGGER = Tagger.of(GAZETTEER);

    @Test
    void thereAre63UnitsUntil2025And34Since() {
        List<Province> provinces = GAZETTEER.provinces();

        assertThat(provinces).hasSize(63);
        assertThat(provinces.stream().map(Province::code).collect(Collectors.toSet()))
                .hasSize(63);
        assertThat(provinces.stream().map(Province::unitSince2025).collect(Collectors.toSet()))
                .hasSize(34);
        assertThat(provinces.stream().map(Province::unitSince2025Code).collect(Collectors.toSet()))
                .hasSize(34);
    }

    @Test
    void aUnitAndItsCodeSince2025BelongTogether() {
        Set<String> pairs = GAZETTEER.provinces().stream()
                .map(p -> p.unitSince2025Code() + " " + p.unitSince2025())
                .collect(Collectors.toSet());

        assertThat(pairs).hasSize(34).contains("79 Hồ Chí Minh", "46 Huế", "91 An Giang");
    }

    static Stream<Province> provinces() {
        return GAZETTEER.provinces().stream();
    }

    @ParameterizedTest
    @MethodSource("provinces")
    void aProvinceIsFoundInEverySpellingOfItsName(Province province) {
        // the man Hồ Chí Minh is not the city
        String name = province.code().equals("VN-SG") ? "thành phố Hồ Chí Minh" : "tỉnh " + province.name();
        String bare = bare(name);
        for (String spelling : List.of(
                name,
                Normalizer.normalize(name, Normalizer.Form.NFD),
                name.toUpperCase(java.util.Locale.ROOT),
                name.toLowerCase(java.util.Locale.ROOT),
                name.replace(' ', '\u00a0'),
                name.replace(" ", "\n"),
                bare,
                bare.toUpperCase(java.util.Locale.ROOT))) {
            Tags tags = TAGGER.tag(Story.ofText("Mưa ở " + spelling + ", gió nhẹ."));

            assertThat(tags.provinces())
                    .as(spelling)
                    .extracting(t -> t.province().code())
                    .contains(province.code());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "province: VN-44 @ An Giang | test.txt:2: expected 4 columns divided by '@', found 2",
                "province: XX-1 @ An Giang @ An Giang @ 91 | test.txt:2: not an ISO 3166-2:VN code: XX-1",
                "name: An Giang | test.txt:2: a name of a place must stand below a line 'province: ...'",
                "mark: VNA | test.txt:2: a form of an agency must stand below a line 'agency: ...'",
                "An Giang | test.txt:2: 'An Giang' has no colon; a line reads 'keyword: names'",
                "not: Hà Nội [often] | test.txt:2: unknown note 'often'",
                "not: Hà Nội [any case | test.txt:2: 'Hà Nội [any case' opens a bracket and does not end with one",
                "streets: đường | test.txt:2: unknown keyword 'streets'",
                "title: a b c d e f g h i j k l m n o p | test.txt:2: 'a b c d e f g h i j k l m n o p' has more than 15 words",
                "not: Hà Nội; --- | test.txt:2: no letter in '---'",
            })
    void aWrongLineIsNamedWithItsNumber(String line, String message) {
        GazetteerReader reader = new GazetteerReader();
        reader.read("test.txt", "# a comment\n" + line.replace('@', '|'));

        assertThatThrownBy(reader::gazetteer)
                .isInstanceOf(InvalidGazetteerException.class)
                .hasMessageStartingWith(message.replace('@', '|'));
    }

    @Test
    void aSetOfKindsOfWordsLeavesRoomForTheirLength() {
        assertThat(CueKind.values()).hasSizeLessThanOrEqualTo(CueKind.BITS);
        assertThat(-1L >>> CueKind.BITS).isEqualTo(CueKind.MOST_WORDS);
    }

    @Test
    void aGazetteerNeedsAVersion() {
        GazetteerReader reader = new GazetteerReader();
        reader.read("test.txt", "not: Hà Nội Hilton\n");

        assertThatThrownBy(reader::gazetteer).hasMessageContaining("version");
    }

    @Test
    void aProvinceMayNotComeTwice() {
        GazetteerReader reader = new GazetteerReader();
        String line = "province: VN-44 | An Giang | An Giang | 91\n";

        reader.read("test.txt", line + line);

        assertThatThrownBy(reader::gazetteer)
                .hasMessage("test.txt:2: province VN-44 is there already; write 'province: VN-44' alone to add to it");
    }

    private static String bare(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{Mn}", "")
                .replace('Đ', 'D')
                .replace('đ', 'd');
    }
}
