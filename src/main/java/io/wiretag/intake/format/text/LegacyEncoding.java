package io.wiretag.intake.format.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Encodings of Vietnamese from before Unicode, which nothing in a text declares. One is recognised where nearly all of its words
 * beyond ASCII are syllables as Vietnamese builds them, and so in no other encoding; what stays doubtful is not guessed.
 *
 * <p>Sources: windows-1258 is Java's own; TCVN3 is the third table of the standard TCVN 5712:1993, known from the ABC fonts; VNI
 * is VNI Windows, the table of its fonts; VISCII is RFC 1456.
 */
public enum LegacyEncoding {
    WINDOWS_1258("windows-1258") {
        @Override
        String decoded(byte[] bytes) {
            return new String(bytes, Charset.forName("windows-1258"));
        }
    },
    /** One byte a letter; capitals have no tone in it. */
    TCVN3("TCVN3") {
        @Override
        String decoded(byte[] bytes) {
            return byTable(bytes, TCVN3_LETTERS);
        }
    },
    /** One byte a letter; RFC 1456. Six capitals among the control characters are left alone. */
    VISCII("VISCII") {
        @Override
        String decoded(byte[] bytes) {
            return byTable(bytes, VISCII_LETTERS);
        }
    },
    /** A letter of ASCII, and behind it a byte for its marks. */
    VNI("VNI") {
        @Override
        String decoded(byte[] bytes) {
            String latin = new String(bytes, StandardCharsets.ISO_8859_1);
            StringBuilder text = new StringBuilder(latin.length());
            for (int i = 0; i < latin.length(); i++) {
                char c = latin.charAt(i);
                boolean capital = Character.isUpperCase(c);
                String alone = VNI_LETTERS.get(Character.toLowerCase(c));
                char before = i == 0 ? ' ' : latin.charAt(i - 1);
                String marks = VNI_MARKS.get(Character.toLowerCase(c));
                if (marks != null && "aeouyAEOUYôöÔÖ".indexOf(before) >= 0) {
                    text.append(marks);
                } else if (alone != null) {
                    text.append(capital ? alone.toUpperCase(Locale.ROOT) : alone);
                } else {
                    text.append(c);
                }
            }
            return text.toString();
        }
    };

    /** From 0x80; U+FFFD where the table has no letter. */
    private static final String TCVN3_LETTERS = "\uFFFD".repeat(0x20) + "\u00A0ĂÂÊÔƠƯĐăâêôơưđ" + "\uFFFD".repeat(6)
            + "àảãáạ\uFFFDằẳẵắ" + "\uFFFD".repeat(7) + "ặầẩẫấậè\uFFFDẻẽéẹềểễếệìỉ" + "\uFFFD".repeat(3)
            + "ĩíịò\uFFFDỏõóọồổỗốộờởỡớợù\uFFFDủũúụừửữứựỳỷỹýỵ\uFFFD";

    /** From 0x80. */
    private static final String VISCII_LETTERS =
            "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
                    + "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

    private static final String GRAVE = "\u0300";
    private static final String ACUTE = "\u0301";
    private static final String TILDE = "\u0303";
    private static final String HOOK = "\u0309";
    private static final String DOT = "\u0323";
    private static final String CIRCUMFLEX = "\u0302";
    private static final String BREVE = "\u0306";

    /** By the letter that the byte is in ISO 8859-1. */
    private static final Map<Character, String> VNI_LETTERS =
            Map.of('ñ', "đ", 'ô', "ơ", 'ö', "ư", 'í', "í", 'ì', "ì", 'æ', "ỉ", 'ó', "ĩ", 'ò', "ị", 'î', "ỵ");

    private static final Map<Character, String> VNI_MARKS = vniMarks();

    /** Letters of a syllable without its tone. */
    private static final Pattern SYLLABLE =
            Pattern.compile("(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:"
                    + "(?:iê|yê|uyê|ươ|uô|oa|oă|oe|uâ|uê|uy|oo|[aăâeêioôơuưy])(?:ng|nh|ch|[cmnpt])"
                    + "|uôi|uây|uya|uyu|ươi|ươu|iêu|yêu|oai|oay|oao|oeo|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|uy"
                    + "|ưa|ưi|ưu|ya|[aăâeêioôơuưy])");

    /** No letter bears so many, and to bring a run of them into order takes a time that grows with its square. */
    private static final Pattern ENDLESS_MARKS = Pattern.compile("\\p{M}{20}");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\uFFFD]+");
    private static final Pattern TONE = Pattern.compile("[\u0300\u0301\u0303\u0309\u0323]");

    /** Words that stand in any story, without their tones' chance likeness in another encoding. */
    private static final Set<String> USUAL = Set.of(
            ("và của là có được người không ở đã một những năm trong với các cho đến này việc tại về từ để khi ngày số nước"
                            + " đồng đang bị cũng nhiều thành phố tỉnh việt hà nội theo ông bà tháng chính công")
                    .split(" "));

    /** Of words beyond ASCII; names of the world stand among them. */
    private static final double NEARLY_ALL = 0.85;

    private static final double FAR_FROM_ALL = 0.6;

    private static final int SAMPLE_BYTES = 128 * 1024;

    /** Fewer may be chance. */
    private static final int FEW = 3;

    private final String name;

    LegacyEncoding(String name) {
        this.name = name;
    }

    abstract String decoded(byte[] bytes);

    private static Map<Character, String> vniMarks() {
        Map<Character, String> marks = new HashMap<>(
                Map.of('ø', GRAVE, 'ù', ACUTE, 'û', HOOK, 'õ', TILDE, 'ï', DOT, 'â', CIRCUMFLEX, 'ê', BREVE));
        marks.putAll(Map.of(
                'à', CIRCUMFLEX + GRAVE,
                'á', CIRCUMFLEX + ACUTE,
                'å', CIRCUMFLEX + HOOK,
                'ã', CIRCUMFLEX + TILDE,
                'ä', CIRCUMFLEX + DOT));
        marks.putAll(Map.of(
                'è', BREVE + GRAVE, 'é', BREVE + ACUTE, 'ú', BREVE + HOOK, 'ü', BREVE + TILDE, 'ë', BREVE + DOT));
        return Map.copyOf(marks);
    }

    /** The one in which these bytes are Vietnamese, and in no other; bytes that are UTF-8 are none of these. */
    public static Optional<LegacyEncoding> of(byte[] bytes) {
        // enough for a long story and its neighbours; each encoding is tried on it
        byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, SAMPLE_BYTES));
        List<Reckoning> best = Stream.of(values())
                .filter(encoding ->
                        !ENDLESS_MARKS.matcher(encoding.decoded(start)).find())
                .map(encoding -> encoding.reckon(start))
                .sorted(Comparator.comparing(Reckoning::usual)
                        .thenComparing(Reckoning::share)
                        .reversed())
                .toList();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        Reckoning first = best.get(0);
        Optional<Reckoning> second = best.stream().skip(1).findFirst();
        boolean alone =
                second.isEmpty() || second.get().share < FAR_FROM_ALL || first.usual > 1 && second.get().usual == 0;
        return first.share >= NEARLY_ALL
                        && alone
                        && !ENDLESS_MARKS.matcher(first.encoding.decoded(bytes)).find()
                ? Optional.of(first.encoding)
                : Optional.empty();
    }

    /**
     * What speaks for an encoding.
     *
     * @param share how many of the words beyond ASCII are Vietnamese syllables; 0 where there are too few to tell
     * @param usual how many are words that stand in any story
     */
    private record Reckoning(LegacyEncoding encoding, double share, int usual) {}

    private static String byTable(byte[] bytes, String letters) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            int index = b & 0xFF;
            text.append(index < 0x80 ? (char) index : letters.charAt(index - 0x80));
        }
        return text.toString();
    }

    /** The text in NFC. */
    public String decode(byte[] bytes) {
        return Normalizer.normalize(decoded(bytes), Normalizer.Form.NFC);
    }

    /** What the sender is told of a text that was read so. */
    public String note() {
        return "read as %s, which nothing declares: its words are Vietnamese in no other encoding; send it in UTF-8"
                .formatted(name);
    }

    private Reckoning reckon(byte[] bytes) {
        Matcher words = WORD.matcher(SmallLetters.of(decode(bytes)));
        int all = 0;
        int vietnamese = 0;
        int usual = 0;
        while (words.find()) {
            String word = words.group();
            if (word.chars().anyMatch(c -> c > 0x7F)) {
                all++;
                vietnamese += isSyllable(word) ? 1 : 0;
                usual += USUAL.contains(word) ? 1 : 0;
            }
        }
        return new Reckoning(this, vietnamese < FEW ? 0 : (double) vietnamese / all, usual);
    }

    private static boolean isSyllable(String word) {
        String apart = Normalizer.normalize(word, Normalizer.Form.NFD);
        String toneless = TONE.matcher(apart).replaceFirst("");
        return !TONE.matcher(toneless).find()
                && SYLLABLE.matcher(Normalizer.normalize(toneless, Normalizer.Form.NFC))
                        .matches();
    }

    @Override
    public String toString() {
        return name;
    }
}
