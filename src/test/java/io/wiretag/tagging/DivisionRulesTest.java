package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.Story.Field;
import io.wiretag.tagging.Story.Kind;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.about.Relevance;
import io.wiretag.tagging.about.Relevance.Feature;
import io.wiretag.tagging.gazetteer.Division;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Communes and districts that a text announces. */
class DivisionRulesTest {
    private static final Gazetteer GAZETTEER = Gazetteer.builtIn();
    private static final Tagger TAGGER = Tagger.of(GAZETTEER);
    private static final Optional<Instant> SINCE = Optional.of(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Optional<Instant> UNTIL = Optional.of(Instant.parse("2024-03-01T00:00:00Z"));

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # the 3,321 since July 2025
            since | VN-22       | Lũ quét ở xã Mường Típ cuốn trôi hai nhà.
            since | VN-HN       | Phường Láng có phố đi bộ.
            since | VN-SG       | Người dân phường Bến Thành xếp hàng.
            since | VN-47       | Tàu cập đặc khu Thổ Châu.
            since | VN-03       | Chợ phường Hà Giang 1 họp sớm.
            since | VN-33       | Rẫy cà phê ở xã Cư M'gar trúng mùa.
            since | VN-61       | Đám cháy ở xã Hà Nam đã được dập.
            since | VN-22       | Flash floods hit Muong Tip commune on Monday.
            since | VN-HN       | A fire broke out in Hoan Kiem Ward, police said.
            since | VN-22       | Officials from the commune of Muong Tip were there.
            since | VN-22       | CHÁY LỚN Ở XÃ MƯỜNG TÍP
            since | VN-22       | Lũ quét ở xã\\nMường Típ cuốn trôi hai nhà.
            since | VN-22       | Lũ quét ở xã Mường\\nTíp cuốn trôi hai nhà.

            # lists
            since | VN-22       | Các xã Mường Típ, Mường Lống và Tương Dương bị cô lập.
            since | VN-22 VN-HN | Đoàn từ xã Mường Típ và phường Láng về dự.
            since | VN-22       | Floods cut off Muong Tip and Muong Long communes.

            # whose it is must be sure
            since | -           | Người dân xã Tân Lập lo ngập.
            since | -           | Ở phường 12 có chợ đêm.
            until | -           | Ở quận 1 có chợ đêm.
            until | -           | Ở huyện Châu Thành có chợ đêm.
            since | VN-69       | Người dân xã Phú Bình, tỉnh Thái Nguyên lo ngập.
            since | VN-HN       | Một đoàn của xã Mường Típ, Hà Nội.
            since | -           | Lũ ở xã Mường Típ của Lào, theo báo chí.
            since | -           | Floods hit An Nhon Tay commune.
            since | -           | Tại xã Bảo Lâm 3 người bị thương.
            since | -           | Tại xã Mường Típ Thượng có lũ.

            # which names there are goes by the day
            until | VN-HN       | Công an phường Phúc Xá bắt trộm.
            until | VN-HN       | Công an quận Ba Đình bắt trộm.
            until | VN-22       | Một vụ án ở huyện Thanh Chương.
            until | VN-13       | Bão vào huyện Vân Đồn.
            until | -           | Chợ ở xã Hà Nam họp sớm.
            none  | -           | Công an phường Vĩnh Phúc bắt trộm.
            since | VN-70       | Công an phường Vĩnh Phúc bắt trộm.
            until | VN-HN       | Công an phường Vĩnh Phúc bắt trộm.
            since | VN-HN       | Công an phường Vĩnh Phúc (cũ) bắt trộm.
            since | -           | Công an phường Vĩnh Phúc và công an huyện Châu Thành bắt trộm.
            since | VN-HN       | Công an phường Vĩnh Phúc bắt trộm ở Hà Nội.

            came  | VN-70       | Công an phường Vĩnh Phúc bắt trộm.
            came  | -           | Công an phường Vĩnh Phúc bắt trộm từ năm 2019.
            came  | -           | Công an phường Phúc Xá bắt trộm.

            # three tiers
            none  | VN-05       | Cháy ở xã Tân Lập, huyện Mộc Châu.
            since | VN-05       | Cháy ở xã Tân Lập (huyện Mộc Châu cũ).
            until | VN-HN       | Cháy ở P.Phúc Xá, Q.Ba Đình, Hà Nội.
            until | VN-HN       | Cháy ở P. Phúc Xá, Q. Ba Đình trong đêm.
            until | VN-05       | A fire in Tan Lap commune, Moc Chau district, killed two.

            # nothing is announced
            since | -           | Bà xã Minh Đức vừa sinh con.
            since | -           | Hợp tác xã Mường Típ thu mua mận.
            since | -           | Chiếu chèo ở phường chèo Khuốc vẫn sáng đèn.
            since | -           | Đời sống xã hội đổi thay ở làng xã.
            since | -           | Ông P. Nguyễn Trãi nói về luật mới.
            since | -           | Phó trưởng Công an xã Trần Phú cho biết ông bận.
            since | -           | Trưởng công an xã Bình Minh (45 tuổi) cho biết.
            since | -           | Kep commune in Cambodia and Láng ward are far.
            """)
    void whatIsAnnouncedGivesItsProvinceIfThatIsSure(String time, String expected, String text) {
        if (time.equals("came")) {
            Story story =
                    new Story(List.of(new Field(Kind.BODY, "body", text)), Optional.empty(), SINCE, Optional.empty());
            assertThat(codes(TAGGER.tag(story))).isEqualTo(expected);
            return;
        }
        Optional<Instant> date = time.equals("since") ? SINCE : time.equals("until") ? UNTIL : Optional.empty();

        assertThat(codes(text.replace("\\n", "\n"), date)).isEqualTo(expected);
    }

    @Test
    void theCodeOfTheCommuneIsEvidence() {
        List<Mention> mentions =
                tag("Lũ ở xã Mường Típ.", SINCE).provinces().get(0).mentions();

        assertThat(mentions)
                .containsExactly(
                        new Mention("body", 8, 17, "Mường Típ", "xã Mường Típ", "commune", 94, Optional.of("16858")));
    }

    @Test
    void aCommuneThatWasTakenInAsAWholeHasTheCodeOfItsHeir() {
        assertThat(places("Cháy ở phường Phúc Xá.", UNTIL)).containsExactly(Optional.of("00097"));
        assertThat(places("Cháy ở quận Ba Đình.", UNTIL)).containsExactly(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Lũ ở xã Mường Típ, tỉnh Nghệ An.     | once
            Lũ ở xã Mường Típ, T. Nghệ An.       | once
            Lũ ở thành phố Vinh (tỉnh Nghệ An).  | once
            Lũ ở tỉnh Nghệ An: Vinh, Cửa Lò.     | again
            Lũ ở xã Mường Típ. Nghệ An cử đội.   | again
            Lũ ở tỉnh Nghệ An, nơi Nghệ An lo.   | again
            """)
    void anAddressNamesItsProvinceOnce(String text, String expected) {
        Map<Feature, Double> features = Relevance.features(
                        TAGGER.read(story(text, SINCE), false).sightings(), false)
                .values()
                .iterator()
                .next();

        assertThat(features.get(Feature.AGAIN)).isEqualTo(expected.equals("again") ? 1 : 0);
        assertThat(features.get(Feature.ANNOUNCED)).isEqualTo(text.contains("ỉnh") ? 1 : 0);
    }

    @Test
    void ofAllNamesThatOneUnitAloneHasFourInFiveAndMoreAreFoundAndNoneIsWrong() {
        List<Division> all =
                GAZETTEER.divisions().all().stream().filter(Division::since2025).toList();
        Function<Division, String> english = each -> bare(each.name())
                + switch (each.kind()) {
                    case WARD -> " ward";
                    case COMMUNE -> " commune";
                    default -> " special zone";
                };
        Map<String, Function<Division, String>> forms = Map.of(
                "Mưa lớn gây sạt lở ở %s trong đêm.", Division::fullName,
                "%s: mưa lớn gây sạt lở.", each -> upperFirst(each.fullName()),
                "SẠT LỞ Ở %s TRONG ĐÊM", each -> each.fullName().toUpperCase(Locale.ROOT),
                "Sạt lở ở %s.", each -> Normalizer.normalize(each.fullName(), Normalizer.Form.NFD),
                "Sạt lở ở %s\nlàm hai người bị thương.", each -> each.fullName().replace(' ', '\n'),
                "Mua lon gay sat lo o %s trong dem va nguoi dan khong ve.", each -> bare(each.fullName()),
                "Floods hit %s on Monday.", english);
        assertThat(all).hasSize(3321);
        forms.forEach((form, name) -> {
            int found = 0;
            List<String> wrong = new ArrayList<>();
            for (Division each : all) {
                String text = form.formatted(name.apply(each));
                String codes = codes(text, SINCE);
                found += codes.equals("-") ? 0 : 1;
                if (!codes.equals("-") && !codes.equals(each.province().code())) {
                    wrong.add(codes + ": " + text);
                }
            }
            System.out.printf("%s: %d of %d found%n", form, found, all.size());
            assertThat(wrong).as(form).isEmpty();
            // without marks more names are alike: 2,633 are not
            boolean marked = form.contains("ạ") || form.contains("Ạ") || form.contains("ở");
            assertThat(found).as(form).isGreaterThanOrEqualTo((int) (all.size() * (marked ? 0.80 : 0.78)));
        });
    }

    @Test
    void ofAllNamesUntil2025NoneIsWrong() {
        List<String> wrong = new ArrayList<>();
        int found = 0;
        for (Division each : GAZETTEER.divisions().all()) {
            if (!each.since2025()) {
                String text = "Một vụ trộm ở " + each.fullName() + " vừa được làm rõ.";
                String codes = codes(text, UNTIL);
                found += codes.equals("-") ? 0 : 1;
                if (!codes.equals("-") && !codes.equals(each.province().code())) {
                    wrong.add(codes + ": " + text);
                }
            }
        }
        System.out.printf("until 2025: %d found%n", found);
        assertThat(wrong).isEmpty();
        assertThat(found).isGreaterThan(4000);
    }

    private static List<Optional<String>> places(String text, Optional<Instant> date) {
        return tag(text, date).provinces().stream()
                .flatMap(tag -> tag.mentions().stream())
                .map(Mention::place)
                .toList();
    }

    private static String codes(String text, Optional<Instant> date) {
        return codes(tag(text, date));
    }

    private static String codes(Tags tags) {
        String codes = tags.provinces().stream()
                .map(tag -> tag.province().code())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" "));
        return codes.isEmpty() ? "-" : codes;
    }

    private static Tags tag(String text, Optional<Instant> date) {
        return TAGGER.tag(story(text, date));
    }

    private static Story story(String text, Optional<Instant> date) {
        return new Story(List.of(new Field(Kind.BODY, "body", text)), date);
    }

    private static String upperFirst(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String bare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('đ', 'd')
                .replace('Đ', 'D');
    }
}
