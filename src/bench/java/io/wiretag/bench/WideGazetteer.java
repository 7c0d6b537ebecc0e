package io.wiretag.bench;

import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * A gazetteer with the names of 12,000 more places, as if it knew all districts and communes: an editor's file, the way such
 * names would really be added. The names are made up of usual syllables, which the texts are full of; none of them occurs in the
 * texts, so that the tags and with them the records stay the same.
 */
final class WideGazetteer {
    static final int NAMES = 12_000;

    private static final String[] SYLLABLES = """
            An Bắc Bảo Bình Cẩm Cao Cát Châu Chi Cương Đa Đại Đạo Đăng Điền Định Đoài Đông Đồng Đức Dương Gia Giang Hà Hải Hạnh
            Hậu Hiệp Hoà Hoàng Hội Hồng Hợp Hưng Hương Khánh Kim Kỳ La Lâm Lạc Lập Liên Linh Long Lộc Lương Mai Minh Mỹ Nam Ngãi
            Nghĩa Ngọc Nguyên Nhân Nhơn Ninh Phong Phú Phúc Phước Phương Quang Quảng Quế Quý Sơn Tam Tân Tây Thạch Thái Thanh
            Thành Thắng Thiện Thịnh Thọ Thới Thuận Thượng Thuỷ Tiên Tiến Tiền Trà Trạch Trị Triệu Trung Trường Tú Tường Vạn Văn
            Vân Việt Vinh Vĩnh Xuân Yên""".split("\\s+");

    private WideGazetteer() {}

    /** Writes the file. */
    static void write(Path file, Corpus corpus) throws IOException {
        Set<String> taken = threeWordsInARow(corpus);
        Random random = new Random(34);
        List<Province> provinces = Gazetteer.builtIn().provinces();
        List<List<String>> names = new ArrayList<>();
        provinces.forEach(province -> names.add(new ArrayList<>()));
        for (int i = 0; i < NAMES; ) {
            String name = syllable(random) + " " + syllable(random) + " " + syllable(random);
            if (taken.add(folded(name))) {
                names.get(i++ % names.size()).add(name);
            }
        }
        StringBuilder text = new StringBuilder("# made up for measurements\n");
        for (int i = 0; i < provinces.size(); i++) {
            text.append("province: ").append(provinces.get(i).code()).append('\n');
            names.get(i).forEach(name -> text.append("    city: ").append(name).append('\n'));
        }
        Files.writeString(file, text);
    }

    private static String syllable(Random random) {
        return SYLLABLES[random.nextInt(SYLLABLES.length)];
    }

    private static Set<String> threeWordsInARow(Corpus corpus) {
        Set<String> rows = new HashSet<>();
        for (int i = 0; i < Corpus.SIZE; i++) {
            String[] words = folded(corpus.article(i, 1).getBody()).split("[^\\p{L}]+");
            for (int j = 0; j + 2 < words.length; j++) {
                rows.add(words[j] + " " + words[j + 1] + " " + words[j + 2]);
            }
        }
        return rows;
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace('đ', 'd')
                .replace('Đ', 'd')
                .toLowerCase(Locale.ROOT);
    }
}
