package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.Story.Field;
import io.wiretag.tagging.Story.Kind;
import io.wiretag.tagging.Tags.ProvinceTag;
import io.wiretag.tagging.Tags.Unit;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the name of a province means before and after the mergers of 1 July 2025. */
class ProvincesInTimeTest {
    private static final Tagger TAGGER = Tagger.of(Gazetteer.builtIn());

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # date of the story        | tags: code, unit, what it covers         | text
            2025-06-30T16:59:59Z       | VN-07 former                              | Tuyên Quang có mưa to.
            2025-06-30T17:00:00Z       | VN-07 current VN-03+VN-07                 | Tuyên Quang có mưa to.
            2026-08-03T02:00:00Z       | VN-07 current VN-03+VN-07                 | Heavy rain fell in Tuyen Quang.
            -                          | VN-07 unknown                             | Tuyên Quang có mưa to.
            2026-08-03T02:00:00Z       | VN-03 former                              | Hà Giang có mưa to.
            2019-08-03T02:00:00Z       | VN-03 former                              | Hà Giang có mưa to.
            -                          | VN-03 former                              | Hà Giang có mưa to.
            2026-08-03T02:00:00Z       | VN-HN unchanged                           | Hà Nội có mưa to.
            -                          | VN-26 unchanged                           | Huế có mưa to.
            2026-08-03T02:00:00Z       | VN-34 current VN-34+VN-36, VN-36 former   | Khánh Hòa dời trụ sở của Ninh Thuận.
            2026-08-03T02:00:00Z       | VN-SG current VN-43+VN-57+VN-SG           | TP.HCM mở thêm tuyến xe buýt.
            2026-08-03T02:00:00Z       | VN-SG current VN-43+VN-57+VN-SG           | Ho Chi Minh City adds bus lines.
            2026-08-03T02:00:00Z       | VN-HP current VN-61+VN-HP                 | Thành phố Hải Phòng xây cầu.
            2026-09-03T02:00:00Z       | VN-39 current VN-39+VN-58                 | Thành phố Đồng Nai xây cầu.
            2026-09-03T02:00:00Z       | VN-39 current VN-39+VN-58                 | Dong Nai City builds a bridge.

            # a town lies where it always lay
            2026-08-03T02:00:00Z       | VN-35 former                              | Đà Lạt se lạnh.
            -                          | VN-35 former                              | Đà Lạt se lạnh.
            2026-08-03T02:00:00Z       | VN-46 former                              | Mỹ Tho mở lại phố đêm.
            2026-08-03T02:00:00Z       | VN-49 former                              | Trụ sở đặt tại thành phố Vĩnh Long.
            2026-08-03T02:00:00Z       | VN-69 former                              | The school is in Thai Nguyen City.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Đà Lạt (tỉnh Lâm Đồng) se lạnh.
            2026-08-03T02:00:00Z       | VN-44 current VN-44+VN-47, VN-47 former   | Đặc khu Phú Quốc, tỉnh An Giang có cảng mới.

            # the text says it
            2026-08-03T02:00:00Z       | VN-35 former                              | Các huyện của tỉnh Lâm Đồng cũ.
            2026-08-03T02:00:00Z       | VN-35 former                              | Địa bàn Lâm Đồng (cũ) có ba khu công nghiệp.
            2026-08-03T02:00:00Z       | VN-35 former                              | Lâm Đồng trước khi sáp nhập có 12 huyện.
            2026-08-03T02:00:00Z       | VN-35 former                              | Roads in the former Lâm Đồng Province will be mended.
            2026-08-03T02:00:00Z       | VN-35 former                              | Roads in the former province of Lâm Đồng will be mended.
            2026-08-03T02:00:00Z       | VN-35 former                              | Lâm Đồng Province before the merger had 12 districts.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | A former Lâm Đồng chairman went on trial.
            2026-08-03T02:00:00Z       | VN-35 former                              | Năm 2019, tỉnh Lâm Đồng có 12 huyện.
            2026-08-03T02:00:00Z       | VN-35 former                              | Vào tháng 3/2025, Lâm Đồng xin làm cao tốc.
            2026-08-03T02:00:00Z       | VN-35 former                              | In March 2019, Lam Dong built a road.
            2026-08-03T02:00:00Z       | VN-35 former                              | Cà phê Lâm Đồng năm 2019 được mùa.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Từ năm 2019, tỉnh Lâm Đồng trồng dâu.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Từ đầu năm 2019 đến nay, tỉnh Lâm Đồng trồng dâu.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Theo Luật Đất đai năm 2024, tỉnh Lâm Đồng giao đất.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Tháng 8/2025, tỉnh Lâm Đồng trồng dâu.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Năm 2019 mất mùa. Tỉnh Lâm Đồng trồng dâu.
            2026-08-03T02:00:00Z       | VN-39 current VN-39+VN-58                 | Thành phố Đồng Nai mở cảng.
            2026-08-03T02:00:00Z       | VN-39 current VN-39+VN-58                 | Dong Nai City opens a port.
            2026-08-03T02:00:00Z       | VN-35 current VN-35+VN-40+VN-72           | Trụ sở Lâm Đồng cũ nay là trường của Lâm Đồng.
            """)
    void aTagSaysWhichUnitItsCodeStandsFor(String date, String expected, String text) {
        Optional<Instant> written = date.equals("-") ? Optional.empty() : Optional.of(Instant.parse(date));

        Tags tags = TAGGER.tag(new Story(List.of(new Field(Kind.BODY, "body", text)), written));

        Set<String> told = new TreeSet<>();
        tags.provinces().forEach(tag -> told.add(told(tag)));
        assertThat(told).isEqualTo(new TreeSet<>(List.of(expected.split(", "))));
    }

    @ParameterizedTest
    @CsvSource({
        "          , 2026-08-03T02:00:00Z, CURRENT, true",
        "          , 2025-03-01T00:00:00Z, FORMER , true",
        "2019-08-03T02:00:00Z, 2026-08-03T02:00:00Z, FORMER , false",
    })
    void withoutADateTheDayOfArrivalCountsAndTheTagSaysSo(String date, String arrived, Unit unit, boolean byArrival) {
        Story story = new Story(
                List.of(new Field(Kind.BODY, "body", "Lâm Đồng có mưa to.")),
                Optional.ofNullable(date).map(Instant::parse),
                Optional.of(Instant.parse(arrived)),
                Optional.empty());

        ProvinceTag tag = TAGGER.tag(story).provinces().get(0);

        assertThat(tag.unit()).isEqualTo(unit);
        assertThat(tag.byArrival()).isEqualTo(byArrival);
    }

    @Test
    void elevenUnitsAreUnchangedAnd23EnlargedAnd29Ended() {
        Gazetteer gazetteer = Gazetteer.builtIn();
        Mergers mergers = Mergers.of(gazetteer.provinces());
        Optional<Instant> later = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));

        var units = gazetteer.provinces().stream()
                .map(province -> mergers.meaning(province, later, false))
                .collect(Collectors.groupingBy(Mergers.Meaning::unit, Collectors.counting()));
        var covered = gazetteer.provinces().stream()
                .flatMap(province -> mergers.meaning(province, later, false).covers().stream())
                .toList();

        assertThat(units).containsOnly(entry(Unit.UNCHANGED, 11), entry(Unit.CURRENT, 23), entry(Unit.FORMER, 29));
        assertThat(covered).hasSize(23 + 29).doesNotHaveDuplicates();
    }

    private static Map.Entry<Unit, Long> entry(Unit unit, long count) {
        return Map.entry(unit, count);
    }

    private static String told(ProvinceTag tag) {
        String unit = tag.province().code() + " " + tag.unit().name().toLowerCase(Locale.ROOT);
        return tag.covers().isEmpty() ? unit : unit + " " + String.join("+", tag.covers());
    }
}
