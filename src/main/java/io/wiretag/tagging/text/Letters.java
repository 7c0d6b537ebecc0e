package io.wiretag.tagging.text;

import java.text.Normalizer;

/**
 * Takes a letter apart into its base letter, its quality mark (â ă ơ đ) and its tone mark (à á ả ã ạ), each in a few bits.
 *
 * <p>A Vietnamese vowel can bear one of each. Both are kept apart because they err in different ways: the tone mark wanders within
 * a syllable (Hòa, Hoà), the quality mark does not. The tables are made once from Unicode's own decompositions.
 */
final class Letters {
    /** Bits of a quality mark; {@link #FOREIGN} stands for any mark that Vietnamese does not have. */
    static final int QUALITY = 0b0000_0111;

    static final int FOREIGN = 0b0000_0111;
    private static final int CIRCUMFLEX = 1;
    private static final int BREVE = 2;
    private static final int HORN = 3;
    static final int STROKE = 4;

    /** Bits of a tone mark. */
    static final int TONE = 0b0011_1000;

    /** Set for a capital. */
    static final int CAPITAL = 0b0100_0000;

    private static final int TABLE = 0x1f00;
    private static final char[] BASE = new char[TABLE];
    private static final byte[] DIACRITICS = new byte[TABLE];
    private static final boolean[] COMBINING = new boolean[TABLE];

    static {
        for (char c = 0; c < TABLE; c++) {
            if (Character.isLetterOrDigit(c)) {
                decompose(c);
            }
            COMBINING[c] = isNonSpacing(c);
        }
        for (char stroke : new char[] {'Đ', 'đ', 'Ð', 'ð', '\u0189', '\u0256'}) {
            BASE[stroke] = 'd';
            DIACRITICS[stroke] = (byte) (STROKE | (Character.isUpperCase(stroke) ? CAPITAL : 0));
        }
    }

    private Letters() {}

    /** Whether the diacritics are such as French has too: none but a circumflex, a grave or an acute. */
    static boolean isLatin(int diacritics) {
        int tone = (diacritics & TONE) >> 3;
        return (diacritics & QUALITY) <= CIRCUMFLEX && tone <= 2;
    }

    /** The base letter in lower case, or a digit; 0 if {@code c} is neither. */
    static char base(char c) {
        if (c < TABLE) {
            return BASE[c];
        }
        return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }

    /** The bits of quality, tone and capital. */
    static int diacritics(char c) {
        if (c < TABLE) {
            return DIACRITICS[c];
        }
        return Character.isUpperCase(c) ? CAPITAL : 0;
    }

    /** Whether {@code c} is a mark that belongs to the letter before it. */
    static boolean isCombining(char c) {
        return c >= '\u0300' && (c <= '\u036f' || (c < TABLE ? COMBINING[c] : isNonSpacing(c)));
    }

    private static boolean isNonSpacing(char c) {
        return Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** The diacritics of a letter after a combining mark was put on it. */
    static int put(int diacritics, char combining) {
        int tone = switch (combining) {
            case '\u0300', '\u0340' -> 1;
            case '\u0301', '\u0341' -> 2;
            case '\u0309' -> 3;
            case '\u0303' -> 4;
            case '\u0323' -> 5;
            default -> 0;
        };
        if (tone != 0) {
            return (diacritics & TONE) == 0 ? diacritics | tone << 3 : diacritics | FOREIGN;
        }
        if (combining >= '\u0330' && combining <= '\u0338') {
            return diacritics; // underlined or struck through: the same letter
        }
        int quality = switch (combining) {
            case '\u0302' -> CIRCUMFLEX;
            case '\u0306' -> BREVE;
            case '\u031b' -> HORN;
            default -> FOREIGN;
        };
        return (diacritics & QUALITY) == 0 ? diacritics | quality : diacritics | FOREIGN;
    }

    private static void decompose(char c) {
        String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
        BASE[c] = Character.toLowerCase(parts.charAt(0));
        int diacritics = Character.isUpperCase(c) ? CAPITAL : 0;
        for (int i = 1; i < parts.length(); i++) {
            diacritics = put(diacritics, parts.charAt(i));
        }
        DIACRITICS[c] = (byte) diacritics;
    }
}
